package io.dataarts.rerun.find;

import io.dataarts.rerun.internal.check.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the instances of one job, or of all batch jobs (API reference: Querying Instances of a Specified Job).
 *
 * <p>{@link #of} and {@link #ofAllJobs} are easier to read than the constructor. Immutable.
 *
 * @param jobName the job's name, null for all batch jobs
 * @param window the time in which the instances started or were planned: the sources disagree which of the two counts
 * @param statuses the statuses of the instances, empty for all
 */
public record InstanceQuery(@Nullable String jobName, Window window, List<InstanceStatus> statuses) implements Query<FoundInstance> {

    /**
     * Makes a query.
     *
     * @throws IllegalArgumentException if the job's name could reach another resource, or a status is empty
     */
    public InstanceQuery {
        Optional.ofNullable(jobName).ifPresent(name -> Arguments.pathValue("job name", name));
        Objects.requireNonNull(window, "window");
        statuses = List.copyOf(statuses);
        statuses.forEach(status -> Arguments.text("status", status.text()));
    }

    /**
     * Starts a query for the instances of one job. The service compares the whole name. The SDK leaves out rows that name another job.
     *
     * @param jobName the job's name; for a subjob of a real-time job, {@code <real-time job>_<node>}
     * @throws IllegalArgumentException if the name could reach another resource, as in {@code JobRerun.job}
     */
    public static WindowStage<InstanceQuery> of(String jobName) {
        String name = Arguments.pathValue("job name", jobName);
        return (from, to) -> new InstanceQuery(name, new Window(from, to), List.of());
    }

    /**
     * Starts a query for the instances of all batch jobs of the workspace. The SDK lists the jobs, and asks for each of them.
     *
     * <p>The search leaves out a job that was deleted meanwhile: the service refuses it with HTTP 400, and no longer lists it. The search
     * also leaves out a job whose name no path can carry, such as {@code a/b}, and logs it at WARN.
     */
    public static WindowStage<InstanceQuery> ofAllJobs() {
        return (from, to) -> new InstanceQuery(null, new Window(from, to), List.of());
    }

    /**
     * Returns a query for instances with one of these statuses. The SDK asks for one status after the other, as the service takes one.
     *
     * @throws IllegalArgumentException if there is no status, one is given twice, or one is empty
     */
    public InstanceQuery withStatus(InstanceStatus... oneOf) {
        return new InstanceQuery(jobName, window, Arguments.distinct("withStatus", "status", Arrays.asList(oneOf)));
    }
}
