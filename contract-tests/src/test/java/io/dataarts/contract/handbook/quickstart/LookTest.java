package io.dataarts.contract.handbook.quickstart;

import static io.dataarts.contract.fault.Faults.answer;
import static io.dataarts.contract.fault.Faults.close;
import static io.dataarts.contract.fault.Faults.read;
import static io.dataarts.contract.fault.Faults.then;
import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.contract.fault.FaultServer;
import io.dataarts.contract.provider.Failure;
import io.dataarts.contract.provider.RecordedExchange;
import io.dataarts.contract.provider.ReferenceProvider;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.error.ConfigurationException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The look lists what failed and what a rerun would send, sends no rerun, and says what to do about each mistake. */
@Timeout(60)
class LookTest {

    private static final AccessKey KEY = AccessKey.of("EXAMPLEAK00000000001", "ExampleSecretKey0000000000000000000000000");

    private final Instant night = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofHours(5));
    private ReferenceProvider service;

    @BeforeEach
    void start() {
        service = ReferenceProvider.builder().accessKey(KEY.accessKeyId(), KEY.secretKey()).start();
        service.memory().job("日报", values -> {});
        service.memory().job("hourly_sales", values -> {});
    }

    @AfterEach
    void stop() {
        assertThat(service.exchanges()).extracting(RecordedExchange::method).doesNotContain("POST");
        service.close();
    }

    @Test
    @DisplayName("it lists the failed instances of all jobs and the failed runs, each with what a rerun would send and its flag")
    void failures() {
        service.memory().instance("日报", night, values -> {});
        service.memory().instance("hourly_sales", night, values -> values.put("status", "success"));
        service.memory().qualityJob(7, "orders_complete", values -> {});
        service.memory().run(7, night, values -> {});
        service.memory().comparisonJob(8, "orders_equal", values -> {});
        service.memory().run(8, night, values -> {});

        Run run = look();
        assertThat(run.status()).isZero();
        String ended = ", ended " + night.plusSeconds(60);
        assertThat(text(run)).isEqualTo("""
                DataArts reruns: a look at what failed
                ======================================

                This only looks. It lists what failed, and shows what a rerun would send. It sends no rerun.

                  service   http://127.0.0.1:PORT
                  workspace w
                  window    FROM to TO
                            These are the last 24 hours by the clock of this machine.

                Failed instances of all batch jobs
                ----------------------------------
                  1         日报, planned NIGHT: fail, started STARTED, ended ENDED
                  to rerun  POST /v2/p/factory/jobs/%E6%97%A5%E6%8A%A5/instances/retry
                            {"retry_location":"errorNode","retry_task_version":"original_version","task_retrys":[{"job_id":917567,\
                "plan_time":MILLIS,"submit_time":1732239754684}]}
                  flag      -Dquickstart.job=instance:日报:917567:MILLIS:1732239754684

                Failed runs of quality jobs
                ---------------------------
                  1         orders_complete-1: FAILED, started NIGHT, ended ENDED
                  to rerun  POST /v2/p/quality/instances/restart
                            {"rule_type":1,"rule_id":"7"}
                  flag      -Dquickstart.job=quality:7

                Failed runs of comparison jobs
                ------------------------------
                  1         orders_equal-1: FAILED, started NIGHT, ended ENDED
                  to rerun  POST /v2/p/quality/instances/restart
                            {"rule_type":2,"rule_id":"8"}
                  flag      -Dquickstart.job=comparison:8

                Summary
                -------
                Failed: 3. Nothing was changed.
                To rerun one of them and follow it to its end, repeat the command with its flag and -Dquickstart.confirm=yes.
                """.replace(", ended ENDED", ended).replace("STARTED", night.plusSeconds(1).toString())
                .replace("NIGHT", night.toString()).replace("MILLIS", String.valueOf(night.toEpochMilli())));
    }

    @Test
    @DisplayName("the flag that it prints sends this rerun, once it is confirmed")
    void printedFlag() {
        service.memory().instance("日报", night, values -> {});
        String flag = look().out().lines().filter(line -> line.startsWith("  flag")).findFirst().orElseThrow().substring(12)
                .replace("-Dquickstart.", "");
        service.memory().advanceAfterEachList(Duration.ofMinutes(2));
        assertThat(Run.live(studio -> studio.credentials(KEY), flags(service.endpoint(), flag, "confirm=yes")).out())
                .contains("  outcome   ACCEPTED: ", "  now       日报, planned " + night + ": success\n");
        assertThat(service.count("retryFactoryJobInstance")).isOne();
        service.forgetExchanges();
    }

    @Test
    @DisplayName("with a job's name, it looks at the instances of this job only")
    void oneJob() {
        service.memory().instance("日报", night, values -> {});
        service.memory().instance("hourly_sales", night, values -> {});
        Run run = look("job=job:hourly_sales");
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("\nFailed instances of job hourly_sales\n", "\nFailed: 1. Nothing was changed.\n")
                .doesNotContain("日报", "quality jobs");
        assertThat(service.exchanges()).hasSize(1);
    }

    @Test
    @DisplayName("of more than 50 failures, it shows 50 and counts the rest")
    void many() {
        for (int minute = 0; minute < 53; minute++) {
            service.memory().instance("日报", night.plus(Duration.ofMinutes(minute)), values -> {});
        }
        assertThat(look().out()).contains("\n  50        ", "\n  and 3 more\n", "\nFailed: 53. Nothing was changed.\n")
                .doesNotContain("\n  51        ");
    }

    @Test
    @DisplayName("an instance that the service lists without its job's id is shown, and is not said to be rerun")
    void withoutId() {
        service.memory().instance("日报", night, values -> values.remove("job_id"));
        Run run = look();
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("            This SDK cannot rerun it, because the service left out an id or a time.\n")
                .doesNotContain("to rerun");
    }

    @Test
    @DisplayName("an empty night is said kindly, with what to try next, and exits with 0")
    void nothingFailed() {
        service.memory().instance("日报", night, values -> values.put("status", "success"));
        Run run = look();
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("\nFailed instances of all batch jobs\n----------------------------------\n  none\n").endsWith("""
                Summary
                -------
                Nothing failed in these 24 hours. That is good news, unless you expected something. Then:
                - check that -Dquickstart.workspace is the right one
                - look further back, up to 720 hours: -Dquickstart.hours=48
                - an instance that waits, or that a person stopped, has not failed: this lists only the status fail or FAILED
                """);
    }

    @Test
    @DisplayName("a longer window finds what failed before the last 24 hours")
    void hours() {
        service.memory().instance("日报", night.minus(Duration.ofHours(24)), values -> {});
        assertThat(look().out()).contains("\nNothing failed in these 24 hours.");
        assertThat(look("hours=48").out()).contains("These are the last 48 hours by the clock of this machine.\n", "\nFailed: 1.");
    }

    @Test
    @DisplayName("a workspace without any batch job may be the wrong one, and the summary says so")
    void noJobs() {
        service.memory().clear();
        Run run = look();
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("""
                Nothing failed in these 24 hours. That is good news, unless you expected something. Then:
                - check -Dquickstart.workspace: the service shows no batch job there
                - look further back, up to 720 hours: -Dquickstart.hours=48
                """);
    }

    @Test
    @DisplayName("an unknown workspace is named as such once, and exits with 1")
    void wrongWorkspace() {
        service.state("there is no workspace w");
        Run run = look();
        assertThat(run.status()).isOne();
        assertThat(run.text()).contains("""
                Failed instances of all batch jobs
                ----------------------------------
                  failed    BadRequestException: Rejected: HTTP 400, DLF.0819: The workspace does not exist. \
                """).endsWith("""
                  try       Check -Dquickstart.workspace. It must belong to -Dquickstart.project and to the region.

                Summary
                -------
                The look is INCOMPLETE: see above what failed, and what to try. It changed nothing.
                """);
        assertThat(service.exchanges()).hasSize(1);
    }

    @Test
    @DisplayName("an unknown job is named as such")
    void unknownJob() {
        Run run = look("job=job:daily");
        assertThat(run.status()).isOne();
        assertThat(run.text()).contains("""
                  failed    BadRequestException: Rejected: HTTP 400, DLF.0100: The job does not exist. \
                """, """
                  try       Check the name in -Dquickstart.job: the service compares the whole name. \
                Without this flag, the look asks all jobs.
                """);
    }

    @Test
    @DisplayName("without permission for one list, the others are looked at")
    void missingPermission() {
        service.memory().qualityJob(7, "orders_complete", values -> {});
        service.memory().run(7, night, values -> {});
        service.failures().from("listFactoryJobs", 1, Failure.status(403));
        Run run = look();
        assertThat(run.status()).isOne();
        assertThat(run.text()).contains("  failed    PermissionDeniedException: Rejected: HTTP 403, APIGW.0302: ", """
                  try       Ask your administrator for the permission DAYU User and a role in this workspace, or use another user's key.
                """, "  1         orders_complete-1: FAILED");
    }

    @Test
    @DisplayName("a wrong secret key ends the look after one request, because repeated failures lock the key")
    void wrongKey() {
        Run run = Run.live(studio -> studio.credentials(AccessKey.of(KEY.accessKeyId(), "another-secret-key")), flags(service.endpoint()));
        assertThat(run.status()).isOne();
        assertThat(run.out()).contains("  failed    AuthenticationException: ", """
                  try       Check HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, and this machine's clock. Then try once: failures lock the key.
                """).doesNotContain("another-secret-key", KEY.accessKeyId(), "Signature=", "Access=");
        assertThat(service.exchanges()).hasSize(1);
    }

    @Test
    @DisplayName("a wrong clock is named as such")
    void wrongClock() {
        String refusal = "{\"error_code\":\"APIGW.0301\",\"error_msg\":\"Incorrect IAM authentication information: signature expired, "
                + "signature time:20241127T070000Z,server time:20241127T090000Z\"}";
        try (FaultServer gateway = FaultServer.builder().otherwise(answer(401, refusal)).start()) {
            assertThat(look(gateway).out()).contains(
                    "this machine's clock is ", " the gateway's, and 15 min are allowed: correct the clock");
        }
    }

    @Test
    @DisplayName("an unknown host is named as such, with the flag of the region, and exits with 2")
    void wrongRegion() {
        Run run = look(URI.create("https://dayu.no-such-region.invalid"));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).contains(
                "  failed    NotSentException: Not sent: the host name of dayu.no-such-region.invalid does not resolve: ", """
                  try       Check -Dquickstart.region or -Dquickstart.endpoint, and your network. A region's id looks like cn-north-4.
                """);
    }

    @Test
    @DisplayName("another server's 404 points to the endpoint")
    void wrongEndpoint() {
        try (FaultServer other = FaultServer.builder().otherwise(answer(404, "<html>")).start()) {
            Run run = look(other);
            assertThat(run.status()).isOne();
            assertThat(run.out()).contains(
                    "  failed    NotFoundException: ", "  try       Check -Dquickstart.region or -Dquickstart.endpoint");
        }
    }

    @Test
    @DisplayName("an answer that cannot be read is no good news")
    void unreadable() {
        try (FaultServer page = FaultServer.builder().otherwise(answer(200, "<html>log in</html>")).start()) {
            Run run = look(page);
            assertThat(run.status()).isOne();
            assertThat(run.out()).contains("  failed    UnreadableResponseException: ", "The look is INCOMPLETE: ");
        }
    }

    @Test
    @DisplayName("without an answer, the look ends and exits with 3, and says that looking changes nothing")
    void noAnswer() {
        try (FaultServer silent = FaultServer.builder().otherwise(then(read(), close())).start()) {
            Run run = look(silent);
            assertThat(run.status()).isEqualTo(3);
            assertThat(run.out()).contains("  failed    NoResponseException: ", "  try       Try again later: looking changes nothing.\n");
        }
    }

    @Test
    @DisplayName("if the service throttles, the advice is to wait")
    void throttled() {
        service.failures().from("listFactoryJobs", 1, Failure.status(429));
        Run run = Run.live(studio -> studio.credentials(KEY).retryPolicy(RetryPolicy.never()), flags(service.endpoint()));
        assertThat(run.status()).isOne();
        assertThat(run.out()).contains("  failed    ThrottledException: ", "  try       Wait a minute, and look again.");
    }

    @Test
    @DisplayName("a search that fails half-way says how far it got, and shows what it found")
    void halfWay() {
        service.memory().instance("hourly_sales", night, values -> {});
        service.failures().at("listFactoryJobInstances", 2, Failure.status(500));
        Run run = look();
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.out()).contains("  1         hourly_sales, planned ",
                "  failed    ServerErrorException: ", "  so far    The search stopped after 1 result");
    }

    @Test
    @DisplayName("without credentials nothing is sent, and the message lists the sources")
    void noCredentials() {
        Run run = Run.live(studio -> studio.credentials(() -> {
            throw new ConfigurationException("credentials are not set", null);
        }), flags(service.endpoint()));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).endsWith("\nNothing was sent. credentials are not set\n");
        assertThat(service.exchanges()).isEmpty();
    }

    private Run look(String... more) {
        return Run.live(studio -> studio.credentials(KEY), flags(service.endpoint(), more));
    }

    private static Run look(FaultServer server) {
        return look(server.endpoint());
    }

    private static Run look(URI endpoint) {
        return Run.live(studio -> studio.credentials(KEY).retryPolicy(RetryPolicy.never()), flags(endpoint));
    }

    private static String[] flags(URI endpoint, String... more) {
        String[] flags = new String[3 + more.length];
        flags[0] = "endpoint=" + endpoint;
        flags[1] = "project=p";
        flags[2] = "workspace=w";
        System.arraycopy(more, 0, flags, 3, more.length);
        return flags;
    }

    private static String text(Run run) {
        return run.text().replaceAll("window    \\S+ to \\S+", "window    FROM to TO");
    }
}
