/** Finds jobs, job instances, quality and comparison jobs and their runs: queries, and what the service lists for them. */
@NullMarked
package io.dataarts.rerun.find;

import org.jspecify.annotations.NullMarked;
