package io.dataarts.rerun.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.Failing;
import io.dataarts.rerun.WarmUp;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that may have been executed arrives once: neither the engine nor Feign nor the policy sends it again. */
@ExtendWith(WarmUp.class)
class AtMostOnceTest {

    enum NoResponse {
        DROPPED(Reply.drop(), "%s closed the connection without an answer"),
        RESET(Reply.reset(), "Connection reset (%s)"),
        SILENT(Reply.silence(), "%s sent nothing for 200 ms (responseTimeout)"),
        INTERIM_THEN_DROPPED(Reply.text("HTTP/1.1 100 Continue\r\n\r\n").then(Reply.drop()),
                "%s closed the connection without an answer"),
        NOT_HTTP(Reply.text("hello world\r\n\r\n"), "%s did not answer in HTTP/1.1"),
        TLS_ALERT(Reply.text("\u0015\u0003\u0001\u0000\u0002\u0002\u0028\r\n"), null),
        NO_STATUS(Reply.text("HTTP/1.1 OK\r\n\r\n"), null),
        STATUS_TOO_LOW(Reply.text("HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n"), null),
        STATUS_TOO_LONG(Reply.text("HTTP/1.1 2000 Odd\r\nContent-Length: 0\r\n\r\n"), null),
        OTHER_HTTP(Reply.text("HTTP/2 200\r\nContent-Length: 0\r\n\r\n"), null),
        SWITCHED(Reply.text("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"),
                "the server switched protocols without being asked (%s)"),
        ONLY_INTERIM(Reply.text("HTTP/1.1 199 Odd\r\n\r\n").then(Reply.silence()), "%s sent nothing for 200 ms (responseTimeout)"),
        NEGATIVE_LENGTH(Reply.text("HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\n{}"), null),
        TWO_LENGTHS(Reply.text("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}"), null),
        STATUS_LINE_CUT_OFF(Reply.text("HTTP/1.1 200").then(Reply.drop()), "the connection was closed within the head of the answer (%s)"),
        STATUS_LINE_ALONE(Reply.text("HTTP/1.1 400 Bad Request\r\n").then(Reply.drop()),
                "the connection was closed within the head of the answer (%s)"),
        HEADER_CUT_OFF(Reply.text("HTTP/1.1 200 OK\r\nContent-Length: 0").then(Reply.drop()),
                "the connection was closed within the head of the answer (%s)"),
        HEAD_NOT_ENDED(Reply.text("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n").then(Reply.drop()),
                "the connection was closed within the head of the answer (%s)"),
        HEAD_THEN_SILENCE(Reply.text("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n").then(Reply.silence()),
                "%s sent nothing for 200 ms (responseTimeout)");

        private final Reply reply;
        private final String message;

        NoResponse(Reply reply, String message) {
            this.reply = reply;
            this.message = message;
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("without a complete response head the outcome is UNKNOWN, and the request arrived once")
    void noResponse(NoResponse fault) {
        // A busy machine may notice late that the connection has ended.
        boolean endsByItself = fault.message != null && !fault.message.contains("200 ms");
        Duration timeout = endsByItself ? Duration.ofSeconds(30) : Duration.ofMillis(200);
        try (LoopbackServer server = LoopbackServer.answering(fault.reply);
                DataArtsStudio studio = Example.builder(server).responseTimeout(timeout).build()) {
            NoResponseException failure = Failing.rerun(studio, NoResponseException.class);
            assertThat(server.onlyRequest().target()).isEqualTo(Example.RESTART_PATH);
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(failure.attempts()).isEqualTo(1);
            assertThat(failure.requestId()).isEmpty();
            assertThat(failure.getMessage()).startsWith("Sent, but whether it was executed is unknown: ");
            if (fault.message != null) {
                assertThat(failure)
                        .hasMessage("Sent, but whether it was executed is unknown: " + fault.message.formatted(server.authority()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    @DisplayName("a redirect is not followed, so that no credentials reach another host")
    void redirect(int status) {
        try (LoopbackServer elsewhere = LoopbackServer.answering(Reply.empty(200));
                LoopbackServer server = LoopbackServer.answering(Reply.empty(status, "Location: " + elsewhere.endpoint() + "/x"));
                DataArtsStudio studio = Example.studio(server)) {
            ServiceException failure = Failing.rerun(studio, ServiceException.class);
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
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(status, headers));
                DataArtsStudio studio = Example.studio(server)) {
            assertThat(Failing.rerun(studio, ServiceException.class).attempts()).isEqualTo(1);
            server.onlyRequest();
        }
    }

    @ParameterizedTest
    @MethodSource("io.dataarts.rerun.Example#credentials")
    @DisplayName("a call that got a 401 is not sent again with the same credentials")
    void unauthorized(Credentials credentials) {
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(401, "{\"error_code\":\"APIGW.0301\"}"));
                DataArtsStudio studio = Example.builder(server).credentials(credentials).build()) {
            Failing.rerun(studio, ServiceException.class);
            server.onlyRequest();
        }
    }

    @Test
    @DisplayName("a request whose reused connection ends after it was read arrives once, with outcome UNKNOWN")
    void keptConnectionDropped() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(200), Reply.drop());
                DataArtsStudio studio = Example.studio(server)) {
            studio.rerun(Example.QUALITY);
            NoResponseException failure = Failing.rerun(studio, NoResponseException.class);
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(server.requests()).hasSize(2);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("callTimeout limits the whole call")
    void callTimeout() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.silence());
                DataArtsStudio studio = Example.builder(server).callTimeout(Duration.ofSeconds(1)).build()) {
            DataArtsException failure = Failing.rerun(studio, DataArtsException.class);
            assertThat(failure).isExactlyInstanceOf(NoResponseException.class).hasMessageMatching(
                    "Sent, but whether it was executed is unknown: callTimeout of 1 s ended: the call waited .* for the answer of "
                            + server.authority());
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            server.onlyRequest();
        }
    }

    @Test
    @DisplayName("the call after any failure works")
    void nextCall() {
        try (LoopbackServer server = LoopbackServer.answering(
                        Reply.drop(), Reply.reset(), Reply.empty(503), Reply.text("HTTP/1.1 200"), Reply.truncated(400, 9, "x"),
                        Reply.json(200, "{\"instance_id\":\"i\"}"));
                DataArtsStudio studio = Example.builder(server)
                        .responseTimeout(Duration.ofSeconds(1))
                        .maxConnections(1)
                        .build()) {
            for (int i = 0; i < 5; i++) {
                Failing.rerun(studio, DataArtsException.class);
            }
            assertThat(studio.rerun(Example.QUALITY).instanceId()).contains("i");
            assertThat(server.requests()).hasSize(6);
        }
    }
}
