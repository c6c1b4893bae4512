package io.dataarts.contract.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dataarts.contract.provider.Failure;
import io.dataarts.contract.provider.Item;
import io.dataarts.contract.provider.Readings;
import io.dataarts.contract.provider.RecordedExchange;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.IncompleteSearchException;
import io.dataarts.rerun.error.ServerErrorException;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a search finds can be rerun as it is, and a search asks only for what its stream is read for. */
class FindTest {

    private static final Instant NIGHT = Instant.parse("2024-11-22T00:00:00Z");
    /** Not representable as a double. */
    private static final long RULE = 9_007_199_254_740_993L;
    private static final InstanceQuery INSTANCES = InstanceQuery.of("daily_sales").between(NIGHT, NIGHT.plusSeconds(86_399));
    private static final RunQuery RUNS = RunQuery.qualityJobs().between(NIGHT, NIGHT.plusSeconds(86_399));

    @RegisterExtension
    static final Morning morning = new Morning();

    @Test
    void find_whenInstanceFailed_thenItCanBeRerun() {
        Item failed = morning.memory.instance("daily_sales", NIGHT.plusSeconds(7200), values -> { });
        Item other = morning.memory.instance("daily_sales", NIGHT.plusSeconds(3600), values -> values.put("status", "success"));

        List<JobInstance> found = all(INSTANCES.withStatus(InstanceStatus.FAIL)).stream()
                .flatMap(instance -> instance.instance().stream()).toList();
        morning.studio.rerun(JobRerun.job("daily_sales").instances(found).from(StartNode.error()).using(TaskVersion.ORIGINAL).build());

        assertThat(failed.values().path("status").asText()).isEqualTo("waiting");
        assertThat(other.values().path("status").asText()).isEqualTo("success");
    }

    @Test
    void find_whenServiceLeavesFieldsOut_thenInstanceIsFoundWithoutThem() {
        morning.memory.instance("daily_sales", NIGHT.plusSeconds(60), values -> values
                .put("status", "waiting-confirm").put("instance_id", RULE)
                .remove(List.of("job_id", "end_time", "submit_time")));

        FoundInstance found = all(INSTANCES).get(0);

        assertThat(found.instance()).isEmpty();
        assertThat(found.ended()).isEmpty();
        assertThat(found.submitted()).isEmpty();
        assertThat(found.status()).contains(InstanceStatus.of("waiting-confirm"));
        assertThat(found.instanceId()).contains(RULE);
        assertThat(found.started()).contains(NIGHT.plusSeconds(61));
    }

