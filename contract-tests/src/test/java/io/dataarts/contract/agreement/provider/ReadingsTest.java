package io.dataarts.contract.agreement.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dataarts.contract.provider.Course;
import io.dataarts.contract.provider.Item;
import io.dataarts.contract.provider.Memory;
import io.dataarts.contract.provider.Readings;
import io.dataarts.contract.provider.ReferenceProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each reading of the reference provider changes what raw requests get, and nothing else does. */
class ReadingsTest {

    private static final Instant NOON = Instant.parse("2024-11-22T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long RULE = 1440764172232392705L;

    private static ReferenceProvider provider;
    private final Listed listed = new Listed(provider);
    private Memory memory;
    private Readings readings;

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
        readings = memory.readings();
    }

    @ParameterizedTest
    @CsvSource({"START, 2", "PLAN, 1"})
    @DisplayName("the window compares the start time or the planned time")
    void window(Readings.Window window, String expected) throws Exception {
        readings.window(window);
        memory.instance("sales", NOON, values -> values.put("instance_id", 1).put("start_time", NOON.plusSeconds(60).toEpochMilli()));
        memory.instance("sales", NOON.minusSeconds(60), values -> values.put("instance_id", 2).put("start_time", NOON.toEpochMilli()));
        assertThat(ids(between(NOON, NOON))).containsExactly(expected);
    }

