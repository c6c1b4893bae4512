package io.dataarts.rerun;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Work to rerun: job instances ({@link JobRerun}), or a quality or comparison job ({@link QualityRerun}).
 *
 * <p>Immutable. The methods that make a rerun check its values.
 */
public abstract sealed class Rerun permits JobRerun, QualityRerun {

    Rerun() {}

    /** Returns all fields as one value, which decides equality. Jackson writes it as the JSON of the rerun. */
    @JsonValue
    public abstract Record content();

    /** Applies the function for this kind of rerun. A new kind adds a parameter, so that every caller has to handle it. */
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
