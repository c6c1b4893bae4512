package io.dataarts.rerun.find;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Objects;

/**
 * The status of a job instance. The service may have more statuses than the constants here. Two statuses with the same text are equal.
 *
 * <p>No page calls a status final. The grouping in ends and others follows the user guide.
 *
 * @param text the service's spelling
 */
public record InstanceStatus(@JsonValue String text) {

    /** Waits to run. */
    public static final InstanceStatus WAITING = of("waiting");
    /** Runs. */
    public static final InstanceStatus RUNNING = of("running");
    /** Ended with success. */
    public static final InstanceStatus SUCCESS = of("success");
    /** Ended with a failure. */
    public static final InstanceStatus FAIL = of("fail");
    /** Stopped on the way, and waits for a person. */
    public static final InstanceStatus RUNNING_EXCEPTION = of("running-exception");
    /** Ended without a run, because of the jobs that it depends on. */
    public static final InstanceStatus SKIP_BY_DEPEND = of("skip-by-depend");
    /** Frozen, and waits for a person. */
    public static final InstanceStatus FREEZE = of("freeze");
    /** Paused, and waits for a person. */
    public static final InstanceStatus PAUSE = of("pause");
    /** Ended, since a person canceled it. */
    public static final InstanceStatus MANUAL_STOP = of("manual-stop");

    /** Returns the status with this text, whether this class has a constant for it or not. */
    public static InstanceStatus of(String text) {
        return new InstanceStatus(Objects.requireNonNull(text, "status"));
    }

    /** Returns whether the instance has ended: success, failure, cancel or skip. An unknown status is no end. */
    public boolean isEnd() {
        return List.of(SUCCESS, FAIL, SKIP_BY_DEPEND, MANUAL_STOP).contains(this);
    }

    /** Returns whether the instance stands still until a person acts. */
    public boolean needsPerson() {
        return List.of(RUNNING_EXCEPTION, FREEZE, PAUSE).contains(this);
    }

    @Override
    public String toString() {
        return text;
    }
}
