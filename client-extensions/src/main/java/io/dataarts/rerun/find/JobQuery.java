package io.dataarts.rerun.find;

import io.dataarts.rerun.internal.check.Arguments;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks for batch jobs. Only their instances can be rerun. Immutable.
 *
 * @param name the name of the jobs, null for all
 */
public record JobQuery(@Nullable String name) implements Query<FoundJob> {

    /**
     * Makes a query. {@link #all} and {@link #named} are easier to read.
     *
     * @throws IllegalArgumentException if the name is empty, or holds control characters or lone surrogates
     */
    public JobQuery {
        Optional.ofNullable(name).ifPresent(given -> Arguments.text("job name", given));
    }

    /** Returns a query for all batch jobs of the workspace. */
    public static JobQuery all() {
        return new JobQuery(null);
    }

    /**
     * Returns a query for jobs with this name. No source says whether the service compares the whole name or a part of it.
     *
     * @throws IllegalArgumentException if the name is empty, or holds control characters or lone surrogates
     */
    public JobQuery named(String text) {
        return new JobQuery(Objects.requireNonNull(text, "job name"));
    }
}
