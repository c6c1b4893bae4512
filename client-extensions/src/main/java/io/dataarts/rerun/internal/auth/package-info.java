/** Where credentials are found, and how they are kept fresh. */
@NullMarked
package io.dataarts.rerun.internal.auth;

import org.jspecify.annotations.NullMarked;
