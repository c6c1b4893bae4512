package io.dataarts.rerun.auth;

/**
 * What a request is authenticated with: an {@link AccessKey}, which signs it, or an {@link IamToken}, which travels with it.
 *
 * <p>Immutable. No {@code toString} shows a secret.
 */
public sealed interface Credentials permits AccessKey, IamToken {}
