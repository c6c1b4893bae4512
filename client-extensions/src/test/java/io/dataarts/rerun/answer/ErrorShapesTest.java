package io.dataarts.rerun.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.rerun.Failing;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.loopback.Reply;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An error of any shape keeps the code, message, request id and raw body that the response holds. */
class ErrorShapesTest {

    @ParameterizedTest(name = "{0}")
    @DisplayName("JSON in every documented or observed shape")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", value = {
        "API reference   | {'error_code' : 'DLF.1000', 'error_msg' : 'Failed to find the job.'} | DLF.1000 | Failed to find the job. | -",
        "gateway         | {'error_msg':'m','error_code':'APIGW.0201','request_id':'r-body'} | APIGW.0201 | m | r-body",
        "IAM denial      | {'error_code':'PAP5.0011','error_msg':'m','encoded_authorization_message':'x','details':[{'error_code':'B'}]}"
                + " | PAP5.0011 | m | -",
        "code, message   | {'code':'C','message':'m'} | C | m | -",
        "error object    | {'error':{'code':'C','message':'m'},'request_id':'r-body'} | C | m | r-body",
        "camel case      | {'errorCode':'C','errorMsg':'m','requestId':'r-body'} | C | m | r-body",
        "error list      | {'errors':[{'code':'C','message':'m'}]} | C | m | -",
        "null code       | {'error_code':null,'error_msg':'m'} | - | m | -",
        "null message    | {'error_code':'C','error_msg':null} | C | - | -",
        "both null       | {'error_code':null,'error_msg':null} | - | - | -",
        "problem         | {'type':'about:blank','title':'Bad','status':400,'detail':'m'} | - | m | -",
        "empty object    | {} | - | - | -"
    })
    void json(String name, String shape, String code, String message, String requestId) {
        String body = shape.replace('\'', '"');
        ServiceException failure = Failing.answered(Reply.json(400, body));
        assertThat(failure).isExactlyInstanceOf(BadRequestException.class);
        assertThat(failure.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(failure.errorCode().orElse(null)).isEqualTo(code);
        assertThat(failure.errorMessage().orElse(null)).isEqualTo(message);
        assertThat(failure.requestId().orElse(null)).isEqualTo(requestId);
        assertThat(failure.rawBody()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Content-Type: application/json", "Content-Type: application/problem+json", "Content-Type: text/html", "Content-Type: text/plain",
        "Content-Type: application/octet-stream", "Content-Type: ;;;", "Content-Type:", "X-No-Content-Type: x",
        "Content-Type: application/json; charset=utf-8", "Content-Type: application/json; charset=no-such-charset",
        "Content-Type: application/json; charset=\"UTF-8\"", "Content-Type: application/json; charset=%%", "Content-Encoding: gzip"
    })
    @DisplayName("the content type is ignored")
    void contentType(String header) {
        String body = "{\"error_code\":\"DQC.1\",\"error_msg\":\"没有\"}";
        ServiceException failure = Failing.answered(Reply.of(400, body.getBytes(StandardCharsets.UTF_8), header));
        assertThat(failure.errorCode()).contains("DQC.1");
        assertThat(failure.errorMessage()).contains("没有");
        assertThat(failure.rawBody()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GBK", "utf-16le", "\"GB18030\"", "ISO-8859-1"})
    @DisplayName("the charset of the content type counts")
    void charset(String charset) {
        String text = charset.startsWith("ISO") ? "é" : "没有";
        byte[] body = ("{\"error_msg\":\"" + text + "\"}").getBytes(Charset.forName(charset.replace("\"", "")));
        assertThat(Failing.answered(Reply.of(400, body, "Content-Type: text/html; CharSet=" + charset + "; q=1")).errorMessage())
                .contains(text);
    }

    @Test
    @DisplayName("a byte order mark is ignored")
    void byteOrderMark() {
        byte[] body = "\uFEFF{\"error_code\":\"DQC.1\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(Failing.answered(Reply.of(400, body, "Content-Type: application/json")).errorCode()).contains("DQC.1");
    }

    @Test
    void rerun_whenTheRequestIdIsInTheHeader_thenItWinsOverTheBodys() {
        ServiceException failure = Failing.answered(Reply.of(
                400, "{\"error_code\":\"C\",\"request_id\":\"r-body\"}".getBytes(StandardCharsets.UTF_8), "x-request-id: r-header"));
        assertThat(failure.requestId()).contains("r-header");
    }

    @Test
    void rerun_whenTheRequestIdInTheHeaderIsBlank_thenTheBodysCounts() {
        ServiceException failure = Failing.answered(Reply.of(
                400, "{\"error_code\":\"C\",\"request_id\":\"r-body\"}".getBytes(StandardCharsets.UTF_8), "X-Request-Id: "));
        assertThat(failure.requestId()).contains("r-body");
    }

    @Test
    void rerun_whenHtml_thenTheRawBodyIsAllThereIs() {
        String html = "<html><head><title>502 Bad Gateway</title></head></html>";
        ServiceException failure = Failing.answered(Reply.of(502, html.getBytes(StandardCharsets.UTF_8), "Content-Type: text/html"));
        assertThat(failure.errorCode()).isEmpty();
        assertThat(failure.errorMessage()).isEmpty();
        assertThat(failure.rawBody()).isEqualTo(html);
        assertThat(failure).hasMessage("Whether it was executed is unknown: HTTP 502");
    }

    @Test
    void rerun_whenNotUtf8_thenTheReadablePartsAreKept() {
        byte[] body = "{\"error_code\":\"C\",\"error_msg\":\"a?b\"}".getBytes(StandardCharsets.UTF_8);
        body[indexOf(body, '?')] = (byte) 0xFF;
        ServiceException failure = Failing.answered(Reply.of(400, body));
        assertThat(failure.errorCode()).contains("C");
        assertThat(failure.errorMessage()).contains("a\uFFFDb");
    }

    @Test
    void rerun_whenTheJsonIsCutOff_thenWhatWasReadIsKept() {
        ServiceException failure = Failing.answered(Reply.json(400, "{\"error_code\":\"C\",\"error_msg\":\"Failed to fi"));
        assertThat(failure.errorCode()).contains("C");
        assertThat(failure.errorMessage()).isEmpty();
        assertThat(failure.rawBody()).isEqualTo("{\"error_code\":\"C\",\"error_msg\":\"Failed to fi");
    }

    @Test
    void rerun_whenDeeplyNested_thenWhatWasReadIsKept() {
        String body = "{\"error_code\":\"C\",\"error\":" + "{\"error\":".repeat(5_000) + "1" + "}".repeat(5_001);
        ServiceException failure = Failing.answered(Reply.json(400, body));
        assertThat(failure.errorCode()).contains("C");
        assertThat(failure.rawBody()).isEqualTo(body);
    }

    @Test
    @DisplayName("of a large error body the first 64 KiB are kept")
    void large() {
        String start = "{\"error_code\":\"C\",\"filling\":\"";
        ServiceException failure = Failing.answered(Reply.json(400, start + "x".repeat(100_000)));
        assertThat(failure.errorCode()).contains("C");
        assertThat(failure.rawBody()).hasSize(65_536).startsWith(start + "x").endsWith("x");
    }

    @Test
    @DisplayName("an error body of 64 KiB is kept completely")
    void justNotTooLarge() {
        assertThat(Failing.answered(Reply.json(400, "x".repeat(65_536))).rawBody()).hasSize(65_536);
    }

    private static int indexOf(byte[] bytes, char wanted) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        throw new AssertionError(wanted);
    }
}
