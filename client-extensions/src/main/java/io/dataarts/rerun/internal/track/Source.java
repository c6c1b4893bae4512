package io.dataarts.rerun.internal.track;

import io.dataarts.rerun.QualityRerun.Kind;
import io.dataarts.rerun.find.FoundInstance;
import io.dataarts.rerun.find.InstanceQuery;
import io.dataarts.rerun.find.InstanceStatus;
import io.dataarts.rerun.find.QualityRun;
import io.dataarts.rerun.find.RunQuery;
import io.dataarts.rerun.find.RunStatus;
import io.dataarts.rerun.find.Window;
import io.dataarts.rerun.internal.find.Lists;
import io.dataarts.rerun.internal.find.Search;
import io.dataarts.rerun.track.InstanceState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A list of the service: the instances of one job, or of all jobs of a kind of DataArts Quality.
 *
 * @param jobName the job's name, null for a list of DataArts Quality
 * @param kind the kind of jobs, null for a list of one job
 */
record Source(String workspace, @Nullable String jobName, @Nullable Kind kind) {

    /** Reads what has its start or planned time in the window. Returns the service's time, null if its answer does not say. */
    @Nullable Instant read(Lists lists, Window window, Consumer<InstanceState> listed) {
        if (kind != null) {
            Search<QualityRun> runs = lists.search(new RunQuery(kind, window, List.of(), null));
            runs.forEachRemaining(run -> listed.accept(state(run.content())));
            return runs.date();
        }
        Search<FoundInstance> instances = lists.search(new InstanceQuery(jobName, window, List.of()));
        instances.forEachRemaining(instance -> listed.accept(state(instance.content())));
        return instances.date();
    }

    private InstanceState state(FoundInstance.Content found) {
        Optional<InstanceStatus> status = Optional.ofNullable(found.status());
        return new InstanceState(workspace, jobName, text(found.jobId()), text(found.instanceId()), time(found.planTime()),
                found.submitTime(), text(found.status()), time(found.startTime()), time(found.endTime()), false,
                status.filter(InstanceStatus::isEnd).isPresent(), status.filter(InstanceStatus::isSuccess).isPresent(),
                status.filter(InstanceStatus::needsPerson).isPresent());
    }

    private InstanceState state(QualityRun.Content found) {
        Optional<RunStatus> status = Optional.ofNullable(found.status());
        return new InstanceState(workspace, found.name(), found.ruleId(), found.id(), null, null, text(found.status()),
                time(found.startTime()), time(found.endTime()), false, status.filter(RunStatus::isEnd).isPresent(),
                status.filter(RunStatus::isSuccess).isPresent(), status.filter(RunStatus::needsPerson).isPresent());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** Returns the time, null for a value such as 0, with which a service may say that there is none. */
    private static @Nullable Long time(@Nullable Long millis) {
        return millis == null || millis < Search.ALL_TIMES.from() ? null : millis;
    }

    @Override
    public String toString() {
        return (jobName != null ? "job " + jobName : kind == Kind.QUALITY_JOB ? "quality jobs" : "comparison jobs")
                + " in workspace " + workspace;
    }
}
