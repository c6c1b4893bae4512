/** Reads the service's lists to their end, although no source says how their pages follow each other. */
@NullMarked
package io.dataarts.rerun.internal.find;

import org.jspecify.annotations.NullMarked;
