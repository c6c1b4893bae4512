/** Where credentials come from: sources, their chain, and their refresh. */
@NullMarked
package io.dataarts.rerun.internal.credentials;

import org.jspecify.annotations.NullMarked;
