package io.dataarts.rerun;

import io.dataarts.rerun.internal.check.Arguments;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A rerun of a job's instances (API reference: Rerunning Job Instances). It has one of two modes. It names instances of the job, or it
 * includes upstream and downstream jobs over a span of time.
 *
 * <p>{@link #job} starts the steps that make it. Each mode offers only its own settings. The SDK does not send what you do not set, so the
 * service's default applies. The rerun and every step are immutable.
 */
public final class JobRerun extends Rerun {

    private final Content content;

    /**
     * Holds all fields of a rerun. Later versions may add fields.
     *
     * @param jobName the job's name
     * @param instances the instances to rerun, empty for a rerun with related jobs
     * @param span what only a rerun with related jobs has, null for a rerun of instances
     * @param start the start node
     * @param version the job parameters
     * @param ignoreObsListening whether the service ignores OBS listening, null if not set
     */
    public record Content(String jobName, List<JobInstance> instances, @Nullable Span span, StartNode start, TaskVersion version,
            @Nullable Boolean ignoreObsListening) {

        Content ignoringObsListening(boolean ignore) {
            return new Content(jobName, instances, span, start, version, ignore);
        }

        Content limitedTo(int concurrency) {
            Span limited = new Span(span.begin, span.end, span.jobs, concurrency);
            return new Content(jobName, instances, limited, start, version, ignoreObsListening);
        }
    }

    /**
     * Holds the fields that only a rerun with related jobs has.
     *
     * @param begin the start time in epoch milliseconds
     * @param end the end time in epoch milliseconds
     * @param jobs the related jobs
     * @param concurrency how many instances run at a time, null if not set
     */
    public record Span(long begin, long end, List<RelatedJob> jobs, @Nullable Integer concurrency) {}

    JobRerun(Content content) {
        this.content = content;
    }

    /**
     * Starts a rerun with the job's name, as the console shows it. The service receives every name that this method allows unchanged.
     *
     * @throws IllegalArgumentException if the name could reach another resource. It must not be empty, {@code .} or {@code ..}. It must not
     *     hold a slash, backslash, {@code %}, {@code ?}, {@code #}, control character or lone surrogate
     */
    public static ModeStage job(String name) {
        Arguments.pathValue("job name", name);
        return new ModeStage(name);
    }

    @Override
    <T> T map(Function<JobRerun, T> job, Function<QualityRerun, T> quality) {
        return job.apply(this);
    }

    /** Returns all fields as one value. */
    @Override
    public Content content() {
        return content;
    }

    @Override
    public String toString() {
        return "JobRerun" + content.toString().substring(Content.class.getSimpleName().length());
    }

    /** Asks what to rerun: chosen instances, or the job with its related jobs. */
    public static final class ModeStage {

        private final String jobName;

        private ModeStage(String jobName) {
            this.jobName = jobName;
        }

        /**
         * Chooses these instances of the job. If the service refuses one of them, the others may run or not: the API reference does not
         * say. Nor does it say whether an instance that is given twice would run twice.
         *
         * @throws IllegalArgumentException if there is no instance, or one is given twice
         */
        public StartStage<InstancesStage> instances(JobInstance... instances) {
            return instances(Arrays.asList(Objects.requireNonNull(instances, "instances")));
        }

        /**
         * Chooses these instances of the job. If the service refuses one of them, the others may run or not: the API reference does not
         * say. Nor does it say whether an instance that is given twice would run twice.
         *
         * @throws IllegalArgumentException if there is no instance, or one is given twice
         */
        public StartStage<InstancesStage> instances(List<JobInstance> instances) {
            return stages(Arguments.distinct("instances", "job instance", instances), null, InstancesStage::new);
        }

        /**
         * Chooses the job with upstream and downstream jobs, limited to instances between two times. The SDK cuts off what is finer than a
         * millisecond.
         *
         * @param begin the start time ({@code begin_time}), with 13 digits in epoch milliseconds
         * @param end the end time ({@code end_time}), not before {@code begin}
         * @param jobs the related jobs, at least one, and none twice
         * @throws IllegalArgumentException if a time or the list breaks these rules
         */
        public StartStage<RelatedJobsStage> withRelatedJobs(Instant begin, Instant end, RelatedJob... jobs) {
            return withRelatedJobs(begin, end, Arrays.asList(Objects.requireNonNull(jobs, "withRelatedJobs")));
        }

        /** Does the same as {@link #withRelatedJobs(Instant, Instant, RelatedJob...)}, with a list. */
        public StartStage<RelatedJobsStage> withRelatedJobs(Instant begin, Instant end, List<RelatedJob> jobs) {
            return withRelatedJobs(
                    Arguments.epochMillis("begin time (begin_time)", begin), Arguments.epochMillis("end time (end_time)", end), jobs);
        }

        /** Does the same as {@link #withRelatedJobs(Instant, Instant, RelatedJob...)}, with times in epoch milliseconds (13 digits). */
        public StartStage<RelatedJobsStage> withRelatedJobs(long begin, long end, RelatedJob... jobs) {
            return withRelatedJobs(begin, end, Arrays.asList(Objects.requireNonNull(jobs, "withRelatedJobs")));
        }

        /**
         * Does the same as {@link #withRelatedJobs(Instant, Instant, RelatedJob...)}, with a list, and times in epoch milliseconds (13
         * digits).
         */
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

        /** Sets the start node ({@code retry_location}). */
        VersionStage<T> from(StartNode start);
    }

    /**
     * Asks which job parameters the rerun uses.
     *
     * @param <T> the last stage of the chosen mode
     */
    @FunctionalInterface
    public interface VersionStage<T> {

        /** Sets the job parameters ({@code retry_task_version}). */
        T using(TaskVersion version);
    }

    /** Holds a complete rerun of instances, and takes its optional settings. */
    public static final class InstancesStage {

        private final Content content;

        private InstancesStage(Content content) {
            this.content = content;
        }

        /** Sets whether the service ignores OBS listening ({@code ignore_obs_monitor}). The service's default: true. */
        public InstancesStage ignoreObsListening(boolean ignore) {
            return new InstancesStage(content.ignoringObsListening(ignore));
        }

        /** Returns the rerun. */
        public JobRerun build() {
            return new JobRerun(content);
        }
    }

    /** Holds a complete rerun with related jobs, and takes its optional settings. */
    public static final class RelatedJobsStage {

        private final Content content;

        private RelatedJobsStage(Content content) {
            this.content = content;
        }

        /** Sets whether the service ignores OBS listening ({@code ignore_obs_monitor}). The service's default: true. */
        public RelatedJobsStage ignoreObsListening(boolean ignore) {
            return new RelatedJobsStage(content.ignoringObsListening(ignore));
        }

        /**
         * Sets how many instances run at a time ({@code concurrent}). The service's default: 1.
         *
         * @param concurrency 1 to 128, as the API reference allows
         * @throws IllegalArgumentException if it is outside that range
         */
        public RelatedJobsStage concurrency(int concurrency) {
            Arguments.require(concurrency >= 1 && concurrency <= 128, () -> "concurrency must be between 1 and 128, was " + concurrency);
            return new RelatedJobsStage(content.limitedTo(concurrency));
        }

        /** Returns the rerun. */
        public JobRerun build() {
            return new JobRerun(content);
        }
    }
}
