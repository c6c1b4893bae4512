package io.dataarts.rerun.error;

import java.time.Instant;

/** The duplicate guard refused the call: the same request was sent shortly before, and was not refused. Nothing was sent this time. */
public final class DuplicateRerunException extends NotSentException {

    private final Instant firstSent;

    /**
     * @param message when the first was sent, and how it stands
     * @param firstSent when the first was sent
     */
    public DuplicateRerunException(String message, Instant firstSent) {
        super(message, null, Outcome.NOT_SENT, 0);
        this.firstSent = firstSent;
    }

    /** When the same request was sent first. */
    public Instant firstSent() {
        return firstSent;
    }
}
