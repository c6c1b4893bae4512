/** Obtains credentials: sources, their chain, and their refresh. */
@NullMarked
package io.dataarts.rerun.internal.credentials;

import org.jspecify.annotations.NullMarked;
