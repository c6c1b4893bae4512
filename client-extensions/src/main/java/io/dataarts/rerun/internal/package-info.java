/** How a call becomes a request and an answer becomes a result. Nobody's business: it changes without notice. */
@NullMarked
package io.dataarts.rerun.internal;

import org.jspecify.annotations.NullMarked;
