/** Credentials, and the interface of providers that supply them. */
@NullMarked
package io.dataarts.rerun.auth;

import org.jspecify.annotations.NullMarked;
