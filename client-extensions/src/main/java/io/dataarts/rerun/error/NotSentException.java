package io.dataarts.rerun.error;

import org.jspecify.annotations.Nullable;

/**
 * The attempt ended before it sent a byte. The host name did not resolve, the connection or its TLS handshake failed, no connection
 * was free, or the thread was interrupted.
 */
public non-sealed class NotSentException extends DataArtsException {

    /**
     * @param message why nothing was sent
     * @param cause the failure of the connection
     * @param outcome {@link Outcome#NOT_SENT}, or the graver outcome of an earlier attempt
     * @param attempts how many attempts were made
     */
    public NotSentException(String message, @Nullable Throwable cause, Outcome outcome, int attempts) {
        super(message, cause, outcome, attempts, null);
    }
}
