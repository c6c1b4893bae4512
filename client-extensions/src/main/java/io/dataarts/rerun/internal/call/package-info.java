/** One call and its attempts: how far they got, their outcome, and the secrets that they hold. */
@NullMarked
package io.dataarts.rerun.internal.call;

import org.jspecify.annotations.NullMarked;
