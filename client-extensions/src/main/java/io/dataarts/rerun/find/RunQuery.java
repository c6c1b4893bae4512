package io.dataarts.rerun.find;

import io.dataarts.rerun.QualityRerun.Kind;
import io.dataarts.rerun.internal.check.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the runs of quality jobs, or of comparison jobs (API reference: Obtaining the Task Execution Result List). Immutable.
 *
 * @param kind the kind of the jobs
 * @param window the time in which the runs started; the API reference calls it the interval of the last run time
 * @param statuses the statuses of the runs, empty for all
 * @param name the name of the job or of its runs, null for all
 */
public record RunQuery(Kind kind, Window window, List<RunStatus> statuses, @Nullable String name) implements Query<QualityRun> {

    /**
     * Makes a query. {@link #qualityJobs} and {@link #comparisonJobs} are easier to read.
     *
     * @throws IllegalArgumentException if the name or a status is empty, or holds control characters or lone surrogates
     */
    public RunQuery {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(window, "window");
        statuses = List.copyOf(statuses);
        statuses.forEach(status -> Arguments.text("status", status.text()));
        Optional.ofNullable(name).ifPresent(given -> Arguments.text("name", given));
    }

    /** Starts a query for the runs of quality jobs. */
    public static WindowStage<RunQuery> qualityJobs() {
        return (from, to) -> new RunQuery(Kind.QUALITY_JOB, new Window(from, to), List.of(), null);
    }

    /** Starts a query for the runs of comparison jobs. */
    public static WindowStage<RunQuery> comparisonJobs() {
        return (from, to) -> new RunQuery(Kind.COMPARISON_JOB, new Window(from, to), List.of(), null);
    }

    /**
     * Returns a query for runs with one of these statuses. The SDK asks for one status after the other, as the service takes one.
     *
     * @throws IllegalArgumentException if there is no status, one is given twice, or one is empty
     */
    public RunQuery withStatus(RunStatus... oneOf) {
        return new RunQuery(kind, window, Arguments.distinct("withStatus", "status", Arrays.asList(oneOf)), name);
    }

    /**
     * Returns a query for runs with this name. No source says whether the service compares the name of the job or of the run, nor whether a
     * part of it suffices.
     *
     * @throws IllegalArgumentException if the name is empty, or holds control characters or lone surrogates
     */
    public RunQuery named(String text) {
        return new RunQuery(kind, window, statuses, Objects.requireNonNull(text, "name"));
    }
}
