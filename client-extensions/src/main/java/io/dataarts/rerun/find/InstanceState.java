package io.dataarts.rerun.find;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dataarts.rerun.QualityRerun.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a job, or a run of a quality or comparison job, as the service listed it at one time. Immutable. Times are epoch
 * milliseconds of the service. No source makes a field mandatory, so each may be null. Later versions may add fields.
 *
 * @param workspace the id of the workspace
 * @param kind the kind of a quality or comparison job, null for a job
 * @param name the job's name; of a quality or comparison job, the name of its run
 * @param jobId the id of the job, also of a quality or comparison job
 * @param instanceId the id of the instance or run
 * @param planTime the planned time of a job instance
 * @param submitTime the submit time of a job instance
 * @param status the status as the service writes it
 * @param startTime when it started
 * @param endTime when it ended
 */
public record InstanceState(String workspace, @Nullable Kind kind, @Nullable String name, @Nullable String jobId,
        @Nullable String instanceId, @Nullable Long planTime, @Nullable Long submitTime, @Nullable String status, @Nullable Long startTime,
        @Nullable Long endTime) {

    /**
     * Returns whether the status is an end. Ends are {@code success}, {@code fail}, {@code manual-stop} and {@code skip-by-depend}; of a
     * quality or comparison job {@code SUCCESS}, {@code FAILED} and {@code ALARMING}. A status that the SDK does not know is none.
     */
    @JsonProperty
    public boolean atEnd() {
        return status != null && (InstanceStatus.of(status).isEnd() || RunStatus.of(status).isEnd());
    }

    /**
     * Returns whether the status is {@code success} or {@code SUCCESS}. {@code ALARMING} is no success: the run ended normally, but its
     * result is not as expected.
     */
    @JsonProperty
    public boolean succeeded() {
        return InstanceStatus.SUCCESS.text().equals(status) || RunStatus.SUCCESS.text().equals(status);
    }

    /**
     * Returns whether it goes on only if a person acts: {@code running-exception}, {@code pause} or {@code freeze}; of a quality or
     * comparison job {@code SUSPENDING}.
     */
    @JsonProperty
    public boolean needsPerson() {
        return status != null && (InstanceStatus.of(status).needsPerson() || RunStatus.of(status).needsPerson());
    }

    @Override
    public String toString() {
        return (name == null ? "job " + jobId : name) + (instanceId == null ? "" : " (instance " + instanceId + ")")
                + time(", planned ", planTime) + ": " + status + time(", started ", startTime) + time(", ended ", endTime);
    }

    private static String time(String what, @Nullable Long millis) {
        return millis == null ? "" : what + Instant.ofEpochMilli(millis);
    }
}
