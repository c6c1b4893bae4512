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
}
