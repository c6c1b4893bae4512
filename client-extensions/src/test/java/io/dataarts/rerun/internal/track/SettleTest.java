package io.dataarts.rerun.internal.track;

import static io.dataarts.rerun.internal.track.ScriptedService.PLAN;
import static io.dataarts.rerun.internal.track.ScriptedService.QUALITY;
import static io.dataarts.rerun.internal.track.ScriptedService.is;
import static io.dataarts.rerun.internal.track.ScriptedService.rerun;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dataarts.generated.model.FactoryJobInstance;
import io.dataarts.generated.model.QualityInstance;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.RelatedJob;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.PermissionDeniedException;
import io.dataarts.rerun.error.ServerErrorException;
import io.dataarts.rerun.error.ServiceAnswer;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.find.InstanceState;
import io.dataarts.rerun.track.Evidence;
import io.dataarts.rerun.track.Evidence.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** After an unknown outcome, the service's lists say whether the rerun ran, or that they cannot tell. */
class SettleTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ScriptedService service = new ScriptedService();

    @AfterEach
    void noInterrupt() {
        assertThat(Thread.interrupted()).isFalse();
    }

    private static Evidence ranSince(String reason) {
        return new Evidence(Verdict.RAN_SINCE, reason);
    }

    private static Evidence cannotTell(String reason) {
        return new Evidence(Verdict.CANNOT_TELL, reason);
    }

    /** Returns a time of the service, some seconds after the first look. */
    private Instant later(int seconds) {
        return Instant.parse("2024-11-26T08:00:00Z").plusSeconds(seconds);
    }

    @Test
    void settle_whenTheInstanceLeftItsEnd_thenRanSinceAtOnce() {
        FactoryJobInstance instance = service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        service.after(SECOND, () -> is(instance, "running", later(1), null));
        assertThat(track.settle(MINUTE)).isEqualTo(ranSince("sales (instance 7), planned 2024-11-26T02:00:00Z: running, started"
                + " 2024-11-26T08:00:01Z; before: sales (instance 7), planned 2024-11-26T02:00:00Z: fail, started 2024-11-26T02:00:01Z,"
                + " ended 2024-11-26T02:01:00Z"));
        assertThat(service.pauses).containsExactly(Duration.ofMillis(500), Duration.ofMillis(750));
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("status", "success", PLAN.plusSeconds(1), PLAN.plusSeconds(60)),
                Arguments.of("status", "waiting", null, null),
                Arguments.of("start", "fail", PLAN.plusSeconds(2), PLAN.plusSeconds(60)),
                Arguments.of("end", "fail", PLAN.plusSeconds(1), PLAN.plusSeconds(61)));
    }

    @ParameterizedTest(name = "{0}: {1}, {2} to {3}")
    @MethodSource("changes")
    void settle_whenOneFieldMoved_thenRanSince(String field, String status, Instant start, Instant end) {
        FactoryJobInstance instance = service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        is(instance, status, start, end);
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.RAN_SINCE);
    }

    @Test
    @DisplayName("an end time that the service fills in later is no run, unless the status or the start has changed, too")
    void endFilledIn() {
        FactoryJobInstance instance = is(service.failed(7, PLAN), "fail", PLAN, null);
        Watch track = service.track(rerun(PLAN));
        is(instance, "fail", PLAN, PLAN.plusSeconds(60));
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
        assertThat(track.follow(Duration.ZERO).unmoved()).hasSize(1);
        is(instance, "fail", later(1), later(2));
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.RAN_SINCE);
    }

    @Test
    @DisplayName("a time that an answer leaves out, or that the service fills in later, is no run")
    void timesLeftOut() {
        FactoryJobInstance instance = is(service.failed(7, PLAN), "fail", null, PLAN.plusSeconds(60));
        Watch track = service.track(rerun(PLAN));
        is(instance, "fail", PLAN, PLAN.plusSeconds(60));
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
        is(instance, "fail", PLAN, null);
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
        is(instance, "fail", later(601), null); // after the first look, though clocks differ
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.RAN_SINCE);
    }

    @ParameterizedTest
    @ValueSource(ints = {-600, 0, 600})
    @DisplayName("a run is seen although the clock of the lists differs from that of the answers")
    void clocksDiffer(int seconds) {
        service.byStart = true;
        FactoryJobInstance instance = service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        is(instance, "success", later(seconds), later(seconds + 1));
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.RAN_SINCE);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, -30, -600, 600})
    @DisplayName("an instance that somebody else started shortly before the first look is no evidence, also if clocks differ")
    void startedBeforeTheFirstLook(int seconds) {
        service.byStart = true;
        service.failed(7, PLAN);
        is(service.failed(8, PLAN).submitTime(PLAN.toEpochMilli()), "running", later(seconds), null);
        Watch track = service.track(rerun(PLAN));
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"success", "fail", "manual-stop", "skip-by-depend"})
    void settle_whenItWasAtThisEnd_thenAChangeIsEvidence(String end) {
        FactoryJobInstance instance = service.failed(7, PLAN).status(end);
        Watch track = service.track(rerun(PLAN));
        is(instance, "waiting", null, null);
        assertThat(track.settle(MINUTE).verdict()).isEqualTo(Verdict.RAN_SINCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"waiting", "running", "running-exception", "pause", "freeze", "something-new"})
    void settle_whenItWasAtNoEndBefore_thenCannotTellWithoutARequest(String status) {
        FactoryJobInstance instance = is(service.failed(7, PLAN), status, PLAN, null);
        Watch track = service.track(rerun(PLAN));
        is(instance, "success", PLAN, later(1));
        service.asked.clear();
        assertThat(track.settle(MINUTE)).isEqualTo(cannotTell("sales (instance 7), planned 2024-11-26T02:00:00Z: " + status
                + ", started 2024-11-26T02:00:00Z; at the first look it was at no end, so no change is evidence"));
        assertThat(service.asked).isEmpty();
    }

    @Test
    void settle_whenTheInstanceHasNoStatus_thenCannotTell() {
        service.failed(7, PLAN).status(null);
        assertThat(service.track(rerun(PLAN)).settle(MINUTE).verdict()).isEqualTo(Verdict.CANNOT_TELL);
    }

    @Test
    void settle_whenAnInstanceHasANewId_thenRanSince() {
        service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        is(service.failed(8, PLAN), "waiting", null, null);
        assertThat(track.settle(Duration.ZERO)).isEqualTo(
                ranSince("sales (instance 8), planned 2024-11-26T02:00:00Z: waiting; its instance id is new"));
    }

    @Test
    @DisplayName("a new id is no evidence if no instance of its planned time was at an end before")
    void newIdBesideARunningInstance() {
        is(service.failed(7, PLAN), "running", PLAN, null);
        Watch track = service.track(rerun(PLAN));
        service.failed(8, PLAN).startTime(later(1).toEpochMilli());
        assertThat(track.settle(MINUTE).verdict()).isEqualTo(Verdict.CANNOT_TELL);
    }

    @Test
    @DisplayName("a new id of another planned time or another job is no evidence")
    void otherInstances() {
        service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        is(service.failed(8, PLAN.plusSeconds(1)), "running", later(1), null);
        is(service.failed(9, PLAN).jobId(1L), "running", later(1), null);
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
    }

    @Test
    @DisplayName("an instance that ended before the first look is not new, although only a wider window lists it")
    void oldInstanceInAWiderWindow() {
        service.byStart = true;
        FactoryJobInstance instance = service.failed(7, PLAN).startTime(later(-3600).toEpochMilli());
        Watch track = service.track(rerun(PLAN));
        is(service.failed(6, PLAN), "fail", PLAN.plusSeconds(4000), PLAN.plusSeconds(4010)); // beyond the hour, before the start of 7
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
        assertThat(instance.getStatus()).isEqualTo("fail");
    }

    @Test
    void settle_whenNothingMoves_thenNoRunSeenAfterGrowingPauses() {
        service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        assertThat(track.settle(Duration.ofMinutes(10))).isEqualTo(new Evidence(Verdict.NO_RUN_SEEN,
                "nothing changed after the first look at 2024-11-26T08:00:00Z. That is no proof: the service may list a run late"));
        assertThat(service.pauses.subList(0, 4)).containsExactly(
                Duration.ofMillis(500), Duration.ofMillis(750), Duration.ofNanos(1_125_000_000), Duration.ofNanos(1_687_500_000));
        assertThat(service.pauses.subList(12, service.pauses.size() - 1)).hasSizeGreaterThan(10).containsOnly(Duration.ofSeconds(30));
        // The looks take a little of the limit.
        assertThat(service.pauses.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
    }

    @Test
    @DisplayName("version and flags of success, name, type and submit time are no evidence")
    void noEvidence() {
        FactoryJobInstance instance = service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        instance.version(9).forceSuccess(true).ignoreSuccess(true).jobInstanceName("x").instanceType(5).submitTime(PLAN.toEpochMilli());
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
    }

    @Test
    void settle_whenTheLimitIsZero_thenLooksOnceWithoutAPause() {
        service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        service.asked.clear();
        track.settle(Duration.ZERO);
        assertThat(service.asked).hasSize(2);
        assertThat(service.pauses).isEmpty();
    }

    @Test
    void settle_whenALookTakesLongerThanTheLimit_thenLooksOnce() {
        service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        service.nextTakes(Duration.ofMillis(10));
        service.asked.clear();
        assertThat(track.settle(Duration.ofMillis(10))).isEqualTo(
                cannotTell("the list of job sales in workspace w could not be read: 10 ms passed"));
        assertThat(service.asked).hasSize(1);
        assertThat(service.pauses).isEmpty();
    }

    @Test
    @DisplayName("no request begins after the limit: the lists that were read count, the others are named")
    void limitBetweenTwoLists() {
        service.failed(6, PLAN);
        FactoryJobInstance stock = service.failed("w/stock", 7, PLAN);
        Watch track = service.track(related(RelatedJob.of("stock"), RelatedJob.of("price")));
        is(stock, "running", later(1), null);
        service.asked.clear();
        service.failures.add(() -> null);
        service.failures.add(() -> null);
        service.failures.add(() -> null);
        service.nextTakes(Duration.ofMillis(200));
        assertThat(track.follow(Duration.ofMillis(200)).reason()).endsWith(
                "; the list of job price in workspace w could not be read: 200 ms passed");
        assertThat(service.asked).hasSize(4);
        assertThat(track.evidence(null).verdict()).isEqualTo(Verdict.RAN_SINCE);
    }

    @Test
    @DisplayName("a look that the limit cuts short leaves the answer of the look before")
    void limitInALaterLook() {
        service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        service.asked.clear();
        service.failures.add(() -> null);
        service.failures.add(() -> null);
        service.nextTakes(Duration.ofMillis(500));
        assertThat(track.settle(Duration.ofMillis(900)).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
        assertThat(service.asked).hasSize(3);
    }

    @Test
    @DisplayName("no page of a long list is asked for after the limit")
    void limitBetweenTwoPages() {
        for (int i = 0; i < 1500; i++) {
            service.failed(i, PLAN.plusMillis(i));
        }
        Watch track = service.track(rerun(PLAN));
        service.asked.clear();
        service.nextTakes(Duration.ofMillis(200));
        track.settle(Duration.ofMillis(200));
        assertThat(service.asked).hasSize(1);
    }

    @Test
    void settle_whenTheLimitIsNegative_thenRefusedWithoutARequest() {
        Watch track = service.track(rerun(PLAN));
        service.asked.clear();
        assertThatThrownBy(() -> track.settle(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit must not be negative, was PT-0.001S");
        assertThatThrownBy(() -> track.settle(null)).isInstanceOf(NullPointerException.class).hasMessage("limit");
        assertThatThrownBy(() -> track.follow(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThat(service.asked).isEmpty();
    }

    @Test
    void settle_whenTheInstanceIsNotListed_thenCannotTell() {
        service.failed(7, PLAN.plusSeconds(1));
        assertThat(service.track(rerun(PLAN)).settle(MINUTE)).isEqualTo(
                cannotTell("the instance planned 2024-11-26T02:00:00Z of job sales in workspace w was not listed at the first look"));
    }

    @Test
    @DisplayName("an instance that is listed only later was not seen before, so that it is no evidence")
    void listedLater() {
        service.failed(8, PLAN.plusSeconds(60));
        Watch track = service.track(rerun(PLAN, PLAN.plusSeconds(60)));
        is(service.failed(7, PLAN), "running", later(1), null);
        assertThat(track.settle(Duration.ZERO)).isEqualTo(cannotTell("sales (instance 7), planned 2024-11-26T02:00:00Z: running, started"
                + " 2024-11-26T08:00:01Z; at the first look it was at no end, so no change is evidence"));
    }

    @Test
    void settle_whenTheInstanceIsNoLongerListed_thenCannotTell() {
        FactoryJobInstance instance = service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        service.forget(instance);
        assertThat(track.settle(MINUTE)).isEqualTo(cannotTell("sales (instance 7), planned 2024-11-26T02:00:00Z: fail, started"
                + " 2024-11-26T02:00:01Z, ended 2024-11-26T02:01:00Z; it is no longer listed"));
        assertThat(service.pauses).hasSizeGreaterThan(5);
    }

    @Test
    void settle_whenTheInstanceIsListedAgainAtTheLastLook_thenNoRunSeen() {
        FactoryJobInstance instance = service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        service.forget(instance);
        service.after(Duration.ofSeconds(50), () -> service.failed(7, PLAN));
        assertThat(track.settle(MINUTE).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
    }

    static Stream<DataArtsException> failures() {
        return Stream.of(
                new PermissionDeniedException("Rejected: HTTP 403, DLF.6888: no [the user needs a role]", Outcome.REJECTED, 1, answer(403)),
                new BadRequestException("Rejected: HTTP 400, DLF.0819: workspace does not exist", Outcome.REJECTED, 1, answer(400)),
                new NoResponseException("Sent, but unknown: responseTimeout of 60 s ended", null, Outcome.UNKNOWN, 1),
                new ServerErrorException("HTTP 500", Outcome.UNKNOWN, 1, answer(500)));
    }

    private static ServiceAnswer answer(int status) {
        return new ServiceAnswer(status, null, null, null, "", null);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void settle_whenTheFirstLookFailed_thenCannotTellWithItsReasonAndWithoutARequest(DataArtsException failure) {
        FactoryJobInstance instance = service.failed(7, PLAN);
        service.fail(failure);
        Watch track = service.track(rerun(PLAN));
        is(instance, "running", later(1), null);
        service.asked.clear();
        assertThat(track.settle(MINUTE)).isEqualTo(
                cannotTell("the list of job sales in workspace w could not be read: " + failure.getMessage()));
        assertThat(service.asked).isEmpty();
    }

    @Test
    @DisplayName("a first look that failed stays without evidence, even if following has looked since")
    void failedThenFollowed() {
        FactoryJobInstance instance = service.failed(7, PLAN);
        service.fail(new NoResponseException("lost", null, Outcome.UNKNOWN, 1));
        Watch track = service.track(rerun(PLAN));
        track.follow(Duration.ZERO);
        is(instance, "running", later(1), null);
        track.follow(Duration.ZERO);
        assertThat(track.settle(MINUTE)).isEqualTo(cannotTell("the list of job sales in workspace w could not be read: lost"));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404})
    @DisplayName("a refused look is not repeated, since a few refused signatures lock a key")
    void refused(int status) {
        service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        service.fail(new ServiceException("refused", Outcome.REJECTED, 1, answer(status)));
        service.asked.clear();
        assertThat(track.settle(MINUTE)).isEqualTo(cannotTell("the list of job sales in workspace w could not be read: refused"));
        assertThat(service.asked).hasSize(1);
        assertThat(service.pauses).isEmpty();
    }

    static Stream<DataArtsException> passingFailures() {
        return failures().filter(failure -> failure.outcome() == Outcome.UNKNOWN);
    }

    @ParameterizedTest
    @MethodSource("passingFailures")
    void settle_whenALaterLookFails_thenLooksAgain(DataArtsException failure) {
        FactoryJobInstance instance = service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        service.fail(failure);
        service.failures.add(() -> null);
        service.fail(failure);
        service.after(Duration.ofSeconds(3), () -> is(instance, "success", later(1), later(2)));
        assertThat(track.settle(MINUTE).verdict()).isEqualTo(Verdict.RAN_SINCE);
    }

    @Test
    void settle_whenTheLastLookFails_thenCannotTell() {
        service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        service.failures.add(() -> null);
        service.fail(new NoResponseException("lost", null, Outcome.UNKNOWN, 1));
        assertThat(track.settle(Duration.ZERO)).isEqualTo(cannotTell("the list of job sales in workspace w could not be read: lost"));
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
    }

    @Test
    void track_whenAnAnswerHasNoDate_thenTheLookFailed() {
        service.failed(7, PLAN);
        service.hasDate = false;
        assertThat(service.track(rerun(PLAN)).settle(MINUTE)).isEqualTo(cannotTell(
                "the list of job sales in workspace w could not be read: the answer has no valid Date, from which windows count"));
    }

    @Test
    void track_whenTheStudioIsClosed_thenThrows() {
        service.fail(new IllegalStateException("closed"));
        assertThatThrownBy(() -> service.track(rerun(PLAN))).isInstanceOf(IllegalStateException.class).hasMessage("closed");
        Watch track = service.track(rerun(PLAN));
        service.fail(new IllegalStateException("closed"));
        assertThatThrownBy(() -> track.follow(MINUTE)).isInstanceOf(IllegalStateException.class).hasMessage("closed");
    }

    @Test
    @DisplayName("a new id that is at no end is evidence, although its end is that of the last run")
    void newIdWithAnOldEnd() {
        service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        service.failed(8, PLAN).status("running");
        assertThat(track.settle(Duration.ZERO).reason()).startsWith("sales (instance 8)").contains("its instance id is new");
    }

    @Test
    @DisplayName("of reruns that are watched together, an interrupt changes only what was open")
    void interruptedTogether() {
        is(service.failed(7, PLAN), "running", PLAN, null);
        service.failed(8, PLAN.plusSeconds(60));
        assertThat(service.track(rerun(PLAN)).evidence("the thread was interrupted").reason()).endsWith("so no change is evidence");
        assertThat(service.track(rerun(PLAN.plusSeconds(60))).evidence("the thread was interrupted")).isEqualTo(cannotTell("the thread was interrupted"));
    }

    @Test
    void settle_whenInterruptedInAPause_thenCannotTellAndTheFlagStays() {
        service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        service.after(Duration.ofSeconds(3), () -> Thread.currentThread().interrupt());
        assertThat(track.settle(MINUTE)).isEqualTo(cannotTell("the thread was interrupted"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
    }

    @Test
    @DisplayName("of several instances, one that moved is enough, whatever the others were before")
    void oneOfSeveral() {
        is(service.failed(6, PLAN), "running", PLAN, null);
        FactoryJobInstance instance = service.failed(7, PLAN.plusSeconds(60));
        Watch track = service.track(rerun(PLAN, PLAN.plusSeconds(60), PLAN.plusSeconds(120)));
        service.after(SECOND, () -> is(instance, "running", later(1), null));
        assertThat(track.settle(MINUTE).reason()).startsWith("sales (instance 7), planned 2024-11-26T02:01:00Z: running");
    }

    @Test
    @DisplayName("of several instances, each has to give evidence before no run counts as seen")
    void oneOfSeveralCannotTell() {
        is(service.failed(6, PLAN), "running", PLAN, null);
        service.failed(7, PLAN.plusSeconds(60));
        Watch track = service.track(rerun(PLAN, PLAN.plusSeconds(60)));
        assertThat(track.settle(MINUTE).reason()).startsWith("sales (instance 6)").endsWith("so no change is evidence");
        assertThat(service.pauses).hasSizeGreaterThan(5);
    }

    @Test
    @DisplayName("the submit time chooses between two instances of one planned time at the first look")
    void submitTimeChooses() {
        FactoryJobInstance other = service.failed(6, PLAN).submitTime(PLAN.toEpochMilli());
        FactoryJobInstance meant = service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        is(other, "running", later(1), null);
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
        is(meant, "running", later(1), null).submitTime(later(1).toEpochMilli());
        assertThat(track.settle(Duration.ZERO).reason()).startsWith("sales (instance 7)").doesNotContain("need not");
    }

    @Test
    @DisplayName("the submit time shows of which instance a new id is a run; a new submit time leaves it open, and the reason says so")
    void newIdOfAnotherInstance() {
        service.failed(6, PLAN).submitTime(PLAN.toEpochMilli());
        service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        FactoryJobInstance fresh = is(service.failed(8, PLAN).submitTime(PLAN.toEpochMilli()), "running", later(1), null);
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
        service.forget(fresh);
        is(service.failed(9, PLAN).submitTime(later(1).toEpochMilli()), "running", later(1), null);
        assertThat(track.settle(Duration.ZERO).reason()).startsWith("sales (instance 9)")
                .endsWith(". It need not be this call's run: several instances have its job id and planned time");
    }

    @Test
    @DisplayName("an instance that started hours late is seen before, although another one of its planned time started on time")
    void lateBesideAnother() {
        service.byStart = true;
        service.failed(6, PLAN).submitTime(PLAN.toEpochMilli());
        FactoryJobInstance late = is(service.failed(7, PLAN), "fail", later(-3600), later(-3000));
        Watch track = service.track(rerun(PLAN));
        assertThat(track.before().instances()).extracting(InstanceState::instanceId).containsExactlyInAnyOrder("6", "7");
        is(late, "running", later(1), null);
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.RAN_SINCE);
    }

    @Test
    @DisplayName("if no submit time fits, each instance of the planned time may be the one, and the reason says so")
    void severalCandidates() {
        service.failed(6, PLAN);
        FactoryJobInstance second = service.failed(7, PLAN);
        Watch track = service.track(rerun(JobInstance.of(917567).planned(PLAN).submitted(PLAN)));
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
        is(second, "running", later(1), null);
        assertThat(track.settle(Duration.ZERO).reason()).startsWith("sales (instance 7)")
                .endsWith(". It need not be this call's run: several instances have its job id and planned time");
    }

    private static JobRerun related(RelatedJob... jobs) {
        return JobRerun.job("sales").withRelatedJobs(PLAN, PLAN.plusSeconds(3600), jobs).from(StartNode.first()).using(TaskVersion.CURRENT)
                .build();
    }

    @Test
    @DisplayName("a rerun with related jobs watches each of them in its workspace")
    void relatedJobs() {
        service.failed(6, PLAN);
        FactoryJobInstance instance = service.failed("v/stock", 7, PLAN.plusSeconds(60));
        service.failed("w/price", 8, PLAN.plusSeconds(120));
        Watch track = service.track(related(RelatedJob.of("stock").inWorkspace("v"), RelatedJob.of("price")));
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
        is(instance, "running", later(1), null);
        assertThat(track.settle(Duration.ZERO).reason()).startsWith("stock (instance 7), planned 2024-11-26T02:01:00Z: running")
                .endsWith(". It need not be this call's run: the span may hold other runs of these jobs");
    }

    @Test
    void settle_whenARelatedJobHasNoInstance_thenCannotTell() {
        service.failed(6, PLAN);
        assertThat(service.track(related(RelatedJob.of("stock"))).settle(Duration.ZERO)).isEqualTo(
                cannotTell("an instance in the span of job stock in workspace w was not listed at the first look"));
    }

    @Test
    @DisplayName("a new instance in the span is no evidence, but leaves it open, unless its planned time had one at its end")
    void newInstanceInTheSpan() {
        service.failed(6, PLAN);
        service.failed("w/stock", 7, PLAN);
        Watch track = service.track(related(RelatedJob.of("stock")));
        service.failed(9, PLAN.plusSeconds(7200)).startTime(later(1).toEpochMilli()).endTime(null); // planned after the span
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
        FactoryJobInstance fresh = is(service.failed(8, PLAN.plusSeconds(60)), "running", later(1), null);
        assertThat(track.settle(Duration.ZERO).reason()).startsWith("sales (instance 8)").endsWith("so no change is evidence");
        fresh.planTime(PLAN.toEpochMilli());
        assertThat(track.settle(Duration.ZERO).reason()).startsWith("sales (instance 8)").contains("its instance id is new");
    }

    @Test
    @DisplayName("in a span, the end of an instance that was running is no evidence, although others were at their end")
    void runningInTheSpan() {
        FactoryJobInstance running = is(service.failed(6, PLAN), "running", PLAN, null);
        service.failed("w/stock", 7, PLAN);
        service.failed(8, PLAN.plusSeconds(60));
        Watch track = service.track(related(RelatedJob.of("stock")));
        is(running, "success", PLAN, later(1));
        assertThat(track.settle(Duration.ZERO).reason()).startsWith("sales (instance 6)").endsWith("so no change is evidence");
    }

    @Test
    @DisplayName("in a span, a new id of another job id is no evidence: the job was made anew under its name")
    void madeAnew() {
        service.failed(6, PLAN);
        service.failed("w/stock", 7, PLAN);
        Watch track = service.track(related(RelatedJob.of("stock")));
        is(service.failed(8, PLAN).jobId(1L), "running", later(1), null);
        assertThat(track.settle(Duration.ZERO).reason()).startsWith("sales (instance 8)").endsWith("so no change is evidence");
    }

    @Test
    @DisplayName("an instance that started in the span is watched, although it was planned before")
    void startedInTheSpan() {
        service.byStart = true;
        service.failed("w/stock", 7, PLAN);
        FactoryJobInstance instance = service.failed(6, PLAN.minusSeconds(60)).startTime(PLAN.plusSeconds(5).toEpochMilli());
        Watch track = service.track(related(RelatedJob.of("stock")));
        is(instance, "running", later(1), null);
        assertThat(track.settle(Duration.ZERO).reason()).startsWith("sales (instance 6)");
    }

    @Test
    void settle_whenTheRuleHasANewRun_thenRanSince() {
        service.run(1, "FAILED", PLAN, PLAN.plusSeconds(60));
        Watch track = service.track(QUALITY);
        service.after(Duration.ofSeconds(4), () -> service.run(2, "RUNNING", later(3), null));
        assertThat(track.settle(MINUTE)).isEqualTo(ranSince("orders-2 (instance 2): RUNNING, started 2024-11-26T08:00:03Z; its instance id"
                + " is new. It need not be this call's run: a schedule may have started it"));
    }

    @Test
    @DisplayName("a run that the first look did not list is evidence, also if it started a little before, and the reason says so")
    void startedBefore() {
        Watch track = service.track(QUALITY);
        service.run(2, "RUNNING", later(-5), null);
        assertThat(track.settle(Duration.ZERO).reason()).isEqualTo("orders-2 (instance 2): RUNNING, started 2024-11-26T07:59:55Z; its"
                + " instance id is new, though it started before the first look. It need not be this call's run: a schedule may have"
                + " started it");
    }

    @Test
    @DisplayName("a run that started in the second of the first look did not start before it")
    void startedAtTheFirstLook() {
        Watch track = service.track(QUALITY);
        service.run(2, "RUNNING", later(0), null);
        assertThat(track.settle(Duration.ZERO).reason()).doesNotContain("before the first look");
    }

    @Test
    @DisplayName("a new id whose end is not more than ten minutes before the first look is evidence")
    void endedAtTheFirstLook() {
        service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        is(service.failed(8, PLAN), "fail", null, later(-600)); // the earliest end that may belong to it, as clocks differ
        assertThat(track.settle(Duration.ZERO).reason()).endsWith("; its instance id is new");
    }

    @Test
    void settle_whenTheRuleHasNoNewRun_thenNoRunSeen() {
        service.run(1, "FAILED", later(-30), later(-20));
        Watch track = service.track(QUALITY);
        service.run(2, "RUNNING", later(1), null).taskId(8L);
        service.run(3, "RUNNING", later(1), null).taskType("CONSISTENCY_TASK");
        assertThat(track.settle(MINUTE).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
    }

    @Test
    @DisplayName("the end of a run that was running at the first look is no evidence")
    void endOfARun() {
        QualityInstance run = service.run(1, "RUNNING", later(-30), null);
        Watch track = service.track(QUALITY);
        run.runStatus("SUCCESS").endTime(later(1).toEpochMilli());
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
    }

    @Test
    @DisplayName("a run that was at its end and runs again under its id is evidence")
    void sameRunAgain() {
        QualityInstance run = service.run(1, "FAILED", PLAN, PLAN.plusSeconds(60));
        Watch track = service.track(QUALITY);
        run.runStatus("RUNNING").startTime(later(1).toEpochMilli()).endTime(null);
        assertThat(track.settle(Duration.ZERO).reason()).startsWith("orders-1 (instance 1): RUNNING").contains("; before: orders-1");
    }

    @Test
    void settle_whenTheRulesFirstLookFails_thenCannotTell() {
        service.failures.add(() -> null); // the request that learns the service's time
        service.fail(new NoResponseException("lost", null, Outcome.UNKNOWN, 1));
        assertThat(service.track(QUALITY).settle(MINUTE)).isEqualTo(
                cannotTell("the list of quality jobs in workspace w could not be read: lost"));
    }

    @Test
    @DisplayName("an instance without any optional field does not fail the look")
    void bareInstance() {
        service.failed(7, PLAN).instanceId(null).submitTime(null).startTime(null).endTime(null).jobName(null);
        assertThat(service.track(rerun(PLAN)).settle(Duration.ZERO).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
        service.run(1, "SUCCESS", PLAN, null).id(null).name(null).runStatus(null);
        assertThat(service.track(QUALITY).settle(Duration.ZERO).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
    }

    @Test
    @DisplayName("instances without an id are told apart by their planned and submit times")
    void withoutIds() {
        FactoryJobInstance first = service.failed(7, PLAN).instanceId(null);
        service.failed(8, PLAN.plusSeconds(60)).instanceId(null);
        service.failed(9, PLAN).instanceId(null).submitTime(PLAN.toEpochMilli()).status("success");
        Watch track = service.track(rerun(PLAN, PLAN.plusSeconds(60)));
        service.forget(first);
        service.failed(7, PLAN).instanceId(null); // the same, in another order
        assertThat(track.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
    }
}
