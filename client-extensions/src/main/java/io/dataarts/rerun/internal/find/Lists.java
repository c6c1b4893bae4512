package io.dataarts.rerun.internal.find;

import feign.TypedResponse;
import io.dataarts.generated.api.FactoryApi;
import io.dataarts.generated.api.QualityApi;
import io.dataarts.generated.model.FactoryJobList;
import io.dataarts.generated.model.JobInstanceList;
import io.dataarts.generated.model.JobType;
import io.dataarts.generated.model.QualityInstanceList;
import io.dataarts.generated.model.QualityJobList;
import io.dataarts.generated.model.TaskType;
import io.dataarts.rerun.QualityRerun.Kind;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.UnreadableResponseException;
import io.dataarts.rerun.find.FoundInstance;
import io.dataarts.rerun.find.FoundJob;
import io.dataarts.rerun.find.FoundRule;
import io.dataarts.rerun.find.InstanceQuery;
import io.dataarts.rerun.find.InstanceState;
import io.dataarts.rerun.find.InstanceStatus;
import io.dataarts.rerun.find.JobQuery;
import io.dataarts.rerun.find.QualityRun;
import io.dataarts.rerun.find.Query;
import io.dataarts.rerun.find.RuleQuery;
import io.dataarts.rerun.find.RunQuery;
import io.dataarts.rerun.find.Window;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The five lists of the service. Each gives rows of one type; those of jobs and rules have no instance.
 *
 * @param largest the size of the largest page so far. Searches of one list share it; a service that gave more at once does not cut here
 */
public record Lists(FactoryApi factory, QualityApi quality, String projectId, String workspace, AtomicInteger largest) {

    private static final Logger LOG = LoggerFactory.getLogger("io.dataarts.rerun");
    /** The times that the service takes: those of 13 digits. */
    static final Window ALL_TIMES = new Window(1_000_000_000_000L, 9_999_999_999_999L);

    /** Returns the part of a span of time that the service takes. */
    public static Window window(long from, long to) {
        return new Window(Math.max(from, ALL_TIMES.from()), Math.max(ALL_TIMES.from(), Math.min(to, ALL_TIMES.to())));
    }

    /** Returns what the query finds. */
    @SuppressWarnings("unchecked") // the class of a query fixes the type of its results
    public <T> Stream<T> find(Query<T> query) {
        return (Stream<T>) (query instanceof InstanceQuery instances ? instances(instances).stream().map(FoundInstance::new)
                : query instanceof JobQuery jobs ? jobs(jobs).map(row -> new FoundJob(
                        row.name(), row.status() == null ? null : InstanceStatus.of(row.status())))
                : query instanceof RuleQuery rules ? rules(rules).map(row -> new FoundRule(
                        row.kind(), row.jobId(), Objects.requireNonNullElse(row.name(), "")))
                : runs((RunQuery) query).stream().map(QualityRun::new));
    }

    /** Returns the search for instances of one job, or of each batch job that the service lists. */
    public Search instances(InstanceQuery query) {
        String asked = query.jobName();
        Stream<String> jobs = asked == null ? jobs(JobQuery.all()).map(InstanceState::name) : Stream.of(asked);
        return new Search(largest, jobs.flatMap(job -> each(query.statuses()).map(status -> {
            Part.Listing list = (window, offset, limit) -> page(
                    factory.listFactoryJobInstances(
                            projectId, job, workspace, window.from(), window.to(), limit, offset, status, null, null, null),
                    JobInstanceList::getTotal, JobInstanceList::getInstances, entry -> new InstanceState(
                            workspace, null, Objects.requireNonNullElse(entry.getJobName(), job), text(entry.getJobId()),
                            text(entry.getInstanceId()), time(entry.getPlanTime()), time(entry.getSubmitTime()), entry.getStatus(),
                            time(entry.getStartTime()), time(entry.getEndTime())));
            return new Part("instances of job " + job, job, status, query.window(), 1000, asked == null ? ifThere(job, list) : list);
        })));
    }

    /** Returns a list that is empty if the job was deleted after it was listed, or if no path can carry its name. */
    private Part.Listing ifThere(String job, Part.Listing list) {
        return (window, offset, limit) -> {
            try {
                return list.page(window, offset, limit);
            } catch (IllegalArgumentException e) {
                LOG.warn("the search over all jobs leaves one out: {}", e.getMessage());
            } catch (BadRequestException e) {
                if (jobs(new JobQuery(job)).anyMatch(row -> job.equals(row.name()))) {
                    throw e; // the service refuses something else, such as the workspace
                }
            }
            return new Page(List.of(), null, null);
        };
    }

