/** Credentials, and where they come from. */
@NullMarked
package io.dataarts.rerun.auth;

import org.jspecify.annotations.NullMarked;
