package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.loopback.Answer;
import io.dataarts.rerun.loopback.LoopbackServer;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One call, one arrival: neither the engine nor Feign nor a policy sends again what may have been executed. */
class AtMostOnceTest {

    enum NoAnswer {
        DROPPED(Answer.drop(), "%s closed the connection without an answer"),
        RESET(Answer.reset(), "Connection reset (%s)"),
        SILENT(Answer.silence(), "%s sent nothing for 200 ms"),
        INTERIM_THEN_DROPPED(Answer.text("HTTP/1.1 100 Continue\r\n\r\n").then(Answer.drop()),
                "%s closed the connection without an answer"),
        NOT_HTTP(Answer.text("hello world\r\n\r\n"), "%s did not answer in HTTP/1.1"),
        TLS_ALERT(Answer.text("\u0015\u0003\u0001\u0000\u0002\u0002\u0028\r\n"), null),
        NO_STATUS(Answer.text("HTTP/1.1 OK\r\n\r\n"), null),
        STATUS_TOO_LOW(Answer.text("HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n"), null),
        STATUS_TOO_LONG(Answer.text("HTTP/1.1 2000 Odd\r\nContent-Length: 0\r\n\r\n"), null),
        OTHER_HTTP(Answer.text("HTTP/2 200\r\nContent-Length: 0\r\n\r\n"), null),
        SWITCHED(Answer.text("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"),
                "the server switched protocols unasked (%s)"),
        ONLY_INTERIM(Answer.text("HTTP/1.1 199 Odd\r\n\r\n").then(Answer.silence()), "%s sent nothing for 200 ms"),
        NEGATIVE_LENGTH(Answer.text("HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\n{}"), null),
        TWO_LENGTHS(Answer.text("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}"), null),
        STATUS_LINE_CUT_OFF(Answer.text("HTTP/1.1 200").then(Answer.drop()), "the connection was closed within the head of the answer (%s)"),
        STATUS_LINE_ALONE(Answer.text("HTTP/1.1 400 Bad Request\r\n").then(Answer.drop()),
                "the connection was closed within the head of the answer (%s)"),
        HEADER_CUT_OFF(Answer.text("HTTP/1.1 200 OK\r\nContent-Length: 0").then(Answer.drop()),
                "the connection was closed within the head of the answer (%s)"),
        HEAD_NOT_ENDED(Answer.text("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n").then(Answer.drop()),
                "the connection was closed within the head of the answer (%s)"),
        HEAD_THEN_SILENCE(Answer.text("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n").then(Answer.silence()), "%s sent nothing for 200 ms");

        private final Answer answer;
        private final String message;

