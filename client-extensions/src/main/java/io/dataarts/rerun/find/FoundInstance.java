package io.dataarts.rerun.find;

import com.fasterxml.jackson.annotation.JsonValue;
import io.dataarts.rerun.JobInstance;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * An instance of a job, as the service listed it. What the service left out is empty. Immutable.
 *
 * @param content all fields as one value, which Jackson writes as the JSON of the instance
 */
public record FoundInstance(@JsonValue InstanceState content) {

    /** Returns the name of the job, for {@code JobRerun.job}. */
    public String jobName() {
        return content.name();
    }

    /**
     * Returns the instance as a rerun takes it. It is empty if job id, planned time or submit time is missing or not valid. No source makes
     * them mandatory.
     */
    public Optional<JobInstance> instance() {
        try {
            return Optional.of(new JobInstance(Long.parseLong(Objects.requireNonNullElse(content.jobId(), "0")),
                    Objects.requireNonNullElse(content.planTime(), 0L), Objects.requireNonNullElse(content.submitTime(), 0L)));
        } catch (IllegalArgumentException e) { // JobInstance refuses zero, too
            return Optional.empty();
        }
    }

    /** Returns the instance's id. */
    public Optional<Long> instanceId() {
        return Optional.ofNullable(content.instanceId()).map(Long::valueOf);
    }

    /** Returns the status. */
    public Optional<InstanceStatus> status() {
        return Optional.ofNullable(content.status()).map(InstanceStatus::of);
    }

    /** Returns the planned time. */
    public Optional<Instant> planned() {
        return Optional.ofNullable(content.planTime()).map(Instant::ofEpochMilli);
    }

    /** Returns the submit time. In examples it lies days before the planned time. */
    public Optional<Instant> submitted() {
        return Optional.ofNullable(content.submitTime()).map(Instant::ofEpochMilli);
    }

    /** Returns the start of the run. */
    public Optional<Instant> started() {
        return Optional.ofNullable(content.startTime()).map(Instant::ofEpochMilli);
    }

    /** Returns the end of the run. */
    public Optional<Instant> ended() {
        return Optional.ofNullable(content.endTime()).map(Instant::ofEpochMilli);
    }
}
