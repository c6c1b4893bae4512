package io.dataarts.rerun.internal.track;

import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.QualityRerun.Kind;
import io.dataarts.rerun.RelatedJob;
import io.dataarts.rerun.find.InstanceQuery;
import io.dataarts.rerun.find.InstanceState;
import io.dataarts.rerun.find.RunQuery;
import io.dataarts.rerun.find.Window;
import io.dataarts.rerun.internal.find.Lists;
import io.dataarts.rerun.internal.find.Search;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something that a rerun touches: a job instance, the instances of a job in a span of time, or a quality or comparison job.
 *
 * @param workspace the id of the workspace
 * @param kind the kind of a quality or comparison job, null for the others
 * @param jobName the job's name, null for a quality or comparison job
 * @param jobId the job's id, null for a span
 * @param submitTime the submit time of a job instance, null for the others
 * @param from the planned time of a job instance, or the begin of a span
 * @param to the planned time of a job instance, or the end of a span
 */
public record Target(String workspace, @Nullable Kind kind, @Nullable String jobName, @Nullable String jobId, @Nullable Long submitTime,
        long from, long to) {

    /** Returns what a rerun of a job touches. A related job without a workspace is sought in the rerun's. */
    public static List<Target> of(JobRerun.Content rerun, String workspace) {
        JobRerun.Span span = rerun.span();
        return span == null
                ? rerun.instances().stream().map(instance -> new Target(workspace, null, rerun.jobName(), Long.toString(instance.jobId()),
                        instance.submitTime(), instance.planTime(), instance.planTime())).toList()
                : Stream.concat(Stream.of(RelatedJob.of(rerun.jobName())), span.jobs().stream())
                        .map(job -> new Target(Objects.requireNonNullElse(job.workspace(), workspace), null, job.name(), null, null,
                                span.begin(), span.end())).distinct().toList();
    }

    /** Returns what a rerun of a quality or comparison job touches. */
    public static List<Target> of(QualityRerun.Content rerun, String workspace) {
        return List.of(new Target(workspace, rerun.kind(), null, rerun.jobId(), null, 0, 0));
    }

    /** Returns the key of the list that shows the target. */
    List<?> list() {
        return Arrays.asList(workspace, kind, jobName);
    }

    /** Returns a key. Targets with the same key may have the same new instance. */
    List<?> time() {
        return Arrays.asList(list(), jobId, from, to);
    }

    /** Returns what the list has in a window. */
    Search search(Lists lists, Window window) {
        return kind == null ? lists.instances(new InstanceQuery(jobName, window, List.of()))
                : lists.runs(new RunQuery(kind, window, List.of(), null));
    }

    String listName() {
        return (kind == null ? "job " + jobName : Lists.text(kind)) + " in workspace " + workspace;
    }

    boolean matches(InstanceState state) {
        return workspace.equals(state.workspace()) && (jobId == null
                ? jobName.equals(state.name()) && (spans(state.planTime()) || spans(state.startTime()))
                : jobId.equals(state.jobId()) && (kind != null || spans(state.planTime())));
    }

    /** Returns whether a state is of the target, and has its submit time, if that has one. */
    boolean means(InstanceState state) {
        return matches(state) && (submitTime == null || submitTime.equals(state.submitTime()));
    }

    private boolean spans(@Nullable Long time) {
        return time != null && time >= from && time <= to;
    }

    @Override
    public String toString() {
        return (jobId == null ? "an instance in the span" : "the instance planned " + Instant.ofEpochMilli(from)) + " of " + listName();
    }
}