        NoAnswer(Answer answer, String message) {
            this.answer = answer;
            this.message = message;
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("without a complete head of an answer the outcome is unknown, and the request arrived once")
    void noAnswer(NoAnswer what) {
        // Where the connection's end has to be noticed, a busy machine may take its time.
        boolean endsByItself = what.message != null && !what.message.contains("200 ms");
        Duration timeout = endsByItself ? Duration.ofSeconds(30) : Duration.ofMillis(200);
        try (LoopbackServer server = LoopbackServer.answering(what.answer);
                DataArtsStudio studio = Example.builder().endpoint(server.endpoint()).responseTimeout(timeout).build()) {
            NoResponseException failure = Failing.rerun(studio, Example.QUALITY, NoResponseException.class);
            assertThat(server.onlyRequest().target()).isEqualTo(Example.RESTART_PATH);
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(failure.attempts()).isEqualTo(1);
            assertThat(failure.requestId()).isEmpty();
            assertThat(failure.getMessage()).startsWith("Sent, but whether it was executed is unknown: ");
            if (what.message != null) {
                assertThat(failure).hasMessage("Sent, but whether it was executed is unknown: " + what.message.formatted(server.authority()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    @DisplayName("a redirect is not followed, and carries no credentials elsewhere")
    void redirect(int status) {
        try (LoopbackServer elsewhere = LoopbackServer.answering(Answer.empty(200));
                LoopbackServer server = LoopbackServer.answering(Answer.empty(status, "Location: " + elsewhere.endpoint() + "/x"));
                DataArtsStudio studio = Example.studio(server)) {
            ServiceException failure = Failing.rerun(studio, Example.QUALITY, ServiceException.class);
            server.onlyRequest();
            assertThat(elsewhere.connections()).isZero();
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(failure.httpStatus()).isEqualTo(status);
        }
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of(400, new String[] {}),
                Arguments.of(401, new String[] {"WWW-Authenticate: Basic realm=\"x\""}),
                Arguments.of(401, new String[] {"WWW-Authenticate: Digest realm=\"x\", nonce=\"y\""}),
                Arguments.of(407, new String[] {"Proxy-Authenticate: Basic realm=\"x\""}),
                Arguments.of(408, new String[] {"Connection: close"}),
                Arguments.of(408, new String[] {}),
                Arguments.of(409, new String[] {}),
                Arguments.of(417, new String[] {}),
                Arguments.of(421, new String[] {}),
                Arguments.of(425, new String[] {}),
                Arguments.of(500, new String[] {}),
                Arguments.of(502, new String[] {}),
                Arguments.of(503, new String[] {"Retry-After: 0"}),
                Arguments.of(503, new String[] {"Retry-After: 1"}),
                Arguments.of(504, new String[] {}));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void rerun_whenRefused_thenNotSentAgain(int status, String[] headers) {
        try (LoopbackServer server = LoopbackServer.answering(Answer.empty(status, headers));
                DataArtsStudio studio = Example.studio(server)) {
            assertThat(Failing.rerun(studio, Example.QUALITY, ServiceException.class).attempts()).isEqualTo(1);
            server.onlyRequest();
        }
    }

    static Stream<Credentials> credentials() {
        return Stream.of(Example.KEY, Example.TEMPORARY_KEY, Example.TOKEN);
    }

    @ParameterizedTest
    @MethodSource("credentials")
    @DisplayName("a 401 is not sent again with the same credentials, of whichever kind")
    void unauthorized(Credentials credentials) {
        try (LoopbackServer server = LoopbackServer.answering(Answer.json(401, "{\"error_code\":\"APIGW.0301\"}"));
                DataArtsStudio studio = Example.builder().endpoint(server.endpoint()).credentials(credentials).build()) {
            Failing.rerun(studio, Example.QUALITY, ServiceException.class);
            server.onlyRequest();
        }
    }

    @Test
    @DisplayName("a kept connection that ends when the second request has been read: the second arrives once, and is unknown")
    void keptConnectionDropped() {
        try (LoopbackServer server = LoopbackServer.answering(Answer.empty(200), Answer.drop());
                DataArtsStudio studio = Example.studio(server)) {
            studio.rerun(Example.QUALITY);
            NoResponseException failure = Failing.rerun(studio, Example.QUALITY, NoResponseException.class);
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(server.requests()).hasSize(2);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("the whole call has one limit")
    void callTimeout() {
        try (LoopbackServer server = LoopbackServer.answering(Answer.empty(200), Answer.silence());
                DataArtsStudio warmUp = Example.studio(server);
                DataArtsStudio studio = Example.builder().endpoint(server.endpoint()).callTimeout(Duration.ofMillis(500)).build()) {
            warmUp.rerun(Example.QUALITY);
            DataArtsException failure = Failing.rerun(studio, Example.QUALITY, DataArtsException.class);
            assertThat(failure).isExactlyInstanceOf(NoResponseException.class).hasMessage("Sent, but whether it was executed is unknown: "
                    + "the call did not end within its timeout of 500 ms (" + server.authority() + ")");
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            server.awaitRequests(2);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    @DisplayName("after each kind of failure the next call works")
    void nextCall() {
        try (LoopbackServer server = LoopbackServer.answering(
                        Answer.drop(), Answer.reset(), Answer.empty(503), Answer.text("HTTP/1.1 200"), Answer.brokenOff(400, 9, "x"),
                        Answer.json(200, "{\"instance_id\":\"i\"}"));
                DataArtsStudio studio = Example.builder()
                        .endpoint(server.endpoint())
                        .responseTimeout(Duration.ofMillis(200))
                        .maxConnections(1)
                        .build()) {
            for (int i = 0; i < 5; i++) {
                Failing.rerun(studio, Example.QUALITY, DataArtsException.class);
            }
            assertThat(studio.rerun(Example.QUALITY).instanceId()).contains("i");
            assertThat(server.requests()).hasSize(6);
        }
    }
}
