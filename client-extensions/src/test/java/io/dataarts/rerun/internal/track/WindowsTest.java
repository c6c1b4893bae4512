package io.dataarts.rerun.internal.track;

import static io.dataarts.rerun.internal.track.ScriptedService.PLAN;
import static io.dataarts.rerun.internal.track.ScriptedService.QUALITY;
import static io.dataarts.rerun.internal.track.ScriptedService.is;
import static io.dataarts.rerun.internal.track.ScriptedService.rerun;
import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.generated.model.FactoryJobInstance;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.internal.track.ScriptedService.Asked;
import io.dataarts.rerun.track.Ending;
import io.dataarts.rerun.track.Evidence;
import io.dataarts.rerun.track.Evidence.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A look asks for few windows, and finds an instance wherever a rerun moves it. Only the service's clock says what is now. */
class WindowsTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant NOW = Instant.parse("2024-11-26T08:00:00Z");

    private final ScriptedService service = new ScriptedService();

    /** Returns what was asked for since the last time, with the millisecond that a search adds at both ends. */
    private List<Asked> asked() {
        List<Asked> asked = List.copyOf(service.asked);
        service.asked.clear();
        return asked;
    }

    private static Asked sales(Instant from, Instant to) {
        return new Asked("w", "sales", from.minusMillis(1), to.plusMillis(1));
    }

    private static Asked quality(Instant from, Instant to) {
        return new Asked("w", "QUALITY_TASK", from.minusMillis(1), to.plusMillis(1));
    }

    @Test
    void track_whenTheInstanceIsListed_thenOneWindowOfAnHourAndOneAroundNow() {
        service.failed(7, PLAN);
        service.failed(8, PLAN.plusSeconds(600));
        service.track(rerun(PLAN, PLAN.plusSeconds(600)));
        assertThat(asked()).containsExactly(
                sales(PLAN, PLAN.plusSeconds(4200)), sales(NOW.minusSeconds(600), NOW.plusSeconds(600)));
    }

    @Test
    @DisplayName("an instance that was rerun before has left the hour, and is found in the window up to now")
    void rerunBefore() {
        service.byStart = true;
        FactoryJobInstance instance = is(service.failed(7, PLAN), "fail", NOW.minusSeconds(300), NOW.minusSeconds(200));
        Watch track = service.track(rerun(PLAN));
        assertThat(asked()).containsExactly(sales(PLAN, PLAN.plusSeconds(3600)), sales(PLAN, NOW.plusSeconds(600)));
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
        is(instance, "running", NOW.plusSeconds(1), null);
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.RAN_SINCE);
    }

    @Test
    @DisplayName("an instance whose hour is not over is asked for up to the hour's end")
    void planned() {
        service.now = PLAN.plusSeconds(60);
        service.track(rerun(PLAN));
        assertThat(asked()).containsExactly(
                sales(PLAN, PLAN.plusSeconds(3600)), sales(PLAN.minusSeconds(540), PLAN.plusSeconds(660)));
    }

    @Test
    @DisplayName("a poll asks around planned and start times, then since the first look")
    void poll() {
        service.failed(7, PLAN).startTime(PLAN.plusSeconds(900).toEpochMilli());
        Watch track = service.track(rerun(PLAN));
        asked();
        service.now = NOW.plusSeconds(100);
        track.settle(Duration.ZERO);
        track.settle(Duration.ZERO);
        assertThat(asked()).containsExactly(
                sales(PLAN, PLAN.plusSeconds(900)), sales(NOW.minusSeconds(600), NOW.plusSeconds(700)),
                sales(PLAN, PLAN.plusSeconds(900)), sales(NOW.minusSeconds(600), NOW.plusSeconds(700)));
    }

    @Test
    void settle_whenTheWindowsOverlap_thenTwoRequestsAsEver() {
        service.now = PLAN.plusSeconds(100);
        service.failed(7, PLAN).startTime(PLAN.plusSeconds(50).toEpochMilli());
        Watch track = service.track(rerun(PLAN));
        asked();
        track.settle(Duration.ZERO);
        assertThat(asked()).containsExactly(
                sales(PLAN, PLAN.plusSeconds(50)), sales(PLAN.minusSeconds(500), PLAN.plusSeconds(700)));
    }

    @Test
    @DisplayName("a clock of the service that goes back makes no window end before it begins")
    void clockGoesBack() {
        service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        service.now = NOW.minusSeconds(3600);
        track.settle(Duration.ZERO);
        asked();
        track.settle(Duration.ZERO);
        assertThat(asked().get(1)).isEqualTo(sales(NOW.minusSeconds(600), NOW.plusSeconds(600)));
    }

    @Test
    @DisplayName("a track that is settled long after its first look asks up to the service's now")
    void settledLate() {
        service.byStart = true;
        FactoryJobInstance instance = service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        service.now = NOW.plusSeconds(7200);
        is(instance, "running", NOW.plusSeconds(7100), null);
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.RAN_SINCE);
    }

    @Test
    @DisplayName("a rule that is settled long after its first look is asked for again, up to the service's now")
    void ruleSettledLate() {
        Watch track = service.track(QUALITY);
        service.now = NOW.plusSeconds(7200);
        service.run(2, "RUNNING", NOW.plusSeconds(7100), null);
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.RAN_SINCE);
    }

    @Test
    @DisplayName("one instance that is not listed is enough for the window up to now")
    void oneOfTwo() {
        service.failed(7, PLAN);
        service.track(rerun(PLAN, PLAN.plusSeconds(60)));
        assertThat(asked()).containsExactly(sales(PLAN, PLAN.plusSeconds(3660)), sales(PLAN, NOW.plusSeconds(600)));
    }

    @Test
    @DisplayName("a night that ends after the time since is asked for to its end")
    void longNight() {
        service.failed(7, PLAN);
        service.failed(8, NOW.plusSeconds(9000));
        Watch track = service.track(rerun(PLAN, NOW.plusSeconds(9000)));
        asked();
        track.settle(Duration.ZERO);
        assertThat(asked()).containsExactly(
                sales(PLAN, NOW.plusSeconds(9001)), sales(NOW.minusSeconds(600), NOW.plusSeconds(600)));
    }

    @Test
    @DisplayName("an instance planned far ahead is asked for apart from the time since")
    void farAhead() {
        Instant plan = NOW.plus(Duration.ofDays(3650));
        is(service.failed(7, plan), "fail", plan, plan);
        Watch track = service.track(rerun(plan));
        asked();
        track.settle(Duration.ZERO);
        assertThat(asked()).containsExactly(sales(plan, plan), sales(NOW.minusSeconds(600), NOW.plusSeconds(600)));
    }

    @Test
    @DisplayName("a time of 0 counts as none, and makes no window longer")
    void zeroTimes() {
        FactoryJobInstance instance = service.failed(7, PLAN).startTime(0L).endTime(0L);
        Watch track = service.track(rerun(PLAN));
        asked();
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
        assertThat(asked()).containsExactly(sales(PLAN, PLAN), sales(NOW.minusSeconds(600), NOW.plusSeconds(600)));
        service.failed(8, PLAN).status("waiting").startTime(0L).endTime(0L);
        assertThat(track.settle(Duration.ZERO).reason()).isEqualTo(
                "sales (instance 8), planned 2024-11-26T02:00:00Z: waiting; its instance id is new");
        assertThat(instance.getStartTime()).isZero();
    }

    @Test
    @DisplayName("where windows are on start times, a rerun moves the instance from the night to the time since")
    void leavesItsWindow() {
        service.byStart = true;
        FactoryJobInstance instance = service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        service.after(Duration.ofSeconds(10), () -> is(instance, "waiting", null, null)); // in no window
        service.after(Duration.ofSeconds(60), () -> is(instance, "running", NOW.plusSeconds(60), null));
        service.after(Duration.ofMinutes(30), () -> is(instance, "success", NOW.plusSeconds(60), NOW.plusSeconds(1799)));
        List<String> told = new ArrayList<>();
        assertThat(track.follow(HOUR, state -> told.add(state.status())).succeeded()).isTrue();
        assertThat(told).containsExactly("running", "success");
    }

    @Test
    @DisplayName("an instance that moves between the two requests of a poll is in one of them")
    void movesDuringAPoll() {
        service.byStart = true;
        FactoryJobInstance instance = service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        service.failures.add(() -> null);
        service.failures.add(() -> {
            is(instance, "running", NOW.plusSeconds(1), null);
            return null;
        });
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.RAN_SINCE);
    }

    @Test
    @DisplayName("a rule's first look learns the service's time, then asks for a day")
    void rule() {
        service.run(1, "FAILED", PLAN, PLAN.plusSeconds(60));
        service.run(2, "FAILED", NOW.minusSeconds(9), NOW.minusSeconds(8));
        Watch track = service.track(QUALITY);
        assertThat(asked().subList(1, 2)).containsExactly(quality(NOW.minusSeconds(86_400), NOW.plusSeconds(600)));
        track.settle(Duration.ZERO);
        assertThat(asked()).containsExactly(quality(NOW.minusSeconds(600), NOW.plusSeconds(600)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2001-09-09T01:46:40Z", "2199-01-01T00:00:00Z"})
    @DisplayName("a service whose clock is far off is asked for what it takes as now")
    void clock(String time) {
        service.now = Instant.parse(time);
        service.failed(7, PLAN);
        Evidence evidence = service.track(rerun(PLAN)).settle(Duration.ZERO);
        assertThat(evidence.verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
        service.track(QUALITY).settle(Duration.ZERO);
    }

    @Test
    void track_whenTheInstanceIsPlannedAtTheEndOfTime_thenAsked() {
        service.track(rerun(JobInstance.of(917567).planned(9_999_999_999_999L).submitted(ScriptedService.SUBMIT)));
        assertThat(asked()).hasSize(2);
    }

    @Test
    @DisplayName("following 999 instances of one job costs at most two requests a poll, however many of them have moved")
    void requests() {
        service.byStart = true;
        List<FactoryJobInstance> night = IntStream.range(0, 999).mapToObj(i -> service.failed(i, PLAN.plusSeconds(i))).toList();
        Watch track = service.track(rerun(night.stream().map(each -> Instant.ofEpochMilli(each.getPlanTime())).toArray(Instant[]::new)));
        assertThat(asked()).hasSize(2);
        int moved = 0;
        for (int count : new int[] {0, 1, 9, 10, 50, 99, 100, 200, 499, 500, 501, 799, 800, 899, 900, 949, 989, 999}) {
            for (; moved < count; moved++) {
                is(night.get(moved), "success", NOW.plusMillis(1000 + moved), NOW.plusMillis(2000 + moved));
            }
            assertThat(track.follow(Duration.ZERO).finished()).isEqualTo(count == 999);
            assertThat(asked()).as("requests when %s have moved", count).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"10, true", "50, true", "100, true", "200, true", "500, true", "10, false", "50, false", "100, false", "200, false",
            "500, false"})
    @DisplayName("a poll costs at most three requests also if the list has as many instances as a page may have")
    void requestsOfAUsualPage(int count, boolean hasTotal) {
        service.byStart = true;
        service.hasTotal = hasTotal;
        List<FactoryJobInstance> night = IntStream.range(0, count).mapToObj(i -> service.failed(i, PLAN.plusSeconds(i))).toList();
        Watch track = service.track(rerun(night.stream().map(each -> Instant.ofEpochMilli(each.getPlanTime())).toArray(Instant[]::new)));
        asked();
        assertThat(track.follow(Duration.ZERO).moved()).isEmpty();
        assertThat(asked()).hasSizeLessThanOrEqualTo(3);
        for (int moved = 0; moved < count; moved++) {
            is(night.get(moved), "success", NOW.plusMillis(1000 + moved), NOW.plusMillis(2000 + moved));
            if (isLeftOut(moved, count)) {
                continue;
            }
            assertThat(track.follow(Duration.ZERO).moved()).hasSize(moved + 1);
            assertThat(asked()).as("requests when %s have moved", moved + 1).hasSizeLessThanOrEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 25, 50, 100, 250})
    @DisplayName("a poll costs at most three requests also if new ids make the list as long as a page may be")
    void requestsOfNewIds(int count) {
        for (int i = 0; i < count; i++) {
            service.failed(i, PLAN.plusSeconds(i));
        }
        Watch track = service.track(rerun(IntStream.range(0, count).mapToObj(PLAN::plusSeconds).toArray(Instant[]::new)));
        for (int i = 0; i < count; i++) {
            is(service.failed(1000 + i, PLAN.plusSeconds(i)), "success", NOW.plusSeconds(1), NOW.plusSeconds(2));
            if (isLeftOut(i, count)) {
                continue;
            }
            asked();
            track.follow(Duration.ZERO);
            assertThat(asked()).as("requests when %s are new", i + 1).hasSizeLessThanOrEqualTo(3);
        }
        assertThat(track.follow(Duration.ZERO).succeeded()).isTrue();
    }

    /** Returns whether a test saves the poll after this change. It polls after the first, the last, and some between. */
    private static boolean isLeftOut(int change, int changes) {
        return change > 2 && change < changes - 3 && change % Math.max(1, changes / 20) != 0;
    }

    @Test
    @DisplayName("the reruns of many calls share the requests, and each gets its own evidence and ending")
    void shared() {
        FactoryJobInstance first = service.failed(7, PLAN);
        service.failed(8, PLAN.plusSeconds(60));
        service.run(1, "FAILED", PLAN, PLAN.plusSeconds(60));
        List<Watch> tracks = Watch.of(service::lists, service, List.of(
                Target.of(rerun(PLAN).content(), "w"), Target.of(rerun(PLAN.plusSeconds(60)).content(), "w"),
                Target.of(QUALITY.content(), "w")));
        assertThat(asked()).hasSize(4);
        is(first, "success", NOW.plusSeconds(1), NOW.plusSeconds(2));
        assertThat(Watch.poll(tracks, Duration.ZERO, Watch::isSettled, track -> {})).isFalse();
        assertThat(asked()).hasSize(3);
        assertThat(tracks.stream().map(track -> track.evidence(null).verdict()))
                .containsExactly(Verdict.RAN_SINCE, Verdict.NO_RUN_SEEN, Verdict.NO_RUN_SEEN);
        assertThat(tracks.stream().map(track -> track.ending(HOUR, null)).map(Ending::finished)).containsExactly(true, false, false);
    }
}
