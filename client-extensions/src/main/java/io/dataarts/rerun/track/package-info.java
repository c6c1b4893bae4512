/** What became of a rerun: evidence that it ran, and how it ended. */
@NullMarked
package io.dataarts.rerun.track;

import org.jspecify.annotations.NullMarked;
