package io.dataarts.contract.agreement.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.contract.provider.RecordedExchange;
import io.dataarts.contract.provider.ReferenceProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The live verification without side effects only asks for unknown jobs. A stand-in plays the live service. */
class LiveVerificationOnLoopbackTest {

    private static final Map<String, String> ENVIRONMENT = new HashMap<>();

    private ReferenceProvider provider;

    /** Runs against the stand-in. The build does not find nested classes, so only this test starts it. */
    static class OnLoopback extends LiveVerificationTest {

        @Override
        Map<String, String> environment() {
            return ENVIRONMENT;
        }
    }

    @BeforeEach
    void start() {
        provider = LiveStandIn.provider();
        ENVIRONMENT.clear();
        ENVIRONMENT.putAll(LiveStandIn.environment(provider.endpoint()));
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void run_whenServiceHonoursPact_thenOnlyTheUnknownIsAskedFor() {
        TestRun run = TestRun.of(OnLoopback.class);

        assertThat(run.failed()).isEmpty();
        assertThat(run.skipped()).isEmpty();
        assertThat(run.passed()).containsExactlyInAnyOrder(
                "dataarts-rerun-sdk - a rerun of an unknown job (the documentation's failure)",
                "dataarts-rerun-sdk - the instances of an unknown job",
                "dataarts-rerun-sdk - a rerun of an unknown quality job");
        assertThat(provider.exchanges()).extracting(RecordedExchange::toString).containsExactlyInAnyOrder(
                "POST /v2/liveproject/factory/jobs/no_such_job_dataarts_rerun_sdk/instances/retry "
                        + "{\"retry_location\":\"firstNode\",\"retry_task_version\":\"original_version\",\"task_retrys\":"
                        + "[{\"job_id\":917567,\"plan_time\":1732601580000,\"submit_time\":1732239754684}]} "
                        + "-> 400 {\"error_code\":\"DLF.1000\",\"error_msg\":\"Failed to find the job.\"}",
                "GET /v2/liveproject/factory/jobs/no_such_job_dataarts_rerun_sdk/instances/detail?limit=1000&max_plan_time=1732636800000"
                        + "&min_plan_time=1732550400000&offset=0  -> 400 {\"error_code\":\"DLF.0100\",\"error_msg\":\"The job does not exist.\"}",
                "POST /v2/liveproject/quality/instances/restart {\"rule_id\":\"1000000000000000000\",\"rule_type\":1} "
                        + "-> 400 {\"error_code\":\"DQC.1000\",\"error_msg\":\"Failed to find the quality or comparison job.\"}");
        assertThat(provider.exchanges()).allSatisfy(exchange -> {
            assertThat(exchange.header("workspace")).contains("liveworkspace");
            assertThat(exchange.header("X-Project-Id")).contains("liveproject");
            assertThat(exchange.headers().get("content-type"))
                    .isEqualTo(exchange.method().equals("POST") ? List.of("application/json;charset=UTF-8") : null);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "DATAARTS_VERIFY_TOKEN, LiveToken,,",
        "DATAARTS_VERIFY_AK, LIVETEMPORARYAK, DATAARTS_VERIFY_SECURITY_TOKEN, LiveSecurityToken"
    })
    void run_whenOtherCredentialsAreGiven_thenTheyAreUsed(String name, String value, String name2, String value2) {
        if (name2 == null) {
            ENVIRONMENT.keySet().removeIf(key -> key.endsWith("_AK") || key.endsWith("_SK"));
        } else {
            ENVIRONMENT.put(name2, value2);
        }
        ENVIRONMENT.put(name, value);

        assertThat(TestRun.of(OnLoopback.class).passed()).hasSize(3);
    }

    @Test
    void run_whenServiceAnswersOtherwise_thenFails() {
        provider.state("job no_such_job_dataarts_rerun_sdk exists");

        TestRun run = TestRun.of(OnLoopback.class);

        assertThat(run.failed()).satisfiesExactly(
                rerun -> assertThat(rerun).isEqualTo("a rerun of an unknown job (the documentation's failure): status: expected status of 400 but was 200; "
                        + "header: Expected a header 'Content-Type' but was missing; "
                        + "body-content-type: Expected a body of 'application/json' but the actual content type was 'null'"),
                list -> assertThat(list).startsWith("the instances of an unknown job: status: expected status of 400 but was 200; "
                        + "body: $ Actual map is missing the following keys: error_code, error_msg"));
        assertThat(run.passed()).hasSize(1);
    }

    @Test
    void run_whenEnvironmentIsEmpty_thenSkippedWithWhatToSet() {
        ENVIRONMENT.clear();

        TestRun run = TestRun.of(OnLoopback.class);

        assertThat(run.failed()).isEmpty();
        assertThat(run.passed()).isEmpty();
        assertThat(run.skipped()).hasSize(3).containsOnly(
                "Not verified against the live service: to do so, set DATAARTS_VERIFY_ENDPOINT, DATAARTS_VERIFY_PROJECT_ID, "
                        + "DATAARTS_VERIFY_WORKSPACE, and DATAARTS_VERIFY_AK with DATAARTS_VERIFY_SK (and DATAARTS_VERIFY_SECURITY_TOKEN "
                        + "for a temporary key) or DATAARTS_VERIFY_TOKEN.");
    }

    @Test
    void run_whenEnvironmentIsIncomplete_thenFailsWithWhatIsMissing() {
        ENVIRONMENT.remove("DATAARTS_VERIFY_WORKSPACE");
        ENVIRONMENT.put("DATAARTS_VERIFY_SK", "");

        TestRun run = TestRun.of(OnLoopback.class);

        assertThat(run.failed()).hasSize(3).allSatisfy(reason -> assertThat(reason).startsWith(
                "the environment asks for a live service, but does not set DATAARTS_VERIFY_WORKSPACE, DATAARTS_VERIFY_SK; it takes "));
        assertThat(provider.exchanges()).isEmpty();
    }
}
