/** Delivers a call: guards against duplicates, retries, renews tokens, authenticates, and reports to listeners. */
@NullMarked
package io.dataarts.rerun.internal.delivery;

import org.jspecify.annotations.NullMarked;
