package io.dataarts.rerun.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.Failing;
import io.dataarts.rerun.error.AuthenticationException;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.NotFoundException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.PermissionDeniedException;
import io.dataarts.rerun.error.ServerErrorException;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.error.ThrottledException;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.time.Duration;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Status and error code decide the exception and the outcome: REJECTED only if the service certainly did not execute. */
class StatusTest {

    private static final Map<Integer, Class<?>> TYPES = Map.of(
            400, BadRequestException.class,
            401, AuthenticationException.class,
            403, PermissionDeniedException.class,
            404, NotFoundException.class,
            429, ThrottledException.class,
            500, ServerErrorException.class,
            502, ServerErrorException.class,
            503, ServerErrorException.class,
            504, ServerErrorException.class,
            599, ServerErrorException.class);

    @ParameterizedTest
    @CsvSource({
        "300, UNKNOWN", "301, UNKNOWN", "302, UNKNOWN", "303, UNKNOWN", "304, UNKNOWN", "307, UNKNOWN", "308, UNKNOWN", "399, UNKNOWN",
        "400, REJECTED", "401, REJECTED", "402, REJECTED", "403, REJECTED", "404, REJECTED", "405, REJECTED", "407, REJECTED",
        "408, UNKNOWN", "409, REJECTED", "413, REJECTED", "414, REJECTED", "418, REJECTED", "422, REJECTED", "429, REJECTED",
        "494, REJECTED", "499, REJECTED", "500, UNKNOWN", "502, UNKNOWN", "503, UNKNOWN", "504, UNKNOWN", "599, UNKNOWN",
        "600, UNKNOWN", "777, UNKNOWN", "999, UNKNOWN"
    })
    void rerun_whenNoSuccess_thenTypeAndOutcomeFollowTheStatus(int status, Outcome outcome) {
        ServiceException failure = Failing.answered(Reply.empty(status));
        assertThat(failure).isExactlyInstanceOf(TYPES.getOrDefault(status, ServiceException.class));
        assertThat(failure.httpStatus()).isEqualTo(status);
        assertThat(failure.outcome()).isEqualTo(outcome);
        assertThat(failure.attempts()).isEqualTo(status == 429 ? 3 : 1);
        assertThat(failure.errorCode()).isEmpty();
        assertThat(failure.errorMessage()).isEmpty();
        assertThat(failure.requestId()).isEmpty();
        assertThat(failure.retryAfter()).isEqualTo(status == 429 ? Optional.of(Duration.ofSeconds(10)) : Optional.empty());
        assertThat(failure.rawBody()).isEmpty();
        assertThat(failure).hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 203, 204, 205, 206, 226, 299})
    void rerun_whenAnySuccess_thenAReceipt(int status) {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(status));
                DataArtsStudio studio = Example.studio(server)) {
            assertThat(studio.rerun(Example.QUALITY)).hasToString("RerunReceipt[HTTP " + status + ", attempts 1]");
            assertThat(studio.rerun(Example.INSTANCES).httpStatus()).isEqualTo(status);
        }
    }

    @Test
    @DisplayName("the whole message of a rejected rerun")
    void rejectedMessage() {
        assertThat(Failing.answered(
                        Reply.json(400, "{\"error_code\":\"DQC.3\",\"error_msg\":\"no such rule\"}", "X-Request-Id: r")))
                .hasMessage("Rejected: HTTP 400, DQC.3: no such rule (request id r)");
    }

    @Test
    @DisplayName("the whole message of an unknown outcome")
    void unknownMessage() {
        assertThat(Failing.answered(Reply.json(500, "{\"error_code\":\"DQC.4\"}")))
                .hasMessage("Whether it was executed is unknown: HTTP 500, DQC.4");
    }

    @ParameterizedTest
    @CsvSource({"APIGW.0308", "APIG.0308"})
    @DisplayName("the gateway's code for throttling counts with any status")
    void throttledByCode(String code) {
        ServiceException failure = Failing.answered(Reply.json(400, "{\"error_code\":\"" + code + "\",\"error_msg\":\"slow\"}"));
        assertThat(failure).isExactlyInstanceOf(ThrottledException.class);
        assertThat(failure.outcome()).isEqualTo(Outcome.REJECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"APIGX.0308", "xAPIGW.0308", "APIGW.03081", "APIGW0308"})
    void rerun_whenTheCodeOnlyLooksLikeThrottling_thenItIsNot(String code) {
        assertThat(Failing.answered(Reply.json(400, "{\"error_code\":\"" + code + "\"}")))
                .isExactlyInstanceOf(BadRequestException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 500})
    @DisplayName("an error with the code of success contradicts itself: UNKNOWN")
    void successCodeInAnError(int status) {
        ServiceException failure = Failing.answered(Reply.json(status, "{\"error_code\":\"DQC.0000\",\"error_msg\":\"success\"}"));
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.errorCode()).contains("DQC.0000");
        assertThat(failure.getMessage()).startsWith("Whether it was executed is unknown: HTTP " + status + ", DQC.0000: success");
    }

    @Test
    @DisplayName("a success with an error code contradicts itself: UNKNOWN")
    void errorCodeInASuccess() {
        ServiceException failure = Failing.answered(
                Reply.of(200, "{\"error_code\":\"DQC.9999\",\"error_msg\":\"boom\"}".getBytes(), "X-Request-Id: r"));
        assertThat(failure).isExactlyInstanceOf(ServiceException.class);
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure.httpStatus()).isEqualTo(200);
        assertThat(failure.errorCode()).contains("DQC.9999");
        assertThat(failure.errorMessage()).contains("boom");
        assertThat(failure.requestId()).contains("r");
        assertThat(failure.rawBody()).isEqualTo("{\"error_code\":\"DQC.9999\",\"error_msg\":\"boom\"}");
        assertThat(failure).hasMessage("Whether it was executed is unknown: HTTP 200, DQC.9999: boom (request id r)").hasNoCause();
    }

    @Test
    @DisplayName("a success with an error code is UNKNOWN also for job reruns, which need no body")
    void errorCodeInASuccessOfJobs() {
        assertThat(Failing.answered(Reply.json(200, "{\"error_code\":\"DLF.1000\"}"), Example.INSTANCES).outcome())
                .isEqualTo(Outcome.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Retry-After: 7 | PT7S",
        "retry-after: 0 | PT0S",
        "Retry-After: Fri, 22 Nov 2024 03:21:00 GMT | PT1M"
    })
    void rerun_whenRetryAfter_thenItIsReported(String header, Duration wait) {
        assertThat(Failing.answered(Reply.empty(503, header)).retryAfter()).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Retry-After: soon", "Retry-After: -1", "Retry-After:", "Retry-After: Fri, 22 Nov 2024 03:19:00 GMT"})
    void rerun_whenRetryAfterMakesNoSense_thenItIsAsIfNotThere(String header) {
        assertThat(Failing.answered(Reply.empty(503, header)).retryAfter()).isEmpty();
    }
}
