package io.dataarts.rerun.internal.call;

import io.dataarts.rerun.error.DataArtsException;

/** An attempt failed: the reason for the layers above, and the exception for the caller if no other attempt follows. */
public final class AttemptFailedException extends RuntimeException {

    private final Reason reason;

    public AttemptFailedException(Reason reason, String message, DataArtsException told) {
        super(message, told, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** The exception for the caller. Its message begins with what the failure means for the rerun; this one's does not. */
    public DataArtsException told() {
        return (DataArtsException) getCause();
    }
}
