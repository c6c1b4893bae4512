/** Sends the reruns of a batch, keeps their journal, and decides what a second run sends. */
@NullMarked
package io.dataarts.rerun.internal.batch;

import org.jspecify.annotations.NullMarked;
