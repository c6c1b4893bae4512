package io.dataarts.rerun.error;

import org.jspecify.annotations.Nullable;

/**
 * The service took the request (a 2xx), but the body that the result needs broke off, timed out, was too large, or is not what the
 * model of a raw call can take. The outcome is {@link Outcome#ACCEPTED}: do not call again.
 */
public final class UnreadableResponseException extends DataArtsException {

    private final int httpStatus;

    /**
     * @param message why the body could not be read
     * @param cause what the connection or the JSON reader said
     * @param outcome {@link Outcome#ACCEPTED}
     * @param attempts how many attempts were made
     * @param requestId the service's request id
     * @param httpStatus the status of the answer
     */
    public UnreadableResponseException(
            String message, @Nullable Throwable cause, Outcome outcome, int attempts, @Nullable String requestId, int httpStatus) {
        super(message, cause, outcome, attempts, requestId);
        this.httpStatus = httpStatus;
    }

    /** The HTTP status, a 2xx. */
    public int httpStatus() {
        return httpStatus;
    }
}
