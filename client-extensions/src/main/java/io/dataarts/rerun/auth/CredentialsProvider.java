package io.dataarts.rerun.auth;

/**
 * Hands out the credentials of each attempt.
 *
 * <p>It is asked once per attempt, just before the request is signed, by whichever thread makes the call: implementations have to
 * be thread-safe and fast, and should return a value that stays valid for some minutes.
 */
@FunctionalInterface
public interface CredentialsProvider {

    /**
     * The credentials to use now.
     *
     * @throws io.dataarts.rerun.error.ConfigurationException when there are none; nothing has been sent then
     */
    Credentials resolve();

    /**
     * The service said that these credentials have to be renewed. If {@link #resolve} then returns others, the call is attempted
     * once more, which is safe: what is refused for its token is not executed.
     */
    default void invalidate(Credentials refused) {}
}
