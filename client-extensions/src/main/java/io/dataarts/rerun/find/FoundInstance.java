package io.dataarts.rerun.find;

import com.fasterxml.jackson.annotation.JsonValue;
import io.dataarts.rerun.JobInstance;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a job, as the service listed it. What the service left out is empty. Immutable.
 *
 * @param content all fields as one value, which Jackson writes as the JSON of the instance
 */
public record FoundInstance(@JsonValue Content content) {

    /**
     * Holds all fields of an instance. Later versions may add fields.
     *
     * @param jobName the job's name, under which the instance was found
     * @param jobId the job's id
     * @param instanceId the instance's id
     * @param status the status
     * @param planTime the planned time, in epoch milliseconds
     * @param submitTime the submit time, in epoch milliseconds
     * @param startTime the start of the run, in epoch milliseconds
     * @param endTime the end of the run, in epoch milliseconds
     */
    public record Content(String jobName, @Nullable Long jobId, @Nullable Long instanceId, @Nullable InstanceStatus status,
            @Nullable Long planTime, @Nullable Long submitTime, @Nullable Long startTime, @Nullable Long endTime) {}

    /** Returns the name of the job, for {@code JobRerun.job}. */
    public String jobName() {
        return content.jobName;
    }

    /**
     * Returns the instance as a rerun takes it. It is empty if job id, planned time or submit time is missing or not valid. No source makes
     * them mandatory.
     */
    public Optional<JobInstance> instance() {
        try {
            return Optional.of(new JobInstance(Objects.requireNonNullElse(content.jobId, 0L),
                    Objects.requireNonNullElse(content.planTime, 0L), Objects.requireNonNullElse(content.submitTime, 0L)));
        } catch (IllegalArgumentException e) { // JobInstance refuses zero, too
            return Optional.empty();
        }
    }

    /** Returns the instance's id. */
    public Optional<Long> instanceId() {
        return Optional.ofNullable(content.instanceId);
    }

    /** Returns the status. */
    public Optional<InstanceStatus> status() {
        return Optional.ofNullable(content.status);
    }

    /** Returns the planned time. */
    public Optional<Instant> planned() {
        return Optional.ofNullable(content.planTime).map(Instant::ofEpochMilli);
    }

    /** Returns the submit time. In examples it lies days before the planned time. */
    public Optional<Instant> submitted() {
        return Optional.ofNullable(content.submitTime).map(Instant::ofEpochMilli);
    }

    /** Returns the start of the run. */
    public Optional<Instant> started() {
        return Optional.ofNullable(content.startTime).map(Instant::ofEpochMilli);
    }

    /** Returns the end of the run. */
    public Optional<Instant> ended() {
        return Optional.ofNullable(content.endTime).map(Instant::ofEpochMilli);
    }
}
