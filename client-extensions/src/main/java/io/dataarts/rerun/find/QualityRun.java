package io.dataarts.rerun.find;

import com.fasterxml.jackson.annotation.JsonValue;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.QualityRerun.Kind;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run of a quality job or of a comparison job, as the service listed it. What the service left out is empty. Immutable.
 *
 * @param content all fields as one value, which Jackson writes as the JSON of the run
 */
public record QualityRun(@JsonValue Content content) {

    /**
     * Holds all fields of a run. Later versions may add fields.
     *
     * @param kind the kind of the job
     * @param id the run's id
     * @param ruleId the job's id
     * @param name the run's name
     * @param status the status
     * @param startTime the start of the run, in epoch milliseconds
     * @param endTime the end of the run, in epoch milliseconds
     */
    public record Content(Kind kind, @Nullable String id, @Nullable String ruleId, @Nullable String name, @Nullable RunStatus status,
            @Nullable Long startTime, @Nullable Long endTime) {}

    /** Returns the run's id, as {@code RerunReceipt.instanceId} has it. */
    public Optional<String> id() {
        return Optional.ofNullable(content.id);
    }

    /**
     * Returns the job's id, the {@code task_id} of the list. In the examples of the API reference it is the id of the job in the lists of
     * jobs. No page says so.
     */
    public Optional<String> ruleId() {
        return Optional.ofNullable(content.ruleId);
    }

    /** Returns the run's name: the job's name with a number. */
    public Optional<String> name() {
        return Optional.ofNullable(content.name);
    }

    /** Returns the status. */
    public Optional<RunStatus> status() {
        return Optional.ofNullable(content.status);
    }

    /** Returns the start of the run. */
    public Optional<Instant> started() {
        return Optional.ofNullable(content.startTime).map(Instant::ofEpochMilli);
    }

    /** Returns the end of the run. */
    public Optional<Instant> ended() {
        return Optional.ofNullable(content.endTime).map(Instant::ofEpochMilli);
    }

    /**
     * Returns a rerun of the job.
     *
     * @throws IllegalStateException if the service listed the run without its job's id
     */
    public QualityRerun rerun() {
        String rule = ruleId().orElseThrow(() -> new IllegalStateException("the service listed this run without its job's id: " + content));
        return new FoundRule(content.kind, rule, "").rerun();
    }
}
