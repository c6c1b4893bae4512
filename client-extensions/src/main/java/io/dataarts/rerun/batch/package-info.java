/** Many reruns at once: a batch, its journal, and its report. */
@NullMarked
package io.dataarts.rerun.batch;

import org.jspecify.annotations.NullMarked;
