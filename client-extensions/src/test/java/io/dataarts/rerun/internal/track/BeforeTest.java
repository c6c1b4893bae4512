package io.dataarts.rerun.internal.track;

import static io.dataarts.rerun.internal.track.ScriptedService.PLAN;
import static io.dataarts.rerun.internal.track.ScriptedService.QUALITY;
import static io.dataarts.rerun.internal.track.ScriptedService.is;
import static io.dataarts.rerun.internal.track.ScriptedService.rerun;
import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.generated.model.FactoryJobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.RelatedJob;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.find.InstanceState;
import io.dataarts.rerun.internal.Json;
import io.dataarts.rerun.track.Evidence.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A state before that a journal kept lets another process settle and follow a rerun, without a first look. */
class BeforeTest {

    private static final Instant NOW = Instant.parse("2024-11-26T08:00:00Z");

    private final ScriptedService service = new ScriptedService();

    /** Keeps what the watch saw as text, and goes on from it. */
    private Watch again(List<Target> targets, Watch watch) throws Exception {
        Before before = watch.before();
        String json = Json.MAPPER.writeValueAsString(before);
        assertThat(Json.read(json, Before.class)).isEqualTo(before);
        service.asked.clear();
        Watch again = Watch.of(service::lists, service, List.of(targets), Arrays.asList(Json.read(json, Before.class))).get(0);
        assertThat(service.asked).isEmpty();
        assertThat(again.before()).isEqualTo(before);
        return again;
    }

    @Test
    void before_whenTheFirstLookSucceeded_thenItHoldsWhatTheRerunMayTouch() {
        service.failed(7, PLAN);
        service.failed(8, PLAN.plusSeconds(60));
        assertThat(service.track(rerun(PLAN)).before()).isEqualTo(new Before(NOW.toEpochMilli(), List.of(new InstanceState("w", null,
                "sales", "917567", "7", PLAN.toEpochMilli(), ScriptedService.SUBMIT, "fail", PLAN.plusSeconds(1).toEpochMilli(),
                PLAN.plusSeconds(60).toEpochMilli()))));
    }

    @Test
    void before_whenTheFirstLookFailed_thenNull() {
        service.failed(7, PLAN);
        service.fail(new NoResponseException("lost", null, Outcome.UNKNOWN, 1));
        Watch watch = service.track(rerun(PLAN));
        assertThat(watch.before()).isNull();
        watch.follow(Duration.ZERO);
        assertThat(watch.before()).isNull();
    }

    @Test
    void of_whenAStateWasKept_thenSettlesAndFollowsFromIt() throws Exception {
        FactoryJobInstance instance = service.failed(7, PLAN);
        Watch again = again(Target.of(rerun(PLAN).content(), "w"), service.track(rerun(PLAN)));
        assertThat(again.settle(Duration.ZERO).reason()).startsWith("nothing changed after the first look at 2024-11-26T08:00:00Z");
        service.now = NOW.plus(Duration.ofDays(1));
        is(instance, "success", NOW.plusSeconds(70_000), NOW.plusSeconds(70_010));
        assertThat(again.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.RAN_SINCE);
        assertThat(again.follow(Duration.ZERO).succeeded()).isTrue();
    }

    @Test
    @DisplayName("the submit time chooses from what was kept, as it did at the first look")
    void submitTimeChooses() throws Exception {
        FactoryJobInstance other = service.failed(6, PLAN).submitTime(PLAN.toEpochMilli());
        service.failed(7, PLAN);
        Watch again = again(Target.of(rerun(PLAN).content(), "w"), service.track(rerun(PLAN)));
        is(other, "running", NOW.plusSeconds(1), null);
        assertThat(again.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
    }

    @Test
    void of_whenTheStateOfARuleWasKept_thenOnlyItsNewRunsCount() throws Exception {
        service.run(1, "FAILED", NOW.minusSeconds(30), NOW.minusSeconds(20));
        Watch again = again(Target.of(QUALITY.content(), "w"), service.track(QUALITY));
        assertThat(again.settle(Duration.ZERO).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
        service.run(2, "SUCCESS", NOW.plusSeconds(1), NOW.plusSeconds(2));
        assertThat(again.settle(Duration.ZERO).reason()).startsWith("orders-2");
    }

    @Test
    void of_whenRelatedJobsWereKept_thenEachKeepsItsInstances() throws Exception {
        service.failed(7, PLAN);
        FactoryJobInstance stock = service.failed("v/stock", 7, PLAN);
        JobRerun related = JobRerun.job("sales").withRelatedJobs(PLAN, PLAN, RelatedJob.of("stock").inWorkspace("v"))
                .from(StartNode.first()).using(TaskVersion.CURRENT).build();
        Watch again = again(Target.of(related.content(), "w"), service.track(related));
        assertThat(again.follow(Duration.ZERO).unmoved()).extracting(InstanceState::name).containsExactly("sales", "stock");
        is(stock, "success", NOW.plusSeconds(1), NOW.plusSeconds(2));
        assertThat(again.follow(Duration.ZERO).moved()).extracting(InstanceState::workspace).containsExactly("v");
    }

    @Test
    @DisplayName("of reruns that share a list, each goes on from its own first look, and one without a state cannot tell")
    void shared() {
        service.failed(7, PLAN);
        service.failed(8, PLAN.plusSeconds(60));
        service.failed(9, PLAN.plusSeconds(120));
        List<List<Target>> reruns = List.of(Target.of(rerun(PLAN).content(), "w"), Target.of(rerun(PLAN.plusSeconds(60)).content(), "w"),
                Target.of(rerun(PLAN.plusSeconds(120)).content(), "w"));
        Before first = service.track(rerun(PLAN)).before();
        service.now = NOW.plusSeconds(1200);
        Before second = service.track(rerun(PLAN.plusSeconds(60))).before();
        List<Watch> watches = Watch.of(service::lists, service, reruns, Arrays.asList(first, second, null));
        is(service.failed(18, PLAN.plusSeconds(60)), "fail", NOW.plusSeconds(60), NOW.plusSeconds(70)); // before the second look
        is(service.failed(17, PLAN), "fail", NOW.plusSeconds(60), NOW.plusSeconds(70));
        Watch.poll(watches, Duration.ZERO, Watch::isSettled, watch -> {});
        assertThat(watches.stream().map(watch -> watch.evidence(null).verdict()))
                .containsExactly(Verdict.RAN_SINCE, Verdict.NO_RUN_SEEN, Verdict.CANNOT_TELL);
        assertThat(watches.get(2).evidence(null).reason()).isEqualTo("the state before was not kept");
        assertThat(watches.get(2).isSettled()).isTrue();
    }
}
