/** One call and its attempts: how far they got, what they came to, and which secrets they hold. */
@NullMarked
package io.dataarts.rerun.internal.call;

import org.jspecify.annotations.NullMarked;
