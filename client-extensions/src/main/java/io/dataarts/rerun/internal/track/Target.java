package io.dataarts.rerun.internal.track;

import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.RelatedJob;
import io.dataarts.rerun.track.InstanceState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something that a rerun touches: a job instance, the instances of a job in a span of time, or a quality or comparison job.
 *
 * @param source the list that shows it
 * @param jobId the job's id, null for a span
 * @param submitTime the submit time of a job instance, null for the others
 * @param from the planned time of a job instance, or the begin of a span
 * @param to the planned time of a job instance, or the end of a span
 */
public record Target(Source source, @Nullable String jobId, @Nullable Long submitTime, long from, long to) {

    /** Returns what a rerun of a job touches. A related job without a workspace is sought in the rerun's. */
    public static List<Target> of(JobRerun.Content rerun, String workspace) {
        JobRerun.Span span = rerun.span();
        if (span == null) {
            Source source = new Source(workspace, rerun.jobName(), null);
            return rerun.instances().stream().map(instance -> new Target(
                    source, Long.toString(instance.jobId()), instance.submitTime(), instance.planTime(), instance.planTime())).toList();
        }
        return Stream.concat(Stream.of(RelatedJob.of(rerun.jobName())), span.jobs().stream())
                .map(job -> new Source(Objects.requireNonNullElse(job.workspace(), workspace), job.name(), null)).distinct()
                .map(source -> new Target(source, null, null, span.begin(), span.end())).toList();
    }

    /** Returns what a rerun of a quality or comparison job touches. */
    public static List<Target> of(QualityRerun.Content rerun, String workspace) {
        return List.of(new Target(new Source(workspace, null, rerun.kind()), rerun.jobId(), null, 0, 0));
    }

    boolean isQuality() {
        return source.kind() != null;
    }

    boolean matches(InstanceState state) {
        return jobId == null ? spans(state.planTime()) || spans(state.startTime())
                : jobId.equals(state.jobId()) && (submitTime == null || spans(state.planTime()));
    }

    boolean isSubmittedWith(InstanceState state) {
        return submitTime != null && submitTime.equals(state.submitTime());
    }

    private boolean spans(@Nullable Long time) {
        return time != null && time >= from && time <= to;
    }

    @Override
    public String toString() {
        return (jobId == null ? "an instance in the span" : "the instance planned " + Instant.ofEpochMilli(from)) + " of " + source;
    }
}
