package io.dataarts.rerun;

import io.dataarts.rerun.internal.check.Arguments;
import java.time.Instant;

/**
 * Identifies one instance of a job to rerun. The API for querying the job instance list gives these values. Immutable.
 *
 * @param jobId the id of the instance's job
 * @param planTime the planned time, in epoch milliseconds (13 digits)
 * @param submitTime the submit time, in epoch milliseconds (13 digits)
 */
public record JobInstance(long jobId, long planTime, long submitTime) {

    /**
     * Makes an instance. {@link #of(long)} is easier to read.
     *
     * @throws IllegalArgumentException if the job id is not positive, or a time does not have 13 digits
     */
    public JobInstance {
        Arguments.require(jobId > 0, () -> "job id must be positive, was " + jobId);
        Arguments.epochMillis("planned time (plan_time)", planTime);
        Arguments.epochMillis("submit time (submit_time)", submitTime);
    }

    /** Starts an instance with the id of its job. The two times follow, and the last step checks all values. */
    public static PlannedStage of(long jobId) {
        return planTime -> submitTime -> new JobInstance(jobId, planTime, submitTime);
    }

    /** Asks for the planned time. */
    @FunctionalInterface
    public interface PlannedStage {

        /** Sets the planned time ({@code plan_time}), in epoch milliseconds (13 digits). */
        SubmittedStage planned(long epochMillis);

        /** Sets the planned time ({@code plan_time}). The SDK cuts off what is finer than a millisecond. */
        default SubmittedStage planned(Instant time) {
            return planned(Arguments.epochMillis("planned time (plan_time)", time));
        }
    }

    /** Asks for the submit time. */
    @FunctionalInterface
    public interface SubmittedStage {

        /**
         * Returns the instance with this submit time ({@code submit_time}), in epoch milliseconds (13 digits).
         *
         * @throws IllegalArgumentException if the job id is not positive, or a time does not have 13 digits
         */
        JobInstance submitted(long epochMillis);

        /**
         * Returns the instance with this submit time ({@code submit_time}). The SDK cuts off what is finer than a millisecond.
         *
         * @throws IllegalArgumentException if the job id is not positive, or a time does not have 13 digits
         */
        default JobInstance submitted(Instant time) {
            return submitted(Arguments.epochMillis("submit time (submit_time)", time));
        }
    }
}
