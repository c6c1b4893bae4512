/** Checks of arguments, endpoints and libraries, made before anything is sent. */
@NullMarked
package io.dataarts.rerun.internal.check;

import org.jspecify.annotations.NullMarked;
