package io.dataarts.rerun;

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

    /** The two kinds of jobs. */
    public enum Kind {
        /** A job that checks the quality of data by rules. */
        QUALITY_JOB,
        /** A job that compares two tables. */
        COMPARISON_JOB
    }

    /**
     * Holds all fields of a rerun. Later versions may add fields.
     *
     * @param kind the kind of the job
     * @param jobId the job's id ({@code rule_id})
     */
    public record Content(Kind kind, String jobId) {}

    QualityRerun(Content content) {
        this.content = content;
    }

    /**
     * Returns a rerun of a quality job.
     *
     * @param jobId the job's id ({@code rule_id}), 1 to 19 digits; the lists of jobs, where the page of the rerun sends you, give a Long
     * @throws IllegalArgumentException if it holds anything but digits, or more than 19
     */
    public static QualityRerun qualityJob(String jobId) {
        return new QualityRerun(new Content(Kind.QUALITY_JOB, Arguments.ruleId(jobId)));
    }

    /**
     * Returns a rerun of a comparison job.
     *
     * @param jobId the job's id ({@code rule_id}), 1 to 19 digits; the lists of jobs, where the page of the rerun sends you, give a Long
     * @throws IllegalArgumentException if it holds anything but digits, or more than 19
     */
    public static QualityRerun comparisonJob(String jobId) {
        return new QualityRerun(new Content(Kind.COMPARISON_JOB, Arguments.ruleId(jobId)));
    }

    @Override
    <T> T map(Function<JobRerun, T> job, Function<QualityRerun, T> quality) {
        return quality.apply(this);
    }

    /** Returns all fields as one value. */
    @Override
    public Content content() {
        return content;
    }

    @Override
    public String toString() {
        return "QualityRerun[" + content.kind + " " + content.jobId + "]";
    }
}
