package io.dataarts.contract.handbook.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.contract.loopback.ReceivedRequest;
import io.dataarts.contract.provider.RecordedExchange;
import io.dataarts.rerun.error.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The tour names each difference between a step and its expectation. */
class ExpectedStepTest {

    private static final String SIGNED = "SDK-HMAC-SHA256 Access=x";
    private static final ExpectedStep EXPECTED = new ExpectedStep("/path", "{\"a\":1}", 200, "{\"b\":2}", Outcome.ACCEPTED, "77");
    private static final RecordedExchange GOOD = exchange("POST", "/path", SIGNED, "{\"a\":1}", 200, "id", "{\"b\":2}");
    private static final Result ACCEPTED = new Result(Outcome.ACCEPTED, "id", "77", "", "");

    @Test
    @DisplayName("the expected exchange and result have no difference")
    void same() {
        assertThat(EXPECTED.differences(List.of(GOOD), ACCEPTED)).isEmpty();
    }

    @Test
    @DisplayName("a request that was sent twice is a difference")
    void twice() {
        assertThat(EXPECTED.differences(List.of(GOOD, GOOD), ACCEPTED)).containsExactly("number of requests: expected 1, was 2");
    }

    @Test
    @DisplayName("a request that was not sent is a difference")
    void none() {
        assertThat(EXPECTED.differences(List.of(), ACCEPTED)).containsExactly("number of requests: expected 1, was 0");
    }

    @Test
    @DisplayName("another method or path is a difference")
    void requestLine() {
        assertThat(EXPECTED.differences(List.of(exchange("PUT", "/x", SIGNED, "{\"a\":1}", 200, "id", "{\"b\":2}")), ACCEPTED))
                .containsExactly("request line: expected POST /path, was PUT /x");
    }

    @Test
    @DisplayName("JSON with other bytes is a difference")
    void json() {
        assertThat(EXPECTED.differences(List.of(exchange("POST", "/path", SIGNED, "{\"a\": 1}", 200, "id", "{\"b\":2}")), ACCEPTED))
                .containsExactly("JSON sent: expected {\"a\":1}, was {\"a\": 1}");
    }

    @Test
    @DisplayName("a request without a signature is a difference")
    void unsigned() {
        assertThat(EXPECTED.differences(List.of(exchange("POST", "/path", null, "{\"a\":1}", 200, "id", "{\"b\":2}")), ACCEPTED))
                .containsExactly("authentication: expected SDK-HMAC-SHA256, was none");
    }

    @Test
    @DisplayName("another status, answer or request id is a difference")
    void answer() {
        assertThat(EXPECTED.differences(List.of(exchange("POST", "/path", SIGNED, "{\"a\":1}", 201, "other", "")), ACCEPTED))
                .containsExactly(
                        "status: expected 200, was 201",
                        "answer: expected {\"b\":2}, was nothing",
                        "request id: expected other, was id");
    }

    @Test
    @DisplayName("another outcome or key is a difference")
    void result() {
        assertThat(EXPECTED.differences(List.of(GOOD), new Result(Outcome.UNKNOWN, "id", "", "", "")))
                .containsExactly("outcome: expected ACCEPTED, was UNKNOWN", "instance id: expected 77, was nothing");
    }

    private static RecordedExchange exchange(
            String method, String target, String authorization, String body, int status, String requestId, String answer) {
        Map<String, List<String>> headers = authorization == null ? Map.of() : Map.of("authorization", List.of(authorization));
        return new RecordedExchange(new ReceivedRequest(method, target, headers, body.getBytes(StandardCharsets.UTF_8)),
                status, requestId, answer.getBytes(StandardCharsets.UTF_8));
    }
}
