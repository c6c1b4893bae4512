package io.dataarts.rerun.internal.track;

import feign.Request;
import feign.Response;
import feign.TypedResponse;
import io.dataarts.generated.api.FactoryApi;
import io.dataarts.generated.api.QualityApi;
import io.dataarts.generated.model.FactoryJobInstance;
import io.dataarts.generated.model.JobInstanceList;
import io.dataarts.generated.model.QualityInstance;
import io.dataarts.generated.model.QualityInstanceList;
import io.dataarts.generated.model.TaskType;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.internal.delivery.Sleeper;
import io.dataarts.rerun.internal.find.Lists;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The lists of a service whose clock moves by the pauses of a track. A test scripts what happens at which time.
 *
 * <p>It implements two operations of the generated API. Every other call fails the test.
 */
final class ScriptedService implements Sleeper {

    static final Instant PLAN = Instant.parse("2024-11-26T02:00:00Z");
    static final long SUBMIT = Instant.parse("2024-11-20T00:00:00Z").toEpochMilli();
    static final long RULE = 1440764172232392705L;
    static final QualityRerun QUALITY = QualityRerun.qualityJob(Long.toString(RULE));

    /** A request that arrived. */
    record Asked(String workspace, String list, Instant from, Instant to) {}

    final List<Asked> asked = new ArrayList<>();
    final List<Duration> pauses = new ArrayList<>();
    /** The failures of the next requests. One that gives null lets its request succeed. */
    final Deque<Supplier<RuntimeException>> failures = new ArrayDeque<>();
    Instant now = Instant.parse("2024-11-26T08:00:00Z");
    boolean hasDate = true;
    /** Whether an answer says how many instances there are. */
    boolean hasTotal = true;
    /** Whether windows are on start times, so that a rerun moves an instance out of its window. */
    boolean byStart;

    private final Map<String, List<FactoryJobInstance>> jobs = new TreeMap<>();
    private final List<QualityInstance> runs = new ArrayList<>();
    private final NavigableMap<Instant, Runnable> script = new TreeMap<>();

    /** Returns a rerun of the job's instances with these planned times. */
    static JobRerun rerun(Instant... planned) {
        return rerun(Stream.of(planned).map(plan -> JobInstance.of(917567).planned(plan).submitted(SUBMIT)).toArray(JobInstance[]::new));
    }

    static JobRerun rerun(JobInstance... instances) {
        return JobRerun.job("sales").instances(instances).from(StartNode.error()).using(TaskVersion.ORIGINAL).build();
    }

    /** Adds an instance that failed one minute after its planned time. */
    FactoryJobInstance failed(long id, Instant plan) {
        return failed("w/sales", id, plan);
    }

    FactoryJobInstance failed(String list, long id, Instant plan) {
        FactoryJobInstance instance = new FactoryJobInstance().jobName(list.substring(list.indexOf('/') + 1)).jobId(917567L).instanceId(id)
                .planTime(plan.toEpochMilli()).submitTime(SUBMIT);
        jobs.computeIfAbsent(list, missing -> new ArrayList<>()).add(instance);
        return is(instance, "fail", plan.plusSeconds(1), plan.plusSeconds(60));
    }

    static FactoryJobInstance is(FactoryJobInstance instance, String status, Instant start, Instant end) {
        return instance.status(status).startTime(millis(start)).endTime(millis(end));
    }

    /** Adds a run of the rule. */
    QualityInstance run(long id, String status, Instant start, Instant end) {
        QualityInstance run = new QualityInstance().id(id).name("orders-" + id).taskId(RULE).taskType("QUALITY_TASK").runStatus(status)
                .startTime(millis(start)).endTime(millis(end));
        runs.add(run);
        return run;
    }

    void forget(FactoryJobInstance instance) {
        jobs.values().forEach(list -> list.remove(instance));
    }

    private static Long millis(Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    /** Lets something happen when this time has passed. */
    void after(Duration time, Runnable event) {
        script.put(now.plus(time), event);
    }

    /** Fails the next request. */
    void fail(RuntimeException failure) {
        failures.add(() -> failure);
    }

    /** Lets the next request take this time of the real clock. */
    void nextTakes(Duration time) {
        failures.add(() -> {
            for (long start = System.nanoTime(); System.nanoTime() - start < time.toNanos(); ) {
                Thread.onSpinWait();
            }
            return null;
        });
    }

    Watch track(JobRerun rerun) {
        return Watch.of(this::lists, this, List.of(Target.of(rerun.content(), "w"))).get(0);
    }

    Watch track(QualityRerun rerun) {
        return Watch.of(this::lists, this, List.of(Target.of(rerun.content(), "w"))).get(0);
    }

    Lists lists(String workspace) {
        return new Lists(api(FactoryApi.class), api(QualityApi.class), "p", workspace, new AtomicInteger());
    }

    private <T> T api(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) ->
                switch (method.getName()) {
                    case "listFactoryJobInstances" -> instances(arguments);
                    case "listQualityInstances" -> runs(arguments);
                    default -> throw new AssertionError("not expected: " + method + Arrays.toString(arguments));
                }));
    }

    private TypedResponse<JobInstanceList> instances(Object[] arguments) {
        Asked request = asked((String) arguments[2], (String) arguments[1], arguments[3], arguments[4]);
        List<FactoryJobInstance> all = jobs.getOrDefault(request.workspace + "/" + request.list, List.of()).stream()
                .filter(instance -> isIn(request, byStart ? instance.getStartTime() : instance.getPlanTime())).toList();
        return answer(new JobInstanceList().total(hasTotal ? (long) all.size() : null).instances(page(all, (Integer) arguments[5], (Integer) arguments[6])));
    }

    private TypedResponse<QualityInstanceList> runs(Object[] arguments) {
        Asked request = asked((String) arguments[1], ((TaskType) arguments[3]).getValue(), arguments[6], arguments[7]);
        List<QualityInstance> all = runs.stream()
                .filter(run -> run.getTaskType().equals(request.list) && isIn(request, run.getStartTime())).toList();
        return answer(new QualityInstanceList().count(all.size()).resources(page(all, (Integer) arguments[8], (Integer) arguments[9])));
    }

    private Asked asked(String workspace, String list, Object from, Object to) {
        Asked request = new Asked(workspace, list, Instant.ofEpochMilli((Long) from), Instant.ofEpochMilli((Long) to));
        asked.add(request);
        Supplier<RuntimeException> failure = failures.isEmpty() ? null : failures.remove();
        RuntimeException thrown = failure == null ? null : failure.get();
        if (thrown != null) {
            throw thrown;
        }
        return request;
    }

    private static boolean isIn(Asked request, Long time) {
        return time != null && time >= request.from.toEpochMilli() && time <= request.to.toEpochMilli();
    }

    /** Counts an offset in records. */
    private static <T> List<T> page(List<T> all, int limit, int offset) {
        return List.copyOf(all.subList(Math.min(offset, all.size()), Math.min(offset + limit, all.size())));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the builder of Feign is raw
    private <T> TypedResponse<T> answer(T body) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC));
        Response response = Response.builder().status(200).headers(hasDate ? Map.of("Date", List.of(date)) : Map.of())
                .request(Request.create(Request.HttpMethod.GET, "/", Map.of(), null, null, null)).build();
        return TypedResponse.builder(response).body(body).build();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        pauses.add(duration);
        Instant until = now.plus(duration);
        while (!script.isEmpty() && !script.firstKey().isAfter(until)) {
            now = script.firstKey();
            Objects.requireNonNull(script.pollFirstEntry()).getValue().run();
        }
        now = until;
    }
}
