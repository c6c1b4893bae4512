package io.dataarts.rerun.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.RelatedJob;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.TestStudio;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.find.InstanceState;
import io.dataarts.rerun.loopback.ArrivedRequest;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import io.dataarts.rerun.track.Evidence.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A track looks at the service's lists over HTTP, before and after a rerun, and sends nothing else. */
class TrackTest {

    private static final String DATE = "Date: Tue, 26 Nov 2024 08:00:00 GMT";
    private static final String LIST = "/v2/" + Example.PROJECT + "/factory/jobs/test_job_name/instances/detail";
    private static final String RUNS = "/v2/" + Example.PROJECT + "/quality/instances?";
    private static final Reply FAILED = instance("fail", "\"start_time\":1732601581000,\"end_time\":1732601640000");
    private static final Reply RUNNING = instance("running", "\"start_time\":1732608001000,\"end_time\":null");
    private static final Reply SUCCESS = instance("success", "\"start_time\":1732608001000,\"end_time\":1732608060000");

    private final LoopbackServer server = LoopbackServer.answering(Reply.drop());

    @AfterEach
    void stop() {
        server.close();
    }

    private static Reply instance(String status, String times) {
        return Reply.json(200, "{\"total\":1,\"instances\":[{\"job_id\":917567,\"instance_id\":9007199254740993,"
                + "\"plan_time\":1732601580000,\"submit_time\":1732239754684,\"status\":\"" + status + "\"," + times + "}]}", DATE);
    }

    private static Reply runs(String... runs) {
        return Reply.json(200, "{\"count\":" + runs.length + ",\"resources\":[" + String.join(",", runs) + "]}", DATE);
    }

    private static Reply refused(int status, String code, String message) {
        return Reply.json(status, "{\"error_code\":\"" + code + "\",\"error_msg\":\"" + message + "\"}", DATE);
    }

    @Test
    @DisplayName("a rerun whose answer is lost is settled and followed, without a second rerun")
    void lostAnswer() {
        server.on(LIST, FAILED, FAILED, RUNNING, RUNNING, RUNNING, RUNNING, SUCCESS);
        List<InstanceState> told = new ArrayList<>();
        try (DataArtsStudio studio = Example.studio(server)) {
            Track track = studio.track(Example.INSTANCES);
            assertThat(catchThrowable(() -> studio.rerun(Example.INSTANCES))).isInstanceOf(NoResponseException.class);
            Evidence evidence = track.settle(Duration.ofMinutes(1));
            assertThat(evidence.verdict()).isEqualTo(Verdict.RAN_SINCE);
            assertThat(evidence.reason()).startsWith("test_job_name (instance 9007199254740993), planned 2024-11-26T06:13:00Z: running");
            Ending ending = track.follow(Duration.ofHours(2), told::add);
            assertThat(ending.succeeded()).isTrue();
            assertThat(ending.instances()).extracting(InstanceState::workspace, InstanceState::instanceId)
                    .containsExactly(tuple(Example.WORKSPACE, "9007199254740993"));
        }
        assertThat(told).extracting(InstanceState::status).containsExactly("running", "success");
        assertThat(server.requests()).filteredOn(request -> request.method().equals("POST")).hasSize(1);
        assertThat(server.requests(LIST)).hasSize(8).extracting(ArrivedRequest::target).startsWith(
                LIST + "?min_plan_time=1732601579999&max_plan_time=1732605180001&limit=1000&offset=0",
                LIST + "?min_plan_time=1732607399999&max_plan_time=1732608600001&limit=1000&offset=0",
                LIST + "?min_plan_time=1732601579999&max_plan_time=1732601581001&limit=1000&offset=0",
                LIST + "?min_plan_time=1732607399999&max_plan_time=1732608600001&limit=1000&offset=0");
    }

    @Test
    @DisplayName("a rule's new run is seen, with exact ids")
    void rule() {
        String run = "{\"id\":1012386207306600449,\"name\":\"test-1\",\"task_id\":1440764172232392705,\"task_type\":\"QUALITY_TASK\","
                + "\"run_status\":\"ALARMING\",\"start_time\":1732608001000,\"end_time\":1732608002000}";
        server.on(RUNS, runs(), runs(), runs(run));
        try (DataArtsStudio studio = Example.studio(server)) {
            Ending ending = studio.track(Example.QUALITY).follow(Duration.ofMinutes(1));
            assertThat(ending).hasToString("Ending[finished=true, succeeded=false, moved=[test-1 (instance 1012386207306600449):"
                    + " ALARMING, started 2024-11-26T08:00:01Z, ended 2024-11-26T08:00:02Z], unmoved=[], reason=every instance has"
                    + " moved and is at an end; a schedule may have started it]");
            assertThat(ending.instances().get(0).jobId()).isEqualTo("1440764172232392705");
        }
    }

