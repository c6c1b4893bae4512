package io.dataarts.rerun;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something to rerun: job instances ({@link JobRerun}), or a quality or comparison job ({@link QualityRerun}).
 *
 * <p>Immutable; checked when it is made.
 */
public abstract sealed class Rerun permits JobRerun, QualityRerun {

    Rerun() {}

    /** Returns all that is rerun, as a value: equality comes with it. */
    abstract Record content();

    /** Applies the function for this kind. A new kind adds a parameter, so that every caller has to handle it. */
    abstract <T> T map(Function<JobRerun, T> job, Function<QualityRerun, T> quality);

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof Rerun that && content().equals(that.content());
    }

    @Override
    public final int hashCode() {
        return content().hashCode();
    }
}
