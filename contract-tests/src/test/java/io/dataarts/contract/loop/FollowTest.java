package io.dataarts.contract.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.contract.pact.Caller;
import io.dataarts.contract.provider.Course;
import io.dataarts.contract.provider.Failure;
import io.dataarts.contract.provider.Item;
import io.dataarts.contract.provider.Readings;
import io.dataarts.contract.provider.Readings.InstanceId;
import io.dataarts.contract.provider.Readings.StartTime;
import io.dataarts.contract.provider.Readings.Window;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.RelatedJob;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.find.InstanceState;
import io.dataarts.rerun.track.Ending;
import io.dataarts.rerun.track.Track;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A rerun is followed to its true end, under each reading, at few requests a look. */
class FollowTest {

    private static final Instant PLANNED = Instant.parse("2024-11-22T02:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration ONE_MORE_LOOK = Duration.ofMillis(600);
    private static final long RULE = 1440764172232392705L;

    @RegisterExtension
    static final Morning morning = new Morning();
    private final List<String> told = new ArrayList<>();

    static Stream<Arguments> readings() {
        return Stream.of(Window.values()).flatMap(window -> Stream.of(InstanceId.values()).flatMap(id -> Stream.of(StartTime.values())
                .flatMap(start -> Stream.of(true, false).map(waitingListed -> Arguments.of(window, id, start, waitingListed)))));
    }

    @ParameterizedTest
    @MethodSource("readings")
    void follow_whenInstanceWaitsRunsAndSucceeds_thenEndsWithSuccess(Window window, InstanceId id, StartTime start, boolean waitingListed) {
        morning.readings.window(window).instanceId(id).startTime(start).waitingListed(waitingListed).submitTimeMoves(window == Window.PLAN);
        morning.memory.instancesTake(Course.of("waiting").then(MINUTE, "running").then(MINUTE, "success"));
        Track track = rerun(failed());

        for (String status : List.of("waiting", "running", "success")) {
            Ending ending = follow(track, Duration.ZERO);

            assertThat(ending.finished()).as("%s: %s", status, ending).isEqualTo(status.equals("success"));
            assertThat(ending.succeeded()).as("%s: %s", status, ending).isEqualTo(status.equals("success"));
            morning.memory.advance(MINUTE);
        }
        assertThat(told).as("reported").endsWith("success").doesNotContain("fail").contains("running");
    }

    @ParameterizedTest
    @EnumSource(Window.class)
    void follow_whenInstanceStaysFailForAMinute_thenIsNotReportedAsFailed(Window window) {
        morning.readings.window(window);
        // Each look takes a minute or two of the service's time.
        morning.memory.instancesTake(Course.after(MINUTE.plusSeconds(30), "running").then(MINUTE.multipliedBy(2), "success"))
                .advanceAfterEachList(MINUTE);
        Track track = rerun(failed());

        Ending ending = follow(track, HOUR);

        assertThat(ending.finished()).as("%s", ending).isTrue();
        assertThat(ending.succeeded()).as("%s", ending).isTrue();
        assertThat(told).doesNotContain("fail").endsWith("success");
        assertThat(Reruns.sent(morning)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(InstanceId.class)
    void follow_whenInstanceFailsAgainBetweenTwoLooks_thenHasEnded(InstanceId id) {
        morning.readings.instanceId(id);
        morning.memory.instancesTake(Course.after(Duration.ofSeconds(30), "running").then(Duration.ofSeconds(5), "fail"));
        Track track = rerun(failed());
        assertThat(follow(track, Duration.ZERO).finished()).isFalse();
        morning.memory.advance(MINUTE);

        Ending ending = follow(track, Duration.ZERO);

        assertThat(ending.finished()).as("%s", ending).isTrue();
        assertThat(ending.succeeded()).isFalse();
        assertThat(ending.moved()).singleElement()
                .matches(state -> "fail".equals(state.status()) && state.atEnd() && !state.succeeded());
        assertThat(told).containsExactly("fail");
    }

    @ParameterizedTest
    @CsvSource({"success, true", "fail, false", "manual-stop, false", "skip-by-depend, false"})
    void follow_whenInstanceReachesAnEnd_thenSaysWhetherItSucceeded(String end, boolean succeeded) {
        morning.memory.instancesTake(Course.of("running").then(MINUTE, end));
        Track track = rerun(failed());
        morning.memory.advance(MINUTE);

        Ending ending = follow(track, Duration.ZERO);

        assertThat(ending.finished()).as("%s", ending).isTrue();
        assertThat(ending.succeeded()).isEqualTo(succeeded);
        assertThat(ending.instances()).extracting(InstanceState::status).containsExactly(end);
    }

    @ParameterizedTest
    @CsvSource({"pause, true", "freeze, true", "running-exception, true", "waiting-confirm, false", "running, false"})
    void follow_whenInstanceIsAtNoEnd_thenGoesOnToTheLimit(String status, boolean needsPerson) {
        morning.memory.instancesTake(Course.of("running").then(Duration.ofSeconds(1), status));
        Track track = rerun(failed());
        morning.memory.advance(MINUTE);

        Ending ending = follow(track, Duration.ZERO);

        assertThat(ending.finished()).as("%s", ending).isFalse();
        assertThat(ending.succeeded()).isFalse();
        assertThat(ending.moved()).singleElement().matches(state -> state.needsPerson() == needsPerson);
        assertThat(ending.reason()).contains("0 s passed");
    }

    @Test
    void follow_whenNothingMoves_thenEndsAtTheLimitWithTheStateBefore() {
        morning.memory.instancesTake(Course.nothing());
        Track track = rerun(failed());

        Ending ending = follow(track, ONE_MORE_LOOK);

        assertThat(ending.finished()).isFalse();
        assertThat(ending.moved()).isEmpty();
        assertThat(ending.unmoved()).extracting(InstanceState::status).containsExactly("fail");
        assertThat(told).isEmpty();
    }

    @Test
    void follow_whenOneOfTwoHasEnded_thenIsNotFinished() {
        Item quick = failed();
        Item slow = morning.memory.instance("daily_sales", PLANNED.plusSeconds(3600), values -> values.put("version", 2));
        morning.memory.instancesTake(values -> values.path("version").asInt() == 2
                ? Course.of("running").then(HOUR, "fail") : Course.of("running").then(MINUTE, "success"));
        Track track = rerun(quick, slow);
        morning.memory.advance(MINUTE);

        Ending first = follow(track, Duration.ZERO);
        morning.memory.advance(HOUR);
        Ending last = follow(track, Duration.ZERO);

        assertThat(first.finished()).as("%s", first).isFalse();
        assertThat(first.instances()).extracting(InstanceState::status).containsExactlyInAnyOrder("success", "running");
        assertThat(last.finished()).as("%s", last).isTrue();
        assertThat(last.succeeded()).isFalse();
    }

    @Test
    void follow_whenListShowsChangesLate_thenWaitsForThem() {
        morning.readings.lag(MINUTE);
        morning.memory.instancesTake(Course.of("running").then(MINUTE, "success"));
        Track track = rerun(failed());

        assertThat(follow(track, Duration.ZERO).moved()).isEmpty();
        morning.memory.advance(MINUTE);
        assertThat(follow(track, Duration.ZERO).finished()).isFalse();
        morning.memory.advance(MINUTE);
        assertThat(follow(track, Duration.ZERO).succeeded()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 500})
    void follow_whenALookFailsForATime_thenGoesOn(int status) {
        morning.memory.instancesTake(Course.of("success"));
        Track track = rerun(failed());
        morning.provider.failures().at(Morning.INSTANCES, 1, new Failure(status, false));

        assertThat(follow(track, MINUTE).succeeded()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404})
    void follow_whenServiceRefusesLooks_thenEndsAtOnce(int status) {
        Track track = rerun(failed());
        morning.provider.failures().from(Morning.INSTANCES, 1, Failure.status(status));

        Ending ending = follow(track, HOUR);

        assertThat(ending.finished()).isFalse();
        assertThat(ending.reason()).contains("daily_sales").contains("HTTP " + status);
        assertThat(ending.instances()).extracting(InstanceState::status).containsExactly("fail");
    }

    @Test
    void follow_whenFirstLookFailed_thenTheNextOneIsTheStateBefore() {
        morning.provider.failures().at(Morning.INSTANCES, 1, Failure.status(500));
        morning.memory.instancesTake(Course.of("running").then(MINUTE, "success"));
        Track track = rerun(failed());

        Ending first = follow(track, Duration.ZERO);
        morning.memory.advance(MINUTE);
        Ending last = follow(track, Duration.ZERO);

        assertThat(first.finished()).as("%s", first).isFalse();
        assertThat(last.finished()).as("%s", last).isTrue();
        assertThat(last.succeeded()).isTrue();
    }

    @Test
    void follow_whenListenerThrows_thenGoesOn() {
        morning.memory.instancesTake(Course.of("success"));
        Track track = rerun(failed());

        Ending ending = track.follow(Duration.ZERO, state -> {
            throw new IllegalStateException("the listener's own failure");
        });

        assertThat(ending.succeeded()).isTrue();
    }

    @Test
    void follow_whenProviderLivesInAnotherYear_thenSignaturesStayValid() {
        morning.memory.instancesTake(Course.of("success"));
        Item item = failed();
        try (DataArtsStudio signing = morning.newStudio(Caller.ACCESS_KEY.credentials())) {
            Track track = signing.track(Reruns.of(item));
            signing.rerun(Reruns.of(item));

            assertThat(track.follow(Duration.ZERO).succeeded()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"START, KEPT, 1000", "PLAN, NEW, 999"})
    void follow_whenAThousandInstancesOfOneJobAreRerun_thenALookCostsAtMostThreeRequests(Window window, InstanceId id, int count) {
        morning.readings.window(window).instanceId(id).order(Readings.Order.SHUFFLED);
        // A page has 1,000 instances at most. Where all stay in one window, it takes one less to see that there are no more.
        morning.memory.instancesTake(values -> Course.of("running")
                .then(values.path("version").asInt() == 2 ? HOUR : MINUTE, "success"));
        List<Item> failed = IntStream.range(0, count).mapToObj(i -> morning.memory.instance("daily_sales", PLANNED.plusSeconds(i),
                values -> values.put("version", 1 + i % 2))).toList();
        Track track = morning.studio.track(Reruns.of(failed));
        morning.studio.rerun(Reruns.of(failed));

        for (Duration wait : List.of(Duration.ofSeconds(1), MINUTE)) {
            morning.memory.advance(wait);
            assertThat(looked(track).finished()).isFalse();
        }
        morning.memory.advance(HOUR);
        Ending ending = looked(track);
        assertThat(ending.succeeded()).as(ending.reason()).isTrue();
        assertThat(ending.moved()).hasSize(count);
    }

    /** Follows for one look, which has to cost three requests at most. */
    private static Ending looked(Track track) {
        int before = morning.provider.count(Morning.INSTANCES);
        Ending ending = track.follow(Duration.ZERO);
        assertThat(morning.provider.count(Morning.INSTANCES) - before).as("requests").isBetween(1, 3);
        return ending;
    }

    @Test
    void follow_whenRelatedJobsAreRerun_thenWatchesEachInItsWorkspaceToTheLimit() {
        failed();
        morning.memory.instance("daily_stock", PLANNED.plusSeconds(60), values -> { });
        morning.memory.instance("daily_report", PLANNED.plusSeconds(60), values -> { }).inWorkspace("other");
        morning.memory.instance("daily_report", PLANNED.plusSeconds(60), values -> { }).inWorkspace("third");
        morning.memory.instancesTake(values -> values.path("job_name").asText().equals("daily_stock")
                ? Course.nothing() : Course.of("running").then(MINUTE, "success"));
        Rerun rerun = JobRerun.job("daily_sales")
                .withRelatedJobs(PLANNED, PLANNED.plusSeconds(120), RelatedJob.of("daily_stock"),
                        RelatedJob.of("daily_report").inWorkspace("other"))
                .from(StartNode.error()).using(TaskVersion.CURRENT).build();
        Track track = morning.studio.track(rerun);
        morning.studio.rerun(rerun);
        morning.memory.advance(MINUTE);

        Ending ending = follow(track, ONE_MORE_LOOK);

        assertThat(ending.finished()).as("%s", ending).isFalse();
        assertThat(ending.instances())
                .extracting(state -> state.workspace() + " " + state.name() + " " + state.status() + " " + ending.moved().contains(state))
                .containsExactlyInAnyOrder(Morning.WORKSPACE + " daily_sales success true", Morning.WORKSPACE + " daily_stock fail false",
                        "other daily_report success true");
    }

    @ParameterizedTest
    @CsvSource({"SUCCESS, true", "ALARMING, false", "FAILED, false"})
    void follow_whenQualityRunEnds_thenSaysWhetherItSucceeded(String end, boolean succeeded) {
        morning.memory.qualityJob(RULE, "orders", values -> { });
        morning.memory.run(RULE, PLANNED, values -> { });
        morning.memory.runsTake(Course.after(MINUTE, "RUNNING").then(MINUTE, end));
        QualityRerun rerun = QualityRerun.qualityJob(Long.toString(RULE));
        Track track = morning.studio.track(rerun);
        morning.studio.rerun(rerun);

        assertThat(follow(track, Duration.ZERO).instances()).isEmpty();
        morning.memory.advance(MINUTE);
        assertThat(follow(track, Duration.ZERO).finished()).isFalse();
        morning.memory.advance(MINUTE);
        Ending ending = follow(track, Duration.ZERO);

        assertThat(ending.finished()).as("%s", ending).isTrue();
        assertThat(ending.succeeded()).isEqualTo(succeeded);
        assertThat(ending.instances()).extracting(InstanceState::name).containsExactly("orders-2");
        assertThat(told).containsExactly("RUNNING", end);
    }

    @Test
    void follow_whenComparisonJobRuns_thenFollowsIt() {
        morning.memory.comparisonJob(RULE, "orders", values -> { });
        QualityRerun rerun = QualityRerun.comparisonJob(Long.toString(RULE));
        Track track = morning.studio.track(rerun);
        morning.studio.rerun(rerun);
        morning.memory.advance(MINUTE);

        assertThat(follow(track, Duration.ZERO).succeeded()).isTrue();
    }

    private static Item failed() {
        return morning.memory.instance("daily_sales", PLANNED, values -> { });
    }

    private static Track rerun(Item... instances) {
        Rerun rerun = Reruns.of(instances);
        Track track = morning.studio.track(rerun);
        morning.studio.rerun(rerun);
        return track;
    }

    private Ending follow(Track track, Duration limit) {
        return track.follow(limit, state -> told.add(state.status()));
    }
}
