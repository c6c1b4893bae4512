package io.dataarts.rerun.error;

import org.jspecify.annotations.Nullable;

/**
 * The attempt ended before anything left: the host name did not resolve, the connection or its TLS handshake failed, no connection
 * was free, or the thread was interrupted before sending.
 */
public non-sealed class NotSentException extends DataArtsException {

    /**
     * @param message why nothing was sent
     * @param cause what the connection said
     * @param outcome {@link Outcome#NOT_SENT}, or what an earlier attempt came to
     * @param attempts how many attempts were made
     */
    public NotSentException(String message, @Nullable Throwable cause, Outcome outcome, int attempts) {
        super(message, cause, outcome, attempts, null);
    }
}
