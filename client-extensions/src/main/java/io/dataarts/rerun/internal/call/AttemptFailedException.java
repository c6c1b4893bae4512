package io.dataarts.rerun.internal.call;

import io.dataarts.rerun.error.DataArtsException;

/** Reports a failed attempt, with its reason for the layers above. It carries the exception for the caller, in case no attempt follows. */
public final class AttemptFailedException extends RuntimeException {

    private final Reason reason;

    public AttemptFailedException(Reason reason, String message, DataArtsException told) {
        super(message, told, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /**
     * Returns the exception for the caller. Its message begins with what the failure means for the rerun; the message of this exception
     * does not.
     */
    public DataArtsException told() {
        return (DataArtsException) getCause();
    }
}
