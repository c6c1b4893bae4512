package io.dataarts.rerun.error;

import java.time.Instant;

/** The duplicate guard refused the call: the same request was sent shortly before, and may have been executed. This call sent nothing. */
public final class DuplicateRerunException extends NotSentException {

    private final Instant firstSent;

    /**
     * @param message when the first request was sent, and what came of it
     * @param firstSent when the first request was sent
     */
    public DuplicateRerunException(String message, Instant firstSent) {
        super(message, null, Outcome.NOT_SENT, 0);
        this.firstSent = firstSent;
    }

    /** Returns when the same request was sent first. */
    public Instant firstSent() {
        return firstSent;
    }
}
