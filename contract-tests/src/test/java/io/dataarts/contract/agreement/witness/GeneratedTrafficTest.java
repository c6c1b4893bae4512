package io.dataarts.contract.agreement.witness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dataarts.contract.provider.RecordedExchange;
import io.dataarts.contract.provider.ReferenceProvider;
import io.dataarts.generated.api.FactoryApi;
import io.dataarts.generated.api.QualityApi;
import io.dataarts.generated.model.JobType;
import io.dataarts.generated.model.TaskType;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.RelatedJob;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.IamToken;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Any rerun and any list that the public API can send has a correct signature and is valid against openapi.yaml.
 *
 * <p>The SDK sends it over HTTP to the reference provider, which checks both. Its path decodes to the job's name.
 */
class GeneratedTrafficTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROJECT = "62099355b894428e8916573ae635f1f9";
    private static final String WORKSPACE = "62fbba734e634c5087656fc3ff7adf34";
    private static final Map<Credentials, DataArtsStudio> STUDIOS = new HashMap<>();
    private static ReferenceProvider provider;

    @BeforeContainer
    static void start() {
        provider = ReferenceProvider.builder()
                .accessKey("EXAMPLEAK00000000001", "ExampleSecretKey0000000000000000000000000")
                .temporaryKey("EXAMPLEAK00000000002", "ExampleSecretKey0000000000000000000000000", "ExampleSecurityToken+/==")
                .token("ExampleIamToken")
                .start();
    }

    @AfterContainer
    static void stop() {
        STUDIOS.values().forEach(DataArtsStudio::close);
        provider.close();
    }

    @Property(tries = 300, seed = "20241122", edgeCases = EdgeCasesMode.NONE)
    @Label("the provider accepts any job rerun, and its path decodes to the job's name")
    void jobRerun_isValid(@ForAll("names") String name, @ForAll("jobReruns") RerunOf rerunOf, @ForAll("credentials") Credentials credentials)
            throws IOException {
        provider.catalog().clear().job(name);

        RecordedExchange exchange = send(rerunOf.job(name), credentials);

        assertThat(exchange.status()).as(exchange.responseText()).isEqualTo(200);
        String[] segments = exchange.target().split("/");
        assertThat(URLDecoder.decode(segments[5].replace("+", "%2B"), StandardCharsets.UTF_8)).isEqualTo(name);
        JsonNode body = JSON.readTree(exchange.body());
        assertThat(body.has("task_retrys")).as("the modes exclude each other").isNotEqualTo(body.has("jobs"));
    }

    @Property(tries = 100, seed = "20241122", edgeCases = EdgeCasesMode.NONE)
    @Label("the provider accepts any quality rerun, and its id arrives unchanged")
    void qualityRerun_isValid(@ForAll("ids") String id, @ForAll boolean comparison, @ForAll("credentials") Credentials credentials)
            throws IOException {
        provider.catalog().clear().qualityJob(id, "1").comparisonJob(id, "2");

        RecordedExchange exchange = send(comparison ? QualityRerun.comparisonJob(id) : QualityRerun.qualityJob(id), credentials);

        assertThat(exchange.status()).as(exchange.responseText()).isEqualTo(200);
        assertThat(JSON.readTree(exchange.body()).path("rule_id").asText()).isEqualTo(id);
    }

    @Property(tries = 200, seed = "20241122", edgeCases = EdgeCasesMode.NONE)
    @Label("the provider accepts any list, and each filter arrives unchanged")
    void list_isValid(@ForAll("names") String name, @ForAll("lists") ListCall list, @ForAll("credentials") Credentials credentials) {
        provider.catalog().clear().job(name);

        RecordedExchange exchange = send(studio -> list.send().apply(studio, name), credentials);

        assertThat(exchange.status()).as(exchange.responseText()).isEqualTo(200);
        Map<String, String> arrived = new HashMap<>();
        String target = exchange.target();
        for (String pair : target.contains("?") ? target.substring(target.indexOf('?') + 1).split("&") : new String[0]) {
            String[] parts = pair.split("=", 2);
            arrived.put(parts[0], URLDecoder.decode(parts[1].replace("+", "%2B"), StandardCharsets.UTF_8));
        }
        assertThat(arrived).isEqualTo(list.query());
    }

    private static RecordedExchange send(Rerun rerun, Credentials credentials) {
        return send(studio -> assertThat(studio.rerun(rerun).attempts()).isEqualTo(1), credentials);
    }

    private static RecordedExchange send(Function<DataArtsStudio, ?> call, Credentials credentials) {
        provider.forgetExchanges();
        call.apply(STUDIOS.computeIfAbsent(credentials, missing -> DataArtsStudio.builder()
                .endpoint(provider.endpoint())
                .projectId(PROJECT)
                .workspace(WORKSPACE)
                .credentials(credentials)
                .build()));
        assertThat(provider.exchanges()).hasSize(1);
        return provider.exchanges().get(0);
    }

    /**
     * A call of a list.
     *
     * @param send sends it, given a job's name
     * @param query the query that has to arrive, decoded
     */
    record ListCall(BiFunction<DataArtsStudio, String, ?> send, Map<String, String> query) {

        /** Makes a call from the names and values of its query, in turn; a null value is not sent. */
        static ListCall of(BiFunction<DataArtsStudio, String, ?> send, Object... query) {
            Map<String, String> sent = new HashMap<>();
            for (int i = 0; i < query.length; i += 2) {
                if (query[i + 1] != null) {
                    sent.put((String) query[i], query[i + 1].toString());
                }
            }
            return new ListCall(send, sent);
        }
    }

    /** Returns calls of the five lists, with any of their filters. */
    @Provide
    Arbitrary<ListCall> lists() {
        Arbitrary<Long> time = Arbitraries.longs().between(1_000_000_000_000L, 9_999_999_999_999L).injectNull(0.3);
        Arbitrary<Integer> offset = Arbitraries.integers().greaterOrEqual(0).injectNull(0.3);
        Arbitrary<Integer> limit = Arbitraries.integers().between(1, 100).injectNull(0.3);
        Arbitrary<String> text = texts(40).injectNull(0.3);
        Arbitrary<Boolean> flag = Arbitraries.of(true, false).injectNull(0.3);
        Arbitrary<ListCall> instances = Combinators.combine(
                        time, time, limit, offset, text, Arbitraries.of(0, 2, 5, 6, 7).injectNull(0.3), flag, flag)
                .as((from, to, size, start, status, type, forced, ignored) -> ListCall.of(
                        (studio, job) -> studio.api(FactoryApi.class).listFactoryJobInstances(
                                PROJECT, job, null, from, to, size, start, status, type, forced, ignored),
                        "min_plan_time", from, "max_plan_time", to, "limit", size, "offset", start, "status", status,
                        "instance_type", type, "force_success", forced, "ignore_success", ignored));
        Arbitrary<ListCall> jobs = Combinators.combine(Arbitraries.of(JobType.class).injectNull(0.3), text, text, limit, offset)
                .as((type, name, tags, size, start) -> ListCall.of(
                        (studio, job) -> studio.api(FactoryApi.class).listFactoryJobs(PROJECT, null, type, name, tags, size, start),
                        "job_type", type, "job_name", name, "tags", tags, "limit", size, "offset", start));
        Arbitrary<ListCall> rules = Combinators.combine(
                        Arbitraries.longs().injectNull(0.3), text, text, time, time, text, limit, offset)
                .as((directory, name, status, from, to, creator, size, start) -> ListCall.of(
                        (studio, job) -> {
                            QualityApi api = studio.api(QualityApi.class);
                            // Both lists take the same query. The job's name chooses one of them by chance.
                            return job.length() % 2 == 0
                                    ? api.listQualityJobs(PROJECT, WORKSPACE, directory, name, status, from, to, creator, size, start)
                                    : api.listComparisonJobs(PROJECT, WORKSPACE, directory, name, status, from, to, creator, size, start);
                        },
                        "category_id", directory, "name", name, "schedule_status", status, "start_time", from, "end_time", to,
                        "creator", creator, "limit", size, "offset", start));
        Arbitrary<ListCall> runs = Combinators.combine(
                        text, Arbitraries.of(TaskType.class).injectNull(0.3), text, text, time, time, limit, offset)
                .as((name, type, status, notified, from, to, size, start) -> ListCall.of(
                        (studio, job) -> studio.api(QualityApi.class).listQualityInstances(
                                PROJECT, WORKSPACE, name, type, status, notified, from, to, size, start),
                        "name", name, "task_type", type, "run_status", status, "notify_status", notified, "start_time", from,
                        "end_time", to, "limit", size, "offset", start));
        return Arbitraries.oneOf(instances, jobs, rules, runs);
    }

    /** Builds a job rerun for a given job name. */
    interface RerunOf {
        JobRerun job(String name);
    }

    /** Returns names that the SDK accepts for a job. */
    @Provide
    Arbitrary<String> names() {
        return texts(40).map(name -> name.replaceAll("[/\\\\%?#]", "-"))
                // The SDK refuses dots. The provider's validator treats a name of spaces as a missing name.
                .filter(name -> !name.equals(".") && !name.equals("..") && !name.isBlank());
    }

    @Provide
    Arbitrary<String> ids() {
        return Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(19);
    }

    /** Returns texts without control characters and lone surrogates. ASCII is as frequent as all other characters. */
    private static Arbitrary<String> texts(int longest) {
        Arbitrary<Integer> codePoint = Arbitraries.oneOf(
                Arbitraries.integers().between(' ', '~'),
                Arbitraries.integers().between(0xa0, 0x10ffff).filter(point -> point < 0xd800 || point > 0xdfff));
        return codePoint.list().ofMinSize(1).ofMaxSize(longest)
                .map(points -> points.stream().map(Character::toString).collect(Collectors.joining()));
    }

    @Provide
    Arbitrary<Credentials> credentials() {
        return Arbitraries.of(
                AccessKey.of("EXAMPLEAK00000000001", "ExampleSecretKey0000000000000000000000000"),
                AccessKey.of("EXAMPLEAK00000000002", "ExampleSecretKey0000000000000000000000000", "ExampleSecurityToken+/=="),
                IamToken.of("ExampleIamToken"));
    }

    @Provide
    Arbitrary<RerunOf> jobReruns() {
        Arbitrary<Long> time = Arbitraries.longs().between(1_000_000_000_000L, 9_999_999_999_999L);
        Arbitrary<StartNode> start = Arbitraries.oneOf(
                Arbitraries.of(StartNode.first(), StartNode.error()),
                texts(128).map(StartNode::named));
        Arbitrary<TaskVersion> version = Arbitraries.of(TaskVersion.class);
        Arbitrary<Boolean> ignore = Arbitraries.of(true, false).injectNull(0.3);
        Arbitrary<List<JobInstance>> instances = Combinators.combine(Arbitraries.longs().greaterOrEqual(1), time, time)
                .as(JobInstance::new).list().ofMinSize(1).ofMaxSize(5);
        Arbitrary<List<RelatedJob>> related = Combinators.combine(texts(40), texts(40).injectNull(0.3))
                .as((name, workspace) -> workspace == null ? RelatedJob.of(name) : RelatedJob.of(name).inWorkspace(workspace))
                .list().ofMinSize(1).ofMaxSize(5);
        Arbitrary<RerunOf> ofInstances = Combinators.combine(instances, start, version, ignore).as((chosen, node, parameters, listening) -> name -> {
            JobRerun.InstancesStage stage = JobRerun.job(name).instances(chosen).from(node).using(parameters);
            return (listening == null ? stage : stage.ignoreObsListening(listening)).build();
        });
        Arbitrary<RerunOf> withRelated = Combinators.combine(
                        related, time, time, start, version, ignore, Arbitraries.integers().between(1, 128).injectNull(0.3))
                .as((jobs, one, other, node, parameters, listening, concurrency) -> name -> {
                    JobRerun.RelatedJobsStage stage = JobRerun.job(name)
                            .withRelatedJobs(Math.min(one, other), Math.max(one, other), jobs)
                            .from(node)
                            .using(parameters);
                    stage = listening == null ? stage : stage.ignoreObsListening(listening);
                    return (concurrency == null ? stage : stage.concurrency(concurrency)).build();
                });
        return Arbitraries.oneOf(ofInstances, withRelated);
    }
}
