/** What can go wrong, and whether the rerun happened all the same. */
@NullMarked
package io.dataarts.rerun.error;

import org.jspecify.annotations.NullMarked;
