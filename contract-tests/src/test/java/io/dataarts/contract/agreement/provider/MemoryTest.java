package io.dataarts.contract.agreement.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dataarts.contract.provider.Course;
import io.dataarts.contract.provider.Item;
import io.dataarts.contract.provider.Memory;
import io.dataarts.contract.provider.ReferenceProvider;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reruns change the memory of the reference provider, as the clock that the test drives moves on. */
class MemoryTest {

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
        memory = provider.catalog().clear().memory().at(NOON);
    }

    @Test
    @DisplayName("the clock sets the Date header, moves after each list if wanted, and leaves signatures alone")
    void clock() throws Exception {
        memory.job("sales", values -> { }).inWorkspace(RawRequest.WORKSPACE);
        memory.at(Instant.parse("2031-02-03T04:05:06.999Z")).advanceAfterEachList(Duration.ofSeconds(61));
        for (String time : new String[] {"04:05:06", "04:06:07"}) {
            HttpResponse<String> response = RawRequest.get(provider, RawRequest.instances("sales", "limit=1")).signed().send();
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(response.headers().firstValue("Date")).contains("Mon, 03 Feb 2031 " + time + " GMT");
        }
        assertThat(retry("sales", RawRequest.JOB_INSTANCE).headers().firstValue("Date")).contains("Mon, 03 Feb 2031 04:07:08 GMT");
        assertThat(memory.now()).isEqualTo("2031-02-03T04:07:08.999Z");
    }

    @Test
    @DisplayName("the clock is the system's until a test drives it")
    void systemClock() {
        Instant before = Instant.now();
        assertThat(memory.clear().now()).isBetween(before, Instant.now());
    }

    @Test
    @DisplayName("a rerun of an instance takes it from fail through waiting and running to success")
    void rerunInstance() throws Exception {
        Item rerun = memory.instance("sales", NOON.minusSeconds(7200), values -> { });
        Item other = memory.instance("sales", NOON.minusSeconds(3600), values -> { });
        assertThat(retry("sales", named(rerun)).statusCode()).isEqualTo(200);
        assertThat(status(rerun)).isEqualTo("waiting");
        assertThat(status(memory.advance(Duration.ofSeconds(10)), rerun)).isEqualTo("running");
        assertThat(status(memory.advance(Duration.ofMillis(59_999)), rerun)).isEqualTo("running");
        assertThat(status(memory.advance(Duration.ofMillis(1)), rerun)).isEqualTo("success");
        assertThat(rerun.values().path("start_time").asLong()).isEqualTo(NOON.plusSeconds(10).toEpochMilli());
        assertThat(rerun.values().path("end_time").asLong()).isEqualTo(NOON.plusSeconds(70).toEpochMilli());
        assertThat(rerun.values().path("execute_time").asLong()).isEqualTo(60_000);
        assertThat(status(other)).isEqualTo("fail");
    }

    @Test
    @DisplayName("an instance stays as it is for the time before the first step, and may fail again")
    void failAgain() throws Exception {
        Item item = memory.instance("sales", NOON.minusSeconds(3600), values -> { });
        JsonNode before = item.values();
        memory.instancesTake(Course.after(Duration.ofMinutes(1), "running").then(Duration.ofSeconds(1), "fail"));
        retry("sales", named(item));
        memory.advance(Duration.ofMillis(59_999));
        assertThat(item.values()).isEqualTo(before);
        memory.advance(Duration.ofMillis(1));
        assertThat(status(item)).isEqualTo("running");
        memory.advance(Duration.ofSeconds(1));
        assertThat(status(item)).isEqualTo("fail");
        assertThat(item.values().path("end_time").asLong()).isEqualTo(NOON.plusSeconds(61).toEpochMilli());
    }

    @Test
    @DisplayName("a rerun may change nothing, and its course may depend on the instance")
    void courses() throws Exception {
        Item stays = memory.instance("sales", NOON, values -> values.put("version", 7));
        Item moves = memory.instance("sales", NOON.plusSeconds(1), values -> { });
        memory.instancesTake(values -> values.path("version").asInt() == 7 ? Course.nothing() : Course.of("success"));
        retry("sales", named(stays, moves));
        assertThat(status(stays)).isEqualTo("fail");
        assertThat(status(moves)).isEqualTo("success");
        assertThat(moves.values().path("start_time")).isEqualTo(moves.values().path("end_time"));
    }

    @Test
    @DisplayName("a second rerun replaces the rest of the first one's course")
    void secondRerun() throws Exception {
        Item item = memory.instance("sales", NOON, values -> { });
        retry("sales", named(item));
        memory.advance(Duration.ofSeconds(10)).instancesTake(Course.of("waiting"));
        retry("sales", named(item));
        assertThat(status(memory.advance(Duration.ofHours(1)), item)).isEqualTo("waiting");
    }

    @Test
    @DisplayName("a rerun that names an unknown instance is refused, and reruns none")
    void unknownInstance() throws Exception {
        Item item = memory.instance("sales", NOON, values -> { });
        String body = named(item).replace("}]}", "},{\"job_id\":1,\"plan_time\":1732601580000,\"submit_time\":1732239754684}]}");
        HttpResponse<String> response = retry("sales", body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("{\"error_code\":\"DLF.0137\",\"error_msg\":\"Job instance does not exist.\"}");
        assertThat(status(memory.advance(Duration.ofHours(1)), item)).isEqualTo("fail");
    }

    @Test
    @DisplayName("a rerun with related jobs reruns the instances planned in its span, of the job and of each named job in its workspace")
    void relatedJobs() throws Exception {
        Item early = memory.instance("sales", NOON.minusMillis(1), values -> { });
        Item inSpan = memory.instance("sales", NOON, values -> { });
        Item late = memory.instance("sales", NOON.plusMillis(2), values -> { });
        Item related = memory.instance("stock", NOON.plusMillis(1), values -> { }).inWorkspace("other");
        Item elsewhere = memory.instance("stock", NOON.plusMillis(1), values -> { }).inWorkspace("third");
        Item unnamed = memory.instance("orders", NOON, values -> { });
        retry("sales", "{\"retry_location\":\"errorNode\",\"retry_task_version\":\"original_version\",\"begin_time\":" + NOON.toEpochMilli()
                + ",\"end_time\":" + (NOON.toEpochMilli() + 1) + ",\"jobs\":[{\"job_name\":\"sales\"},"
                + "{\"job_name\":\"stock\",\"workspace_id\":\"other\"}]}");
        assertThat(new Item[] {inSpan, related}).extracting(MemoryTest::status).containsOnly("waiting");
        assertThat(new Item[] {early, late, elsewhere, unnamed}).extracting(MemoryTest::status).containsOnly("fail");
    }

    @Test
    @DisplayName("a job known by name only accepts any rerun")
    void namedJob() throws Exception {
        provider.catalog().job("sales");
        assertThat(retry("sales", RawRequest.JOB_INSTANCE).statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("a change by somebody else holds from the clock's time on, and ends a course")
    void change() {
        Item item = memory.instance("sales", NOON, values -> { });
        memory.rerun(item).advance(Duration.ofSeconds(5));
        item.change(values -> values.put("status", "manual-stop"));
        assertThat(status(memory.advance(Duration.ofHours(1)), item)).isEqualTo("manual-stop");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @DisplayName("each rerun of a quality or comparison job makes a run with a new id and the next number")
    void rerunRule(int type) throws Exception {
        memory.qualityJob(RULE, "orders", values -> { });
        memory.comparisonJob(RULE + 1, "orders", values -> { });
        long rule = RULE + type - 1;
        memory.run(rule, NOON.minusSeconds(3600), values -> { });
        String body = "{\"rule_type\":" + type + ",\"rule_id\":\"" + rule + "\"}";
        assertThat(restart(body)).isEqualTo("{\"instance_id\":\"1440764172232400897\"}");
        memory.advance(Duration.ofSeconds(59));
        assertThat(restart(body)).isEqualTo("{\"instance_id\":\"1440764172232400898\"}");
        memory.advance(Duration.ofSeconds(1));
        JsonNode runs = listed.quality("instances", "start_time=" + NOON.toEpochMilli()).path("resources");
        String kind = type == 1 ? "QUALITY_TASK" : "CONSISTENCY_TASK";
        assertThat(runs).hasToString("[{\"id\":1440764172232400897,\"name\":\"orders-2\",\"task_id\":" + rule + ",\"task_type\":\"" + kind
                + "\",\"run_status\":\"SUCCESS\",\"notify_status\":\"NOT_TRIGGERED\","
                + "\"start_time\":1732276800000,\"end_time\":1732276860000},"
                + "{\"id\":1440764172232400898,\"name\":\"orders-3\",\"task_id\":" + rule + ",\"task_type\":\"" + kind
                + "\",\"run_status\":\"RUNNING\",\"notify_status\":\"NOT_TRIGGERED\",\"start_time\":1732276859000}]");
        JsonNode rules = listed.quality(type == 1 ? "quality-tasks" : "consistency-tasks", "");
        assertThat(Listed.values(rules, "last_run_time")).containsExactly("1732276859000");
    }

    @Test
    @DisplayName("a run takes the course of the test, and may appear late")
    void runCourse() throws Exception {
        memory.qualityJob(RULE, "orders", values -> { });
        memory.runsTake(Course.after(Duration.ofSeconds(5), "RUNNING").then(Duration.ofSeconds(5), "ALARMING")).runRule(RULE);
        assertThat(listed.quality("instances", "").path("count").asInt()).isZero();
        memory.advance(Duration.ofSeconds(5));
        assertThat(Listed.values(listed.quality("instances", ""), "run_status")).containsExactly("RUNNING");
        memory.advance(Duration.ofSeconds(5));
        assertThat(Listed.values(listed.quality("instances", ""), "run_status")).containsExactly("ALARMING");
    }

    @Test
    @DisplayName("a run needs its quality or comparison job")
    void runWithoutRule() {
        assertThatThrownBy(() -> memory.runRule(5)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no quality or comparison job 5");
    }

    private static String status(Memory ignored, Item item) {
        return status(item);
    }

    private static String status(Item item) {
        return item.values().path("status").asText();
    }

    private HttpResponse<String> retry(String job, String body) throws Exception {
        return RawRequest.post(provider, RawRequest.retry(job), body).token().send();
    }

    private String restart(String body) throws Exception {
        return RawRequest.post(provider, RawRequest.RESTART, body).token().send().body();
    }

    private static String named(Item... items) {
        StringBuilder names = new StringBuilder();
        for (Item item : items) {
            JsonNode values = item.values();
            names.append(names.isEmpty() ? "" : ",").append("{\"job_id\":").append(values.path("job_id"))
                    .append(",\"plan_time\":").append(values.path("plan_time"))
                    .append(",\"submit_time\":").append(values.path("submit_time")).append('}');
        }
        return "{\"retry_location\":\"errorNode\",\"retry_task_version\":\"original_version\",\"task_retrys\":[" + names + "]}";
    }
}
