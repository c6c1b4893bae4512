package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServerErrorException;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.loopback.Answer;
import io.dataarts.rerun.loopback.LoopbackServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Error bodies that end too early or never: the status was answered all the same. */
class CutShortTest {

    @Test
    @DisplayName("a rejection whose body breaks off is a rejection, with what was read")
    void rejected() {
        ServiceException failure = Failing.answered(Answer.brokenOff(400, 100, "{\"error_code\":\"DQC.1\",\"error_msg\":\"No su"));
        assertThat(failure).isExactlyInstanceOf(BadRequestException.class).hasMessage("Rejected: HTTP 400, DQC.1").hasNoCause();
        assertThat(failure.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(failure.rawBody()).isEqualTo("{\"error_code\":\"DQC.1\",\"error_msg\":\"No su");
    }

    @Test
    @DisplayName("an error whose body stalls is answered when the patience for its next byte ends")
    void stalled() {
        try (LoopbackServer server = LoopbackServer.answering(
                        Answer.text("HTTP/1.1 500 Error\r\nContent-Length: 9\r\n\r\nabc").then(Answer.silence()));
                DataArtsStudio studio =
                        Example.builder().endpoint(server.endpoint()).responseTimeout(Duration.ofMillis(100)).build()) {
            ServiceException failure = Failing.rerun(studio, Example.QUALITY, ServiceException.class);
            assertThat(failure).isExactlyInstanceOf(ServerErrorException.class);
            assertThat(failure.rawBody()).isEqualTo("abc");
        }
    }

    @Test
    @DisplayName("an error body without an end is left after 64 KiB, not waited for, and its connection is closed")
    void endless() {
        byte[] chunk = ("400\r\n" + "a".repeat(1024) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        Answer endless = connection -> {
            Answer.text("HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\n").give(connection);
            while (true) {
                connection.getOutputStream().write(chunk);
            }
        };
        try (LoopbackServer server = LoopbackServer.answering(endless);
                DataArtsStudio studio = Example.studio(server)) {
            ServiceException failure = Failing.rerun(studio, Example.QUALITY, ServiceException.class);
            server.awaitConnectionsClosed();
            assertThat(failure).isExactlyInstanceOf(ServerErrorException.class);
            assertThat(failure.rawBody()).hasSize(65_536);
        }
    }

    @Test
    @DisplayName("a secret that the cut went through is not left half shown")
    void secretCutOff() {
        ServiceException failure = Failing.answered(
                Answer.brokenOff(400, 100, "{\"error_msg\":\"signed with " + Example.SK.substring(0, 20)));
        assertThat(failure.rawBody()).isEqualTo("{\"error_msg\":\"signed with ");
    }

    @Test
    @DisplayName("after an answer whose body was not read to its end the connection is not used again")
    void connectionIsNotUsedAgain() {
        try (LoopbackServer server = LoopbackServer.answering(
                        Answer.of(500, new byte[100_000]), Answer.json(200, "{\"instance_id\":\"i\"}"));
                DataArtsStudio studio = Example.studio(server)) {
            Failing.rerun(studio, Example.QUALITY, ServerErrorException.class);
            assertThat(studio.rerun(Example.QUALITY).instanceId()).contains("i");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("after an error whose body was read the connection is used again")
    void connectionIsUsedAgain() {
        try (LoopbackServer server = LoopbackServer.answering(
                        Answer.json(500, "{}"), Answer.empty(400), Answer.json(200, "{\"instance_id\":\"i\"}"));
                DataArtsStudio studio = Example.studio(server)) {
            Failing.rerun(studio, Example.QUALITY, ServerErrorException.class);
            Failing.rerun(studio, Example.QUALITY, BadRequestException.class);
            assertThat(studio.rerun(Example.QUALITY).instanceId()).contains("i");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("a second answer that nobody asked for is not taken for the answer to the next request")
    void answerNobodyAskedFor() {
        String one = "HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n{\"instance_id\":\"%s\"}";
        try (LoopbackServer server = LoopbackServer.answering(
                        Answer.text(one.formatted(1) + one.formatted(2)), Answer.json(200, "{\"instance_id\":\"3\"}"));
                DataArtsStudio studio = Example.studio(server)) {
            assertThat(studio.rerun(Example.QUALITY).instanceId()).contains("1");
            assertThat(studio.rerun(Example.QUALITY).instanceId()).contains("3");
            assertThat(server.connections()).isEqualTo(2);
        }
    }
}
