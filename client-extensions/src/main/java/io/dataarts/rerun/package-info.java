/** Reruns of job instances, quality jobs and comparison jobs in DataArts Studio. */
@NullMarked
package io.dataarts.rerun;

import org.jspecify.annotations.NullMarked;
