package io.dataarts.rerun.find;

import static io.dataarts.rerun.Example.PROJECT;
import static io.dataarts.rerun.Example.WORKSPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.dataarts.rerun.CallEvent;
import io.dataarts.rerun.CallListener;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.LoggingCapture;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.QualityRerun.Kind;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.IncompleteSearchException;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.UnreadableResponseException;
import io.dataarts.rerun.loopback.ArrivedRequest;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A studio finds what the lists of the service hold, with requests that say all that the query says. */
class FindTest {

    private static final String JOBS = "/v2/" + PROJECT + "/factory/jobs";
    private static final String QUALITY = "/v2/" + PROJECT + "/quality";
    private static final Instant FROM = Instant.parse("2024-11-26T00:00:00Z");
    private static final Instant TO = Instant.parse("2024-11-27T00:00:00Z");
    private static final String BOUNDS = "1732579199999&%s=1732665600001";
    private static final InstanceQuery SALES = InstanceQuery.of("daily_sales").between(FROM, TO);

    private static String instances(String... entries) {
        return "{\"total\":" + entries.length + ",\"instances\":[" + String.join(",", entries) + "]}";
    }

    private static String instance(long id) {
        return "{\"job_id\":1,\"instance_id\":" + id + ",\"start_time\":" + (FROM.toEpochMilli() + id * 1000) + "}";
    }

    /** Returns a full page, whose instances started one second after the other. */
    private static String page(int from, int count) {
        return instances(IntStream.range(from, from + count).mapToObj(FindTest::instance).toArray(String[]::new));
    }

    private static String resources(String... entries) {
        return "{\"count\":" + entries.length + ",\"resources\":[" + String.join(",", entries) + "]}";
    }

    private static List<String> targets(LoopbackServer server) {
        return server.requests().stream().map(ArrivedRequest::target).toList();
    }

