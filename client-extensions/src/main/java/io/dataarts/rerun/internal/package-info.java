/** Turns calls into requests, and answers into results. Changes without notice. */
@NullMarked
package io.dataarts.rerun.internal;

import org.jspecify.annotations.NullMarked;
