package io.dataarts.rerun;

import java.util.function.Function;

/**
 * Something to rerun: job instances ({@link JobRerun}), or a quality or comparison job ({@link QualityRerun}).
 *
 * <p>Immutable; checked when it is made.
 */
public abstract sealed class Rerun permits JobRerun, QualityRerun {

    Rerun() {}

    /** Applies the function for this kind. A new kind adds a parameter, so that every caller has to handle it. */
    abstract <T> T map(Function<JobRerun, T> job, Function<QualityRerun, T> quality);
}
