package io.dataarts.contract.agreement.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.contract.fault.FaultServer;
import io.dataarts.contract.fault.Faults;
import io.dataarts.contract.provider.RecordedExchange;
import io.dataarts.contract.provider.ReferenceProvider;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The live verification with reruns sends only the approved requests, each once. A stand-in plays the live service. */
class LiveRerunVerificationOnLoopbackTest {

    private static final Map<String, String> ENVIRONMENT = new HashMap<>();

    private ReferenceProvider provider;

    /** Runs against the stand-in. The build does not find nested classes, so only this test starts it. */
    static class OnLoopback extends LiveRerunVerificationTest {

        @Override
        Map<String, String> environment() {
            return ENVIRONMENT;
        }
    }

    @BeforeEach
    void start() {
        provider = LiveStandIn.provider();
        provider.catalog().qualityJob("11", "1").comparisonJob("22", "2").job("夜间 ~作业*");
        ENVIRONMENT.clear();
        ENVIRONMENT.putAll(LiveStandIn.environment(provider.endpoint()));
        ENVIRONMENT.putAll(Map.of(
                "DATAARTS_VERIFY_RERUN", "yes",
                "DATAARTS_VERIFY_QUALITY_JOB", "11",
                "DATAARTS_VERIFY_COMPARISON_JOB", "22",
                "DATAARTS_VERIFY_JOB", "夜间 ~作业*",
                "DATAARTS_VERIFY_JOB_ID", "33",
                "DATAARTS_VERIFY_PLAN_TIME", "1732601580001",
                "DATAARTS_VERIFY_SUBMIT_TIME", "1732239754685"));
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void run_whenEnvironmentSaysYes_thenItsIdsAreRerunOnce() {
        TestRun run = TestRun.of(OnLoopback.class);

        assertThat(run.failed()).isEmpty();
        assertThat(run.skipped()).isEmpty();
        assertThat(run.passed()).hasSize(3);
        assertThat(provider.exchanges()).extracting(RecordedExchange::toString).containsExactlyInAnyOrder(
                "POST /v2/liveproject/quality/instances/restart {\"rule_id\":\"11\",\"rule_type\":1} -> 200 {\"instance_id\":\"1\"}",
                "POST /v2/liveproject/quality/instances/restart {\"rule_id\":\"22\",\"rule_type\":2} -> 200 {\"instance_id\":\"2\"}",
                "POST /v2/liveproject/factory/jobs/%E5%A4%9C%E9%97%B4%20~%E4%BD%9C%E4%B8%9A%2A/instances/retry "
                        + "{\"ignore_obs_monitor\":true,\"retry_location\":\"errorNode\",\"retry_task_version\":\"original_version\","
                        + "\"task_retrys\":[{\"job_id\":33,\"plan_time\":1732601580001,\"submit_time\":1732239754685}]} -> 200 ");
    }

    @Test
    void run_whenOneIdIsGiven_thenTheOthersAreSkipped() {
        ENVIRONMENT.keySet().removeIf(name -> name.endsWith("_TIME") || name.contains("_JOB") && !name.endsWith("_QUALITY_JOB"));

        TestRun run = TestRun.of(OnLoopback.class);

        assertThat(run.failed()).isEmpty();
        assertThat(run.passed()).containsExactly("dataarts-rerun-sdk - a rerun of a quality job (the documentation's example)");
        assertThat(run.skipped()).containsExactlyInAnyOrder(
                "Not rerun, as the environment names no id for it: a rerun of a comparison job",
                "Not rerun, as the environment names no id for it: a rerun of a job instance (the documentation's first example)");
        assertThat(provider.exchanges()).hasSize(1);
    }

    @Test
    void run_whenEnvironmentDoesNotSayYes_thenNothingIsSent() {
        ENVIRONMENT.remove("DATAARTS_VERIFY_RERUN");

        TestRun run = TestRun.of(OnLoopback.class);

        assertThat(run.skipped()).hasSize(3).containsOnly("Nothing was rerun in the live service: to do so, set DATAARTS_VERIFY_RERUN to "
                + "yes, and DATAARTS_VERIFY_QUALITY_JOB, DATAARTS_VERIFY_COMPARISON_JOB, or DATAARTS_VERIFY_JOB with "
                + "DATAARTS_VERIFY_JOB_ID, DATAARTS_VERIFY_PLAN_TIME and DATAARTS_VERIFY_SUBMIT_TIME.");
        assertThat(provider.exchanges()).isEmpty();
    }

    @Test
    void run_whenEnvironmentSaysSomethingElse_thenNothingIsSent() {
        ENVIRONMENT.put("DATAARTS_VERIFY_RERUN", "true");

        TestRun run = TestRun.of(OnLoopback.class);

        assertThat(run.failed()).hasSize(3).containsOnly("DATAARTS_VERIFY_RERUN must be yes or not set, was true");
        assertThat(provider.exchanges()).isEmpty();
    }

    @Test
    void run_whenAnInstanceIsNamedInPart_thenNothingIsSent() {
        ENVIRONMENT.remove("DATAARTS_VERIFY_PLAN_TIME");

        TestRun run = TestRun.of(OnLoopback.class);

        assertThat(run.failed()).hasSize(3).containsOnly("DATAARTS_VERIFY_JOB, DATAARTS_VERIFY_JOB_ID, DATAARTS_VERIFY_PLAN_TIME and "
                + "DATAARTS_VERIFY_SUBMIT_TIME name one instance together, but DATAARTS_VERIFY_PLAN_TIME is not set");
        assertThat(provider.exchanges()).isEmpty();
    }

    @Test
    void run_whenServiceIsBusy_thenNothingIsRepeated() {
        // Pact's default HTTP client would send the request again after a second.
        try (FaultServer busy = FaultServer.builder().otherwise(Faults.answer(503, "", "Retry-After: 0")).start()) {
            ENVIRONMENT.put("DATAARTS_VERIFY_ENDPOINT", busy.endpoint().toString());
            assertThat(TestRun.of(OnLoopback.class).failed()).hasSize(3)
                    .allSatisfy(reason -> assertThat(reason).contains("expected status of 200 but was 503"));
            assertThat(busy.begun()).isEqualTo(3);
        }
    }
}
