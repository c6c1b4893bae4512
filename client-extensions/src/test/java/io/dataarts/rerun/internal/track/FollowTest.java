package io.dataarts.rerun.internal.track;

import static io.dataarts.rerun.internal.track.ScriptedService.PLAN;
import static io.dataarts.rerun.internal.track.ScriptedService.QUALITY;
import static io.dataarts.rerun.internal.track.ScriptedService.is;
import static io.dataarts.rerun.internal.track.ScriptedService.rerun;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import io.dataarts.generated.model.FactoryJobInstance;
import io.dataarts.generated.model.QualityInstance;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.LoggingCapture;
import io.dataarts.rerun.RelatedJob;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceAnswer;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.error.ThrottledException;
import io.dataarts.rerun.find.InstanceState;
import io.dataarts.rerun.track.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Following goes to the end of everything that the rerun touched. The state before is no end. */
class FollowTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final String FINISHED = "every instance has moved and is at an end";
    private static final String PASSED = "1 h passed before every instance had moved and was at an end";

    private final ScriptedService service = new ScriptedService();
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void noInterrupt() {
        assertThat(Thread.interrupted()).isFalse();
    }

    private void tell(InstanceState state) {
        told.add(state.instanceId() + " " + state.status());
    }

    private Duration waited() {
        return service.pauses.stream().reduce(Duration.ZERO, Duration::plus);
    }

    private Instant later(int seconds) {
        return Instant.parse("2024-11-26T08:00:00Z").plusSeconds(seconds);
    }

    private void after(int seconds, Runnable event) {
        service.after(Duration.ofSeconds(seconds), event);
    }

    @Test
    void follow_whenItRunsToSuccess_thenToldOfEachChange() {
        FactoryJobInstance instance = service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        after(2, () -> is(instance, "waiting", null, null));
        after(60, () -> is(instance, "running", later(60), null));
        after(600, () -> is(instance, "success", later(60), later(599)));
        Ending ending = track.follow(HOUR, this::tell);
        InstanceState last = new InstanceState("w", null, "sales", "917567", "7", PLAN.toEpochMilli(), ScriptedService.SUBMIT,
                "success", later(60).toEpochMilli(), later(599).toEpochMilli());
        assertThat(ending).isEqualTo(new Ending(true, true, List.of(last), List.of(), FINISHED));
        assertThat(told).containsExactly("7 waiting", "7 running", "7 success");
        assertThat(waited()).isBetween(Duration.ofSeconds(600), Duration.ofSeconds(631));
    }

    @Test
    void follow_whenItStaysFailedForAMinute_thenThatIsNoEnd() {
        FactoryJobInstance instance = service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        after(60, () -> is(instance, "running", later(60), null));
        after(120, () -> is(instance, "success", later(60), later(119)));
        assertThat(track.follow(HOUR, this::tell).succeeded()).isTrue();
        assertThat(told).containsExactly("7 running", "7 success");
    }

    @Test
    void follow_whenItFailsAgainBetweenTwoLooks_thenFinishedWithoutSuccess() {
        FactoryJobInstance instance = service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        after(61, () -> is(instance, "fail", later(61), later(62)));
        Ending ending = track.follow(HOUR, this::tell);
        assertThat(ending.finished()).isTrue();
        assertThat(ending.succeeded()).isFalse();
        assertThat(ending.moved()).hasSize(1);
        assertThat(ending.unmoved()).isEmpty();
        assertThat(told).containsExactly("7 fail");
        assertThat(waited()).isLessThan(Duration.ofSeconds(93));
    }

    @Test
    @DisplayName("a new start beside the old status and end is no end")
    void startBeforeStatus() {
        FactoryJobInstance instance = service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        instance.startTime(later(1).toEpochMilli());
        after(60, () -> is(instance, "success", later(1), later(60)));
        assertThat(track.follow(HOUR, this::tell).succeeded()).isTrue();
        assertThat(told).containsExactly("7 fail", "7 success");
    }

    @Test
    void follow_whenTheLimitPasses_thenWhatIsKnown() {
        FactoryJobInstance instance = service.failed(7, PLAN);
        service.failed(8, PLAN.plusSeconds(60));
        Watch track = service.track(rerun(PLAN, PLAN.plusSeconds(60)));
        after(60, () -> is(instance, "success", later(60), later(61)));
        Ending ending = track.follow(HOUR);
        assertThat(ending.finished()).isFalse();
        assertThat(ending.succeeded()).isFalse();
        assertThat(ending.reason()).isEqualTo(PASSED);
        assertThat(ending.moved()).extracting(InstanceState::instanceId, InstanceState::status).containsExactly(tuple("7", "success"));
        assertThat(ending.unmoved()).extracting(InstanceState::instanceId, InstanceState::status).containsExactly(tuple("8", "fail"));
        assertThat(waited()).isBetween(Duration.ofMinutes(59), HOUR);
    }

    @Test
    @DisplayName("a rerun under a new id ends, although the old instance stays as it was")
    void newId() {
        service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        FactoryJobInstance[] fresh = new FactoryJobInstance[1];
        after(60, () -> fresh[0] = is(service.failed(8, PLAN), "running", later(60), null));
        after(120, () -> is(fresh[0], "success", later(60), later(119)));
        Ending ending = track.follow(HOUR, this::tell);
        assertThat(ending.succeeded()).isTrue();
        assertThat(ending.moved()).extracting(InstanceState::instanceId).containsExactly("8");
        assertThat(ending.unmoved()).extracting(InstanceState::instanceId).containsExactly("7");
        assertThat(ending.instances()).extracting(InstanceState::instanceId).containsExactly("8", "7");
        assertThat(told).containsExactly("8 running", "8 success");
    }

    @ParameterizedTest
    @CsvSource({"success, true, true", "fail, true, false", "manual-stop, true, false", "skip-by-depend, true, false",
            "waiting, false, false", "running, false, false", "running-exception, false, false", "pause, false, false",
            "freeze, false, false", "something-new, false, false"})
    void follow_whenTheLastStatusIsThis_thenItIsAnEndOrNot(String status, boolean finished, boolean succeeded) {
        FactoryJobInstance instance = service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        is(instance, status, later(1), null);
        Ending ending = track.follow(HOUR);
        assertThat(ending.finished()).isEqualTo(finished);
        assertThat(ending.succeeded()).isEqualTo(succeeded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"running-exception", "pause", "freeze"})
    void follow_whenItNeedsAPerson_thenToldAndSaid(String status) {
        FactoryJobInstance instance = service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        after(60, () -> is(instance, status, later(60), null));
        List<InstanceState> needs = new ArrayList<>();
        Ending ending = track.follow(HOUR, needs::add);
        assertThat(needs).hasSize(1).allMatch(InstanceState::needsPerson);
        assertThat(ending.reason()).isEqualTo(PASSED + "; instances that need a person: 1");
    }

    @Test
    @DisplayName("if the first look failed, the first look that succeeds is the state before")
    void firstLookFailed() {
        FactoryJobInstance instance = service.failed(7, PLAN);
        service.fail(lost());
        Watch track = service.track(rerun(PLAN));
        service.fail(lost());
        after(60, () -> is(instance, "success", later(60), later(61)));
        assertThat(track.follow(HOUR, this::tell).succeeded()).isTrue();
        assertThat(told).containsExactly("7 success");
    }

    private static NoResponseException lost() {
        return new NoResponseException("lost", null, Outcome.UNKNOWN, 1);
    }

    @Test
    @DisplayName("an instance that was running before is at an end when that status is left")
    void runningBefore() {
        FactoryJobInstance instance = is(service.failed(7, PLAN), "running", PLAN, null);
        Watch track = service.track(rerun(PLAN));
        after(60, () -> is(instance, "success", PLAN, later(60)));
        assertThat(track.follow(HOUR).finished()).isTrue();
    }

    @Test
    @DisplayName("the end of another instance of the planned time, which ran at the first look, is not the end of the rerun")
    void runningBeside() {
        FactoryJobInstance instance = service.failed(7, PLAN).submitTime(null);
        FactoryJobInstance other = is(service.failed(8, PLAN).submitTime(null), "running", later(-60), null);
        Watch track = service.track(rerun(PLAN));
        after(1, () -> is(other, "success", later(-60), later(1)));
        Ending ending = track.follow(HOUR);
        assertThat(ending.finished()).isFalse();
        assertThat(ending.unmoved()).extracting(InstanceState::instanceId).containsExactly("7");
        is(instance, "success", later(3601), later(3602));
        assertThat(track.follow(HOUR).succeeded()).isTrue();
    }

    @Test
    @DisplayName("one new id stands for one of two instances of a planned time, and is listed once")
    void oneNewIdForTwo() {
        service.failed(7, PLAN);
        service.failed(8, PLAN).submitTime(PLAN.toEpochMilli());
        service.failed(9, PLAN.plusSeconds(60));
        Watch track = service.track(rerun(JobInstance.of(917567).planned(PLAN).submitted(ScriptedService.SUBMIT),
                JobInstance.of(917567).planned(PLAN).submitted(PLAN),
                JobInstance.of(917567).planned(PLAN.plusSeconds(60)).submitted(ScriptedService.SUBMIT)));
        is(service.failed(19, PLAN.plusSeconds(60)), "success", later(1), later(2));
        is(service.failed(17, PLAN), "success", later(1), later(2));
        Ending ending = track.follow(HOUR);
        assertThat(ending.finished()).isFalse();
        assertThat(ending.moved()).extracting(InstanceState::instanceId).containsExactly("17", "19");
        is(service.failed(18, PLAN).submitTime(PLAN.toEpochMilli()), "success", later(1), later(2));
        ending = track.follow(HOUR);
        assertThat(ending.succeeded()).isTrue();
        assertThat(ending.instances()).extracting(InstanceState::instanceId).containsExactly("17", "18", "19", "7", "8", "9");
    }

    @Test
    void follow_whenItIsListedOnlyLater_thenFollowed() {
        Watch track = service.track(rerun(PLAN));
        assertThat(track.follow(Duration.ZERO)).isEqualTo(new Ending(false, false, List.of(), List.of(),
                "0 s passed before every instance had moved and was at an end"));
        after(60, () -> is(service.failed(7, PLAN), "success", later(1), later(59)));
        assertThat(track.follow(HOUR).succeeded()).isTrue();
    }

    @Test
    @DisplayName("a state that an old copy of the list shows again is no end")
    void oldCopy() {
        FactoryJobInstance instance = service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        after(1, () -> is(instance, "running", later(1), null));
        after(20, () -> is(instance, "fail", PLAN.plusSeconds(1), PLAN.plusSeconds(60)));
        after(60, () -> is(instance, "running", later(1), null));
        after(120, () -> is(instance, "success", later(1), later(119)));
        assertThat(track.follow(HOUR, this::tell).succeeded()).isTrue();
        assertThat(told).containsExactly("7 running", "7 fail", "7 running", "7 success");
    }

    @Test
    @DisplayName("what settle saw is told, too")
    void afterSettle() {
        FactoryJobInstance instance = service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        is(instance, "running", later(1), null);
        track.settle(Duration.ZERO);
        after(60, () -> is(instance, "success", later(1), later(60)));
        track.follow(HOUR, this::tell);
        assertThat(told).containsExactly("7 running", "7 success");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404})
    void follow_whenTheServiceRefusesTheLook_thenEndsAtOnce(int status) {
        FactoryJobInstance instance = service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        service.fail(new ServiceException("refused", Outcome.REJECTED, 1, answer(status)));
        Ending ending = track.follow(HOUR);
        assertThat(ending.finished()).isFalse();
        assertThat(ending.reason()).isEqualTo("the list of job sales in workspace w could not be read: refused");
        assertThat(service.pauses).isEmpty();
        is(instance, "success", later(1), later(2));
        assertThat(track.follow(HOUR).finished()).isTrue();
    }

    private static ServiceAnswer answer(int status) {
        return new ServiceAnswer(status, null, null, null, "", null);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 409, 429, 500, 503})
    void follow_whenTheLookFailsOtherwise_thenRepeatedAfterGrowingPauses(int status) {
        FactoryJobInstance instance = service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        for (int i = 0; i < 3; i++) {
            service.fail(new ServiceException("busy", Outcome.UNKNOWN, 1, answer(status)));
        }
        is(instance, "success", later(1), later(2));
        assertThat(track.follow(HOUR).finished()).isTrue();
        assertThat(service.pauses).containsExactly(Duration.ofMillis(500), Duration.ofMillis(750), Duration.ofNanos(1_125_000_000));
    }

    @Test
    @DisplayName("a gateway may throttle with status 403, which is no refusal")
    void throttled() {
        service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        service.fail(new ThrottledException("slow", Outcome.REJECTED, 1, answer(403)));
        assertThat(track.follow(Duration.ofSeconds(9)).reason()).isEqualTo("9 s passed before every instance had moved and was at an end");
    }

    @Test
    void follow_whenTheLastLookFails_thenSaid() {
        service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        service.fail(lost());
        assertThat(track.follow(Duration.ZERO).reason()).isEqualTo("0 s passed before every instance had moved and was at an end;"
                + " the list of job sales in workspace w could not be read: lost");
    }

    @Test
    void follow_whenInterruptedInAPause_thenWhatIsKnownAndTheFlagStays() {
        FactoryJobInstance instance = service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        is(instance, "running", later(1), null);
        after(60, () -> Thread.currentThread().interrupt());
        Ending ending = track.follow(HOUR);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ending.reason()).isEqualTo("the thread was interrupted before every instance had moved and was at an end");
        assertThat(ending.instances()).extracting(InstanceState::status).containsExactly("running");
    }

    @Test
    void follow_whenTheListenerThrows_thenLoggedOnceAndGoesOn() {
        FactoryJobInstance instance = service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        after(1, () -> is(instance, "running", later(1), null));
        after(60, () -> is(instance, "success", later(1), later(60)));
        try (LoggingCapture log = new LoggingCapture()) {
            Ending ending = track.follow(HOUR, state -> {
                tell(state);
                throw new AssertionError(state.status());
            });
            assertThat(ending.succeeded()).isTrue();
            assertThat(told).containsExactly("7 running", "7 success");
            assertThat(log.ours()).hasSize(1).allMatch(event -> event.getLevel() == Level.WARN && event.getThrowableProxy() != null)
                    .extracting(event -> event.getFormattedMessage().replaceAll("[$/].*? ", " "))
                    .containsExactly("the listener io.dataarts.rerun.internal.track.FollowTest failed; its further failures are not"
                            + " logged");
        }
    }

    @Test
    void follow_whenTheListenerIsInterrupted_thenTheFlagStays() {
        FactoryJobInstance instance = service.failed(7, PLAN);
        Watch track = service.track(rerun(PLAN));
        is(instance, "running", later(1), null);
        Ending ending = track.follow(HOUR, state -> sneak(new InterruptedException()));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ending.reason()).startsWith("the thread was interrupted");
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Test
    void follow_whenThereIsNoListener_thenNullIsRefused() {
        Watch track = service.track(rerun(PLAN));
        assertThatThrownBy(() -> track.follow(HOUR, null)).isInstanceOf(NullPointerException.class).hasMessage("listener");
    }

    @ParameterizedTest
    @CsvSource({"SUCCESS, true, true", "FAILED, true, false", "ALARMING, true, false", "RUNNING, false, false", "NEW, false, false"})
    void follow_whenANewRunOfTheRuleIsThere_thenItsStatusIsAnEndOrNot(String status, boolean finished, boolean succeeded) {
        service.run(1, "FAILED", PLAN, PLAN.plusSeconds(60));
        Watch track = service.track(QUALITY);
        QualityInstance[] run = new QualityInstance[1];
        after(60, () -> run[0] = service.run(2, "RUNNING", later(60), null));
        after(600, () -> run[0].runStatus(status));
        Ending ending = track.follow(HOUR, this::tell);
        assertThat(ending.finished()).isEqualTo(finished);
        assertThat(ending.succeeded()).isEqualTo(succeeded);
        if (finished) {
            assertThat(ending.reason()).isEqualTo("every instance has moved and is at an end; a schedule may have started it");
        }
        assertThat(ending.instances()).extracting(InstanceState::instanceId, InstanceState::jobId, InstanceState::name)
                .containsExactly(tuple("2", "1440764172232392705", "orders-2"));
        assertThat(told.get(0)).isEqualTo("2 RUNNING");
    }

    @Test
    @DisplayName("no new run of the rule is no end, also when a run ends that was running before")
    void noNewRun() {
        QualityInstance run = service.run(1, "RUNNING", later(-30), null);
        Watch track = service.track(QUALITY);
        after(60, () -> run.runStatus("SUCCESS").endTime(later(60).toEpochMilli()));
        assertThat(track.follow(HOUR, this::tell)).isEqualTo(new Ending(false, false, List.of(), List.of(), PASSED));
        assertThat(told).isEmpty();
    }

    @Test
    @DisplayName("all new runs of the rule have to end")
    void twoNewRuns() {
        Watch track = service.track(QUALITY);
        QualityInstance second = service.run(2, "RUNNING", later(1), null);
        service.run(3, "SUCCESS", later(1), later(2));
        after(60, () -> second.runStatus("FAILED"));
        Ending ending = track.follow(HOUR);
        assertThat(ending.finished()).isTrue();
        assertThat(ending.succeeded()).isFalse();
        assertThat(waited()).isGreaterThan(Duration.ofSeconds(59));
    }

    private static JobRerun related() {
        return JobRerun.job("sales").withRelatedJobs(PLAN, PLAN.plusSeconds(3600), RelatedJob.of("stock").inWorkspace("v"))
                .from(StartNode.first()).using(TaskVersion.CURRENT).build();
    }

    @Test
    @DisplayName("related jobs end when every instance of the span has moved and ended, each in its workspace")
    void relatedJobs() {
        FactoryJobInstance first = service.failed(6, PLAN);
        FactoryJobInstance second = service.failed("v/stock", 7, PLAN.plusSeconds(60));
        Watch track = service.track(related());
        after(1, () -> is(first, "success", later(1), later(2)));
        after(600, () -> is(second, "success", later(1), later(600)));
        Ending ending = track.follow(HOUR);
        assertThat(ending.succeeded()).isTrue();
        assertThat(ending.instances()).extracting(InstanceState::workspace, InstanceState::name).containsExactly(
                tuple("w", "sales"), tuple("v", "stock"));
    }

    @Test
    @DisplayName("related jobs are never finished by silence: one that does not move is followed to the limit, and listed")
    void silence() {
        FactoryJobInstance first = service.failed(6, PLAN);
        service.failed("v/stock", 7, PLAN.plusSeconds(60)).status("success");
        Watch track = service.track(related());
        is(first, "success", later(1), later(2));
        Ending ending = track.follow(HOUR);
        assertThat(ending.finished()).isFalse();
        assertThat(ending.moved()).extracting(InstanceState::name).containsExactly("sales");
        assertThat(ending.unmoved()).extracting(InstanceState::name).containsExactly("stock");
    }

    @Test
    @DisplayName("a job that is also named as related is listed once")
    void relatedToItself() {
        service.failed(7, PLAN);
        Watch track = service.track(JobRerun.job("sales").withRelatedJobs(PLAN, PLAN, RelatedJob.of("sales").inWorkspace("w"))
                .from(StartNode.first()).using(TaskVersion.CURRENT).build());
        assertThat(track.follow(Duration.ZERO).instances()).hasSize(1);
    }

    @Test
    @DisplayName("instances of two workspaces are told apart, although their ids are the same")
    void sameIds() {
        FactoryJobInstance first = service.failed(7, PLAN);
        FactoryJobInstance second = service.failed("v/stock", 7, PLAN);
        Watch track = service.track(related());
        is(first, "running", later(1), null);
        is(second, "running", later(1), null);
        after(60, () -> is(first, "success", later(1), later(60)));
        track.follow(HOUR, state -> told.add(state.name() + " " + state.status()));
        assertThat(told).containsExactly("sales running", "stock running", "sales success");
    }

    @Test
    @DisplayName("in a span, an instance of another planned time does not stand for one that does not move")
    void otherPlannedTime() {
        FactoryJobInstance first = service.failed(6, PLAN);
        FactoryJobInstance second = service.failed("v/stock", 7, PLAN);
        service.failed(8, PLAN.plusSeconds(60));
        Watch track = service.track(related());
        is(first, "success", later(1), later(2));
        is(second, "success", later(1), later(2));
        assertThat(track.follow(HOUR).finished()).isFalse();
    }

    @Test
    @DisplayName("a related job without an instance is silence, too")
    void noInstance() {
        FactoryJobInstance first = service.failed(6, PLAN);
        Watch track = service.track(related());
        is(first, "success", later(1), later(2));
        assertThat(track.follow(HOUR).finished()).isFalse();
    }
}
