package io.dataarts.contract.handbook.quickstart;

import static io.dataarts.contract.fault.Faults.answer;
import static io.dataarts.contract.fault.Faults.close;
import static io.dataarts.contract.fault.Faults.read;
import static io.dataarts.contract.fault.Faults.then;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.dataarts.contract.fault.FaultServer;
import io.dataarts.contract.provider.Course;
import io.dataarts.contract.provider.Failure;
import io.dataarts.contract.provider.RecordedExchange;
import io.dataarts.contract.provider.ReferenceProvider;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.error.ConfigurationException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A live rerun sends one rerun, follows it, and reports its outcome without secrets. */
@Timeout(60)
class LiveRerunTest {

    private static final AccessKey KEY = AccessKey.of("EXAMPLEAK00000000001", "ExampleSecretKey0000000000000000000000000");

    private ReferenceProvider service;

    @BeforeEach
    void start() {
        service = ReferenceProvider.builder().accessKey(KEY.accessKeyId(), KEY.secretKey()).start();
        service.memory().at(Instant.parse("2024-11-26T09:00:00Z")).advanceAfterEachList(Duration.ofSeconds(50));
        service.memory().qualityJob(1440764172232392705L, "orders_complete", values -> {});
        service.memory().comparisonJob(1440764172232392706L, "orders_equal", values -> {});
        service.memory().instance("日报:作业", Instant.ofEpochMilli(1732601580000L), values -> {});
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    @DisplayName("an accepted rerun prints target, request, receipt, outcome and what it became, and exits with 0")
    void accepted() {
        Run run = rerun("quality:1440764172232392705");
        assertThat(run.status()).isZero();
        assertThat(run.text()).isEqualTo("""
                DataArts reruns: one live rerun
                ===============================

                This is a live rerun: one rerun goes to 127.0.0.1:PORT, and reruns a real job.
                Before and after it, this looks at the job's instances, which changes nothing.

                  workspace w
                  request   POST /v2/p/quality/instances/restart
                            {
                              "rule_type": 1,
                              "rule_id": "1440764172232392705"
                            }
                  sending   ...
                  result    RerunReceipt[HTTP 200, instance 1440764172232400896, request id ID, attempts 1]
                  outcome   ACCEPTED: the service accepted the rerun. Do not send it again.

                This follows the rerun for at most 10 minutes. Ctrl-C is safe: it ends this program, not the rerun.

                  now       orders_complete-1: RUNNING
                  now       orders_complete-1: SUCCESS
                  last seen orders_complete-1: SUCCESS
                  ending    every instance has moved and is at an end; a schedule may have started it
                """);
    }

    @Test
    @DisplayName("a live rerun sends one rerun; all other requests are look-ups")
    void once() {
        rerun("quality:1440764172232392705");
        assertThat(reruns()).hasSize(1);
        assertThat(service.exchanges()).extracting(RecordedExchange::method).containsOnly("GET", "POST");
    }

    @Test
    @DisplayName("a comparison job is sent with rule_type 2")
    void comparisonJob() {
        assertThat(rerun("comparison:1440764172232392706").status()).isZero();
        assertThat(reruns()).extracting(RecordedExchange::bodyText)
                .containsExactly("{\"rule_type\":2,\"rule_id\":\"1440764172232392706\"}");
    }

    @Test
    @DisplayName("an instance reruns from its failed node with its original parameters, even if the job's name has a colon")
    void instance() {
        assertThat(rerun("instance:日报:作业:917567:1732601580000:1732239754684").status()).isZero();
        assertThat(reruns()).extracting(RecordedExchange::target, RecordedExchange::bodyText).containsExactly(tuple(
                "/v2/p/factory/jobs/%E6%97%A5%E6%8A%A5%3A%E4%BD%9C%E4%B8%9A/instances/retry",
                "{\"retry_location\":\"errorNode\",\"retry_task_version\":\"original_version\","
                        + "\"task_retrys\":[{\"job_id\":917567,\"plan_time\":1732601580000,\"submit_time\":1732239754684}]}"));
    }

    @Test
    @DisplayName("without the confirmation it shows the rerun, and sends nothing at all")
    void unconfirmed() {
        Run run = Run.live(studio -> studio.credentials(KEY),
                "endpoint=" + service.endpoint(), "project=p", "workspace=w", "job=quality:1440764172232392705");
        assertThat(run.status()).isZero();
        assertThat(run.text()).isEqualTo("""
                DataArts reruns: a preview
                ==========================

                This sends nothing. The rerun would go to 127.0.0.1:PORT.

                  workspace w
                  request   POST /v2/p/quality/instances/restart
                            {
                              "rule_type": 1,
                              "rule_id": "1440764172232392705"
                            }

                To send it, and to follow it to its end, repeat the command with -Dquickstart.confirm=yes.
                """);
        assertThat(service.exchanges()).isEmpty();
    }

    @Test
    @DisplayName("a rerun that fails again exits with 4")
    void failsAgain() {
        service.memory().instancesTake(Course.of("running").then(Duration.ofSeconds(90), "fail"));
        Run run = rerun("instance:日报:作业:917567:1732601580000:1732239754684");
        assertThat(run.status()).isEqualTo(4);
        assertThat(run.out()).endsWith("""
                  now       日报:作业, planned 2024-11-26T06:13:00Z: running
                  now       日报:作业, planned 2024-11-26T06:13:00Z: fail
                  last seen 日报:作业, planned 2024-11-26T06:13:00Z: fail
                  ending    every instance has moved and is at an end
                """);
    }

    @Test
    @DisplayName("if following is refused, the report says why, and the exit status is 4 although the rerun was accepted")
    void cannotFollow() {
        service.failures().from("listFactoryJobInstances", 3, Failure.status(403));
        Run run = rerun("instance:日报:作业:917567:1732601580000:1732239754684");
        assertThat(run.status()).isEqualTo(4);
        assertThat(run.out()).contains("  outcome   ACCEPTED: ", "  last seen 日报:作业, planned 2024-11-26T06:13:00Z: fail\n", "HTTP 403");
    }

    @Test
    @DisplayName("a lost answer is settled by looking; the rerun is not sent again, and the exit status stays 3")
    void settled() {
        service.failures().at("restartQualityInstance", 1, Failure.dropped().afterExecution());
        Run run = rerun("quality:1440764172232392705");
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.out()).contains("""

                The answer is lost. This looks for at most 1 minute whether the rerun ran. It does not send it again.

                  verdict   RAN_SINCE: orders_complete-1 \
                """).endsWith("  so        Do not send it again: that would run it twice.\n");
        assertThat(reruns()).hasSize(1);
    }

