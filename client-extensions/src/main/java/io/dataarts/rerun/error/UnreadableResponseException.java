package io.dataarts.rerun.error;

import org.jspecify.annotations.Nullable;

/**
 * The service accepted the request, but the body that the result needs cannot be read. It was truncated, timed out, was too large, or
 * does not fit the model of a raw call. The outcome is {@link Outcome#ACCEPTED}: do not call again.
 */
public final class UnreadableResponseException extends DataArtsException {

    private final int httpStatus;

    /**
     * @param message why the body could not be read
     * @param cause the failure of the connection or of the JSON reader
     * @param outcome {@link Outcome#ACCEPTED}
     * @param attempts how many attempts were made
     * @param requestId the id under which the service knows the request
     * @param httpStatus the status of the answer
     */
    public UnreadableResponseException(
            String message, @Nullable Throwable cause, Outcome outcome, int attempts, @Nullable String requestId, int httpStatus) {
        super(message, cause, outcome, attempts, requestId);
        this.httpStatus = httpStatus;
    }

    /** Returns the HTTP status, a 2xx. */
    public int httpStatus() {
        return httpStatus;
    }
}
