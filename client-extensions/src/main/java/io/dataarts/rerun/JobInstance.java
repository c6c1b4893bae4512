package io.dataarts.rerun;

import io.dataarts.rerun.internal.check.Arguments;
import java.time.Instant;

/**
 * One instance of a job to rerun, as the API for querying the job instance list gives it. Immutable.
 *
 * @param jobId the id of the job that the instance belongs to
 * @param planTime the planned time, in epoch milliseconds (13 digits)
 * @param submitTime the time of submission, in epoch milliseconds (13 digits)
 */
public record JobInstance(long jobId, long planTime, long submitTime) {

    /**
     * An instance; {@link #of(long)} reads better.
     *
     * @throws IllegalArgumentException when the job id is not positive, or a time does not have 13 digits
     */
    public JobInstance {
        Arguments.require(jobId > 0, () -> "job id must be positive, was " + jobId);
        Arguments.epochMillis("planned time (plan_time)", planTime);
        Arguments.epochMillis("submit time (submit_time)", submitTime);
    }

    /** Starts with the id of the instance's job; its two times follow. */
    public static PlannedStage of(long jobId) {
        return planTime -> submitTime -> new JobInstance(jobId, planTime, submitTime);
    }

    /** Asks for the planned time. */
    @FunctionalInterface
    public interface PlannedStage {

        /** The planned time, in epoch milliseconds (13 digits). */
        SubmittedStage planned(long epochMillis);

        /** The planned time; what is finer than a millisecond is cut off. */
        default SubmittedStage planned(Instant time) {
            return planned(Arguments.epochMillis("planned time (plan_time)", time));
        }
    }

    /** Asks for the time of submission. */
    @FunctionalInterface
    public interface SubmittedStage {

        /** The time of submission, in epoch milliseconds (13 digits). */
        JobInstance submitted(long epochMillis);

        /** The time of submission; what is finer than a millisecond is cut off. */
        default JobInstance submitted(Instant time) {
            return submitted(Arguments.epochMillis("submit time (submit_time)", time));
        }
    }
}