    private Stream<InstanceState> jobs(JobQuery query) {
        return new Search(new AtomicInteger(), Stream.of(new Part("jobs", null, null, null, 100, (all, offset, limit) -> page(
                factory.listFactoryJobs(projectId, workspace, JobType.BATCH, query.name(), null, limit, offset),
                FactoryJobList::getTotal, FactoryJobList::getJobs, entry -> new InstanceState(
                        workspace, null, entry.getName(), null, null, null, null, entry.getLastInstanceStatus(), null, null)))))
                .stream().filter(row -> row.name() != null);
    }

    private Stream<InstanceState> rules(RuleQuery query) {
        return new Search(largest, Stream.of(new Part(text(query.kind()), null, null, null, 100, (all, offset, limit) -> page(
                query.kind() == Kind.QUALITY_JOB
                        ? quality.listQualityJobs(projectId, workspace, null, query.name(), null, null, null, null, limit, offset)
                        : quality.listComparisonJobs(projectId, workspace, null, query.name(), null, null, null, null, limit, offset),
                QualityJobList::getCount, QualityJobList::getResources, entry -> new InstanceState(
                        workspace, query.kind(), entry.getName(), text(entry.getId()), null, null, null, null, null, null)))))
                .stream().filter(row -> row.jobId() != null && Long.parseLong(row.jobId()) > 0);
    }

    /** Returns the search for runs of quality or comparison jobs. */
    public Search runs(RunQuery query) {
        TaskType type = query.kind() == Kind.QUALITY_JOB ? TaskType.QUALITY_TASK : TaskType.CONSISTENCY_TASK;
        return new Search(largest, each(query.statuses()).map(status -> new Part(
                "runs of " + text(query.kind()), null, status, query.window(), 100, (window, offset, limit) -> page(
                        quality.listQualityInstances(
                                projectId, workspace, query.name(), type, status, null, window.from(), window.to(), limit, offset),
                        QualityInstanceList::getCount, QualityInstanceList::getResources, entry -> new InstanceState(
                                workspace, kind(entry.getTaskType(), query.kind()), entry.getName(), text(entry.getTaskId()),
                                text(entry.getId()), null, null, entry.getRunStatus(), time(entry.getStartTime()),
                                time(entry.getEndTime()))))));
    }

    /** Returns what messages call the jobs of a kind. */
    public static String text(Kind kind) {
        return kind == Kind.QUALITY_JOB ? "quality jobs" : "comparison jobs";
    }

    private static Kind kind(@Nullable String type, Kind asked) {
        return TaskType.QUALITY_TASK.getValue().equals(type) ? Kind.QUALITY_JOB
                : TaskType.CONSISTENCY_TASK.getValue().equals(type) ? Kind.COMPARISON_JOB : asked;
    }

    private static <B, E> Page page(TypedResponse<B> answer, Function<B, ? extends @Nullable Number> total,
            Function<B, @Nullable List<E>> entries, Function<E, InstanceState> row) {
        B body = answer.body();
        if (body == null || total.apply(body) == null && entries.apply(body) == null) {
            throw new UnreadableResponseException(
                    "The answer holds neither entries nor a total", null, Outcome.ACCEPTED, 1, null, answer.status());
        }
        Stream<E> listed = Stream.ofNullable(entries.apply(body)).flatMap(List::stream).filter(Objects::nonNull);
        String date = answer.headers().getOrDefault("Date", List.of()).stream().findFirst().orElse("");
        return new Page(listed.map(row).toList(), total.apply(body), DateUtils.parseStandardDate(date));
    }

    /** Returns each status, as the service takes one at a time, or null for all statuses. */
    private static Stream<@Nullable String> each(List<?> statuses) {
        return statuses.isEmpty() ? Stream.of((String) null) : statuses.stream().map(Object::toString);
    }

    private static @Nullable String text(@Nullable Long id) {
        return Objects.toString(id, null);
    }

    /** Returns the time, null for a value such as 0, with which a service may say that there is none. */
    private static @Nullable Long time(@Nullable Long millis) {
        return millis == null || millis < ALL_TIMES.from() ? null : millis;
    }
}
