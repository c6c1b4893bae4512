package io.dataarts.rerun;

import io.dataarts.generated.model.RuleType;
import io.dataarts.rerun.internal.check.Arguments;
import java.util.function.Function;

/**
 * A rerun of a quality job or of a comparison job (API reference: Rerunning a Quality Job or Comparison Job).
 *
 * <p>The service lists the ids with its quality jobs and comparison jobs. An id has 19 digits, more than a JSON number holds exactly, so it
 * is a string. Immutable.
 */
public final class QualityRerun extends Rerun {

    private final Content content;

    record Content(RuleType kind, String jobId) {}

    private QualityRerun(RuleType kind, String jobId) {
        this.content = new Content(kind, Arguments.text("job id (rule_id)", jobId));
    }

    /**
     * Returns a rerun of a quality job.
     *
     * @param jobId the job's id ({@code rule_id})
     * @throws IllegalArgumentException if it is empty, or holds control characters or lone surrogates
     */
    public static QualityRerun qualityJob(String jobId) {
        return new QualityRerun(RuleType.QUALITY_JOB, jobId);
    }

    /**
     * Returns a rerun of a comparison job.
     *
     * @param jobId the job's id ({@code rule_id})
     * @throws IllegalArgumentException if it is empty, or holds control characters or lone surrogates
     */
    public static QualityRerun comparisonJob(String jobId) {
        return new QualityRerun(RuleType.COMPARISON_JOB, jobId);
    }

    @Override
    <T> T map(Function<JobRerun, T> job, Function<QualityRerun, T> quality) {
        return quality.apply(this);
    }

    @Override
    Content content() {
        return content;
    }

    @Override
    public String toString() {
        return "QualityRerun[" + content.kind.name() + " " + content.jobId + "]";
    }
}
