package io.dataarts.contract.agreement.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dataarts.contract.provider.Memory;
import io.dataarts.contract.provider.ReferenceProvider;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reference provider answers the five lists from its memory, by the filters of openapi.yaml. */
class ListAnswersTest {

    private static final Instant NOON = Instant.parse("2024-11-22T12:00:00Z");
    private static final long RULE = 1440764172232392705L;

    private static ReferenceProvider provider;
    private final Listed listed = new Listed(provider);
    private Memory memory;

    @BeforeAll
    static void start() {
        provider = RawRequest.provider().start();
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @BeforeEach
    void clear() {
        memory = provider.catalog().clear().job("known").memory().at(NOON);
    }

    @Test
    @DisplayName("an instance has all fields of the description, and those of its test")
    void instanceFields() throws Exception {
        memory.instance("sales", NOON, values -> values.put("status", "waiting-confirm").remove("end_time"));
        assertThat(listed.instances("sales", Listed.ALWAYS)).hasToString("{\"total\":1,\"instances\":[{\"job_name\":\"sales\","
                + "\"job_instance_name\":\"sales\",\"job_id\":917567,\"instance_id\":1479208,\"instance_type\":0,"
                + "\"status\":\"waiting-confirm\",\"plan_time\":1732276800000,\"submit_time\":1732239754684,"
                + "\"start_time\":1732276801000,\"execute_time\":59000,\"version\":1,\"force_success\":false,\"ignore_success\":false}]}");
    }

    @Test
    @DisplayName("instances of one job share its id, and have ids of their own")
    void ids() throws Exception {
        memory.instance("sales", NOON, values -> { });
        memory.instance("sales", NOON, values -> { });
        memory.instance("stock", NOON, values -> { });
        assertThat(Listed.values(listed.instances("sales", Listed.ALWAYS), "job_id")).containsExactly("917567", "917567");
        assertThat(Listed.values(listed.instances("sales", Listed.ALWAYS), "instance_id")).containsExactly("1479208", "1479209");
        assertThat(Listed.values(listed.instances("stock", Listed.ALWAYS), "job_id")).containsExactly("917568");
    }

    @Test
    @DisplayName("the list of a known job without instances is empty")
    void noInstances() throws Exception {
        assertThat(listed.instances("known", Listed.ALWAYS)).hasToString("{\"total\":0,\"instances\":[]}");
    }

    @Test
    @DisplayName("the list of an unknown job gets 400")
    void unknownJob() throws Exception {
        assertRefused(RawRequest.instances("kno", Listed.ALWAYS), "DLF.0100", "The job does not exist.");
    }

    @Test
    @DisplayName("the default window is today until now")
    void today() throws Exception {
        Instant midnight = Instant.parse("2024-11-22T00:00:00Z");
        for (Instant start : List.of(midnight.minusMillis(1), midnight, NOON, NOON.plusMillis(1))) {
            memory.instance("sales", NOON, values -> values.put("start_time", start.toEpochMilli()));
        }
        assertThat(Listed.values(listed.instances("sales", ""), "instance_id")).containsExactly("1479209", "1479210");
    }

    @ParameterizedTest
    @CsvSource({"status=fail, 1", "status=success, 2 3 4", "status=succ, ''", "instance_type=5, 2", "status=success&force_success=true, 3",
            "status=success&ignore_success=true, 4", "status=success&force_success=false, 2 3 4", "force_success=true, 1 2 3 4",
            "limit=2, 1 2", "limit=2&offset=1, 2 3", "limit=2&offset=3, 4", "offset=4, ''"})
    @DisplayName("each parameter of the list of instances selects")
    void instanceFilters(String query, String expected) throws Exception {
        instance(1, "fail", 0, false, false);
        instance(2, "success", 5, false, false);
        instance(3, "success", 0, true, false);
        instance(4, "success", 0, false, true);
        JsonNode answer = listed.instances("sales", Listed.ALWAYS + "&" + query);
        assertThat(String.join(" ", Listed.values(answer, "instance_id"))).isEqualTo(expected);
    }

    private void instance(long id, String status, int type, boolean forced, boolean ignored) {
        memory.instance("sales", NOON, values -> values.put("instance_id", id).put("status", status).put("instance_type", type)
                .put("force_success", forced).put("ignore_success", ignored));
    }

    @Test
    @DisplayName("ten entries are the default limit")
    void defaultLimit() throws Exception {
        for (int i = 0; i < 11; i++) {
            memory.instance("sales", NOON, values -> { });
            memory.job("job-" + i, values -> { });
            memory.qualityJob(RULE + i, "orders", values -> { });
            memory.run(RULE, NOON, values -> { });
        }
        assertThat(Listed.values(listed.instances("sales", Listed.ALWAYS), "instance_id")).hasSize(10);
        assertThat(Listed.values(listed.jobs(""), "name")).hasSize(10);
        assertThat(Listed.values(listed.quality("quality-tasks", ""), "id")).hasSize(10);
        assertThat(Listed.values(listed.quality("instances", ""), "id")).hasSize(10);
    }

    @ParameterizedTest
    @CsvSource({"'', a b", "job_type=BATCH, a b", "job_type=REAL_TIME, c", "job_name=b, b", "tags=daily, a", "'tags=sales,daily', a",
            "'tags=daily,stock', ''", "limit=1, a", "limit=1&offset=1, b"})
    @DisplayName("each parameter of the list of jobs selects")
    void jobFilters(String query, String expected) throws Exception {
        memory.job("a", values -> { }).tagged("daily", "sales");
        memory.job("b", values -> { });
        memory.job("c", values -> values.put("job_type", "REAL_TIME"));
        assertThat(String.join(" ", Listed.values(listed.jobs(query), "name"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"'', a b", "category_id=2, b", "name=b, b", "schedule_status=SCHEDULING, b", "creator=eb, b", "start_time=1661413200001, b",
            "end_time=1661413200000, a", "start_time=1661413200000&end_time=1661413200001, a b", "limit=1, a", "limit=1&offset=1, b"})
    @DisplayName("each parameter of the lists of quality and comparison jobs selects")
    void ruleFilters(String query, String expected) throws Exception {
        memory.qualityJob(RULE, "a", values -> values.put("last_run_time", 1661413200000L));
        memory.qualityJob(RULE + 1, "b", values -> values.put("category_id", 2L).put("schedule_status", "SCHEDULING")
                .put("creator", "eb").put("last_run_time", 1661413200001L));
        memory.comparisonJob(RULE + 2, "a", values -> values.put("last_run_time", 1661413200000L));
        memory.comparisonJob(RULE + 3, "b", values -> values.put("category_id", 2L).put("schedule_status", "SCHEDULING")
                .put("creator", "eb").put("last_run_time", 1661413200001L));
        JsonNode quality = listed.quality("quality-tasks", query);
        JsonNode comparison = listed.quality("consistency-tasks", query);
        assertThat(String.join(" ", Listed.values(quality, "name"))).isEqualTo(expected);
        assertThat(String.join(" ", Listed.values(comparison, "name"))).isEqualTo(expected);
        assertThat(Listed.values(quality, "id")).doesNotContainAnyElementsOf(Listed.values(comparison, "id"));
    }

    @Test
    @DisplayName("a quality job has all fields of the description, with null where it never ran")
    void ruleFields() throws Exception {
        memory.qualityJob(RULE, "orders", values -> { });
        assertThat(listed.quality("quality-tasks", "")).hasToString("{\"count\":1,\"resources\":[{\"id\":1440764172232392705,"
                + "\"name\":\"orders\",\"category_id\":0,\"schedule_status\":\"NOT_START\",\"schedule_period\":null,"
                + "\"schedule_interval\":null,\"create_time\":1661413102000,\"last_run_time\":null,\"creator\":\"ei\"}]}");
    }

    @ParameterizedTest
    @CsvSource({"'', orders-1 orders-2 stock-1", "name=orders, orders-1 orders-2", "name=order, ''",
            "task_type=QUALITY_TASK, orders-1 orders-2", "task_type=CONSISTENCY_TASK, stock-1", "run_status=SUCCESS, orders-2", "notify_status=FAILED, orders-2",
            "start_time=1732276800001, orders-2 stock-1", "end_time=1732276800000, orders-1",
            "limit=1, orders-1", "limit=1&offset=1, orders-2"})
    @DisplayName("each parameter of the list of runs selects")
    void runFilters(String query, String expected) throws Exception {
        memory.qualityJob(RULE, "orders", values -> { });
        memory.comparisonJob(RULE + 1, "stock", values -> { });
        memory.run(RULE, NOON, values -> { });
        memory.run(RULE, NOON.plusMillis(1), values -> values.put("run_status", "SUCCESS").put("notify_status", "FAILED"));
        memory.run(RULE + 1, NOON.plusMillis(2), values -> { });
        assertThat(String.join(" ", Listed.values(listed.quality("instances", query), "name"))).isEqualTo(expected);
    }

    @Test
    @DisplayName("an entry is listed in its workspace only, others in each workspace")
    void workspace() throws Exception {
        memory.instance("sales", NOON, values -> { }).inWorkspace("other");
        memory.instance("sales", NOON, values -> { });
        HttpResponse<String> other = RawRequest.get(provider, RawRequest.instances("sales", Listed.ALWAYS))
                .header("workspace", "other").token().send();
        assertThat(other.body()).startsWith("{\"total\":2,");
        assertThat(Listed.values(listed.instances("sales", Listed.ALWAYS), "instance_id")).containsExactly("1479209");
    }

    @Test
    @DisplayName("a job that is in another workspace only is unknown")
    void jobInOtherWorkspace() throws Exception {
        memory.job("sales", values -> { }).inWorkspace("other");
        assertRefused(RawRequest.instances("sales", Listed.ALWAYS), "DLF.0100", "The job does not exist.");
    }

    @Test
    @DisplayName("state: there is no workspace")
    void noWorkspace() throws Exception {
        provider.state("there is no workspace " + RawRequest.WORKSPACE);
        assertRefused(RawRequest.instances("known", Listed.ALWAYS), "DLF.0819", "The workspace does not exist.");
        assertRefused("/v2/" + RawRequest.PROJECT + "/factory/jobs", "DLF.0819", "The workspace does not exist.");
        for (String list : List.of("quality-tasks", "consistency-tasks", "instances")) {
            assertRefused("/v2/" + RawRequest.PROJECT + "/quality/" + list, "DQC.0819", "The workspace does not exist.");
        }
    }

    @Test
    @DisplayName("state: no job, for a job with instances")
    void noJob() throws Exception {
        memory.instance("sales", NOON, values -> { });
        provider.state("no job sales");
        assertRefused(RawRequest.instances("sales", Listed.ALWAYS), "DLF.0100", "The job does not exist.");
    }

    @ParameterizedTest
    @CsvSource({"job j exists, name, j, job_type, BATCH", "real-time job j exists, name, j, status, NORMAL",
            "'job j has the tags daily,sales', name, j, job_type, BATCH",
            "job j has a failed instance, last_instance_status, fail, name, j"})
    @DisplayName("states of the list of jobs")
    void jobStates(String state, String field, String value, String other, String otherValue) throws Exception {
        provider.state(state);
        String query = state.startsWith("real") ? "job_type=REAL_TIME" : state.contains("tags") ? "tags=daily" : "";
        JsonNode job = Listed.only(listed.jobs(query));
        assertThat(job.path(field).asText()).isEqualTo(value);
        assertThat(job.path(other).asText()).isEqualTo(otherValue);
    }

    @ParameterizedTest
    @CsvSource({"job j has a failed instance, status, fail", "job j has an instance with status waiting, start_time, ''",
            "job j has an instance with status waiting, status, waiting", "job j has an instance of type 2, instance_type, 2",
            "job j has an instance with id 9007199254740993, instance_id, 9007199254740993",
            "job j has an instance with id 9007199254740993, job_id, 9007199254740993",
            "job j has a forced success, force_success, true", "job j has an ignored failure, ignore_success, true"})
    @DisplayName("states of the list of instances")
    void instanceStates(String state, String field, String value) throws Exception {
        provider.state(state);
        JsonNode instance = Listed.only(listed.instances("j", "min_plan_time=1732550400000&max_plan_time=1732636800000"));
        assertThat(instance.path(field).asText()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"quality job 77 exists, quality-tasks, id, 77", "comparison job 77 exists, consistency-tasks, create_time, 1661413275050",
            "quality job 77 has the schedule status KILL, quality-tasks, schedule_status, KILL",
            "comparison job 77 has the schedule status KILL, consistency-tasks, schedule_period, WEEK",
            "quality job 77 ran, quality-tasks, last_run_time, 1661413281000", "quality job 77 ran, instances, id, 1012386207306600400",
            "comparison job 77 ran, consistency-tasks, last_run_time, null", "comparison job 77 ran, instances, name, test-0",
            "quality job 77 has a run with status ALARMING, instances, run_status, ALARMING",
            "quality job 77 has a run with status RUNNING, instances, end_time, ''"})
    @DisplayName("states of the lists of quality jobs, comparison jobs and runs")
    void qualityStates(String state, String list, String field, String value) throws Exception {
        provider.state(state);
        assertThat(Listed.only(listed.quality(list, "")).path(field).asText()).isEqualTo(value);
    }

    @Test
    @DisplayName("state: there are no jobs")
    void noJobs() throws Exception {
        provider.state("job j exists").state("quality job 77 ran").state("there are no jobs");
        assertThat(listed.jobs("")).hasToString("{\"total\":0,\"jobs\":[]}");
        assertThat(listed.quality("quality-tasks", "")).hasToString("{\"count\":0,\"resources\":[]}");
        assertThat(listed.quality("instances", "")).hasToString("{\"count\":0,\"resources\":[]}");
    }

    private static void assertRefused(String target, String code, String message) throws Exception {
        HttpResponse<String> response = RawRequest.get(provider, target).token().send();
        assertThat(response.body()).isEqualTo("{\"error_code\":\"" + code + "\",\"error_msg\":\"" + message + "\"}");
        assertThat(response.statusCode()).isEqualTo(400);
    }
}