    @Test
    @DisplayName("a rejected rerun prints the service's answer, and exits with 1")
    void rejected() {
        Run run = rerun("quality:1");
        assertThat(run.status()).isOne();
        assertThat(run.text()).contains("""
                  sending   ...
                  answered  {
                              "error_code": "DQC.1000",
                              "error_msg": "Failed to find the quality or comparison job."
                            }
                  result    BadRequestException: \
                """)
                .endsWith("  outcome   REJECTED: the service rejected the rerun. It did not run.\n");
    }

    @Test
    @DisplayName("the report of a refused signature shows no secret")
    void noSecrets() {
        Run run = Run.live(studio -> studio.credentials(AccessKey.of(KEY.accessKeyId(), "another-secret-key")), flags("quality:1"));
        assertThat(run.status()).isOne();
        assertThat(run.out()).contains("AuthenticationException")
                .doesNotContain("another-secret-key", KEY.accessKeyId(), "Signature=", "Access=");
    }

    @Test
    @DisplayName("an answer of long HTML with terminal controls is printed as plain text, truncated")
    void strangeAnswer() {
        String body = "\u001b[31m<html>" + "x".repeat(3000);
        try (FaultServer gateway = FaultServer.builder().otherwise(answer(502, body)).start()) {
            Run run = Run.live(studio -> studio.credentials(KEY), flags("quality:1", gateway.endpoint()));
            assertThat(run.status()).isEqualTo(3);
            assertThat(run.out()).contains("  answered  ?[31m<html>" + "x".repeat(1989) + " ... (truncated)\n");
        }
    }

    @Test
    @DisplayName("without an answer to anything the outcome is unknown, looking cannot tell, and the exit status is 3")
    void unknown() {
        try (FaultServer silent = FaultServer.builder().otherwise(then(read(), close())).start()) {
            Run run = Run.live(studio -> studio.credentials(KEY), flags("quality:1", silent.endpoint()));
            assertThat(run.status()).isEqualTo(3);
            assertThat(run.out()).contains("NoResponseException",
                    "  outcome   UNKNOWN: the rerun may have run. Check the job's instances before you send it again.\n",
                    "  verdict   CANNOT_TELL: ").endsWith("  so        Look at the job in the console before you send it again.\n");
        }
    }

    @Test
    @DisplayName("if no server listens, nothing is sent, and the exit status is 2")
    void notSent() {
        service.close();
        Run run = rerun("quality:1");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).endsWith("  outcome   NOT_SENT: nothing was sent. You can call again safely.\n");
    }

    @Test
    @DisplayName("if the credentials provider fails, nothing is sent")
    void failingCredentials() {
        Run run = Run.live(studio -> studio.credentials(() -> {
            throw new ConfigurationException("credentials are not set", null);
        }), flags("quality:1440764172232392705"));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).endsWith("""
                  result    ConfigurationException: credentials are not set
                  outcome   NOT_SENT: nothing was sent. You can call again safely.
                """);
        assertThat(service.exchanges()).isEmpty();
    }

    @Test
    @DisplayName("a wrong configuration is reported before anything is sent")
    void refusedConfiguration() {
        Run run = Run.live(studio -> studio.region("cn-north-4"), flags("quality:1440764172232392705"));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).startsWith("Nothing was sent. The configuration is incomplete:\n- region and endpoint are both set");
        assertThat(service.exchanges()).isEmpty();
    }

    private List<RecordedExchange> reruns() {
        return service.exchanges().stream().filter(exchange -> exchange.method().equals("POST")).toList();
    }

    private Run rerun(String job) {
        return Run.live(studio -> studio.credentials(KEY), flags(job));
    }

    private String[] flags(String job) {
        return flags(job, service.endpoint());
    }

    private static String[] flags(String job, URI endpoint) {
        return new String[] {"endpoint=" + endpoint, "project=p", "workspace=w", "job=" + job, "confirm=yes"};
    }
}
