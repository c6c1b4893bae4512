package io.dataarts.rerun.error;

import org.jspecify.annotations.Nullable;

/**
 * The request was sent, and no complete answer came: a timeout, a reset, a dropped connection.
 *
 * <p>The outcome is {@link Outcome#UNKNOWN}: the service may have executed the rerun.
 */
public final class NoResponseException extends DataArtsException {

    /**
     * @param message what happened in place of an answer
     * @param cause the failure of the connection
     * @param outcome {@link Outcome#UNKNOWN}, or the graver outcome of an earlier attempt
     * @param attempts how many attempts were made
     */
    public NoResponseException(String message, @Nullable Throwable cause, Outcome outcome, int attempts) {
        super(message, cause, outcome, attempts, null);
    }
}
