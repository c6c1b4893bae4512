package io.dataarts.rerun;

import io.dataarts.rerun.internal.check.Arguments;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A rerun of a quality job or of a comparison job (API reference: Rerunning a Quality Job or Comparison Job).
 *
 * <p>Job ids come from the list of quality jobs or of comparison jobs. They have 19 digits, more than a JSON number carries exactly,
 * so they are strings. Immutable.
 */
public final class QualityRerun extends Rerun {

    enum Kind {
        QUALITY_JOB,
        COMPARISON_JOB
    }

    private final Kind kind;
    private final String jobId;

    private QualityRerun(Kind kind, String jobId) {
        this.kind = kind;
        this.jobId = Arguments.text("job id (rule_id)", jobId);
    }

    /**
     * A rerun of a quality job.
     *
     * @param jobId the job's id, {@code rule_id} on the wire
     * @throws IllegalArgumentException when it is empty or holds control characters
     */
    public static QualityRerun qualityJob(String jobId) {
        return new QualityRerun(Kind.QUALITY_JOB, jobId);
    }

    /**
     * A rerun of a comparison job.
     *
     * @param jobId the job's id, {@code rule_id} on the wire
     * @throws IllegalArgumentException when it is empty or holds control characters
     */
    public static QualityRerun comparisonJob(String jobId) {
        return new QualityRerun(Kind.COMPARISON_JOB, jobId);
    }

    @Override
    <T> T map(Function<JobRerun, T> job, Function<QualityRerun, T> quality) {
        return quality.apply(this);
    }

    Kind kind() {
        return kind;
    }

    String jobId() {
        return jobId;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof QualityRerun that && kind == that.kind && jobId.equals(that.jobId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, jobId);
    }

    @Override
    public String toString() {
        return "QualityRerun[" + kind + " " + jobId + "]";
    }
}
