/** Exceptions: what went wrong, and whether the rerun happened in spite of it. */
@NullMarked
package io.dataarts.rerun.error;

import org.jspecify.annotations.NullMarked;
