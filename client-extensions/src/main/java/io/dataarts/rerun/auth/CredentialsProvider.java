package io.dataarts.rerun.auth;

/**
 * Provides the credentials of each attempt.
 *
 * <p>The SDK asks it once per attempt, just before it signs the request, on the thread of the call. Implementations must be
 * thread-safe, should be fast, and should return a value that stays valid for some minutes.
 */
@FunctionalInterface
public interface CredentialsProvider {

    /**
     * Returns the credentials to use now.
     *
     * @throws io.dataarts.rerun.error.ConfigurationException if there are none; the attempt then sends nothing
     */
    Credentials resolve();

    /**
     * Learns that the service refused these credentials and wants new ones. If {@link #resolve} then returns others, the SDK attempts
     * the call once more. This is safe: the service does not execute what it refuses for its token.
     */
    default void invalidate(Credentials refused) {}
}
