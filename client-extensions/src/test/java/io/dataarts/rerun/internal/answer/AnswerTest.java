package io.dataarts.rerun.internal.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dataarts.generated.model.RestartQualityInstanceResponse;
import io.dataarts.rerun.error.AuthenticationException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.error.UnreadableResponseException;
import io.dataarts.rerun.internal.api.ModelDecoder;
import io.dataarts.rerun.internal.call.Attempt;
import io.dataarts.rerun.internal.call.AttemptFailedException;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.CallTest;
import io.dataarts.rerun.internal.call.Reason;
import io.dataarts.rerun.internal.call.Received;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer is classified once, by its status and then by its body, and all layers above use that result. */
class AnswerTest {

    private static final Instant NOW = Instant.parse("2024-11-22T03:20:00Z");

    private final Call call = CallTest.begin(Duration.ofMinutes(1));
    private final Attempt attempt = call.startAttempt();

    @AfterEach
    void end() {
        call.close();
    }

    @ParameterizedTest
    @CsvSource({
        "100, UNKNOWN", "199, UNKNOWN", "200, ACCEPTED", "204, ACCEPTED", "299, ACCEPTED", "300, UNKNOWN", "302, UNKNOWN", "399, UNKNOWN",
        "400, REJECTED", "401, REJECTED", "407, REJECTED", "408, UNKNOWN", "409, REJECTED", "429, REJECTED", "499, REJECTED",
        "500, UNKNOWN", "503, UNKNOWN", "599, UNKNOWN", "600, UNKNOWN", "999, UNKNOWN", "0, UNKNOWN"
    })
    void read_whenTheBodySaysNothing_thenTheStatusDecidesTheOutcome(int status, Outcome outcome) {
        try {
            read(status, "");
            assertThat(outcome).isEqualTo(Outcome.ACCEPTED);
        } catch (AttemptFailedException e) {
            assertThat(e.told().outcome()).isEqualTo(outcome);
        }
        assertThat(attempt.outcome()).isEqualTo(outcome);
        assertThat(attempt.status()).isEqualTo(status);
        assertThat(attempt.requestId()).isEqualTo("r-1");
    }

    @Test
    void read_whenAnErrorHasNoBody_thenItsTextIsEmpty() {
        ServiceException failure = refusal(400, "");
        assertThat(failure).hasMessage("Rejected: HTTP 400 (request id r-1)");
        assertThat(failure.rawBody()).isEmpty();
    }