    @Test
    void find_whenAJobHasFailedInstances_thenTheyAreReadyToRerun() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(200, instances("{\"job_name\":\"daily_sales\","
                        + "\"job_id\":9007199254740993,\"instance_id\":9007199254740995,\"status\":\"fail\",\"plan_time\":1732601580000,"
                        + "\"submit_time\":1732239754684,\"start_time\":1732601581000,\"end_time\":1732601640000,\"new_field\":1}")));
                DataArtsStudio studio = Example.studio(server);
                Stream<FoundInstance> failed = studio.find(SALES.withStatus(InstanceStatus.FAIL))) {
            assertThat(server.requests()).isEmpty();
            FoundInstance found = failed.findFirst().orElseThrow();
            assertThat(found.jobName()).isEqualTo("daily_sales");
            assertThat(found.instance()).contains(new JobInstance(9007199254740993L, 1732601580000L, 1732239754684L));
            assertThat(found.instanceId()).contains(9007199254740995L);
            assertThat(found.status()).contains(InstanceStatus.FAIL);
            assertThat(found.planned()).contains(Instant.parse("2024-11-26T06:13:00Z"));
            assertThat(found.submitted()).contains(Instant.ofEpochMilli(1732239754684L));
            assertThat(found.started()).contains(Instant.parse("2024-11-26T06:13:01Z"));
            assertThat(found.ended()).contains(Instant.parse("2024-11-26T06:14:00Z"));
            ArrivedRequest request = server.onlyRequest();
            assertThat(request.requestLine()).isEqualTo("GET " + JOBS + "/daily_sales/instances/detail?min_plan_time="
                    + BOUNDS.formatted("max_plan_time") + "&limit=1000&offset=0&status=fail HTTP/1.1");
            assertThat(request.value("workspace")).isEqualTo(WORKSPACE);
            assertThat(request.isSignedBy(Example.KEY)).isTrue();
        }
    }

    @Test
    void find_whenTheServiceLeavesFieldsOut_thenTheyAreEmpty() {
        String times = "{\"job_id\":1,\"plan_time\":1732601580000,\"submit_time\":5}"; // no valid submit time
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(200, "{\"total\":null,\"instances\":[{},null," + times + "]}"),
                        Reply.json(200, "{\"total\":0,\"instances\":null}"));
                DataArtsStudio studio = Example.studio(server)) {
            List<FoundInstance> found = studio.find(SALES).toList();
            assertThat(found).hasSize(2);
            FoundInstance bare = found.get(0);
            assertThat(bare.jobName()).isEqualTo("daily_sales");
            assertThat(Stream.of(bare.instance(), bare.instanceId(), bare.status(), bare.planned(), bare.submitted(), bare.started(),
                    bare.ended())).allMatch(Optional::isEmpty);
            assertThat(found.get(1).instance()).isEmpty();
            assertThat(found.get(1).planned()).isPresent();
            assertThat(studio.find(SALES)).isEmpty();
        }
    }

    @Test
    void find_whenInstancesHaveNoId_thenJobAndTimesTellThemApart() {
        String first = "{\"job_id\":1,\"plan_time\":1732601580000,\"submit_time\":1732239754684,\"status\":\"%s\"}";
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(200, instances(first.formatted("fail"), first.formatted("running"),
                        first.formatted("fail").replace("1732601580000", "1732601580001"), first.replace(":1,", ":2,"))));
                DataArtsStudio studio = Example.studio(server)) {
            assertThat(studio.find(SALES).map(found -> found.content().jobId() + " " + found.content().planTime()))
                    .containsExactly("1 1732601580000", "1 1732601580001", "2 1732601580000");
        }
    }

    @Test
    void find_whenSeveralStatusesAreAsked_thenEachIsOneRequest() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(200, instances(instance(1), instance(2))),
                        Reply.json(200, instances(instance(2), instance(3))));
                DataArtsStudio studio = Example.studio(server)) {
            Stream<FoundInstance> found = studio.find(SALES.withStatus(InstanceStatus.FAIL, InstanceStatus.of("all gone")));
            assertThat(found.map(FoundInstance::instanceId).flatMap(Optional::stream)).containsExactly(1L, 2L, 3L);
            assertThat(targets(server)).map(target -> target.substring(target.indexOf("&status")))
                    .containsExactly("&status=fail", "&status=all%20gone");
        }
    }

    @Test
    void find_whenAllJobsAreAsked_thenEachBatchJobIsAskedWhenItsTurnComes() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(200, instances(instance(1))))
                        .on(JOBS + "?", Reply.json(200, "{\"total\":3,\"jobs\":[{\"name\":\"a\",\"last_instance_status\":\"success\"},"
                                + "{\"status\":\"nameless\"},{\"name\":\"b b\",\"job_type\":\"BATCH\"}]}"));
                DataArtsStudio studio = Example.studio(server)) {
            Iterator<FoundInstance> found = studio.find(InstanceQuery.ofAllJobs().between(FROM, TO)
                    .withStatus(InstanceStatus.FAIL, InstanceStatus.PAUSE)).iterator();
            assertThat(found.next().jobName()).isEqualTo("a");
            assertThat(targets(server)).hasSize(2);
            assertThat(found.next().jobName()).isEqualTo("b b"); // the same instance id in another job
            assertThat(found.hasNext()).isFalse();
            String rest = "/instances/detail?min_plan_time=" + BOUNDS.formatted("max_plan_time") + "&limit=1000&offset=0&status=";
            assertThat(targets(server)).containsExactly(JOBS + "?job_type=BATCH&limit=100&offset=0", JOBS + "/a" + rest + "fail",
                    JOBS + "/a" + rest + "pause", JOBS + "/b%20b" + rest + "fail", JOBS + "/b%20b" + rest + "pause");
        }
    }

    /** Answers each list of jobs in turn, and lists one instance of every job but {@code gone}. */
    private static LoopbackServer jobs(String... lists) {
        Reply[] replies = Stream.of(lists).map(names -> Reply.json(200, "{\"total\":null,\"jobs\":[" + names + "]}")).toArray(Reply[]::new);
        return LoopbackServer.answering(Reply.json(200, instances(instance(1)))).on(JOBS + "?", replies)
                .on(JOBS + "/gone/", Reply.json(400, "{\"error_code\":\"DLF.0100\",\"error_msg\":\"Job does not exist\"}"));
    }

    @Test
    void find_whenOneOfAllJobsIsDeletedMeanwhile_thenTheOthersAreFound() {
        try (LoopbackServer server = jobs("{\"name\":\"a\"},{\"name\":\"gone\"},{\"name\":\"c\"}", "{\"name\":\"gone2\"}");
                DataArtsStudio studio = Example.studio(server)) {
            assertThat(studio.find(InstanceQuery.ofAllJobs().between(FROM, TO)).map(FoundInstance::jobName)).containsExactly("a", "c");
            assertThat(targets(server)).filteredOn(target -> target.startsWith(JOBS + "?")).containsExactly(
                    JOBS + "?job_type=BATCH&limit=100&offset=0",
                    JOBS + "?job_type=BATCH&job_name=gone&limit=100&offset=0");
        }
    }

    @Test
    void find_whenAJobIsRefusedThatIsStillListed_thenTheSearchFails() {
        try (LoopbackServer server = jobs("{\"name\":\"gone\"}"); DataArtsStudio studio = Example.studio(server)) {
            BadRequestException failure = catchThrowableOfType(BadRequestException.class,
                    () -> studio.find(InstanceQuery.ofAllJobs().between(FROM, TO)).toList());
            assertThat(failure.errorCode()).contains("DLF.0100");
            assertThat(failure.getSuppressed()[0]).hasMessageStartingWith(
                    "The search stopped after 0 results, among the instances of job gone");
        }
    }

    @Test
    void find_whenTheOnlyJobAskedIsRefused_thenTheSearchFails() {
        try (LoopbackServer server = jobs(""); DataArtsStudio studio = Example.studio(server)) {
            assertThatThrownBy(() -> studio.find(InstanceQuery.of("gone").between(FROM, TO)).toList())
                    .isInstanceOf(BadRequestException.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "", ".", "x%y"})
    void find_whenNoPathCanCarryTheNameOfAJob_thenTheOthersAreFoundAndItIsLogged(String name) {
        try (LoggingCapture log = new LoggingCapture();
                LoopbackServer server = jobs("{\"name\":\"a\"},{\"name\":\"" + name + "\"},{\"name\":\"c\"}");
                DataArtsStudio studio = Example.studio(server)) {
            assertThat(studio.find(InstanceQuery.ofAllJobs().between(FROM, TO)).map(FoundInstance::jobName)).containsExactly("a", "c");
            assertThat(log.ours()).filteredOn(event -> event.getLevel() == Level.WARN).singleElement()
                    .extracting(ILoggingEvent::getFormattedMessage).asString()
                    .startsWith("the search over all jobs leaves one out: jobName must not ");
        }
    }

    @Test
    void find_whenJobsAreAsked_thenTheyHaveTheirLastStatus() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(200,
                        "{\"total\":2,\"jobs\":[{\"name\":\"a\",\"last_instance_status\":\"fail\"},{\"name\":\"b\"}]}"));
                DataArtsStudio studio = Example.studio(server)) {
            assertThat(studio.find(JobQuery.all().named("sales&more")))
                    .containsExactly(new FoundJob("a", InstanceStatus.FAIL), new FoundJob("b", null));
            assertThat(targets(server)).containsExactly(JOBS + "?job_type=BATCH&job_name=sales%26more&limit=100&offset=0");
        }
    }

    @Test
    void find_whenRulesAreAsked_thenTheirIdsAreExact() {
        Reply rules = Reply.json(200, resources("{\"id\":1012386190718128129,\"name\":\"orders\"}", "{\"name\":\"no id\"}", "{\"id\":7}",
                "{\"id\":0}", "{\"id\":-5}"));
        try (LoopbackServer server = LoopbackServer.answering(rules); DataArtsStudio studio = Example.studio(server)) {
            assertThat(studio.find(RuleQuery.qualityJobs().named("orders"))).containsExactly(
                    new FoundRule(Kind.QUALITY_JOB, "1012386190718128129", "orders"), new FoundRule(Kind.QUALITY_JOB, "7", ""));
            assertThat(studio.find(RuleQuery.comparisonJobs()).map(FoundRule::rerun)).containsExactly(
                    QualityRerun.comparisonJob("1012386190718128129"), QualityRerun.comparisonJob("7"));
            assertThat(new FoundRule(Kind.QUALITY_JOB, "7", "").rerun()).isEqualTo(QualityRerun.qualityJob("7"));
            assertThat(targets(server)).containsExactly(QUALITY + "/quality-tasks?name=orders&limit=100&offset=0",
                    QUALITY + "/consistency-tasks?limit=100&offset=0");
        }
    }

    @Test
    void find_whenRunsAreAsked_thenTheyAreReadyToRerun() {
        String run = "{\"id\":1012386207306600401,\"name\":\"orders-1\",\"task_id\":1012385458115825701,\"task_type\":\"%s\","
                + "\"run_status\":\"FAILED\",\"start_time\":1732601581000,\"end_time\":1732601640000}";
        try (LoopbackServer server = LoopbackServer.answering(
                        Reply.json(200, resources(
                                run.formatted("CONSISTENCY_TASK"), "{\"id\":8,\"task_id\":9,\"task_type\":\"NEW\"}", "{}")),
                        Reply.json(200, resources(run.formatted("QUALITY_TASK"), "{\"id\":8,\"task_id\":9}")));
                DataArtsStudio studio = Example.studio(server)) {
            List<QualityRun> quality = studio.find(RunQuery.qualityJobs().between(FROM, TO).withStatus(RunStatus.FAILED).named("orders"))
                    .toList();
            QualityRun first = quality.get(0);
            assertThat(first.id()).contains("1012386207306600401");
            assertThat(first.ruleId()).contains("1012385458115825701");
            assertThat(first.name()).contains("orders-1");
            assertThat(first.status()).contains(RunStatus.FAILED);
            assertThat(first.started()).contains(Instant.parse("2024-11-26T06:13:01Z"));
            assertThat(first.ended()).contains(Instant.parse("2024-11-26T06:14:00Z"));
            assertThat(first.rerun()).isEqualTo(QualityRerun.comparisonJob("1012385458115825701")); // the list knows better than the query
            assertThat(quality.get(1).rerun()).isEqualTo(QualityRerun.qualityJob("9"));
            assertThatThrownBy(quality.get(2)::rerun).isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("the service listed this run without its job's id");
            assertThat(studio.find(RunQuery.comparisonJobs().between(FROM, TO)).map(QualityRun::rerun)).containsExactly(
                    QualityRerun.qualityJob("1012385458115825701"), QualityRerun.comparisonJob("9"));
            assertThat(targets(server)).containsExactly(
                    QUALITY + "/instances?name=orders&task_type=QUALITY_TASK&run_status=FAILED&start_time=" + BOUNDS.formatted("end_time")
                            + "&limit=100&offset=0",
                    QUALITY + "/instances?task_type=CONSISTENCY_TASK&start_time=" + BOUNDS.formatted("end_time") + "&limit=100&offset=0");
        }
    }

    @Test
    void find_whenTheStreamIsClosedEarly_thenItSendsNothingMore() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(200, page(0, 1000)));
                DataArtsStudio studio = Example.studio(server)) {
            Iterator<FoundInstance> results;
            try (Stream<FoundInstance> found = studio.find(SALES)) {
                results = found.filter(each -> each.instanceId().isPresent()).map(each -> each).iterator();
                for (int i = 0; i < 1000; i++) {
                    results.next();
                }
            }
            assertThat(results.hasNext()).isFalse();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void find_whenAPageFails_thenTheExceptionSaysHowFarTheSearchGot() {
        Reply refused = Reply.json(400, "{\"error_code\":\"DLF.3051\",\"error_msg\":\"Invalid parameter.\"}");
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(200, page(0, 1000)), Reply.json(200, page(0, 900)), refused);
                DataArtsStudio studio = Example.studio(server)) {
            List<FoundInstance> found = new ArrayList<>();
            BadRequestException failure = catchThrowableOfType(BadRequestException.class, () -> studio.find(SALES).forEach(found::add));
            assertThat(failure.errorCode()).contains("DLF.3051");
            assertThat(Arrays.stream(failure.getSuppressed()).map(Throwable::toString)).containsExactly(
                    IncompleteSearchException.class.getName() + ": The search stopped after 1000 results, among the instances of job"
                            + " daily_sales, complete up to 2024-11-26T00:14:58.998Z");
            assertThat(found).hasSize(1000);
        }
    }

    @Test
    void find_whenTheListOfJobsFails_thenTheExceptionSaysSo() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.drop()); DataArtsStudio studio = Example.studio(server)) {
            NoResponseException failure = catchThrowableOfType(NoResponseException.class,
                    () -> studio.find(InstanceQuery.ofAllJobs().between(FROM, TO)).toList());
            assertThat(Arrays.stream(failure.getSuppressed()).map(Throwable::getMessage)).containsExactly(
                    "The search stopped after 0 results, among the jobs");
        }
    }

    private static Stream<Arguments> subjects() {
        return Stream.of(
                Arguments.of(RuleQuery.qualityJobs(), "quality jobs"),
                Arguments.of(RuleQuery.comparisonJobs(), "comparison jobs"),
                Arguments.of(RunQuery.qualityJobs().between(FROM, TO).withStatus(RunStatus.FAILED),
                        "runs of quality jobs with status FAILED, complete up to 2024-11-26T00:00:00Z"));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void find_whenAListOfQualityFails_thenTheExceptionNamesItInWords(Query<?> query, String subject) {
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(400, "{}")); DataArtsStudio studio = Example.studio(server)) {
            BadRequestException failure = catchThrowableOfType(BadRequestException.class, () -> studio.find(query).toList());
            assertThat(Arrays.stream(failure.getSuppressed()).map(Throwable::getMessage)).containsExactly(
                    "The search stopped after 0 results, among the " + subject);
        }
    }

    @Test
    void find_whenOneWasFoundBeforeAFailure_thenTheExceptionCountsOneResult() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(200, instances(instance(1))), Reply.json(400, "{}"));
                DataArtsStudio studio = Example.studio(server)) {
            BadRequestException failure = catchThrowableOfType(BadRequestException.class,
                    () -> studio.find(SALES.withStatus(InstanceStatus.FAIL, InstanceStatus.PAUSE)).toList());
            assertThat(failure.getSuppressed()[0]).hasMessageStartingWith("The search stopped after 1 result, among the instances");
        }
    }

    private static Stream<Reply> noLists() {
        return Stream.of(Reply.empty(200), Reply.json(200, "null"), Reply.json(200, "{}"),
                Reply.json(200, "{\"data\":{\"total\":1,\"instances\":[{}]}}"));
    }

    @ParameterizedTest
    @MethodSource("noLists")
    void find_whenAnAnswerHoldsNoList_thenItIsNoEmptyList(Reply reply) {
        try (LoopbackServer server = LoopbackServer.answering(reply); DataArtsStudio studio = Example.studio(server)) {
            assertThatThrownBy(() -> studio.find(SALES).toList()).isInstanceOf(UnreadableResponseException.class)
                    .hasMessage("The answer holds neither entries nor a total");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"total\":5}", "{\"total\":5,\"instances\":null}", "{\"total\":5,\"instances\":[]}"})
    void find_whenAnAnswerHasATotalButNoEntries_thenItIsNoEmptyList(String body) {
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(200, body)); DataArtsStudio studio = Example.studio(server)) {
            assertThatThrownBy(() -> studio.find(SALES).toList()).isInstanceOf(IncompleteSearchException.class)
                    .hasMessageEndingWith(". The answer has a total of 5, but no entries: search again");
        }
    }

    @Test
    void find_whenTheServiceListsInstancesOfAnotherJob_thenTheyAreLeftOut() {
        String named = "{\"job_name\":\"%s\",\"instance_id\":%s}";
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(200, instances(named.formatted("daily_sales_v2", 1),
                        named.formatted("daily_sales", 2), "{\"instance_id\":3}")));
                DataArtsStudio studio = Example.studio(server)) {
            assertThat(studio.find(SALES).map(found -> found.jobName() + found.instanceId().orElseThrow()))
                    .containsExactly("daily_sales2", "daily_sales3");
        }
    }

    @Test
    void find_whenARunStartedOutsideTheWindow_thenItIsLeftOut() {
        String run = "{\"id\":1,\"task_id\":2,\"start_time\":%s}";
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(200, resources(
                        run.formatted(FROM.toEpochMilli() - 1), run.formatted(TO.toEpochMilli() + 1).replace(":1,", ":3,"))));
                DataArtsStudio studio = Example.studio(server)) {
            assertThat(studio.find(RunQuery.qualityJobs().between(FROM, TO))).isEmpty();
        }
    }

    @Test
    void find_whenNull_thenRefusedByName() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.drop()); DataArtsStudio studio = Example.studio(server)) {
            assertThatThrownBy(() -> studio.find(null)).isInstanceOf(NullPointerException.class).hasMessage("query");
            assertThatThrownBy(() -> InstanceStatus.of(null)).isInstanceOf(NullPointerException.class).hasMessage("status");
            assertThatThrownBy(() -> RunStatus.of(null)).isInstanceOf(NullPointerException.class).hasMessage("status");
        }
    }

    @Test
    void find_whenTheStudioIsClosed_thenItSendsNothing() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(200, page(0, 1000)))) {
            DataArtsStudio studio = Example.studio(server);
            Iterator<FoundInstance> found = studio.find(SALES).iterator();
            found.next();
            studio.close();
            assertThatThrownBy(() -> studio.find(SALES)).isInstanceOf(IllegalStateException.class);
            for (int i = 1; i < 1000; i++) {
                found.next();
            }
            assertThatThrownBy(found::hasNext).isInstanceOf(IllegalStateException.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void find_whenTheWorkspaceIsAnother_thenItsListIsAsked() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(200, instances()));
                DataArtsStudio studio = Example.studio(server)) {
            assertThat(studio.inWorkspace("other").find(SALES)).isEmpty();
            assertThat(server.onlyRequest().value("workspace")).isEqualTo("other");
        }
    }

    @Test
    void find_whenItIsRepeated_thenTheDuplicateGuardLetsItPass() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(200, instances()));
                DataArtsStudio studio = Example.builder(server).duplicateGuard(Duration.ofMinutes(5)).build()) {
            assertThat(studio.find(SALES)).isEmpty();
            assertThat(studio.find(SALES)).isEmpty();
            assertThat(server.requests()).hasSize(2);
        }
    }

    /** Each kind of query, with the operation that its list has. */
    private static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of(SALES, "listFactoryJobInstances"),
                Arguments.of(JobQuery.all(), "listFactoryJobs"),
                Arguments.of(RuleQuery.qualityJobs(), "listQualityJobs"),
                Arguments.of(RuleQuery.comparisonJobs(), "listComparisonJobs"),
                Arguments.of(RunQuery.qualityJobs().between(FROM, TO), "listQualityInstances"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void find_whenAListenerIsThere_thenItIsToldTheOperation(Query<?> query, String operation) {
        List<String> told = new ArrayList<>();
        CallListener listener = new CallListener() {
            @Override
            public void onCall(CallEvent event) {
                told.add(event.operation() + " " + event.status());
            }
        };
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(200, "{\"total\":0,\"count\":0}"));
                DataArtsStudio studio = Example.builder(server).addListener(listener).build()) {
            assertThat(studio.find(query)).isEmpty();
        }
        assertThat(told).containsExactly(operation + " 200");
    }

    @Test
    void find_whateverTheKindOfQuery_thenItHasAList() {
        assertThat(kinds().map(kind -> (Object) kind.get()[0].getClass()).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder((Object[]) Query.class.getPermittedSubclasses());
    }
}
