package io.dataarts.rerun.find;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Objects;

/**
 * The status of a run of a quality or comparison job. The service may have more statuses than the constants here. Two statuses with the
 * same text are equal.
 *
 * @param text the service's spelling
 */
public record RunStatus(@JsonValue String text) {

    /** Runs. */
    public static final RunStatus RUNNING = of("RUNNING");
    /** Stopped unexpectedly, or ran out of time. */
    public static final RunStatus FAILED = of("FAILED");
    /** Ended normally, but the result is not as expected. */
    public static final RunStatus ALARMING = of("ALARMING");
    /** Ended normally, and the result is as expected. */
    public static final RunStatus SUCCESS = of("SUCCESS");
    /** Suspended. Only the text of the page has this status, its list of values lacks it. */
    public static final RunStatus SUSPENDING = of("SUSPENDING");

    /** Returns the status with this text, whether this class has a constant for it or not. */
    public static RunStatus of(String text) {
        return new RunStatus(Objects.requireNonNull(text, "status"));
    }

    /** Returns whether the run has ended: success, failure or alarm. An unknown status is no end. */
    public boolean isEnd() {
        return List.of(SUCCESS, FAILED, ALARMING).contains(this);
    }

    /** Returns whether the run stands still until a person acts. */
    public boolean needsPerson() {
        return equals(SUSPENDING);
    }

    @Override
    public String toString() {
        return text;
    }
}