    @Test
    @DisplayName("a rerun moves an instance out of the window around its first run, unless the window compares the planned time")
    void rerunLeavesWindow() throws Exception {
        Item item = memory.instance("sales", NOON, values -> { });
        memory.advance(Duration.ofHours(1)).rerun(item).advance(MINUTE);
        assertThat(ids(between(NOON, NOON.plusSeconds(60)))).isEmpty();
        readings.window(Readings.Window.PLAN);
        assertThat(ids(between(NOON, NOON.plusSeconds(60)))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"true, 1 2 3", "false, 2"})
    @DisplayName("a window contains its bounds or not")
    void bounds(boolean inclusive, String expected) throws Exception {
        readings.inclusive(inclusive);
        memory.qualityJob(RULE, "orders", values -> { });
        for (int id = 1; id <= 3; id++) {
            long start = NOON.toEpochMilli() + id;
            int number = id;
            memory.instance("sales", NOON, values -> values.put("instance_id", number).put("start_time", start));
            memory.run(RULE, NOON, values -> values.put("id", number).put("start_time", start));
        }
        String window = "start_time=" + (NOON.toEpochMilli() + 1) + "&end_time=" + (NOON.toEpochMilli() + 3);
        assertThat(String.join(" ", ids(between(NOON.plusMillis(1), NOON.plusMillis(3))))).isEqualTo(expected);
        assertThat(String.join(" ", Listed.values(listed.quality("instances", window), "id"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"START, true, 1", "START, false, 0", "PLAN, true, 1", "PLAN, false, 0"})
    @DisplayName("an instance without a start time is listed by its planned time, or not at all")
    void waiting(Readings.Window window, boolean waitingListed, int expected) throws Exception {
        readings.window(window).waitingListed(waitingListed);
        memory.instance("sales", NOON, values -> values.put("status", "waiting").remove("start_time"));
        assertThat(ids(between(NOON, NOON))).hasSize(expected);
        assertThat(ids(between(NOON.plusMillis(1), NOON.plusMillis(9)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"RECORDS, 0, 1 2", "RECORDS, 1, 2 3", "RECORDS, 4, 5", "RECORDS, 5, ''", "PAGES_FROM_0, 0, 1 2", "PAGES_FROM_0, 1, 3 4",
            "PAGES_FROM_0, 2, 5", "PAGES_FROM_0, 3, ''", "PAGES_FROM_1, 0, 1 2", "PAGES_FROM_1, 1, 1 2", "PAGES_FROM_1, 2, 3 4",
            "PAGES_FROM_1, 4, ''"})
    @DisplayName("an offset counts records, pages from 0 or pages from 1, in all lists")
    void offset(Readings.Offset reading, int offset, String expected) throws Exception {
        readings.offset(reading);
        for (int id = 1; id <= 5; id++) {
            int number = id;
            memory.instance("sales", NOON, values -> values.put("instance_id", number));
            memory.job(Integer.toString(id), values -> { });
            memory.qualityJob(id, "orders", values -> { });
            memory.run(1, NOON, values -> values.put("id", number));
        }
        String page = "limit=2&offset=" + offset;
        assertThat(String.join(" ", ids(Listed.ALWAYS + "&" + page))).isEqualTo(expected);
        assertThat(String.join(" ", Listed.values(listed.jobs(page), "name"))).isEqualTo(expected);
        assertThat(String.join(" ", Listed.values(listed.quality("quality-tasks", page), "id"))).isEqualTo(expected);
        assertThat(String.join(" ", Listed.values(listed.quality("instances", page), "id"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"PLAN_ASCENDING, 3 1 2", "PLAN_DESCENDING, 2 1 3", "START_ASCENDING, 2 3 1", "START_DESCENDING, 1 3 2",
            "ID_ASCENDING, 1 2 3", "ID_DESCENDING, 3 2 1"})
    @DisplayName("a list is sorted by planned time, start time or id")
    void order(Readings.Order order, String expected) throws Exception {
        readings.order(order);
        instance(1, 2, 3);
        instance(2, 3, 1);
        instance(3, 1, 2);
        assertThat(String.join(" ", ids(Listed.ALWAYS))).isEqualTo(expected);
    }

    private void instance(int id, int planned, int started) {
        memory.instance("sales", NOON.plusSeconds(planned), values -> values.put("instance_id", id)
                .put("start_time", NOON.plusSeconds(started).toEpochMilli()));
    }

    @ParameterizedTest
    @EnumSource(value = Readings.Order.class, names = {"SHUFFLED", "SHUFFLED_ANEW"})
    @DisplayName("a shuffled list has no order, and stays the same unless it is shuffled anew")
    void shuffled(Readings.Order order) throws Exception {
        readings.order(order);
        for (int i = 0; i < 20; i++) {
            memory.instance("sales", NOON, values -> { });
            memory.job("job-" + i, values -> { });
        }
        List<String> first = ids(Listed.ALWAYS + "&limit=20");
        List<String> second = ids(Listed.ALWAYS + "&limit=20");
        assertThat(first).isNotEqualTo(first.stream().sorted().toList()).containsExactlyInAnyOrderElementsOf(second);
        assertThat(first.equals(second)).isEqualTo(order == Readings.Order.SHUFFLED);
        List<String> names = Listed.values(listed.jobs("limit=20"), "name");
        assertThat(names).isNotEqualTo(names.stream().sorted().toList());
    }

    @ParameterizedTest
    @CsvSource({"HONEST, 1001", "PAGE, 2", "THOUSAND, 1000"})
    @DisplayName("the total is honest, that of the page, or 1000 at most")
    void total(Readings.Total total, int expected) throws Exception {
        readings.total(total);
        memory.qualityJob(RULE, "orders", values -> { });
        for (int i = 0; i < 1001; i++) {
            memory.instance("sales", NOON, values -> { });
            memory.run(RULE, NOON, values -> { });
        }
        assertThat(listed.instances("sales", Listed.ALWAYS + "&limit=2").path("total").asInt()).isEqualTo(expected);
        assertThat(listed.quality("instances", "limit=2").path("count").asInt()).isEqualTo(expected);
    }

    @Test
    @DisplayName("the limit is capped, and pages have the capped size")
    void maxLimit() throws Exception {
        readings.maxLimit(2).offset(Readings.Offset.PAGES_FROM_0);
        for (int i = 0; i < 5; i++) {
            memory.instance("sales", NOON, values -> { });
        }
        JsonNode answer = listed.instances("sales", Listed.ALWAYS + "&limit=1000&offset=1");
        assertThat(Listed.values(answer, "instance_id")).containsExactly("1479210", "1479211");
        assertThat(answer.path("total").asInt()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"true, 0", "false, 1"})
    @DisplayName("a name matches exactly or in part")
    void names(boolean exact, int expected) throws Exception {
        readings.exactNames(exact);
        memory.job("daily_sales", values -> { });
        memory.comparisonJob(RULE, "daily_orders", values -> { });
        memory.run(RULE, NOON, values -> { });
        assertThat(Listed.values(listed.jobs("job_name=sales"), "name")).hasSize(expected);
        assertThat(Listed.values(listed.quality("consistency-tasks", "name=orders"), "name")).hasSize(expected);
        assertThat(Listed.values(listed.quality("instances", "name=orders"), "name")).hasSize(expected);
    }

    @ParameterizedTest
    @CsvSource({"KEPT, 1479208", "NEW, 1479209", "ADDED, 1479208 1479209"})
    @DisplayName("a rerun keeps the id of an instance, renews it, or adds an instance")
    void instanceId(Readings.InstanceId reading, String expected) throws Exception {
        readings.instanceId(reading);
        memory.rerun(memory.instance("sales", NOON, values -> { }));
        JsonNode answer = listed.instances("sales", Listed.ALWAYS);
        assertThat(String.join(" ", Listed.values(answer, "instance_id"))).isEqualTo(expected);
        assertThat(String.join(" ", Listed.values(answer, "status")))
                .isEqualTo(reading == Readings.InstanceId.ADDED ? "fail waiting" : "waiting");
        assertThat(Listed.values(answer, "plan_time")).containsOnly("1732276800000");
    }

    @ParameterizedTest
    @CsvSource({"CLEARED, , , 1732276890000", "NOW, 1732276880000, , 1732276880000",
            "UNCHANGED, 1732276801000, 1732276860000, 1732276890000"})
    @DisplayName("an instance that waits for its rerun has no start time, that of the rerun, or that of its last run")
    void startTime(Readings.StartTime reading, String startWaiting, String endWaiting, String startRunning) throws Exception {
        readings.startTime(reading);
        Item item = memory.instance("sales", NOON, values -> { });
        memory.advance(Duration.ofSeconds(80)).rerun(item);
        assertTimes("waiting", startWaiting, endWaiting);
        memory.advance(Duration.ofSeconds(10));
        assertTimes("running", startRunning, null);
        memory.advance(MINUTE);
        assertTimes("success", startRunning, "1732276950000");
    }

    private void assertTimes(String status, String start, String end) throws Exception {
        JsonNode instance = Listed.only(listed.instances("sales", Listed.ALWAYS));
        assertThat(instance.path("status").asText()).isEqualTo(status);
        assertThat(instance.path("start_time").asText(null)).isEqualTo(start);
        assertThat(instance.path("end_time").asText(null)).isEqualTo(end);
        assertThat(instance.has("execute_time")).isEqualTo(end != null);
    }

    @ParameterizedTest
    @CsvSource({"true, 1732276800000", "false, 1732239754684"})
    @DisplayName("a rerun sets the submit time or keeps it")
    void submitTime(boolean moves, String expected) throws Exception {
        readings.submitTimeMoves(moves);
        memory.rerun(memory.instance("sales", NOON, values -> { }));
        assertThat(Listed.values(listed.instances("sales", Listed.ALWAYS), "submit_time")).containsExactly(expected);
    }

    @Test
    @DisplayName("lists show a change after the lag only")
    void lag() throws Exception {
        readings.lag(MINUTE);
        memory.qualityJob(RULE, "orders", values -> { });
        memory.instancesTake(Course.of("running")).rerun(memory.instance("sales", NOON, values -> { })).runRule(RULE);
        memory.advance(MINUTE.minusMillis(1));
        assertThat(Listed.values(listed.instances("sales", Listed.ALWAYS), "status")).containsExactly("fail");
        assertThat(Listed.values(listed.quality("instances", ""), "run_status")).isEmpty();
        memory.advance(Duration.ofMillis(1));
        assertThat(Listed.values(listed.instances("sales", Listed.ALWAYS), "status")).containsExactly("running");
        assertThat(Listed.values(listed.quality("instances", ""), "run_status")).containsExactly("RUNNING");
    }

    private static String between(Instant from, Instant to) {
        return "min_plan_time=" + from.toEpochMilli() + "&max_plan_time=" + to.toEpochMilli();
    }

    private List<String> ids(String query) throws Exception {
        return Listed.values(listed.instances("sales", query), "instance_id");
    }
}