    @Test
    @DisplayName("each related job is looked for in its workspace, others in the studio's")
    void relatedJobs() {
        server.on("/v2/" + Example.PROJECT + "/factory/jobs/", FAILED);
        JobRerun rerun = JobRerun.job("a").withRelatedJobs(1732601580000L, 1732601580000L, RelatedJob.of("b").inWorkspace("v"),
                RelatedJob.of("c")).from(StartNode.error()).using(TaskVersion.CURRENT).build();
        try (DataArtsStudio studio = Example.studio(server)) {
            studio.inWorkspace("u").track(rerun);
        }
        assertThat(server.requests()).extracting(request -> request.target().replaceAll(".*jobs/|/.*", "") + request.value("workspace"))
                .containsExactly("au", "au", "bv", "bv", "cu", "cu");
    }

    @Test
    @DisplayName("a related job whose name no path can carry is not looked for, and settle says why")
    void relatedJobsName() {
        server.on(LIST, FAILED);
        JobRerun rerun = JobRerun.job("test_job_name").withRelatedJobs(1732601580000L, 1732601580000L, RelatedJob.of("../b"))
                .from(StartNode.error()).using(TaskVersion.CURRENT).build();
        try (DataArtsStudio studio = Example.studio(server)) {
            assertThat(studio.track(rerun).settle(Duration.ZERO)).isEqualTo(new Evidence(Verdict.CANNOT_TELL, "the list of job ../b in"
                    + " workspace " + Example.WORKSPACE + " could not be read: job name must not contain '/', which would reach another"
                    + " resource: ../b"));
        }
        assertThat(server.requests()).allMatch(request -> request.target().startsWith(LIST));
    }

    @Test
    @DisplayName("a refused signature ends looking in all lists, since more than five lock a key")
    void refusedSignature() {
        server.on("/v2/" + Example.PROJECT + "/factory/jobs/", FAILED, FAILED, refused(401, "APIG.0301", "verify signature fail"));
        JobRerun rerun = JobRerun.job("a").withRelatedJobs(1732601580000L, 1732601580000L, RelatedJob.of("b"), RelatedJob.of("c"))
                .from(StartNode.error()).using(TaskVersion.CURRENT).build();
        try (DataArtsStudio studio = Example.studio(server)) {
            Track first = studio.track(rerun);
            assertThat(server.requests()).hasSize(3);
            assertThat(first.settle(Duration.ofHours(1)).reason()).startsWith("the list of job a in workspace").contains("HTTP 401");
            assertThat(first.follow(Duration.ofHours(1)).reason()).startsWith("the list of job a in workspace").contains("HTTP 401");
            assertThat(server.requests()).hasSize(5);
            assertThat(studio.track(rerun).settle(Duration.ofHours(1)).verdict()).isEqualTo(Verdict.CANNOT_TELL);
        }
        assertThat(server.requests()).hasSize(6);
    }

    @Test
    @DisplayName("a look-up that fails says that nothing was changed and that it may be repeated")
    void failedLookUp() {
        server.on(LIST, refused(500, "DLF.1", "busy"), Reply.drop());
        try (DataArtsStudio studio = Example.builder(server).retryPolicy(RetryPolicy.never()).build()) {
            String list = "the list of job test_job_name in workspace " + Example.WORKSPACE + " could not be read: ";
            assertThat(studio.track(Example.INSTANCES).settle(Duration.ZERO).reason()).isEqualTo(
                    list + "Nothing was changed, and it may be repeated: HTTP 500, DLF.1: busy");
            assertThat(studio.track(Example.INSTANCES).settle(Duration.ZERO).reason()).startsWith(
                    list + "Sent, but nothing was changed, and it may be repeated: ");
        }
    }