    @Test
    void decode_whenTheBodyIsWhatIsExpected_thenRead() {
        assertThat(decode(200, "{\"a\":1}", Map.class)).isEqualTo(Map.of("a", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \r\n"})
    void decode_whenASuccessIsBlank_thenNull(String body) {
        assertThat(decode(200, body, Map.class)).isNull();
    }

    @Test
    void decode_whenNothingIsExpected_thenTheBodyIsNotRead() {
        assertThat(decode(200, "<html>", Void.class)).isNull();
    }

    @Test
    void decode_whenNothingIsExpected_thenATruncatedBodyDoesNotMatter() {
        assertThat(decode(read(received(200, "<ht", new IOException("reset"))), Void.class)).isNull();
    }

    @Test
    void decode_whenTheBodyIsSomethingElse_thenAcceptedAndUnreadable() {
        UnreadableResponseException failure =
                catchThrowableOfType(UnreadableResponseException.class, () -> decode(201, "<html>", Map.class));
        assertThat(failure).hasMessage("Accepted (HTTP 201), but the body cannot be read: it is not the JSON of java.util.Map").hasNoCause();
        assertThat(failure.outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(failure.attempts()).isEqualTo(1);
        assertThat(failure.requestId()).contains("r-1");
        assertThat(failure.httpStatus()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "[]                                     | ~~",
        "{\"instance_id\":[{}]}                 | , at $.instance_id",
        "{\"instance_id\":\"1\"                 | ~~"
    })
    @DisplayName("the message names the field that does not fit the model, if there is one")
    void decode_whenAFieldIsSomethingElse_thenNamed(String body, String place) {
        assertThatThrownBy(() -> decode(200, body, RestartQualityInstanceResponse.class))
                .hasMessage("Accepted (HTTP 200), but the body cannot be read: it is not the JSON of "
                        + RestartQualityInstanceResponse.class.getName() + place);
    }

    @Test
    void decode_whenAnElementIsSomethingElse_thenItsIndexIsNamed() {
        assertThatThrownBy(() -> decode(200, "[{},{\"instance_id\":{}}]", RestartQualityInstanceResponse[].class))
                .hasMessageEndingWith(", at $[1].instance_id");
    }

    @Test
    void decode_whenTheBodyIsTruncated_thenAcceptedAndUnreadableWithTheReason() {
        IOException reset = new IOException("reset");
        Answer answer = read(received(200, "{}", reset));
        assertThatThrownBy(() -> decode(answer, Map.class))
                .isExactlyInstanceOf(UnreadableResponseException.class)
                .hasMessage("Accepted (HTTP 200), but the body cannot be read: reset")
                .hasCause(reset);
    }

    @Test
    void read_whenASuccessHasAnErrorCode_thenUnknown() {
        ServiceException failure = refusal(200, "{\"error_code\":\"DQC.9999\"}");
        assertThat(failure).hasMessage("Whether it was executed is unknown: HTTP 200, DQC.9999 (request id r-1)");
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "text", "{\"error_code\":\"DQC.0000\"}", "{\"error_code\":null}", "{\"code\":\"DQC.9999\"}"})
    void read_whenASuccessHasNoCodeOfTheServiceOrItsCodeOfSuccess_thenAccepted(String body) {
        assertThat(read(200, body).text()).isEqualTo(body);
        assertThat(attempt.outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @ParameterizedTest
    @CsvSource({"400, 'HTTP 400, DQC.0000: m'", "500, 'HTTP 500, DQC.0000: m'"})
    @DisplayName("an error that carries the code of success contradicts itself")
    void read_whenAnErrorHasTheCodeOfSuccess_thenUnknown(int status, String described) {
        assertThat(refusal(status, "{\"error_code\":\"DQC.0000\",\"error_msg\":\"m\"}"))
                .hasMessage("Whether it was executed is unknown: " + described + " (request id r-1)");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "text/plain; charset=GBK, GBK", "text/plain; CharSet=\"utf-16le\"; q=1, UTF-16LE", "text/plain, UTF-8", "charset=%%, UTF-8",
        "charset=no-such, UTF-8"
    })
    void read_whenTheContentTypeNamesACharset_thenTheBodyIsReadInIt(String contentType, String charset) {
        Received received = new Received(400, null, headers("Content-Type", contentType), "没有".getBytes(Charset.forName(charset)), null,
                null);
        assertThat(refusal(received).rawBody()).isEqualTo("没有");
    }

    @Test
    void read_whenThereIsNoContentType_thenTheBodyIsReadAsUtf8() {
        Received received = new Received(400, null, Map.of(), "没有".getBytes(StandardCharsets.UTF_8), null, null);
        assertThat(refusal(received).rawBody()).isEqualTo("没有");
    }

    @Test
    void read_whenAByteOrderMarkStandsBeforeTheBody_thenItIsNotPartOfIt() {
        ServiceException failure = refusal(400, "\uFEFF{\"error_code\":\"C\"}");
        assertThat(failure.errorCode()).contains("C");
        assertThat(failure.rawBody()).isEqualTo("{\"error_code\":\"C\"}");
    }

    @Test
    void read_whenNoHeaderHasTheRequestId_thenTheBodys() {
        byte[] body = "{\"request_id\":\"r-2\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(refusal(new Received(400, null, Map.of(), body, null, null)).requestId()).contains("r-2");
    }

    @Test
    @DisplayName("an answer to a request without a signature is not compared with one")
    void read_whenNothingWasSigned_thenNoComparison() {
        ServiceException failure = refusal(401, "{\"error_msg\":\"canonicalRequest:GET|/|\"}");
        assertThat(failure).isExactlyInstanceOf(AuthenticationException.class).hasMessage("Rejected: HTTP 401: canonicalRequest:GET|/|"
                + " [check access key and secret key; more than five failures in a row lock an access key for five minutes] (request id r-1)");
    }

    @ParameterizedTest
    @CsvSource({
        "300, C, ServiceException, ANSWER", "400, C, BadRequestException, ANSWER", "401, C, AuthenticationException, ANSWER",
        "401, APIG.0307, AuthenticationException, TOKEN_REFUSED", "400, APIG.0307, BadRequestException, ANSWER",
        "403, C, PermissionDeniedException, ANSWER", "404, C, NotFoundException, ANSWER", "408, C, ServiceException, SERVER_ERROR",
        "429, C, ThrottledException, THROTTLED", "429, , ThrottledException, THROTTLED", "400, APIG.0308, ThrottledException, THROTTLED",
        "503, APIGW.0308, ThrottledException, THROTTLED", "499, C, ServiceException, ANSWER", "500, C, ServerErrorException, SERVER_ERROR",
        "599, C, ServerErrorException, SERVER_ERROR", "600, C, ServiceException, ANSWER"
    })
    void read_whenTheAnswerIsNoSuccess_thenStatusAndGatewayCodeDecideTypeAndReason(int status, String code, String type, Reason reason) {
        String body = code == null ? "" : "{\"error_code\":\"" + code + "\"}";
        AttemptFailedException failure = catchThrowableOfType(AttemptFailedException.class, () -> read(status, body));
        assertThat(failure.told().getClass().getSimpleName()).isEqualTo(type);
        assertThat(failure.reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "429 | -         | -           | -                              | PT1S",
        "429 | -         | limit:1,time:1 minute | -                    | PT1M",
        "400 | APIG.0308 | limit:1,time:1 minute | -                    | PT1M",
        "503 | APIGW.0308 | -          | -                              | PT1S",
        "429 | -         | limit:1,time:1 minute | 7                    | PT7S",
        "429 | -         | limit:1,time:1 minute | 0                    | PT0S",
        "429 | -         | limit:1,time:1 minute | Fri, 22 Nov 2024 03:20:09 GMT | PT9S",
        "429 | -         | limit:1,time:1 minute | Fri, 22 Nov 2024 03:19:59 GMT | PT1M",
        "429 | -         | -           | soon                           | PT1S",
        "503 | -         | limit:1,time:1 minute | -                    | -",
        "503 | -         | -           | 7                              | PT7S",
        "400 | X.1       | limit:1,time:1 minute | -                    | -",
    })
    @DisplayName("the service's Retry-After counts; without it, a throttled answer has the window of the rate limit")
    void read_whenTheAnswerIsNoSuccess_thenItSaysHowLongToWait(int status, String code, String text, String header, Duration wait) {
        Map<String, Collection<String>> headers = header == null ? Map.of() : headers("Retry-After", header);
        String body = "{\"error_code\":\"" + (code == null ? "" : code) + "\",\"error_msg\":\"" + (text == null ? "" : text) + "\"}";
        Received received = new Received(status, null, headers, body.getBytes(StandardCharsets.UTF_8), null, null);
        assertThat(refusal(received).retryAfter()).isEqualTo(Optional.ofNullable(wait));
    }

    @Test
    @DisplayName("a 401 whose message says that the token expired asks for a new token, with any code")
    void read_whenTheMessageSaysExpired_thenTokenRefused() {
        AttemptFailedException failure = catchThrowableOfType(
                AttemptFailedException.class, () -> read(401, "{\"error_msg\":\"Token EXPIRED\"}"));
        assertThat(failure.reason()).isEqualTo(Reason.TOKEN_REFUSED);
        assertThat(failure).hasMessageStartingWith("HTTP 401: Token EXPIRED");
    }

    private Answer read(int status, String body) {
        return read(received(status, body, null));
    }

    private Answer read(Received received) {
        return Answer.read(attempt, received, NOW);
    }

    private ServiceException refusal(int status, String body) {
        return refusal(received(status, body, null));
    }

    private ServiceException refusal(Received received) {
        return (ServiceException) catchThrowableOfType(AttemptFailedException.class, () -> read(received)).told();
    }

    private Object decode(int status, String body, Type type) {
        return decode(read(status, body), type);
    }

    private static Object decode(Answer answer, Type type) {
        return new ModelDecoder().decode(answer, type);
    }

    private static Received received(int status, String body, IOException truncation) {
        Map<String, Collection<String>> headers = headers("Content-Type", "application/json");
        headers.put("x-request-id", List.of(" ", "r-1"));
        return new Received(status, null, headers, body.getBytes(StandardCharsets.UTF_8), truncation, null);
    }

    private static Map<String, Collection<String>> headers(String name, String value) {
        Map<String, Collection<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put(name, List.of(value));
        return headers;
    }
}
