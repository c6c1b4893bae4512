package io.dataarts.rerun;

import io.dataarts.rerun.internal.check.Arguments;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A rerun of a job's instances (API reference: Rerunning Job Instances), in one of two modes that exclude each other: chosen
 * instances of the job, or the job together with upstream and downstream jobs over a span of time.
 *
 * <p>Made step by step from {@link #job}; what one mode alone knows, the other does not offer. What is not set is not sent, so that
 * the service's default holds. Immutable, and so is every step.
 */
public final class JobRerun extends Rerun {

    private final Content content;

    /** The one place that knows all fields. */
    record Content(
            String jobName, List<JobInstance> instances, @Nullable Span span, StartNode start, TaskVersion version,
            @Nullable Boolean ignoreObsListening) {

        Content ignoringObsListening(boolean ignore) {
            return new Content(jobName, instances, span, start, version, ignore);
        }

        Content limitedTo(int concurrency) {
            Span limited = new Span(span.begin, span.end, span.jobs, concurrency);
            return new Content(jobName, instances, limited, start, version, ignoreObsListening);
        }
    }

    /** What only a rerun with related jobs has. */
    record Span(long begin, long end, List<RelatedJob> jobs, @Nullable Integer concurrency) {}

    private JobRerun(Content content) {
        this.content = content;
    }

    /**
     * Starts with the job's name, as the console shows it.
     *
     * @throws IllegalArgumentException when the name could reach another resource: empty, {@code .}, {@code ..}, or with a slash,
     *     backslash, {@code %}, {@code ?}, {@code #}, control character or lone surrogate. Everything else arrives as it is
     */
    public static ModeStage job(String name) {
        Arguments.pathValue("job name", name);
        return new ModeStage(name);
    }

    @Override
    <T> T map(Function<JobRerun, T> job, Function<QualityRerun, T> quality) {
        return job.apply(this);
    }

    @Override
    Content content() {
        return content;
    }

    @Override
    public String toString() {
        return "JobRerun" + content.toString().substring(Content.class.getSimpleName().length());
    }

    /** Asks what is rerun: chosen instances, or the job with its related jobs. */
    public static final class ModeStage {

        private final String jobName;

        private ModeStage(String jobName) {
            this.jobName = jobName;
        }

        /**
         * These instances of the job. Whether the service refuses several as a whole when it refuses one, its reference does not say.
         *
         * @throws IllegalArgumentException when there is none, or one twice: whether it would run twice the reference does not say
         */
        public StartStage<InstancesStage> instances(JobInstance... instances) {
            return instances(Arrays.asList(Objects.requireNonNull(instances, "instances")));
        }

        /**
         * These instances of the job. Whether the service refuses several as a whole when it refuses one, its reference does not say.
         *
         * @throws IllegalArgumentException when there is none, or one twice: whether it would run twice the reference does not say
         */
        public StartStage<InstancesStage> instances(List<JobInstance> instances) {
            return stages(Arguments.distinct("instances", "job instance", instances), null, InstancesStage::new);
        }

        /**
         * The job together with upstream and downstream jobs, as far as their instances lie between two times.
         *
         * @param begin the start time ({@code begin_time}); what is finer than a millisecond is cut off
         * @param end the end time ({@code end_time}), not before {@code begin}
         * @param jobs the related jobs
         * @throws IllegalArgumentException when the times are in the wrong order, or there is no related job, or one twice
         */
        public StartStage<RelatedJobsStage> withRelatedJobs(Instant begin, Instant end, RelatedJob... jobs) {
            return withRelatedJobs(begin, end, Arrays.asList(Objects.requireNonNull(jobs, "withRelatedJobs")));
        }

        /** Like {@link #withRelatedJobs(Instant, Instant, RelatedJob...)}. */
        public StartStage<RelatedJobsStage> withRelatedJobs(Instant begin, Instant end, List<RelatedJob> jobs) {
            return withRelatedJobs(
                    Arguments.epochMillis("begin time (begin_time)", begin), Arguments.epochMillis("end time (end_time)", end), jobs);
        }

        /** Like {@link #withRelatedJobs(Instant, Instant, RelatedJob...)}, with times in epoch milliseconds (13 digits). */
        public StartStage<RelatedJobsStage> withRelatedJobs(long begin, long end, RelatedJob... jobs) {
            return withRelatedJobs(begin, end, Arrays.asList(Objects.requireNonNull(jobs, "withRelatedJobs")));
        }

        /** Like {@link #withRelatedJobs(Instant, Instant, RelatedJob...)}, with times in epoch milliseconds (13 digits). */
        public StartStage<RelatedJobsStage> withRelatedJobs(long begin, long end, List<RelatedJob> jobs) {
            List<RelatedJob> copy = Arguments.distinct("withRelatedJobs", "related job", jobs);
            Arguments.epochMillis("begin time (begin_time)", begin);
            Arguments.epochMillis("end time (end_time)", end);
            Arguments.require(begin <= end, () -> "end time must not be before begin time, was " + Instant.ofEpochMilli(end) + " and "
                    + Instant.ofEpochMilli(begin));
            return stages(List.of(), new Span(begin, end, copy, null), RelatedJobsStage::new);
        }

        private <T> StartStage<T> stages(List<JobInstance> instances, @Nullable Span span, Function<Content, T> last) {
            return start -> {
                Objects.requireNonNull(start, "start");
                return version -> last.apply(
                        new Content(jobName, instances, span, start, Objects.requireNonNull(version, "version"), null));
            };
        }
    }

    /**
     * Asks where the rerun starts.
     *
     * @param <T> the last stage of the chosen mode
     */
    @FunctionalInterface
    public interface StartStage<T> {

        /** From this node ({@code retry_location}). */
        VersionStage<T> from(StartNode start);
    }

    /**
     * Asks which job parameters the rerun takes.
     *
     * @param <T> the last stage of the chosen mode
     */
    @FunctionalInterface
    public interface VersionStage<T> {

        /** With these job parameters ({@code retry_task_version}). */
        T using(TaskVersion version);
    }

    /** The last stage of a rerun of instances. */
    public static final class InstancesStage {

        private final Content content;

        private InstancesStage(Content content) {
            this.content = content;
        }

        /** Whether to ignore OBS listening ({@code ignore_obs_monitor}); the service's default is true. */
        public InstancesStage ignoreObsListening(boolean ignore) {
            return new InstancesStage(content.ignoringObsListening(ignore));
        }

        /** The rerun. */
        public JobRerun build() {
            return new JobRerun(content);
        }
    }

    /** The last stage of a rerun with related jobs. */
    public static final class RelatedJobsStage {

        private final Content content;

        private RelatedJobsStage(Content content) {
            this.content = content;
        }

        /** Whether to ignore OBS listening ({@code ignore_obs_monitor}); the service's default is true. */
        public RelatedJobsStage ignoreObsListening(boolean ignore) {
            return new RelatedJobsStage(content.ignoringObsListening(ignore));
        }

        /**
         * How many instances run at a time ({@code concurrent}); the service's default is 1.
         *
         * @param concurrency 1 to 128
         * @throws IllegalArgumentException when it is outside that range
         */
        public RelatedJobsStage concurrency(int concurrency) {
            Arguments.require(concurrency >= 1 && concurrency <= 128, () -> "concurrency must be between 1 and 128, was " + concurrency);
            return new RelatedJobsStage(content.limitedTo(concurrency));
        }

        /** The rerun. */
        public JobRerun build() {
            return new JobRerun(content);
        }
    }
}