    @Test
    void track_whenThePermissionIsMissing_thenSettleSaysSo() {
        server.on(LIST, refused(403, "DLF.6888", "no permission"));
        try (DataArtsStudio studio = Example.studio(server)) {
            assertThat(studio.track(Example.INSTANCES).settle(Duration.ofMinutes(1)).reason()).isEqualTo("the list of job test_job_name in"
                    + " workspace " + Example.WORKSPACE + " could not be read: Rejected: HTTP 403, DLF.6888: no permission [the user needs"
                    + " the DAYU User permission and a workspace role that may operate: developer, operator or admin]");
        }
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void track_whenTheWorkspaceIsWrong_thenSettleSaysSo() {
        server.on(RUNS, refused(400, "DLF.0819", "The workspace does not exist."));
        try (DataArtsStudio studio = Example.studio(server)) {
            assertThat(studio.track(Example.QUALITY).settle(Duration.ZERO).reason()).isEqualTo("the list of quality jobs in workspace "
                    + Example.WORKSPACE + " could not be read: Rejected: HTTP 400, DLF.0819: The workspace does not exist. [check the"
                    + " workspace id (not the name; 32 hexadecimal digits in all examples), and that it belongs to the project]");
        }
    }

    @Test
    void track_whenTheServiceIsSilent_thenSettleNamesTheTimeout() {
        server.on(LIST, Reply.silence());
        try (DataArtsStudio studio = Example.builder(server).responseTimeout(Duration.ofMillis(50)).build()) {
            Evidence evidence = studio.track(Example.INSTANCES).settle(Duration.ZERO);
            assertThat(evidence.verdict()).isEqualTo(Verdict.CANNOT_TELL);
            assertThat(evidence.reason()).endsWith("sent nothing for 50 ms (responseTimeout)");
        }
    }

    @Test
    void track_whenThereIsNoDate_thenCannotTell() {
        server.on(LIST, Reply.json(200, "{\"total\":0,\"instances\":[]}"));
        try (DataArtsStudio studio = Example.studio(server)) {
            assertThat(studio.track(Example.INSTANCES).settle(Duration.ZERO).reason()).endsWith("the answer has no valid Date, from which windows"
                    + " count");
        }
    }

    @Test
    @DisplayName("the duplicate guard and a rerun between looks change nothing")
    void guard() {
        server.on(LIST, FAILED).on(Example.RETRY_PATH, Reply.empty(204));
        try (DataArtsStudio studio = Example.builder(server).duplicateGuard(Duration.ofHours(1)).build()) {
            Track track = studio.track(Example.INSTANCES);
            studio.rerun(Example.INSTANCES);
            assertThat(track.settle(Duration.ofSeconds(10)).verdict()).isEqualTo(Verdict.NO_RUN_SEEN);
        }
    }

    @Test
    void track_whenNull_thenRefused() {
        try (DataArtsStudio studio = Example.studio(server)) {
            assertThatThrownBy(() -> studio.track(null)).isInstanceOf(NullPointerException.class).hasMessage("rerun");
        }
    }

    @Test
    @DisplayName("closing the studio ends the pause between two looks")
    void closeInAPause() throws InterruptedException {
        server.on(LIST, FAILED);
        DataArtsStudio studio = TestStudio.isolated().realTime().builder(server).credentials(Example.KEY).build();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Track track = studio.track(Example.INSTANCES);
        Thread thread = new Thread(() -> failure.set(catchThrowable(() -> track.follow(Duration.ofDays(1)))));
        thread.start();
        server.awaitRequests(5);
        studio.close();
        thread.join(20_000);
        assertThat(failure.get()).isInstanceOf(IllegalStateException.class).hasMessage("this DataArtsStudio is closed");
    }

    @Test
    @DisplayName("an interrupt ends the pause between two looks, and keeps the flag")
    void interruptInAPause() throws InterruptedException {
        server.on(LIST, FAILED);
        AtomicReference<Ending> ending = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        try (DataArtsStudio studio = TestStudio.isolated().realTime().builder(server).credentials(Example.KEY).build()) {
            Track track = studio.track(Example.INSTANCES);
            Thread thread = new Thread(() -> {
                ending.set(track.follow(Duration.ofDays(1)));
                flag.set(Thread.interrupted());
            });
            thread.start();
            server.awaitRequests(5);
            thread.interrupt();
            thread.join(20_000);
        }
        assertThat(ending.get().finished()).isFalse();
        assertThat(ending.get().reason()).startsWith("the thread was interrupted");
        assertThat(flag.get()).isTrue();
    }
}
