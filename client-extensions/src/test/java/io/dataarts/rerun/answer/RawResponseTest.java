package io.dataarts.rerun.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import feign.Headers;
import feign.RequestLine;
import feign.TypedResponse;
import io.dataarts.generated.api.FactoryApi;
import io.dataarts.generated.api.QualityApi;
import io.dataarts.generated.model.RestartQualityInstanceRequest;
import io.dataarts.generated.model.RestartQualityInstanceResponse;
import io.dataarts.generated.model.RetryJobInstancesRequest;
import io.dataarts.generated.model.RetryLocation;
import io.dataarts.generated.model.RuleType;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServerErrorException;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.error.UnreadableResponseException;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A generated interface returns status, headers and body, and fails with the same exceptions and outcomes as a typed call. */
class RawResponseTest {

    /** An interface as the generator would make it, with other bodies of responses than it has today. */
    interface AddedApi {

        @RequestLine("GET /v2/regions")
        @Headers("Accept: application/json")
        TypedResponse<List<String>> regions();

        @RequestLine("POST /v2/things/7/restart")
        TypedResponse<Uninitialized> uninitialized();
    }

    /** Cannot be read from JSON: the class cannot be initialized. */
    static final class Uninitialized {
        static final int FAILING = Integer.parseInt("no number");
    }

    private static final RestartQualityInstanceRequest BODY =
            new RestartQualityInstanceRequest().ruleType(RuleType.QUALITY_JOB).ruleId("7");

