/** Looks for what a rerun changes: the state before, the windows to ask for, and what a change means. */
@NullMarked
package io.dataarts.rerun.internal.track;

import org.jspecify.annotations.NullMarked;
