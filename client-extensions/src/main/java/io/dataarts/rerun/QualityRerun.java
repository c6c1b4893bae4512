package io.dataarts.rerun;

import io.dataarts.generated.model.RuleType;
import io.dataarts.rerun.internal.check.Arguments;
import java.util.function.Function;

/**
 * A rerun of a quality job or of a comparison job (API reference: Rerunning a Quality Job or Comparison Job).
 *
 * <p>Job ids come from the list of quality jobs or of comparison jobs. They have 19 digits, more than a JSON number carries exactly,
 * so they are strings. Immutable.
 */
public final class QualityRerun extends Rerun {

    private final Content content;

    record Content(RuleType kind, String jobId) {}

    private QualityRerun(RuleType kind, String jobId) {
        this.content = new Content(kind, Arguments.text("job id (rule_id)", jobId));
    }

    /**
     * A rerun of a quality job.
     *
     * @param jobId the job's id, {@code rule_id} on the wire
     * @throws IllegalArgumentException when it is empty or holds control characters
     */
    public static QualityRerun qualityJob(String jobId) {
        return new QualityRerun(RuleType.QUALITY_JOB, jobId);
    }

    /**
     * A rerun of a comparison job.
     *
     * @param jobId the job's id, {@code rule_id} on the wire
     * @throws IllegalArgumentException when it is empty or holds control characters
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
