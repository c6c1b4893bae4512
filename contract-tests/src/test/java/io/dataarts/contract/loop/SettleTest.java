package io.dataarts.contract.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.contract.provider.Course;
import io.dataarts.contract.provider.Failure;
import io.dataarts.contract.provider.Item;
import io.dataarts.contract.provider.Readings.InstanceId;
import io.dataarts.contract.provider.Readings.StartTime;
import io.dataarts.contract.provider.Readings.Window;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.track.Evidence;
import io.dataarts.rerun.track.Evidence.Verdict;
import io.dataarts.rerun.track.Track;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** After a lost answer, looking says whether the rerun ran, and never leads to a second rerun. */
class SettleTest {

    private static final Instant PLANNED = Instant.parse("2024-11-22T02:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long RULE = 1440764172232392705L;
    private static final Rerun QUALITY = QualityRerun.qualityJob(Long.toString(RULE));

    @RegisterExtension
    static final Morning morning = new Morning();

    @BeforeEach
    void addQualityJob() {
        morning.memory.qualityJob(RULE, "orders", values -> { });
    }

    @AfterEach
    void sentOnce() {
        assertThat(Reruns.sent(morning)).isEqualTo(1);
    }

    /** Returns all readings of a rerun. A new id with the times of the last run has its own test. */
    static Stream<Arguments> courses() {
        return Stream.of(Window.values()).flatMap(window -> Stream.of(InstanceId.values()).flatMap(id -> Stream.of(StartTime.values())
                .flatMap(start -> Stream.of("waiting", "running", "fail")
                        .filter(status -> id == InstanceId.KEPT || start != StartTime.UNCHANGED || !status.equals("waiting"))
                        .map(status -> Arguments.of(window, id, start, status)))));
    }

    @ParameterizedTest
    @MethodSource("courses")
    void settle_whenAnswerIsLostAndInstanceMoved_thenRanSince(Window window, InstanceId id, StartTime start, String status) {
        for (boolean submitTimeMoves : new boolean[] {false, true}) {
            morning.again().readings.window(window).instanceId(id).startTime(start).submitTimeMoves(submitTimeMoves);
            morning.memory.instancesTake(Course.after(Duration.ofSeconds(1), status));
            Rerun rerun = Reruns.of(failed());
            Track track = morning.studio.track(rerun);
            Reruns.loseAnswer(morning, rerun);
            morning.memory.advance(MINUTE);

            assertThat(track.settle(Duration.ZERO)).as("submit time moves: %s", submitTimeMoves).satisfies(evidence(Verdict.RAN_SINCE));
            sentOnce();
        }
    }

    @ParameterizedTest
    @EnumSource(value = InstanceId.class, names = {"NEW", "ADDED"})
    void settle_whenNewIdWaitsWithTheTimesOfTheLastRun_thenRanSince(InstanceId id) {
        morning.readings.instanceId(id).startTime(StartTime.UNCHANGED);
        morning.memory.instancesTake(Course.of("waiting"));
        Rerun rerun = Reruns.of(failed());
        Track track = morning.studio.track(rerun);
        Reruns.loseAnswer(morning, rerun);

        assertThat(track.settle(Duration.ZERO)).satisfies(evidence(Verdict.RAN_SINCE));
    }

    @ParameterizedTest
    @EnumSource(Window.class)
    void settle_whenRequestIsLost_thenNoRunSeen(Window window) {
        morning.readings.window(window);
        Rerun rerun = Reruns.of(failed());
        Track track = morning.studio.track(rerun);
        Reruns.loseRequest(morning, rerun);
        morning.memory.advance(HOUR);

        assertThat(track.settle(Duration.ofMillis(600))).satisfies(evidence(Verdict.NO_RUN_SEEN))
                .extracting(Evidence::reason).asString().contains("2024-11-22T08:00:00Z").contains("no proof");
    }

    @Test
    void settle_whenServiceExecutedButInstanceStaysFailForAMinute_thenLooksAgainUntilItMoves() {
        morning.memory.instancesTake(Course.after(MINUTE, "running"));
        Rerun rerun = Reruns.of(failed());
        Track track = morning.studio.track(rerun);
        Reruns.loseAnswer(morning, rerun);

        assertThat(track.settle(Duration.ZERO)).satisfies(evidence(Verdict.NO_RUN_SEEN));
        morning.memory.advanceAfterEachList(MINUTE);
        assertThat(track.settle(MINUTE)).satisfies(evidence(Verdict.RAN_SINCE));
    }

    @Test
    void settle_whenListShowsChangesLate_thenLooksAgainUntilItDoes() {
        morning.readings.lag(MINUTE);
        morning.memory.instancesTake(Course.of("success")).advance(HOUR);
        Rerun rerun = Reruns.of(failed());
        Track track = morning.studio.track(rerun);
        Reruns.loseAnswer(morning, rerun);

        assertThat(track.settle(Duration.ZERO)).satisfies(evidence(Verdict.NO_RUN_SEEN));
        morning.memory.advanceAfterEachList(MINUTE);
        assertThat(track.settle(MINUTE)).satisfies(evidence(Verdict.RAN_SINCE));
    }

    @Test
    void settle_whenInstanceFailedAgainBeforeTheFirstLook_thenRanSince() {
        morning.memory.instancesTake(Course.of("running").then(MINUTE, "fail"));
        Rerun rerun = Reruns.of(failed());
        Track track = morning.studio.track(rerun);
        Reruns.loseAnswer(morning, rerun);
        morning.memory.advance(HOUR);

        assertThat(track.settle(Duration.ZERO)).satisfies(evidence(Verdict.RAN_SINCE));
    }

    @Test
    void settle_whenOnlyVersionAndFlagsChanged_thenNoRunSeen() {
        Item item = failed();
        Track track = morning.studio.track(Reruns.of(item));
        Reruns.loseRequest(morning, Reruns.of(item));
        item.change(values -> values.put("version", 2).put("ignore_success", true));

        assertThat(track.settle(Duration.ZERO)).satisfies(evidence(Verdict.NO_RUN_SEEN));
    }

    @Test
    void settle_whenSomebodyElseReruns_thenRanSince() {
        Item item = failed();
        Track track = morning.studio.track(Reruns.of(item));
        Reruns.loseRequest(morning, Reruns.of(item));
        morning.memory.rerun(item);

        assertThat(track.settle(Duration.ZERO)).satisfies(evidence(Verdict.RAN_SINCE));
    }

    @Test
    void settle_whenInstanceHadBeenRerunHoursAfterItsPlan_thenRanSince() {
        Item item = failed();
        morning.memory.instancesTake(Course.of("running").then(MINUTE, "fail")).rerun(item).advance(HOUR);
        Track track = morning.studio.track(Reruns.of(item));
        Reruns.loseAnswer(morning, Reruns.of(item));

        assertThat(track.settle(Duration.ZERO)).satisfies(evidence(Verdict.RAN_SINCE));
    }

    @Test
    void settle_whenOneOfSeveralInstancesMoved_thenRanSinceAndSaysWhich() {
        Item still = failed();
        Item moving = morning.memory.instance("daily_sales", PLANNED.plusSeconds(3600), values -> values.put("version", 7));
        morning.memory.instancesTake(values -> values.path("version").asInt() == 7 ? Course.of("running") : Course.nothing());
        Track track = morning.studio.track(Reruns.of(still, moving));
        Reruns.loseAnswer(morning, Reruns.of(still, moving));

        assertThat(track.settle(Duration.ZERO)).satisfies(evidence(Verdict.RAN_SINCE))
                .extracting(Evidence::reason).asString().contains(moving.values().path("instance_id").asText());
    }

    @Test
    void settle_whenOnlyAnInstanceWithAnotherSubmitTimeMoved_thenNoRunSeen() {
        Item item = failed();
        Item other = failed().change(values -> values.put("submit_time", PLANNED.minusSeconds(9).toEpochMilli()));
        Track track = morning.studio.track(Reruns.of(item));
        Reruns.loseRequest(morning, Reruns.of(item));
        morning.memory.rerun(other);

        assertThat(track.settle(Duration.ZERO)).satisfies(evidence(Verdict.NO_RUN_SEEN));
    }

    @Test
    void settle_whenTwoInstancesHaveTheSameValues_thenRanSinceAndSaysThatItNeedNotBeThisCall() {
        Item item = failed();
        failed();
        Track track = morning.studio.track(Reruns.of(item));
        Reruns.loseAnswer(morning, Reruns.of(item));

        assertThat(track.settle(Duration.ZERO)).satisfies(evidence(Verdict.RAN_SINCE))
                .extracting(Evidence::reason).asString().contains("need not be this call's");
    }

    @ParameterizedTest
    @EnumSource(Window.class)
    void settle_whenWindowsExcludeTheirBounds_thenInstanceAtABoundIsSeen(Window window) {
        morning.readings.window(window).inclusive(false);
        Item item = failed().change(values -> values.put("start_time", PLANNED.toEpochMilli()));
        Track track = morning.studio.track(Reruns.of(item));
        Reruns.loseAnswer(morning, Reruns.of(item));

        assertThat(track.settle(Duration.ZERO)).satisfies(evidence(Verdict.RAN_SINCE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"running", "waiting", "pause", "freeze", "running-exception", "waiting-confirm"})
    void settle_whenInstanceWasAtNoEndBefore_thenCannotTell(String status) {
        Item item = failed();
        item.change(values -> values.put("status", status).remove("end_time"));
        Track track = morning.studio.track(Reruns.of(item));
        Reruns.loseAnswer(morning, Reruns.of(item));
        morning.memory.advance(HOUR);

        assertThat(track.settle(HOUR)).satisfies(evidence(Verdict.CANNOT_TELL))
                .extracting(Evidence::reason).asString().contains("at no end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"success", "fail", "manual-stop", "skip-by-depend"})
    void settle_whenInstanceWasAtAnyEndBefore_thenRanSince(String status) {
        Item item = failed();
        item.change(values -> values.put("status", status));
        morning.memory.instancesTake(Course.of("running").then(MINUTE, status));
        Track track = morning.studio.track(Reruns.of(item));
        Reruns.loseAnswer(morning, Reruns.of(item));
        morning.memory.advance(HOUR);

        assertThat(track.settle(Duration.ZERO)).satisfies(evidence(Verdict.RAN_SINCE));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 403, 429, 500})
    void settle_whenFirstLookFails_thenCannotTellAtOnce(int status) {
        Item item = failed();
        morning.provider.failures().at(Morning.INSTANCES, 1, new Failure(status, false));
        Track track = morning.studio.track(Reruns.of(item));
        Reruns.loseAnswer(morning, Reruns.of(item));
        int before = morning.provider.count(Morning.INSTANCES);

        assertThat(track.settle(HOUR)).satisfies(evidence(Verdict.CANNOT_TELL))
                .extracting(Evidence::reason).asString().contains("daily_sales").contains(status == 0 ? "answer" : "HTTP " + status);
        assertThat(morning.provider.count(Morning.INSTANCES) - before).as("looks").isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 403, 429, 500})
    void settle_whenEachLaterLookFails_thenCannotTell(int status) {
        Item item = failed();
        Track track = morning.studio.track(Reruns.of(item));
        Reruns.loseAnswer(morning, Reruns.of(item));
        morning.provider.failures().from(Morning.INSTANCES, 1, new Failure(status, false));

        assertThat(track.settle(Duration.ZERO)).satisfies(evidence(Verdict.CANNOT_TELL))
                .extracting(Evidence::reason).asString().contains("daily_sales").contains(status == 0 ? "answer" : "HTTP " + status);
    }

    @Test
    void settle_whenALaterLookFailsOnce_thenTheNextOneTells() {
        Item item = failed();
        Track track = morning.studio.track(Reruns.of(item));
        Reruns.loseAnswer(morning, Reruns.of(item));
        morning.provider.failures().at(Morning.INSTANCES, 1, Failure.status(500));

        assertThat(track.settle(MINUTE)).satisfies(evidence(Verdict.RAN_SINCE));
    }

    @Test
    void settle_whenInstanceIsNotListedAnyMore_thenCannotTell() {
        Item item = failed();
        Track track = morning.studio.track(Reruns.of(item));
        Reruns.loseRequest(morning, Reruns.of(item));
        item.inWorkspace("other");
        morning.memory.job("daily_sales", values -> { });

        assertThat(track.settle(Duration.ZERO)).satisfies(evidence(Verdict.CANNOT_TELL))
                .extracting(Evidence::reason).asString().contains("no longer listed");
    }

    @Test
    void settle_whenWaitingInstancesAreNotListed_thenCannotTellUntilItRuns() {
        morning.readings.waitingListed(false);
        morning.memory.instancesTake(Course.of("waiting").then(MINUTE, "running"));
        Item item = failed();
        Track track = morning.studio.track(Reruns.of(item));
        Reruns.loseAnswer(morning, Reruns.of(item));

        assertThat(track.settle(Duration.ZERO)).satisfies(evidence(Verdict.CANNOT_TELL));
        morning.memory.advanceAfterEachList(MINUTE);
        assertThat(track.settle(MINUTE)).satisfies(evidence(Verdict.RAN_SINCE));
    }

    @Test
    void settle_whenNoSuchInstanceIsListed_thenCannotTell() {
        Item item = failed();
        Rerun rerun = Reruns.of(item);
        item.change(values -> values.put("job_id", 1));
        Track track = morning.studio.track(rerun);
        Reruns.loseRequest(morning, rerun);

        assertThat(track.settle(HOUR)).satisfies(evidence(Verdict.CANNOT_TELL))
                .extracting(Evidence::reason).asString().contains("not listed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RUNNING", "SUCCESS", "FAILED", "ALARMING"})
    void settle_whenQualityRerunRan_thenRanSince(String status) {
        morning.memory.run(RULE, PLANNED, values -> { });
        morning.memory.runsTake(Course.of(status));
        Track track = morning.studio.track(QUALITY);
        Reruns.loseAnswer(morning, QUALITY);

        assertThat(track.settle(Duration.ZERO)).satisfies(evidence(Verdict.RAN_SINCE))
                .extracting(Evidence::reason).asString().contains("orders-2");
    }

    @Test
    void settle_whenQualityRunIsListedLate_thenLooksAgainUntilItIs() {
        morning.readings.lag(MINUTE);
        Track track = morning.studio.track(QUALITY);
        Reruns.loseAnswer(morning, QUALITY);

        assertThat(track.settle(Duration.ZERO)).satisfies(evidence(Verdict.NO_RUN_SEEN));
        morning.memory.advanceAfterEachList(MINUTE);
        assertThat(track.settle(MINUTE)).satisfies(evidence(Verdict.RAN_SINCE));
    }

    @Test
    void settle_whenOnlyOtherRulesRan_thenNoRunSeen() {
        morning.memory.qualityJob(RULE + 1, "orders", values -> { });
        morning.memory.comparisonJob(RULE + 2, "orders", values -> { });
        morning.memory.run(RULE, PLANNED, values -> { });
        Track track = morning.studio.track(QUALITY);
        Reruns.loseRequest(morning, QUALITY);
        morning.memory.runRule(RULE + 1).runRule(RULE + 2);

        assertThat(track.settle(Duration.ofMillis(600))).satisfies(evidence(Verdict.NO_RUN_SEEN));
    }

    @Test
    void settle_whenScheduleRanTheRule_thenRanSinceAndSaysThatItNeedNotBeThisCall() {
        Track track = morning.studio.track(QUALITY);
        Reruns.loseRequest(morning, QUALITY);
        morning.memory.runRule(RULE);

        assertThat(track.settle(Duration.ZERO)).satisfies(evidence(Verdict.RAN_SINCE))
                .extracting(Evidence::reason).asString().contains("need not be this call's");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void settle_whenQualityLookFails_thenCannotTell(int request) {
        morning.provider.failures().at(Morning.RUNS, request, Failure.status(403));
        Track track = morning.studio.track(QUALITY);
        Reruns.loseAnswer(morning, QUALITY);

        assertThat(track.settle(HOUR)).satisfies(evidence(Verdict.CANNOT_TELL))
                .extracting(Evidence::reason).asString().contains("HTTP 403");
    }

    @Test
    void settle_whenManyRulesRanInTheDayBefore_thenTheNewRunIsStillTold() {
        for (int i = 0; i < 250; i++) {
            morning.memory.run(RULE, PLANNED.plusSeconds(i), values -> { });
        }
        Track track = morning.studio.track(QUALITY);
        Reruns.loseAnswer(morning, QUALITY);

        assertThat(track.settle(Duration.ZERO)).satisfies(evidence(Verdict.RAN_SINCE))
                .extracting(Evidence::reason).asString().contains("orders-251");
    }

    @ParameterizedTest
    @ValueSource(strings = {"start_time", "end_time"})
    void settle_whenOnlyOneTimeChanged_thenRanSince(String time) {
        Item item = failed();
        Track track = morning.studio.track(Reruns.of(item));
        Reruns.loseRequest(morning, Reruns.of(item));
        item.change(values -> values.put(time, values.path(time).asLong() + 1));

        assertThat(track.settle(Duration.ZERO)).satisfies(evidence(Verdict.RAN_SINCE));
    }

    @Test
    void settle_whenOnlyAnInstanceMovedThatWasAtNoEnd_thenCannotTell() {
        Item ended = failed();
        Item running = morning.memory.instance("daily_sales", PLANNED.plusSeconds(60), values -> values.put("status", "running"));
        Track track = morning.studio.track(Reruns.of(ended, running));
        Reruns.loseRequest(morning, Reruns.of(ended, running));
        running.change(values -> values.put("status", "success"));

        assertThat(track.settle(Duration.ZERO)).satisfies(evidence(Verdict.CANNOT_TELL));
    }

    @Test
    void settle_whenInstanceStartedLongAfterTheFirstLook_thenOneLookTells() {
        morning.memory.instancesTake(Course.of("waiting").then(Duration.ofMinutes(30), "running"));
        Item item = failed();
        Track track = morning.studio.track(Reruns.of(item));
        Reruns.loseAnswer(morning, Reruns.of(item));
        morning.memory.advance(HOUR);

        assertThat(track.settle(Duration.ZERO)).satisfies(evidence(Verdict.RAN_SINCE));
    }

    @Test
    void settle_whenQualityRunStartedLongAfterTheFirstLook_thenOneLookTells() {
        morning.memory.runsTake(Course.after(Duration.ofMinutes(30), "RUNNING"));
        Track track = morning.studio.track(QUALITY);
        Reruns.loseAnswer(morning, QUALITY);
        morning.memory.advance(HOUR);

        assertThat(track.settle(Duration.ZERO)).satisfies(evidence(Verdict.RAN_SINCE));
    }

    @Test
    void settle_whenCalledTwice_thenSendsOnlyLooks() {
        Item item = failed();
        Track track = morning.studio.track(Reruns.of(item));
        Reruns.loseAnswer(morning, Reruns.of(item));

        assertThat(List.of(track.settle(Duration.ZERO), track.settle(HOUR))).allSatisfy(evidence(Verdict.RAN_SINCE));
    }

    private static Consumer<Evidence> evidence(Verdict verdict) {
        return evidence -> assertThat(evidence.verdict()).as(evidence.reason()).isEqualTo(verdict);
    }

    private static Item failed() {
        return morning.memory.instance("daily_sales", PLANNED, values -> { });
    }
}
