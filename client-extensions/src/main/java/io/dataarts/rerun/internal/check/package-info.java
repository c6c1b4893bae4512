/** Checks arguments, endpoints and libraries, before the SDK sends anything. */
@NullMarked
package io.dataarts.rerun.internal.check;

import org.jspecify.annotations.NullMarked;
