package io.dataarts.rerun.find;

import com.fasterxml.jackson.annotation.JsonValue;
import io.dataarts.rerun.QualityRerun;
import java.time.Instant;
import java.util.Optional;

/**
 * A run of a quality job or of a comparison job, as the service listed it. What the service left out is empty. Immutable.
 *
 * @param content all fields as one value, which Jackson writes as the JSON of the run
 */
public record QualityRun(@JsonValue InstanceState content) {

    /** Returns the run's id, as {@code RerunReceipt.instanceId} has it. */
    public Optional<String> id() {
        return Optional.ofNullable(content.instanceId());
    }

    /**
     * Returns the job's id, the {@code task_id} of the list. In the examples of the API reference it is the id of the job in the lists of
     * jobs. No page says so.
     */
    public Optional<String> ruleId() {
        return Optional.ofNullable(content.jobId());
    }

    /** Returns the run's name: the job's name with a number. */
    public Optional<String> name() {
        return Optional.ofNullable(content.name());
    }

    /** Returns the status. */
    public Optional<RunStatus> status() {
        return Optional.ofNullable(content.status()).map(RunStatus::of);
    }

    /** Returns the start of the run. */
    public Optional<Instant> started() {
        return Optional.ofNullable(content.startTime()).map(Instant::ofEpochMilli);
    }

    /** Returns the end of the run. */
    public Optional<Instant> ended() {
        return Optional.ofNullable(content.endTime()).map(Instant::ofEpochMilli);
    }

    /**
     * Returns a rerun of the job.
     *
     * @throws IllegalStateException if the service listed the run without its job's id
     */
    public QualityRerun rerun() {
        String rule = ruleId().orElseThrow(() -> new IllegalStateException("the service listed this run without its job's id: " + content));
        return new FoundRule(content.kind(), rule, "").rerun();
    }
}
