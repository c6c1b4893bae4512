package io.dataarts.rerun.auth;

/**
 * Authenticates a request: an {@link AccessKey} signs it, an {@link IamToken} travels with it.
 *
 * <p>Immutable. No {@code toString} shows a secret.
 */
public sealed interface Credentials permits AccessKey, IamToken {}
