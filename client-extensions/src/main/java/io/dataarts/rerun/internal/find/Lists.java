package io.dataarts.rerun.internal.find;

import feign.TypedResponse;
import io.dataarts.generated.api.FactoryApi;
import io.dataarts.generated.api.QualityApi;
import io.dataarts.generated.model.FactoryJobInstance;
import io.dataarts.generated.model.FactoryJobList;
import io.dataarts.generated.model.JobInstanceList;
import io.dataarts.generated.model.JobType;
import io.dataarts.generated.model.QualityInstance;
import io.dataarts.generated.model.QualityInstanceList;
import io.dataarts.generated.model.QualityJobList;
import io.dataarts.generated.model.TaskType;
import io.dataarts.rerun.QualityRerun.Kind;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.UnreadableResponseException;
import io.dataarts.rerun.find.FoundInstance;
import io.dataarts.rerun.find.FoundJob;
import io.dataarts.rerun.find.FoundRule;
import io.dataarts.rerun.find.InstanceQuery;
import io.dataarts.rerun.find.InstanceStatus;
import io.dataarts.rerun.find.JobQuery;
import io.dataarts.rerun.find.QualityRun;
import io.dataarts.rerun.find.Query;
import io.dataarts.rerun.find.RuleQuery;
import io.dataarts.rerun.find.RunQuery;
import io.dataarts.rerun.find.RunStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/**
 * The five lists of the service, each as a search.
 *
 * @param largest the size of the largest page so far. Searches of one list share it; a service that gave more at once does not cut here
 */
public record Lists(FactoryApi factory, QualityApi quality, String projectId, String workspace, AtomicInteger largest) {

    /** Returns the search that answers the query. */
    @SuppressWarnings("unchecked") // the class of a query fixes the type of its results
    public <T> Search<T> search(Query<T> query) {
        Search<?> search = query instanceof InstanceQuery instances ? instances(instances)
                : query instanceof JobQuery jobs ? jobs(jobs)
                : query instanceof RuleQuery rules ? rules(rules)
                : runs((RunQuery) query);
        return (Search<T>) search;
    }

    private Search<FoundInstance> instances(InstanceQuery query) {
        String asked = query.jobName();
        Stream<String> jobs = asked == null ? jobs(JobQuery.all()).stream().map(FoundJob::name) : Stream.of(asked);
        return new Search<>(largest, jobs.flatMap(job -> each(query.statuses(), InstanceStatus::text, status -> new Part<>(
                "instances of job " + job, status, query.window(), 1000, (window, offset, limit) -> page(
                        factory.listFactoryJobInstances(
                                projectId, job, workspace, window.from(), window.to(), limit, offset, status, null, null, null),
                        JobInstanceList::getTotal, JobInstanceList::getInstances, entry -> item(job, entry))))));
    }

    private static Item<FoundInstance> item(String job, FactoryJobInstance entry) {
        Long id = entry.getInstanceId();
        Object key = id == null ? Arrays.asList(job, entry.getJobId(), entry.getPlanTime(), entry.getSubmitTime()) : List.of(job, id);
        return new Item<>(key, entry.getStartTime(), entry.getPlanTime(), new FoundInstance(new FoundInstance.Content(
                job, entry.getJobId(), id, orNull(entry.getStatus(), InstanceStatus::of), entry.getPlanTime(), entry.getSubmitTime(),
                entry.getStartTime(), entry.getEndTime())));
    }

    private Search<FoundJob> jobs(JobQuery query) {
        return new Search<>(new AtomicInteger(), Stream.of(new Part<>("jobs", null, null, 100, (all, offset, limit) -> page(
                factory.listFactoryJobs(projectId, workspace, JobType.BATCH, query.name(), null, limit, offset),
                FactoryJobList::getTotal, FactoryJobList::getJobs, entry -> Item.timeless(entry, entry.getName(),
                        name -> new FoundJob(name, orNull(entry.getLastInstanceStatus(), InstanceStatus::of)))))));
    }

    private Search<FoundRule> rules(RuleQuery query) {
        return new Search<>(largest, Stream.of(new Part<>("jobs of kind " + query.kind(), null, null, 100, (all, offset, limit) -> page(
                query.kind() == Kind.QUALITY_JOB
                        ? quality.listQualityJobs(projectId, workspace, null, query.name(), null, null, null, null, limit, offset)
                        : quality.listComparisonJobs(projectId, workspace, null, query.name(), null, null, null, null, limit, offset),
                QualityJobList::getCount, QualityJobList::getResources, entry -> Item.timeless(entry, entry.getId(),
                        id -> new FoundRule(query.kind(), id.toString(), Objects.requireNonNullElse(entry.getName(), "")))))));
    }

    private Search<QualityRun> runs(RunQuery query) {
        TaskType type = query.kind() == Kind.QUALITY_JOB ? TaskType.QUALITY_TASK : TaskType.CONSISTENCY_TASK;
        return new Search<>(largest, each(query.statuses(), RunStatus::text, status -> new Part<>(
                "runs of kind " + query.kind(), status, query.window(), 100, (window, offset, limit) -> page(
                        quality.listQualityInstances(
                                projectId, workspace, query.name(), type, status, null, window.from(), window.to(), limit, offset),
                        QualityInstanceList::getCount, QualityInstanceList::getResources, entry -> item(query.kind(), entry)))));
    }

    private static Item<QualityRun> item(Kind asked, QualityInstance entry) {
        Kind kind = TaskType.QUALITY_TASK.getValue().equals(entry.getTaskType()) ? Kind.QUALITY_JOB
                : TaskType.CONSISTENCY_TASK.getValue().equals(entry.getTaskType()) ? Kind.COMPARISON_JOB : asked;
        Object key = Objects.requireNonNullElse(entry.getId(), entry);
        return new Item<>(key, entry.getStartTime(), null, new QualityRun(new QualityRun.Content(
                kind, orNull(entry.getId(), Object::toString), orNull(entry.getTaskId(), Object::toString), entry.getName(),
                orNull(entry.getRunStatus(), RunStatus::of), entry.getStartTime(), entry.getEndTime())));
    }

    private static <B, E, T> Page<T> page(TypedResponse<B> answer, Function<B, ? extends @Nullable Number> total,
            Function<B, @Nullable List<E>> entries, Function<E, Item<T>> item) {
        B body = answer.body();
        if (body == null) {
            throw new UnreadableResponseException("The answer of the list has no body", null, Outcome.ACCEPTED, 1, null, answer.status());
        }
        Stream<E> listed = Stream.ofNullable(entries.apply(body)).flatMap(List::stream).filter(Objects::nonNull);
        String date = answer.headers().getOrDefault("Date", List.of()).stream().findFirst().orElse("");
        return new Page<>(listed.map(item).toList(), total.apply(body), DateUtils.parseStandardDate(date));
    }

    /** Returns a part for each status, as the service takes one at a time, or one part for all statuses. */
    private static <S, T> Stream<Part<T>> each(List<S> statuses, Function<S, String> text, Function<@Nullable String, Part<T>> part) {
        return statuses.isEmpty() ? Stream.of(part.apply(null)) : statuses.stream().map(text).map(part);
    }

    private static <A, B> @Nullable B orNull(@Nullable A value, Function<A, B> change) {
        return value == null ? null : change.apply(value);
    }
}