    @ParameterizedTest
    @CsvSource({"START, true", "START, false", "PLAN, true", "PLAN, false"})
    void find_whenInstanceIsAtABoundOfTheWindow_thenItIsFound(Readings.Window window, boolean inclusive) {
        morning.readings.window(window).inclusive(inclusive);
        for (long millis : new long[] {-1, 0, 86_399_000, 86_399_001}) {
            long time = NIGHT.toEpochMilli() + millis;
            morning.memory.instance("daily_sales", Instant.ofEpochMilli(time), values -> values
                    .put("start_time", time).put("instance_id", time));
        }

        assertThat(all(INSTANCES)).extracting(instance -> instance.instanceId().orElseThrow())
                .containsExactly(NIGHT.toEpochMilli(), NIGHT.toEpochMilli() + 86_399_000);
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "false, 0"})
    void find_whenInstanceHasNoStartTime_thenItIsFoundIfTheServiceListsIt(boolean listed, int count) {
        morning.readings.waitingListed(listed);
        morning.memory.instance("daily_sales", NIGHT, values -> values.put("status", "waiting").remove(List.of("start_time", "end_time")));

        assertThat(all(INSTANCES.withStatus(InstanceStatus.WAITING))).hasSize(count);
    }

    @ParameterizedTest
    @EnumSource(Readings.Total.class)
    void find_whenServiceCapsTheLimit_thenAllAreFound(Readings.Total total) {
        morning.readings.maxLimit(100).total(total);
        instances("daily_sales", 1234);

        assertThat(all(INSTANCES)).extracting(instance -> instance.instanceId().orElseThrow()).doesNotHaveDuplicates().hasSize(1234);
    }

    @Test
    void find_whenWindowHasTwoMonths_thenNoRequestHasMoreThanAMonth() {
        morning.memory.instance("daily_sales", NIGHT.minus(Duration.ofDays(59)), values -> { });
        morning.memory.instance("daily_sales", NIGHT, values -> { });

        assertThat(all(InstanceQuery.of("daily_sales").between(NIGHT.minus(Duration.ofDays(60)), NIGHT.plusSeconds(60)))).hasSize(2);

        assertThat(morning.provider.exchanges()).hasSize(3).allSatisfy(exchange ->
                assertThat(number(exchange, "max_plan_time") - number(exchange, "min_plan_time"))
                        .isLessThan(Duration.ofDays(30).toMillis()));
    }

    private static long number(RecordedExchange exchange, String parameter) {
        return Long.parseLong(exchange.target().replaceFirst(".*[?&]" + parameter + "=(\\d+).*", "$1"));
    }

    @Test
    void find_whenSeveralStatusesAreAsked_thenEachCostsARequest() {
        morning.memory.instance("daily_sales", NIGHT, values -> { });
        morning.memory.instance("daily_sales", NIGHT, values -> values.put("status", "manual-stop"));
        morning.memory.instance("daily_sales", NIGHT, values -> values.put("status", "success"));

        assertThat(all(INSTANCES.withStatus(InstanceStatus.MANUAL_STOP, InstanceStatus.FAIL)))
                .extracting(instance -> instance.status().orElseThrow())
                .containsExactly(InstanceStatus.MANUAL_STOP, InstanceStatus.FAIL);
        assertThat(morning.provider.exchanges()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Readings.Offset.class)
    void find_whenAllJobsAreAsked_thenEachBatchJobIs(Readings.Offset offset) {
        morning.readings.offset(offset).order(Readings.Order.SHUFFLED);
        for (int i = 0; i < 120; i++) {
            String job = "job-" + i;
            morning.memory.job(job, values -> values.put("last_instance_status", "success"));
            morning.memory.instance(job, NIGHT.plusSeconds(i), values -> { });
        }
        morning.memory.job("stream", values -> values.put("job_type", "REAL_TIME"));
        morning.memory.instance("stream", NIGHT, values -> { });

        List<FoundInstance> found = all(InstanceQuery.ofAllJobs().between(NIGHT, NIGHT.plusSeconds(3600)));

        assertThat(found).extracting(FoundInstance::jobName).doesNotHaveDuplicates().hasSize(120).doesNotContain("stream");
        // The default of the service is documented for another version of its API only.
        assertThat(morning.provider.exchanges().get(0).target()).contains("job_type=BATCH");
        assertThat(morning.provider.count(Morning.INSTANCES)).isEqualTo(120);
    }

    @Test
    void find_whenJobIsNamed_thenOnlyItIsFound() {
        morning.memory.job("daily_sales", values -> { });
        morning.memory.job("daily_stock", values -> { });

        assertThat(all(JobQuery.all().named("daily_sales"))).extracting(FoundJob::name).containsExactly("daily_sales");
    }

    @ParameterizedTest
    @CsvSource({"RECORDS, HONEST", "RECORDS, PAGE", "PAGES_FROM_0, HONEST", "PAGES_FROM_0, PAGE", "PAGES_FROM_1, HONEST",
            "PAGES_FROM_1, PAGE"})
    void find_whenRulesFillSeveralPages_thenEachIsFoundWithItsExactId(Readings.Offset offset, Readings.Total total) {
        morning.readings.offset(offset).total(total).order(Readings.Order.SHUFFLED);
        for (int i = 0; i < 250; i++) {
            morning.memory.qualityJob(RULE + i, "orders-" + i, values -> { });
            morning.memory.comparisonJob(RULE + 1000 + i, "orders-" + i, values -> { });
        }

        assertThat(ids(RuleQuery.qualityJobs())).containsExactlyInAnyOrderElementsOf(numbers(RULE, 250));
        assertThat(ids(RuleQuery.comparisonJobs())).containsExactlyInAnyOrderElementsOf(numbers(RULE + 1000, 250));
        assertThat(ids(RuleQuery.comparisonJobs().named("orders-7"))).containsExactly(Long.toString(RULE + 1007));
    }

    private static List<String> ids(RuleQuery query) {
        return all(query).stream().map(FoundRule::id).toList();
    }

    private static List<String> numbers(long first, int count) {
        return LongStream.range(first, first + count).mapToObj(Long::toString).toList();
    }

    @Test
    void find_whenRuleIsFound_thenItsRerunRunsIt() {
        morning.memory.comparisonJob(RULE, "orders", values -> { });

        morning.studio.rerun(all(RuleQuery.comparisonJobs()).get(0).rerun());

        assertThat(morning.provider.exchanges().get(1).bodyText()).isEqualTo("{\"rule_type\":2,\"rule_id\":\"9007199254740993\"}");
        assertThat(all(RunQuery.comparisonJobs().between(Morning.NOW, Morning.NOW))).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Readings.Offset.class)
    void find_whenRunsFillSeveralPages_thenEachIsFoundOnce(Readings.Offset offset) {
        morning.readings.offset(offset).order(Readings.Order.START_DESCENDING);
        morning.memory.qualityJob(RULE, "orders", values -> { });
        morning.memory.comparisonJob(RULE + 1, "orders", values -> { });
        for (int i = 0; i < 250; i++) {
            // A hundred of them start in one millisecond.
            long start = NIGHT.plusSeconds(Math.max(0, i - 100)).toEpochMilli();
            morning.memory.run(RULE, NIGHT, values -> values.put("start_time", start));
            morning.memory.run(RULE + 1, NIGHT, values -> { });
        }
        morning.memory.run(RULE, NIGHT, values -> values.put("run_status", "SUCCESS"));

        List<QualityRun> found = all(RUNS.withStatus(RunStatus.FAILED));

        assertThat(found).extracting(run -> run.id().orElseThrow()).doesNotHaveDuplicates().hasSize(250);
        assertThat(found).extracting(run -> run.ruleId().orElseThrow()).containsOnly("9007199254740993");
    }

    @Test
    void find_whenRunIsFound_thenItsRerunRunsItsRule() {
        morning.memory.qualityJob(RULE, "orders", values -> { });
        morning.memory.run(RULE, NIGHT, values -> { });

        morning.studio.rerun(all(RUNS.named("orders")).get(0).rerun());

        assertThat(morning.provider.exchanges().get(1).bodyText()).isEqualTo("{\"rule_type\":1,\"rule_id\":\"9007199254740993\"}");
    }

    @Test
    void find_whenNothingIsListed_thenStreamIsEmptyAfterOneRequest() {
        morning.memory.job("daily_sales", values -> { });

        assertThat(all(INSTANCES)).isEmpty();
        assertThat(morning.provider.exchanges()).hasSize(1);
    }

    @Test
    void find_whenStudioIsInAnotherWorkspace_thenThatIsAsked() {
        morning.memory.instance("daily_sales", NIGHT, values -> { }).inWorkspace("other");

        try (Stream<FoundInstance> found = morning.studio.inWorkspace("other").find(INSTANCES)) {
            assertThat(found).hasSize(1);
        }
        assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> all(INSTANCES))
                .satisfies(e -> assertThat(e.errorCode()).contains("DLF.0100"));
    }

    @Test
    void find_whenNobodyReadsTheStream_thenNothingIsSent() {
        morning.studio.find(INSTANCES).close();

        assertThat(morning.provider.exchanges()).isEmpty();
    }

    @Test
    void find_whenStreamIsClosedEarly_thenNothingMoreIsAsked() {
        instances("daily_sales", 2500);

        try (Stream<FoundInstance> found = morning.studio.find(INSTANCES)) {
            Iterator<FoundInstance> iterator = found.iterator();
            for (int i = 0; i < 1000; i++) {
                iterator.next();
            }
            found.close();
            iterator.forEachRemaining(instance -> { });
        }
        assertThat(morning.provider.exchanges()).hasSize(1);
    }

    @Test
    void find_whenStreamIsShortCircuited_thenNothingMoreIsAsked() {
        instances("daily_sales", 2500);

        assertThat(morning.studio.find(INSTANCES).findFirst()).isPresent();
        assertThat(morning.studio.find(INSTANCES).limit(10)).hasSize(10);
        assertThat(morning.provider.exchanges()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"500, io.dataarts.rerun.error.ServerErrorException", "403, io.dataarts.rerun.error.PermissionDeniedException",
            "429, io.dataarts.rerun.error.ThrottledException", "0, io.dataarts.rerun.error.NoResponseException"})
    void find_whenThirdRequestFails_thenSaysHowFarItGot(int status, Class<? extends DataArtsException> type) {
        instances("daily_sales", 2500);
        morning.provider.failures().at(Morning.INSTANCES, 3, new Failure(status, false));
        List<FoundInstance> found = new ArrayList<>();

        DataArtsException e = catchThrowableOfType(type, () -> morning.studio.find(INSTANCES).forEach(found::add));

        assertThat(found).hasSizeBetween(1000, 2499);
        assertThat(e.getSuppressed()).singleElement().isInstanceOf(IncompleteSearchException.class).satisfies(how ->
                assertThat(how).hasMessageStartingWith("The search stopped after " + found.size()
                        + " results, among the instances of job daily_sales, complete up to 2024-11-2"));
        assertThat(morning.provider.exchanges()).hasSize(3);
    }

    @Test
    void find_whenOneOfAllJobsFails_thenSaysWhichOne() {
        morning.memory.job("a", values -> { });
        morning.memory.job("b", values -> { });
        morning.memory.instance("a", NIGHT, values -> { });
        morning.provider.failures().at(Morning.INSTANCES, 2, Failure.status(500));

        assertThatThrownBy(() -> all(InstanceQuery.ofAllJobs().between(NIGHT, NIGHT.plusSeconds(60))))
                .isInstanceOf(ServerErrorException.class)
                .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageStartingWith(
                        "The search stopped after 1 result, among the instances of job b"));
    }

    @Test
    void find_whenStudioIsClosed_thenRefuses() {
        DataArtsStudio other = morning.newStudio();
        Stream<FoundInstance> found = other.find(INSTANCES);
        other.close();

        assertThatThrownBy(found::toList).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> other.find(INSTANCES)).isInstanceOf(IllegalStateException.class);
        assertThat(morning.provider.exchanges()).isEmpty();
    }

    @Test
    void query_whenInputIsWrong_thenRefusesBeforeAnythingIsSent() {
        assertThatThrownBy(() -> InstanceQuery.of("daily_sales").between(NIGHT, NIGHT.minusMillis(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> InstanceQuery.of("daily_sales").between(NIGHT.getEpochSecond(), NIGHT.getEpochSecond() + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RunQuery.qualityJobs().between(1L, 2L)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> InstanceQuery.of("..")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> InstanceQuery.of("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(INSTANCES::withStatus).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RuleQuery.qualityJobs().named("")).isInstanceOf(IllegalArgumentException.class);
        assertThat(morning.provider.exchanges()).isEmpty();
    }

    private static void instances(String job, int count) {
        for (int i = 0; i < count; i++) {
            morning.memory.instance(job, NIGHT.plusSeconds(30L * i), values -> { });
        }
    }

    private static <T> List<T> all(Query<T> query) {
        try (Stream<T> found = morning.studio.find(query)) {
            return found.toList();
        }
    }
}
