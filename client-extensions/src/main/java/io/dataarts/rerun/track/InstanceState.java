package io.dataarts.rerun.track;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One look at an instance. Immutable. Times are epoch milliseconds of the service. No source makes a field mandatory, so each may be
 * null. Later versions may add fields.
 *
 * @param workspace the id of the workspace
 * @param name the job's name; of a quality or comparison job, the name of its instance
 * @param jobId the id of the job, also of a quality or comparison job
 * @param instanceId the id of the instance
 * @param planTime the planned time of a job instance
 * @param submitTime the submit time of a job instance
 * @param status the status as the service writes it
 * @param startTime when it started
 * @param endTime when it ended
 * @param moved whether status, start or end differ from the state before, or the instance was not listed then
 * @param atEnd whether the status is an end. Ends are {@code success}, {@code fail}, {@code manual-stop} and {@code skip-by-depend};
 *     of a quality or comparison job {@code SUCCESS}, {@code FAILED} and {@code ALARMING}. A status that the SDK does not know is none
 * @param succeeded whether the status is {@code success} or {@code SUCCESS}. {@code ALARMING} is no success: the instance ended normally,
 *     but its result is not as expected
 * @param needsPerson whether it goes on only if a person acts: {@code running-exception}, {@code pause} or {@code freeze}
 */
public record InstanceState(String workspace, @Nullable String name, @Nullable String jobId, @Nullable String instanceId,
        @Nullable Long planTime, @Nullable Long submitTime, @Nullable String status, @Nullable Long startTime, @Nullable Long endTime,
        boolean moved, boolean atEnd, boolean succeeded, boolean needsPerson) {

    @Override
    public String toString() {
        return (name == null ? "job " + jobId : name) + (instanceId == null ? "" : " (instance " + instanceId + ")")
                + time(", planned ", planTime) + ": " + status + time(", started ", startTime) + time(", ended ", endTime);
    }

    private static String time(String what, @Nullable Long millis) {
        return millis == null ? "" : what + Instant.ofEpochMilli(millis);
    }
}
