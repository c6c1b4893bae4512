package io.dataarts.rerun.find;

import io.dataarts.rerun.QualityRerun.Kind;
import io.dataarts.rerun.internal.check.Arguments;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks for quality jobs, or for comparison jobs (API reference: Obtaining the Quality Job List, Obtaining the Comparison Job List).
 * Immutable.
 *
 * @param kind the kind of the jobs
 * @param name the name of the jobs, null for all
 */
public record RuleQuery(Kind kind, @Nullable String name) implements Query<FoundRule> {

    /**
     * Makes a query. {@link #qualityJobs} and {@link #comparisonJobs} are easier to read.
     *
     * @throws IllegalArgumentException if the name is empty, or holds control characters or lone surrogates
     */
    public RuleQuery {
        Objects.requireNonNull(kind, "kind");
        Optional.ofNullable(name).ifPresent(given -> Arguments.text("name", given));
    }

    /** Returns a query for all quality jobs of the workspace. */
    public static RuleQuery qualityJobs() {
        return new RuleQuery(Kind.QUALITY_JOB, null);
    }

    /** Returns a query for all comparison jobs of the workspace. */
    public static RuleQuery comparisonJobs() {
        return new RuleQuery(Kind.COMPARISON_JOB, null);
    }

    /**
     * Returns a query for jobs with this name. No source says whether the service compares the whole name or a part of it.
     *
     * @throws IllegalArgumentException if the name is empty, or holds control characters or lone surrogates
     */
    public RuleQuery named(String text) {
        return new RuleQuery(kind, Objects.requireNonNull(text, "name"));
    }
}
