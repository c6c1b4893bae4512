/** Reads and classifies what the service answers. */
@NullMarked
package io.dataarts.rerun.internal.answer;

import org.jspecify.annotations.NullMarked;
