package io.dataarts.contract.handbook.quickstart;

import static io.dataarts.contract.fault.Faults.answer;
import static io.dataarts.contract.fault.Faults.close;
import static io.dataarts.contract.fault.Faults.read;
import static io.dataarts.contract.fault.Faults.then;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.dataarts.contract.fault.FaultServer;
import io.dataarts.contract.provider.RecordedExchange;
import io.dataarts.contract.provider.ReferenceProvider;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.error.ConfigurationException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A live rerun sends one request, and reports its outcome without secrets. */
@Timeout(60)
class LiveRerunTest {

    private static final AccessKey KEY = AccessKey.of("EXAMPLEAK00000000001", "ExampleSecretKey0000000000000000000000000");

    private ReferenceProvider service;

    @BeforeEach
    void start() {
        service = ReferenceProvider.builder()
                .accessKey(KEY.accessKeyId(), KEY.secretKey())
                .qualityJob("1440764172232392705", "1440764172232400896")
                .comparisonJob("1440764172232392706", "1440764172232400897")
                .job("日报:作业")
                .start();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    @DisplayName("an accepted rerun prints target, request, receipt and outcome, and exits with 0")
    void accepted() {
        Run run = rerun("quality:1440764172232392705");
        assertThat(run.status()).isZero();
        assertThat(run.text()).isEqualTo("""
                DataArts reruns: one live rerun
                ===============================

                This is a live rerun: one request goes to 127.0.0.1:PORT, and reruns a real job.

                  workspace w
                  request   POST /v2/p/quality/instances/restart
                            {
                              "rule_type": 1,
                              "rule_id": "1440764172232392705"
                            }
                  sending   ...
                  result    RerunReceipt[HTTP 200, instance 1440764172232400896, request id ID, attempts 1]
                  outcome   ACCEPTED: the service accepted the rerun. Do not send it again.
                """);
    }

    @Test
    @DisplayName("a live rerun sends one request")
    void once() {
        rerun("quality:1440764172232392705");
        assertThat(service.exchanges()).hasSize(1);
    }

    @Test
    @DisplayName("a comparison job is sent with rule_type 2")
    void comparisonJob() {
        assertThat(rerun("comparison:1440764172232392706").status()).isZero();
        assertThat(service.exchanges()).extracting(RecordedExchange::bodyText)
                .containsExactly("{\"rule_type\":2,\"rule_id\":\"1440764172232392706\"}");
    }

    @Test
    @DisplayName("an instance reruns from its failed node with its original parameters, even if the job's name has a colon")
    void instance() {
        assertThat(rerun("instance:日报:作业:917567:1732601580000:1732239754684").status()).isZero();
        assertThat(service.exchanges()).extracting(RecordedExchange::target, RecordedExchange::bodyText).containsExactly(tuple(
                "/v2/p/factory/jobs/%E6%97%A5%E6%8A%A5%3A%E4%BD%9C%E4%B8%9A/instances/retry",
                "{\"retry_location\":\"errorNode\",\"retry_task_version\":\"original_version\","
                        + "\"task_retrys\":[{\"job_id\":917567,\"plan_time\":1732601580000,\"submit_time\":1732239754684}]}"));
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
        try (FaultServer gateway = FaultServer.builder().onRequests(answer(502, body)).start()) {
            Run run = Run.live(studio -> studio.credentials(KEY), flags("quality:1", gateway.endpoint()));
            assertThat(run.status()).isEqualTo(3);
            assertThat(run.out()).contains("  answered  ?[31m<html>" + "x".repeat(1989) + " ... (truncated)\n");
        }
    }

    @Test
    @DisplayName("without an answer the outcome is unknown, and the exit status is 3")
    void unknown() {
        try (FaultServer silent = FaultServer.builder().onRequests(then(read(), close())).start()) {
            Run run = Run.live(studio -> studio.credentials(KEY), flags("quality:1", silent.endpoint()));
            assertThat(run.status()).isEqualTo(3);
            assertThat(run.out()).contains("NoResponseException").endsWith(
                    "  outcome   UNKNOWN: the rerun may have run. Check the job's instances before you send it again.\n");
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
