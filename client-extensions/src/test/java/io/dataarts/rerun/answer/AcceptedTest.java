package io.dataarts.rerun.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.Failing;
import io.dataarts.rerun.RerunReceipt;
import io.dataarts.rerun.WarmUp;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.UnreadableResponseException;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A 2xx gives a receipt, unless its body holds an error code or ends before the instance id. */
@ExtendWith(WarmUp.class)
class AcceptedTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{'instance_id':'1440764172232400896'} | 1440764172232400896",
        "{'instance_id':1440764172232400896} | 1440764172232400896",
        "{'instance_id':'i','added':{'later':[1]}} | i",
        "{'added':'later','instance_id':'i'} | i",
        "{'error_code':'DQC.0000','error_msg':'ok','instance_id':'i'} | i",
        "{'error_code':null,'instance_id':'i'} | i",
        "{'error_code':'','instance_id':'i'} | i",
        "{'code':'whatever','error':'none','instance_id':'i'} | i"
    })
    void rerun_whenTheBodyNamesTheInstance_thenTheReceiptHasIt(String body, String instanceId) {
        assertThat(rerun(Reply.json(200, body.replace('\'', '"'))).instanceId()).contains(instanceId);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "\n", "null", "{}", "[]", "\"text\"", "42", "{\"instance_id\":null}", "{\"instance_id\":\"\"}", "{\"instance_id\":{}}",
        "{\"instance_id\":[1]}", "{\"instance_id\":", "{", "<html>OK</html>", "garbage", "\u0000\u0001", "{\"error_code\":\"DQC.0000\"}"
    })
    void rerun_whenTheBodyNamesNone_thenAReceiptWithoutIt(String body) {
        RerunReceipt receipt = rerun(Reply.json(200, body));
        assertThat(receipt.httpStatus()).isEqualTo(200);
        assertThat(receipt.instanceId()).isEmpty();
        assertThat(receipt.attempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Content-Type: text/html", "Content-Type: ;;;", "Content-Type:", "X-None: x", "Content-Type: text/plain; charset=?"
    })
    void rerun_whenTheContentTypeIsWrong_thenTheBodyIsRead(String header) {
        assertThat(rerun(Reply.of(200, "{\"instance_id\":\"i\"}".getBytes(StandardCharsets.UTF_8), header)).instanceId()).contains("i");
    }

    @Test
    void rerun_whenChunked_thenTheBodyIsRead() {
        assertThat(rerun(Reply.text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "5\r\n{\"ins\r\ne\r\ntance_id\":\"8\"}\r\n0\r\n\r\n")).instanceId())
                .contains("8");
    }

    @Test
    void rerun_whenHttp10EndsWithTheConnection_thenTheBodyIsRead() {
        assertThat(rerun(Reply.text("HTTP/1.0 200 OK\r\n\r\n{\"instance_id\":\"7\"}").then(Reply.drop())).instanceId()).contains("7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Request-Id: r-1", "x-request-id: r-1", "X-REQUEST-ID: r-1"})
    void rerun_whenARequestIdComes_thenTheReceiptHasIt(String header) {
        assertThat(rerun(Reply.empty(200, header)).requestId()).contains("r-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Request-Id:", "X-Other: r-1"})
    void rerun_whenNoRequestIdComes_thenTheReceiptHasNone(String header) {
        assertThat(rerun(Reply.empty(200, header)).requestId()).isEmpty();
    }

    @Test
    void rerun_whenAnInterimAnswerComesFirst_thenTheFinalOneCounts() {
        assertThat(rerun(Reply.text("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n")
                        .then(Reply.json(200, "{\"instance_id\":\"i\"}"))).instanceId())
                .contains("i");
    }

    @Test
    @DisplayName("a truncated body of a job rerun changes nothing, as job reruns need no body")
    void jobsNeedNoBody() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.truncated(200, 100, "{\"unexpected\""));
                DataArtsStudio studio = Example.studio(server)) {
            assertThat(studio.rerun(Example.INSTANCES)).hasToString("RerunReceipt[HTTP 200, attempts 1]");
        }
    }

    @Test
    @DisplayName("a truncated body of a quality rerun gives an exception with outcome ACCEPTED, as it would have held the instance")
    void brokenOff() {
        UnreadableResponseException failure =
                unreadable(Reply.truncated(200, 100, "{\"instance_id\":\"1\"", "X-Request-Id: r-1"));
        assertThat(failure.getMessage()).matches("\\QAccepted (HTTP 200), but the body cannot be read: 127.0.0.1:\\E[0-9]+"
                + " closed the connection within its answer");
        assertThat(failure.outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(failure.attempts()).isEqualTo(1);
        assertThat(failure.requestId()).contains("r-1");
        assertThat(failure.httpStatus()).isEqualTo(200);
    }

    @Test
    @DisplayName("a header of 20,000 characters is read")
    void longHeader() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.text(
                        "HTTP/1.1 200 OK\r\nX-Long: " + "t".repeat(20_000) + "\r\nContent-Length: 19\r\n\r\n{\"instance_id\":\"i\"}"));
                DataArtsStudio studio = Example.studio(server)) {
            assertThat(studio.rerun(Example.QUALITY).instanceId()).contains("i");
        }
    }

    @Test
    void rerun_whenAChunkIsBroken_thenAcceptedAndUnreadable() {
        assertThat(unreadable(Reply.text("HTTP/1.1 202 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{\"ins\r\n")).httpStatus())
                .isEqualTo(202);
    }

    @Test
    @DisplayName("a body that stalls")
    void halfInTime() {
        try (LoopbackServer server = LoopbackServer.answering(
                        Reply.text("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{").then(Reply.silence()));
                DataArtsStudio studio =
                        Example.builder(server).responseTimeout(Duration.ofSeconds(1)).build()) {
            UnreadableResponseException failure = Failing.rerun(studio, UnreadableResponseException.class);
            assertThat(failure).hasMessage("Accepted (HTTP 200), but the body cannot be read: "
                    + server.endpoint().getAuthority() + " sent nothing for 1 s (responseTimeout)");
            assertThat(failure.outcome()).isEqualTo(Outcome.ACCEPTED);
        }
    }

    @Test
    @DisplayName("a truncated body with an error code")
    void brokenOffWithErrorCode() {
        assertThat(Failing.answered(Reply.truncated(200, 100, "{\"error_code\":\"DQC.1\"")).errorCode()).contains("DQC.1");
    }

    @Test
    @DisplayName("a body of more than 8 MiB is not read to its end")
    void tooLarge() {
        byte[] body = new byte[(8 << 20) + 1];
        Arrays.fill(body, (byte) ' ');
        assertThat(unreadable(Reply.of(200, body)))
                .hasMessage("Accepted (HTTP 200), but the body cannot be read: the body is larger than 8388608 bytes");
    }

    private static RerunReceipt rerun(Reply answer) {
        try (LoopbackServer server = LoopbackServer.answering(answer);
                DataArtsStudio studio = Example.studio(server)) {
            return studio.rerun(Example.QUALITY);
        }
    }

    private static UnreadableResponseException unreadable(Reply answer) {
        try (LoopbackServer server = LoopbackServer.answering(answer);
                DataArtsStudio studio = Example.studio(server)) {
            return Failing.rerun(studio, UnreadableResponseException.class);
        }
    }
}
