package io.dataarts.rerun.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import feign.Request;
import feign.Response;
import io.dataarts.generated.model.RestartQualityInstanceResponse;
import io.dataarts.rerun.error.AuthenticationException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.error.UnreadableResponseException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer is read into, also one that no server gives but a capability of the user's may. */
class AnswersTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-11-22T03:20:00Z"), ZoneOffset.UTC);

    private final Answers answers = new Answers(CLOCK);
    private final Call call = Call.enter(Duration.ofMinutes(1));

    @AfterEach
    void end() {
        call.close();
    }

    @Test
    void decode_whenAnErrorHasNoBody_thenItsTextIsEmpty() {
        arrived(400);
        ServiceException failure = answers.decode("", response(400, null));
        assertThat(failure).hasMessage("Rejected: HTTP 400 (request id r-1)");
        assertThat(failure.rawBody()).isEmpty();
    }

    @Test
    void decode_whenASuccessHasNoBody_thenNull() {
        arrived(200);
        assertThat(answers.decode(response(200, null), Map.class)).isNull();
    }

    @Test
    void decode_whenTheBodyIsWhatIsExpected_thenRead() {
        arrived(200);
        assertThat(answers.decode(response(200, "{\"a\":1}"), Map.class)).isEqualTo(Map.of("a", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \r\n"})
    void decode_whenASuccessIsBlank_thenNull(String body) {
        arrived(200);
        assertThat(answers.decode(response(200, body), Map.class)).isNull();
    }

    @Test
    void decode_whenNothingIsExpected_thenTheBodyIsNotRead() {
        arrived(200);
        assertThat(answers.decode(response(200, "<html>"), Void.class)).isNull();
    }

    @Test
    void decode_whenNothingIsExpected_thenABodyThatBrokeOffDoesNotMatter() {
        arrived(200);
        call.bodyBroke(new IOException("reset"));
        assertThat(answers.decode(response(200, "<ht"), Void.class)).isNull();
    }

    @Test
    void decode_whenTheBodyIsSomethingElse_thenAcceptedAndUnreadable() {
        arrived(201);
        UnreadableResponseException failure = catchThrowableOfType(
                UnreadableResponseException.class, () -> answers.decode(response(201, "<html>"), Map.class));
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
    @DisplayName("the field that the model cannot take is named, as far as it is one")
    void decode_whenAFieldIsSomethingElse_thenNamed(String body, String place) {
        arrived(200);
        assertThatThrownBy(() -> answers.decode(response(200, body), RestartQualityInstanceResponse.class))
                .hasMessage("Accepted (HTTP 200), but the body cannot be read: it is not the JSON of "
                        + RestartQualityInstanceResponse.class.getName() + place);
    }

    @Test
    void decode_whenAnElementIsSomethingElse_thenItsIndexIsNamed() {
        arrived(200);
        assertThatThrownBy(() -> answers.decode(response(200, "[{},{\"instance_id\":{}}]"), RestartQualityInstanceResponse[].class))
                .hasMessageEndingWith(", at $[1].instance_id");
    }

    @Test
    void decode_whenTheBodyBrokeOff_thenAcceptedAndUnreadableWithTheReason() {
        arrived(200);
        IOException reset = new IOException("reset");
        call.bodyBroke(reset);
        assertThatThrownBy(() -> answers.decode(response(200, "{}"), Map.class))
                .isExactlyInstanceOf(UnreadableResponseException.class)
                .hasMessage("Accepted (HTTP 200), but the body cannot be read: reset")
                .hasCause(reset);
    }

    @Test
    @DisplayName("a typed call does without a body that cannot be understood, but not without one that broke off")
    void bodyOptional() {
        try (Call typed = Call.begin(Duration.ofMinutes(1))) {
            arrived(typed, 200);
            assertThat(answers.decode(response(200, "<html>"), Map.class)).isNull();
            typed.bodyBroke(new IOException("reset"));
            assertThatThrownBy(() -> answers.decode(response(200, "<html>"), Map.class))
                    .isExactlyInstanceOf(UnreadableResponseException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Void.class, Map.class})
    void decode_whenASuccessHasAnErrorCode_thenUnknown(Class<?> type) {
        arrived(200);
        ServiceException failure = catchThrowableOfType(
                ServiceException.class, () -> answers.decode(response(200, "{\"error_code\":\"DQC.9999\"}"), type));
        assertThat(failure).hasMessage("Whether it was executed is unknown: HTTP 200, DQC.9999 (request id r-1)");
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "text/plain; charset=GBK, GBK", "text/plain; CharSet=\"utf-16le\"; q=1, UTF-16LE", "text/plain, UTF-8", "charset=%%, UTF-8",
        "charset=no-such, UTF-8"
    })
    void decode_whenTheContentTypeNamesACharset_thenTheBodyIsReadInIt(String contentType, String charset) {
        arrived(400);
        Response response = response(400, null).toBuilder()
                .headers(Map.of("Content-Type", List.of(contentType)))
                .body("没有".getBytes(Charset.forName(charset)))
                .build();
        assertThat(answers.decode("", response).rawBody()).isEqualTo("没有");
    }

    @Test
    void decode_whenThereIsNoContentType_thenTheBodyIsReadAsUtf8() {
        arrived(400);
        assertThat(answers.decode("", response(400, "没有").toBuilder().headers(Map.of()).build()).rawBody()).isEqualTo("没有");
    }

    @Test
    void decode_whenAByteOrderMarkStandsBeforeTheBody_thenItIsNotPartOfIt() {
        arrived(400);
        ServiceException failure = answers.decode("", response(400, "\uFEFF{\"error_code\":\"C\"}"));
        assertThat(failure.errorCode()).contains("C");
        assertThat(failure.rawBody()).isEqualTo("{\"error_code\":\"C\"}");
    }

    @Test
    void decode_whenNoHeaderHasTheRequestId_thenTheBodys() {
        arrived(400);
        Response response = response(400, "{\"request_id\":\"r-2\"}").toBuilder().headers(Map.of()).build();
        assertThat(answers.decode("", response).requestId()).contains("r-2");
    }

    @Test
    @DisplayName("an answer to what was never authenticated cannot be compared with a signature")
    void notSigned() {
        arrived(401);
        ServiceException failure = answers.decode("", response(401, "{\"error_msg\":\"canonicalRequest:GET|/|\"}"));
        assertThat(failure).isExactlyInstanceOf(AuthenticationException.class).hasMessage("Rejected: HTTP 401: canonicalRequest:GET|/|"
                + " [check access key and secret key; more than five failures in a row lock an access key for five minutes] (request id r-1)");
    }

    @ParameterizedTest
    @CsvSource({"200, UNKNOWN", "299, UNKNOWN", "400, REJECTED", "499, REJECTED"})
    @DisplayName("a success that is decoded as an error contradicts itself, a rejection does not")
    void successAsAnError(int status, Outcome outcome) {
        arrived(status);
        assertThat(answers.decode("", response(status, "{\"error_code\":\"C\"}")).outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "300, C, ServiceException", "400, C, BadRequestException", "401, C, AuthenticationException", "403, C, PermissionDeniedException",
        "404, C, NotFoundException", "429, C, ThrottledException", "429, , ThrottledException", "400, APIG.0308, ThrottledException",
        "503, APIGW.0308, ThrottledException", "499, C, ServiceException", "500, C, ServerErrorException",
        "599, C, ServerErrorException", "600, C, ServiceException"
    })
    void decode_whenTheAnswerIsNoSuccess_thenItsStatusOrTheGatewaysCodeDecidesTheType(int status, String code, String type) {
        arrived(status);
        ServiceException failure = answers.decode("", response(status, code == null ? "" : "{\"error_code\":\"" + code + "\"}"));
        assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({"200, 'HTTP 200, DQC.0000: m'", "400, 'HTTP 400, DQC.0000: m'", "500, 'HTTP 500, DQC.0000: m'"})
    @DisplayName("an error that carries the code of success contradicts itself")
    void successCodeInAnError(int status, String described) {
        arrived(status);
        assertThat(answers.decode("", response(status, "{\"error_code\":\"DQC.0000\",\"error_msg\":\"m\"}")))
                .hasMessage("Whether it was executed is unknown: " + described + " (request id r-1)");
    }

    @Test
    void contradictsSuccess_whenTheServicesCodeIsAnother_thenItDoes() {
        assertThat(Answers.contradictsSuccess(response(200, "{\"error_code\":\"DQC.9999\"}"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "text", "{\"error_code\":\"DQC.0000\"}", "{\"error_code\":null}", "{\"code\":\"DQC.9999\"}"})
    void contradictsSuccess_whenNoCodeOfTheServicesOrItsCodeOfSuccess_thenItDoesNot(String body) {
        assertThat(Answers.contradictsSuccess(response(200, body))).isFalse();
    }

    private void arrived(int status) {
        arrived(call, status);
    }

    private static void arrived(Call call, int status) {
        call.startAttempt();
        call.sent();
        call.answered(status);
    }

    private static Response response(int status, String body) {
        return Response.builder()
                .status(status)
                .headers(Map.of("Content-Type", List.of("application/json"), "x-request-id", List.of(" ", "r-1")))
                .request(Request.create(Request.HttpMethod.POST, "https://h/", Map.of(), new byte[0], StandardCharsets.UTF_8, null))
                .body(body, StandardCharsets.UTF_8)
                .build();
    }
}