    @Test
    void restart_whenAccepted_thenStatusHeadersAndBody() {
        TypedResponse<RestartQualityInstanceResponse> response = restart(Reply.of(
                201, "{\"instance_id\":\"i\"}".getBytes(), "X-Request-Id: r", "X-Twice: 1", "X-Twice: 2"));
        assertThat(response.status()).isEqualTo(201);
        assertThat(response.reason()).isEqualTo("Status");
        assertThat(response.headers().get("x-request-id")).containsExactly("r");
        assertThat(response.headers().get("X-Twice")).containsExactly("1", "2");
        assertThat(response.body()).isEqualTo(new RestartQualityInstanceResponse().instanceId("i"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{'instance_id':'i','added':{'later':[1,2]}} | i", "{'instance_id':1440764172232400896} | 1440764172232400896",
        "{'error_code':'DQC.0000','instance_id':'i'} | i"
    })
    void restart_whenFieldsAreUnknownOrNumbers_thenTheRestIsRead(String body, String instanceId) {
        assertThat(restart(Reply.json(200, body.replace('\'', '"'))).body().getInstanceId()).isEqualTo(instanceId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r\n", "null"})
    void restart_whenTheBodyIsEmpty_thenItIsNull(String body) {
        TypedResponse<RestartQualityInstanceResponse> response = restart(Reply.json(200, body));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isNull();
    }

    @Test
    void retry_whenABodyComes_thenItIsNotReadIntoAnything() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(200, "<html>"));
                DataArtsStudio studio = Example.studio(server)) {
            TypedResponse<Void> response = studio.api(FactoryApi.class)
                    .retryFactoryJobInstance("p", "j", "w", new RetryJobInstancesRequest().retryLocation(RetryLocation.ERROR_NODE));
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).isNull();
        }
    }

    @Test
    @DisplayName("a class that cannot be initialized when the body is read: accepted, and unreadable")
    void body_whenAClassCannotBeUsed_thenAccepted() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(200, "{}"));
                DataArtsStudio studio = Example.studio(server)) {
            UnreadableResponseException failure = catchThrowableOfType(
                    UnreadableResponseException.class, () -> studio.api(AddedApi.class).uninitialized());
            assertThat(failure).hasMessageStartingWith("Accepted (HTTP 200), but the body cannot be read: java.lang.");
            assertThat(failure).hasCauseInstanceOf(LinkageError.class); // Another one at each further use.
            assertThat(failure.outcome()).isEqualTo(Outcome.ACCEPTED);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>OK</html>", "[]", "{", "\"text\"", "42"})
    @DisplayName("a body that does not fit the model: accepted, and unreadable")
    void unreadable(String body) {
        UnreadableResponseException failure = catchThrowableOfType(UnreadableResponseException.class,
                () -> restart(Reply.of(202, body.getBytes(), "X-Request-Id: r")));
        assertThat(failure).hasNoCause().hasMessage("Accepted (HTTP 202), but the body cannot be read: it is not the JSON of"
                + " io.dataarts.generated.model.RestartQualityInstanceResponse");
        assertThat(failure.outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(failure.httpStatus()).isEqualTo(202);
        assertThat(failure.requestId()).contains("r");
        assertThat(failure.attempts()).isEqualTo(1);
    }

    @Test
    @DisplayName("a field that does not fit the model is named, without its value")
    void unreadableField() {
        UnreadableResponseException failure = catchThrowableOfType(UnreadableResponseException.class,
                () -> restart(Reply.of(202, "{\"instance_id\":{\"x\":\"value\"}}".getBytes())));
        assertThat(failure).hasNoCause().hasMessage("Accepted (HTTP 202), but the body cannot be read: it is not the JSON of"
                + " io.dataarts.generated.model.RestartQualityInstanceResponse, at $.instance_id");
    }

    @Test
    void restart_whenTheBodyBreaksOff_thenAcceptedAndUnreadable() {
        UnreadableResponseException failure = catchThrowableOfType(UnreadableResponseException.class,
                () -> restart(Reply.truncated(200, 50, "{\"instance_id\":\"1\"}")));
        assertThat(failure.outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(failure.getMessage()).matches("\\QAccepted (HTTP 200), but the body cannot be read: 127.0.0.1:\\E[0-9]+"
                + " closed the connection within its answer");
    }

    @Test
    void restart_whenRejected_thenTheSameExceptionAsTyped() {
        BadRequestException failure = catchThrowableOfType(BadRequestException.class,
                () -> restart(Reply.json(400, "{\"error_code\":\"DQC.1\",\"error_msg\":\"m\"}")));
        assertThat(failure).hasMessage("Rejected: HTTP 400, DQC.1: m");
        assertThat(failure.outcome()).isEqualTo(Outcome.REJECTED);
    }

    @Test
    void restart_whenASuccessHasAnErrorCode_thenUnknown() {
        ServiceException failure = catchThrowableOfType(ServiceException.class,
                () -> restart(Reply.json(200, "{\"error_code\":\"DQC.1\"}")));
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 301, 400, 404, 500})
    @DisplayName("a failure has no exception of Feign in it, as that would hold the request with its signature")
    void noFeign(int status) {
        DataArtsException failure =
                catchThrowableOfType(DataArtsException.class, () -> restart(Reply.json(status, "not json")));
        assertThat(family(failure)).noneMatch(one -> one.getClass().getName().startsWith("feign."));
    }

    @Test
    void restart_whenTheConnectionDrops_thenNothingOfFeignsEither() {
        NoResponseException failure = catchThrowableOfType(NoResponseException.class, () -> restart(Reply.drop()));
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(family(failure)).noneMatch(one -> one.getClass().getName().startsWith("feign."));
    }

    @Test
    void regions_whenAList_thenRead() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(200, "[\"a\",\"b\"]"));
                DataArtsStudio studio = Example.studio(server)) {
            assertThat(studio.api(AddedApi.class).regions().body()).containsExactly("a", "b");
        }
    }

    private List<Throwable> family(Throwable failure) {
        List<Throwable> all = new ArrayList<>();
        for (Throwable one = failure; one != null; one = one.getCause()) {
            all.add(one);
            all.addAll(List.of(one.getSuppressed()));
        }
        return all;
    }

    private TypedResponse<RestartQualityInstanceResponse> restart(Reply reply) {
        try (LoopbackServer server = LoopbackServer.answering(reply);
                DataArtsStudio studio = Example.studio(server)) {
            return studio.api(QualityApi.class).restartQualityInstance(Example.PROJECT, Example.WORKSPACE, BODY);
        }
    }

    @Test
    void serverError_whenRaw_thenTheSameOutcomeAsTyped() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(503, "{}"));
                DataArtsStudio studio = Example.studio(server)) {
            ServerErrorException failure = catchThrowableOfType(ServerErrorException.class,
                    () -> studio.api(QualityApi.class).restartQualityInstance("p", "w", BODY));
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            server.onlyRequest();
        }
    }
}
