package io.dataarts.rerun.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.Failing;
import io.dataarts.rerun.WarmUp;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServerErrorException;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A truncated, stalled or endless error body changes neither exception nor outcome, which the status decides. */
@ExtendWith(WarmUp.class)
class CutShortTest {

    @Test
    @DisplayName("a rejection with a truncated body is a rejection, with the part that was read")
    void rejected() {
        ServiceException failure = Failing.answered(Reply.truncated(400, 100, "{\"error_code\":\"DQC.1\",\"error_msg\":\"No su"));
        assertThat(failure).isExactlyInstanceOf(BadRequestException.class).hasMessage("Rejected: HTTP 400, DQC.1").hasNoCause();
        assertThat(failure.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(failure.rawBody()).isEqualTo("{\"error_code\":\"DQC.1\",\"error_msg\":\"No su");
    }

    @Test
    @DisplayName("an error with a stalled body ends after responseTimeout")
    void stalled() {
        try (LoopbackServer server = LoopbackServer.answering(
                        Reply.text("HTTP/1.1 500 Error\r\nContent-Length: 9\r\n\r\nabc").then(Reply.silence()));
                DataArtsStudio studio =
                        Example.builder(server).responseTimeout(Duration.ofSeconds(1)).build()) {
            ServiceException failure = Failing.rerun(studio, ServiceException.class);
            assertThat(failure).isExactlyInstanceOf(ServerErrorException.class);
            assertThat(failure.rawBody()).isEqualTo("abc");
        }
    }

    @Test
    @DisplayName("an endless error body is read up to 64 KiB, and its connection is closed")
    void endless() {
        byte[] chunk = ("400\r\n" + "a".repeat(1024) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        Reply endless = connection -> {
            Reply.text("HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\n").give(connection);
            while (true) {
                connection.getOutputStream().write(chunk);
            }
        };
        try (LoopbackServer server = LoopbackServer.answering(endless);
                DataArtsStudio studio = Example.studio(server)) {
            ServiceException failure = Failing.rerun(studio, ServiceException.class);
            server.awaitConnectionsClosed();
            assertThat(failure).isExactlyInstanceOf(ServerErrorException.class);
            assertThat(failure.rawBody()).hasSize(65_536);
        }
    }

    @Test
    @DisplayName("a truncated secret is masked")
    void secretCutOff() {
        ServiceException failure = Failing.answered(
                Reply.truncated(400, 100, "{\"error_msg\":\"signed with " + Example.SK.substring(0, 20)));
        assertThat(failure.rawBody()).isEqualTo("{\"error_msg\":\"signed with ****");
    }

    @Test
    @DisplayName("a connection is not reused after a body that was not read to its end")
    void connectionIsNotUsedAgain() {
        try (LoopbackServer server = LoopbackServer.answering(
                        Reply.of(500, new byte[100_000]), Reply.json(200, "{\"instance_id\":\"i\"}"));
                DataArtsStudio studio = Example.studio(server)) {
            Failing.rerun(studio, ServerErrorException.class);
            assertThat(studio.rerun(Example.QUALITY).instanceId()).contains("i");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("a connection is reused after an error body that was read to its end")
    void connectionIsUsedAgain() {
        try (LoopbackServer server = LoopbackServer.answering(
                        Reply.json(500, "{}"), Reply.empty(400), Reply.json(200, "{\"instance_id\":\"i\"}"));
                DataArtsStudio studio = Example.studio(server)) {
            Failing.rerun(studio, ServerErrorException.class);
            Failing.rerun(studio, BadRequestException.class);
            assertThat(studio.rerun(Example.QUALITY).instanceId()).contains("i");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("an unsolicited response is not taken as the response to the next request")
    void unsolicitedResponse() {
        String one = "HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n{\"instance_id\":\"%s\"}";
        try (LoopbackServer server = LoopbackServer.answering(
                        Reply.text(one.formatted(1) + one.formatted(2)), Reply.json(200, "{\"instance_id\":\"3\"}"));
                DataArtsStudio studio = Example.studio(server)) {
            assertThat(studio.rerun(Example.QUALITY).instanceId()).contains("1");
            assertThat(studio.rerun(Example.QUALITY).instanceId()).contains("3");
            assertThat(server.connections()).isEqualTo(2);
        }
    }
}
