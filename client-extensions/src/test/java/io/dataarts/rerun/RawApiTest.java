package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import feign.Body;
import feign.Headers;
import feign.Param;
import feign.RequestLine;
import feign.Response;
import feign.TypedResponse;
import io.dataarts.generated.api.FactoryApi;
import io.dataarts.generated.api.QualityApi;
import io.dataarts.generated.model.RestartQualityInstanceRequest;
import io.dataarts.generated.model.RestartQualityInstanceResponse;
import io.dataarts.generated.model.RetryJobInstancesRequest;
import io.dataarts.generated.model.RetryLocation;
import io.dataarts.generated.model.RuleType;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServerErrorException;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.error.UnreadableResponseException;
import io.dataarts.rerun.loopback.Answer;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Received;
import io.dataarts.rerun.signing.RequestSigner;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link DataArtsStudio#api}: any generated interface, with the same checks, headers, errors and outcomes as typed calls. */
class RawApiTest {

    private static final RestartQualityInstanceRequest BODY =
            new RestartQualityInstanceRequest().ruleType(RuleType.QUALITY_JOB).ruleId("7");

    /** As the generator would make it of a GET with a query, of one without parameters, and of a header parameter. */
    interface AddedApi {

        @RequestLine("GET /v2/{projectId}/quality/instances?limit={limit}&name={name}&tag={tag}")
        @Headers({"workspace: {workspace}", "Accept: application/json"})
        TypedResponse<Map<String, Object>> list(
                @Param("projectId") String projectId,
                @Param("workspace") String workspace,
                @Param("limit") Integer limit,
                @Param("name") String name,
                @Param("tag") List<String> tag);

        @RequestLine("GET /v2/regions")
        @Headers("Accept: application/json")
        TypedResponse<List<String>> regions();

        @RequestLine("DELETE /v2/{project_id}/things/{id}")
        @Headers({"X-Reason: {reason}", "Accept: application/json"})
        TypedResponse<Void> remove(@Param("project_id") String projectId, @Param("id") Long id, @Param("reason") String reason);

        @RequestLine("POST /v2/{projectId}/things")
        @Headers("Accept: application/json")
        TypedResponse<Void> create(@Param("projectId") String projectId);

        @RequestLine("DELETE /v2/things/{ids}")
        TypedResponse<Void> delete(@Param("ids") List<String> ids);

        @RequestLine("DELETE /v2/things")
        @Headers("X-Reason: {reason}")
        TypedResponse<Void> explain(@Param("reason") List<String> reasons);

        @RequestLine("POST /v2/self")
        @Headers("Content-Type: application/json")
        TypedResponse<Void> unwritable(SelfReference body);

        @RequestLine("POST /v2/things")
        @Headers("Content-Type: application/json")
        TypedResponse<Void> unlinked(Unlinked body);

        @RequestLine("POST /v2/things/7/restart")
        TypedResponse<Uninitialized> uninitialized();

        default TypedResponse<List<String>> regionsByAnotherName() {
            return regions();
        }
    }

    interface Filtered {
        @RequestLine("GET /v2/things?filter={filter}")
        TypedResponse<Void> find(@Param("filter") List<Map<String, String>> filter);
    }

    /** Cannot be written as JSON, since a class is missing. */
    static final class Unlinked {
        public String getName() {
            throw new NoClassDefFoundError("missing/Type");
        }
    }

    /** Cannot be read from JSON, since a class cannot be used. */
    static final class Uninitialized {
        static final int FAILING = Integer.parseInt("no number");
    }

    /** Cannot be written as JSON. */
    static final class SelfReference {
        public SelfReference getSelf() {
            return this;
        }
    }

    @Nested
    @DisplayName("what is sent")
    class Sent {

        @Test
        void restart_whenCalled_thenTheSameRequestAsTyped() {
            try (LoopbackServer server = LoopbackServer.answering(Answer.empty(200));
                    DataArtsStudio studio = Example.studio(server)) {
                studio.rerun(QualityRerun.qualityJob("7"));
                studio.api(QualityApi.class).restartQualityInstance(Example.PROJECT, Example.WORKSPACE, BODY);
                assertSame(server);
            }
        }

        @Test
        void retry_whenCalled_thenTheSameRequestAsTyped() {
            RetryJobInstancesRequest body = Requests.of(Example.RELATED_JOBS.content());
            try (LoopbackServer server = LoopbackServer.answering(Answer.empty(200));
                    DataArtsStudio studio = Example.studio(server)) {
                studio.rerun(Example.RELATED_JOBS);
                studio.api(FactoryApi.class)
                        .retryFactoryJobInstance(Example.PROJECT, "test_job_name", Example.WORKSPACE, body);
                assertSame(server);
            }
        }

        private void assertSame(LoopbackServer server) {
            Received typed = server.requests().get(0);
            Received raw = server.requests().get(1);
            assertThat(raw.requestLine()).isEqualTo(typed.requestLine());
            assertThat(raw.headers()).isEqualTo(typed.headers());
            assertThat(raw.text()).isEqualTo(typed.text());
        }

        @Test
        void workspace_whenGiven_thenItWinsOverTheStudios() {
            assertThat(sent(studio -> studio.api(QualityApi.class).restartQualityInstance(Example.PROJECT, "mine", BODY))
                            .value("workspace"))
                    .isEqualTo("mine");
        }

        @Test
        void workspace_whenNull_thenTheStudios() {
            assertThat(sent(studio -> studio.api(QualityApi.class).restartQualityInstance(Example.PROJECT, null, BODY))
                            .value("workspace"))
                    .isEqualTo(Example.WORKSPACE);
        }

        @Test
        void workspace_whenNullOnAView_thenTheViews() {
            assertThat(sent(studio ->
                                    studio.inWorkspace("view").api(QualityApi.class).restartQualityInstance(Example.PROJECT, null, BODY))
                            .value("workspace"))
                    .isEqualTo("view");
        }

        @Test
        @DisplayName("X-Project-Id is the path's project, and it is what is signed")
        void projectOfThePath() {
            Received request = sent(studio -> studio.api(QualityApi.class).restartQualityInstance("other-project", null, BODY));
            assertThat(request.target()).isEqualTo("/v2/other-project/quality/instances/restart");
            assertThat(request.value("X-Project-Id")).isEqualTo("other-project");
            Example.assertSigned(request);
        }

        @Test
        void project_whenThePathSpellsItWithAnUnderscore_thenTheSame() {
            assertThat(sent(studio -> studio.api(AddedApi.class).remove("other-project", 5L, "r")).value("X-Project-Id"))
                    .isEqualTo("other-project");
        }

        @Test
        void project_whenThePathNamesNone_thenTheStudios() {
            Received request = sent(studio -> studio.api(AddedApi.class).regions());
            assertThat(request.requestLine()).isEqualTo("GET /v2/regions HTTP/1.1");
            assertThat(request.value("X-Project-Id")).isEqualTo(Example.PROJECT);
            assertThat(request.value("workspace")).isEqualTo(Example.WORKSPACE);
            assertThat(request.names()).doesNotContain("Content-Length", "Content-Type", "Transfer-Encoding");
        }

        @Test
        void default_whenCalled_thenItCallsTheOther() {
            assertThat(sent(studio -> studio.api(AddedApi.class).regionsByAnotherName()).target()).isEqualTo("/v2/regions");
        }

        @Test
        @DisplayName("query values arrive as themselves: spaces, +, %, Chinese, repeated names, and what is null stays out")
        void query() {
            Received request = sent(studio -> studio.api(AddedApi.class)
                    .list("p", null, null, "a b+c%41&d=e~*测😀/?#'", List.of("one", "t w o", "%")));
            assertThat(request.target()).isEqualTo("/v2/p/quality/instances"
                    + "?name=a%20b%2Bc%2541%26d%3De~%2A%E6%B5%8B%F0%9F%98%80%2F%3F%23%27&tag=one&tag=t%20w%20o&tag=%25");
            Example.assertSigned(request);
        }

        @Test
        void query_whenNumber_thenItsDigits() {
            assertThat(sent(studio -> studio.api(AddedApi.class).list("p", null, 10, null, null)).target())
                    .isEqualTo("/v2/p/quality/instances?limit=10");
        }

        @Test
        void header_whenNull_thenItStaysOut() {
            Received request = sent(studio -> studio.api(AddedApi.class).remove("p", 5L, null));
            assertThat(request.requestLine()).isEqualTo("DELETE /v2/p/things/5 HTTP/1.1");
            assertThat(request.names()).doesNotContain("X-Reason");
        }

        @Test
        void header_whenGiven_thenItArrives() {
            assertThat(sent(studio -> studio.api(AddedApi.class).remove("p", 5L, "no longer needed")).value("X-Reason"))
                    .isEqualTo("no longer needed");
        }

        @Test
        @DisplayName("a POST without a body says so, and its signature is over no bytes")
        void noBody() {
            Received request = sent(studio -> studio.api(AddedApi.class).create("p"));
            assertThat(request.value("Content-Length")).isEqualTo("0");
            Example.assertSigned(request);
        }

        @Test
        @DisplayName("a header's list is one value with commas, which none of its elements may have")
        void headerList() {
            assertThat(sent(studio -> studio.api(AddedApi.class).explain(List.of("a", "b"))).value("X-Reason")).isEqualTo("a,b");
            assertThat(sent(studio -> studio.api(AddedApi.class).explain(List.of("a, b"))).value("X-Reason")).isEqualTo("a, b");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> sent(studio -> studio.api(AddedApi.class).explain(List.of("a", "b,c"))))
                    .withMessage("reason must not contain a comma, which separates its values: [a, b,c]");
        }

        @Test
        @DisplayName("a list of objects outside the body is refused as an object is")
        void objects() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> sent(studio -> studio.api(Filtered.class)))
                    .withMessageEndingWith("Filtered#find(List) has an object outside its body, which cannot be sent: [filter]");
        }

        private Received sent(Consumer<DataArtsStudio> call) {
            try (LoopbackServer server = LoopbackServer.answering(Answer.empty(200));
                    DataArtsStudio studio = Example.studio(server)) {
                call.accept(studio);
                return server.onlyRequest();
            }
        }
    }

    @Nested
    @DisplayName("what comes back")
    class ComesBack {

        @Test
        void restart_whenAccepted_thenStatusHeadersAndBody() {
            TypedResponse<RestartQualityInstanceResponse> response = restart(Answer.of(
                    201, "{\"instance_id\":\"i\"}".getBytes(), "X-Request-Id: r", "X-Twice: 1", "X-Twice: 2"));
            assertThat(response.status()).isEqualTo(201);
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
            assertThat(restart(Answer.json(200, body.replace('\'', '"'))).body().getInstanceId()).isEqualTo(instanceId);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "\r\n", "null"})
        void restart_whenTheBodyIsEmpty_thenItIsNull(String body) {
            TypedResponse<RestartQualityInstanceResponse> response = restart(Answer.json(200, body));
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).isNull();
        }

        @Test
        void retry_whenABodyComes_thenItIsNotReadIntoAnything() {
            try (LoopbackServer server = LoopbackServer.answering(Answer.json(200, "<html>"));
                    DataArtsStudio studio = Example.studio(server)) {
                TypedResponse<Void> response = studio.api(FactoryApi.class)
                        .retryFactoryJobInstance("p", "j", "w", new RetryJobInstancesRequest().retryLocation(RetryLocation.ERROR_NODE));
                assertThat(response.status()).isEqualTo(200);
                assertThat(response.body()).isNull();
            }
        }

        @Test
        @DisplayName("a class that cannot be used when the body is read: accepted, and unreadable")
        void body_whenAClassCannotBeUsed_thenAccepted() {
            try (LoopbackServer server = LoopbackServer.answering(Answer.json(200, "{}"));
                    DataArtsStudio studio = Example.studio(server)) {
                UnreadableResponseException failure = catchThrowableOfType(
                        UnreadableResponseException.class, () -> studio.api(AddedApi.class).uninitialized());
                assertThat(failure).hasMessageStartingWith("Accepted (HTTP 200), but the body cannot be read: java.lang.");
                assertThat(failure).hasCauseInstanceOf(LinkageError.class); // another one each further time
                assertThat(failure.outcome()).isEqualTo(Outcome.ACCEPTED);
                assertThat(server.requests()).hasSize(1);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"<html>OK</html>", "[]", "{", "\"text\"", "42"})
        @DisplayName("a body that the model cannot take: accepted, and unreadable")
        void unreadable(String body) {
            UnreadableResponseException failure = catchThrowableOfType(UnreadableResponseException.class,
                    () -> restart(Answer.of(202, body.getBytes(), "X-Request-Id: r")));
            assertThat(failure).hasNoCause().hasMessage("Accepted (HTTP 202), but the body cannot be read: it is not the JSON of"
                    + " io.dataarts.generated.model.RestartQualityInstanceResponse");
            assertThat(failure.outcome()).isEqualTo(Outcome.ACCEPTED);
            assertThat(failure.httpStatus()).isEqualTo(202);
            assertThat(failure.requestId()).contains("r");
            assertThat(failure.attempts()).isEqualTo(1);
        }

        @Test
        @DisplayName("a field that the model cannot take is named, and its value is not shown")
        void unreadableField() {
            UnreadableResponseException failure = catchThrowableOfType(UnreadableResponseException.class,
                    () -> restart(Answer.of(202, "{\"instance_id\":{\"x\":\"value\"}}".getBytes())));
            assertThat(failure).hasNoCause().hasMessage("Accepted (HTTP 202), but the body cannot be read: it is not the JSON of"
                    + " io.dataarts.generated.model.RestartQualityInstanceResponse, at $.instance_id");
        }

        @Test
        void restart_whenTheBodyBreaksOff_thenAcceptedAndUnreadable() {
            UnreadableResponseException failure = catchThrowableOfType(UnreadableResponseException.class,
                    () -> restart(Answer.brokenOff(200, 50, "{\"instance_id\":\"1\"}")));
            assertThat(failure.outcome()).isEqualTo(Outcome.ACCEPTED);
            assertThat(failure.getMessage()).matches("\\QAccepted (HTTP 200), but the body cannot be read: 127.0.0.1:\\E[0-9]+"
                    + " closed the connection within its answer");
        }

        @Test
        void restart_whenRejected_thenTheSameExceptionAsTyped() {
            BadRequestException failure = catchThrowableOfType(BadRequestException.class,
                    () -> restart(Answer.json(400, "{\"error_code\":\"DQC.1\",\"error_msg\":\"m\"}")));
            assertThat(failure).hasMessage("Rejected: HTTP 400, DQC.1: m");
            assertThat(failure.outcome()).isEqualTo(Outcome.REJECTED);
        }

        @Test
        void restart_whenASuccessHasAnErrorCode_thenUnknown() {
            ServiceException failure = catchThrowableOfType(ServiceException.class,
                    () -> restart(Answer.json(200, "{\"error_code\":\"DQC.1\"}")));
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        }

        @ParameterizedTest
        @ValueSource(ints = {200, 301, 400, 404, 500})
        @DisplayName("nothing of Feign's comes out, nor hangs on what comes out: it would hold the request with its signature")
        void noFeign(int status) {
            DataArtsException failure =
                    catchThrowableOfType(DataArtsException.class, () -> restart(Answer.json(status, "not json")));
            assertThat(family(failure)).noneMatch(one -> one.getClass().getName().startsWith("feign."));
        }

        @Test
        void restart_whenTheConnectionDrops_thenNothingOfFeignsEither() {
            NoResponseException failure = catchThrowableOfType(NoResponseException.class, () -> restart(Answer.drop()));
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(family(failure)).noneMatch(one -> one.getClass().getName().startsWith("feign."));
        }

        @Test
        void regions_whenAList_thenRead() {
            try (LoopbackServer server = LoopbackServer.answering(Answer.json(200, "[\"a\",\"b\"]"));
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

        private TypedResponse<RestartQualityInstanceResponse> restart(Answer answer) {
            try (LoopbackServer server = LoopbackServer.answering(answer);
                    DataArtsStudio studio = Example.studio(server)) {
                return studio.api(QualityApi.class).restartQualityInstance(Example.PROJECT, Example.WORKSPACE, BODY);
            }
        }
    }

    @Nested
    @DisplayName("what is refused before anything is sent")
    class Refused {

        @ParameterizedTest
        @ValueSource(strings = {".", ".."})
        void pathValue_whenDots_thenRefused(String value) {
            refused(api -> api.retryFactoryJobInstance("p", value, null, new RetryJobInstancesRequest()),
                    "jobName must not be \"" + value + "\", which would reach another resource");
        }

        @ParameterizedTest
        @CsvSource({"/, a/b", "\\, a\\b", "%, %2F", "?, a?", "#, #a"})
        void pathValue_whenItCouldReachAnotherResource_thenRefused(char character, String value) {
            refused(api -> api.retryFactoryJobInstance("p", value, null, new RetryJobInstancesRequest()),
                    "jobName must not contain '" + character + "', which would reach another resource: " + value);
            refused(api -> api.retryFactoryJobInstance(value, "j", null, new RetryJobInstancesRequest()),
                    "projectId must not contain '" + character + "', which would reach another resource: " + value);
        }

        @Test
        void pathValue_whenEmptyOrNotText_thenRefused() {
            refused(api -> api.retryFactoryJobInstance("p", "", null, new RetryJobInstancesRequest()), "jobName must not be empty");
            refused(api -> api.retryFactoryJobInstance("p", "a\r\nb", null, new RetryJobInstancesRequest()),
                    "jobName must not contain control characters, has U+000D at index 1");
            refused(api -> api.retryFactoryJobInstance("p", "\uD800", null, new RetryJobInstancesRequest()),
                    "jobName must be well-formed text, has a lone surrogate U+D800 at index 0");
        }

        @Test
        @DisplayName("a project id is a header too, so it has to be ASCII")
        void projectId() {
            refused(api -> api.retryFactoryJobInstance("项目", "j", null, new RetryJobInstancesRequest()),
                    "projectId must be printable ASCII, as it travels in a header; has U+9879 at index 0");
        }

        @Test
        void pathValue_whenNull_thenRefused() {
            refused(api -> api.retryFactoryJobInstance("p", null, null, new RetryJobInstancesRequest()), "jobName must not be null");
            refused(api -> api.retryFactoryJobInstance(null, "j", null, new RetryJobInstancesRequest()), "projectId must not be null");
        }

        @Test
        void body_whenNull_thenRefused() {
            refused(api -> api.retryFactoryJobInstance("p", "j", null, null), "retryJobInstancesRequest must not be null");
        }

        @ParameterizedTest
        @CsvSource({"13, U+000D", "10, U+000A", "0, U+0000", "233, U+00E9", "27979, U+6D4B"})
        void header_whenItCouldBeginAnother_thenRefused(int character, String shown) {
            refused(api -> api.retryFactoryJobInstance("p", "j", "w" + (char) character + "X-Evil: 1", new RetryJobInstancesRequest()),
                    "workspace must be printable ASCII, as it travels in a header; has " + shown + " at index 1");
        }

        @Test
        void header_whenEmpty_thenRefused() {
            refused(api -> api.retryFactoryJobInstance("p", "j", "", new RetryJobInstancesRequest()), "workspace must not be empty");
        }

        @Test
        @DisplayName("a path value that is an empty list, or holds null, would be the path of all")
        void path_whenAnEmptyList_thenRefused() {
            try (LoopbackServer server = LoopbackServer.answering(Answer.empty(200));
                    DataArtsStudio studio = Example.studio(server)) {
                AddedApi api = studio.api(AddedApi.class);
                assertThatThrownBy(() -> api.delete(List.of())).isExactlyInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> api.delete(Arrays.asList("1", null))).isExactlyInstanceOf(IllegalArgumentException.class);
                assertThat(server.connections()).isZero();
            }
        }

        @Test
        void body_whenItCannotBeWritten_thenRefused() {
            try (LoopbackServer server = LoopbackServer.answering(Answer.empty(200));
                    DataArtsStudio studio = Example.studio(server)) {
                assertThatThrownBy(() -> studio.api(AddedApi.class).unwritable(new SelfReference()))
                        .isExactlyInstanceOf(IllegalArgumentException.class)
                        .hasNoCause()
                        .hasMessageStartingWith("the request body cannot be written as JSON: ");
                assertThat(server.connections()).isZero();
            }
        }

        @Test
        void body_whenAClassIsMissing_thenNotSent() {
            try (LoopbackServer server = LoopbackServer.answering(Answer.empty(200));
                    DataArtsStudio studio = Example.studio(server)) {
                assertThatThrownBy(() -> studio.api(AddedApi.class).unlinked(new Unlinked()))
                        .isExactlyInstanceOf(NotSentException.class)
                        .hasMessage("Not sent: java.lang.NoClassDefFoundError: missing/Type")
                        .hasCauseExactlyInstanceOf(NoClassDefFoundError.class);
                assertThat(server.connections()).isZero();
            }
        }

        private void refused(Consumer<FactoryApi> call, String message) {
            try (LoopbackServer server = LoopbackServer.answering(Answer.empty(200));
                    DataArtsStudio studio = Example.studio(server)) {
                FactoryApi api = studio.api(FactoryApi.class);
                assertThatThrownBy(() -> call.accept(api))
                        .isExactlyInstanceOf(IllegalArgumentException.class)
                        .hasMessage(message)
                        .hasNoCause();
                assertThat(server.connections()).isZero();
            }
        }
    }

    @Nested
    @DisplayName("types")
    class Types {

        interface ReturnsResponse {
            @RequestLine("GET /a")
            Response get();
        }

        interface ReturnsPlain {
            @RequestLine("GET /a")
            String get();
        }

        interface Templated {
            @RequestLine("POST /a")
            @Body("{body}")
            TypedResponse<Void> post(@Param("body") String body);
        }

        @Test
        void api_whenItReturnsARawResponse_thenRefused() {
            refused(ReturnsResponse.class, "ReturnsResponse#get() must return feign.TypedResponse<...>");
        }

        @Test
        void api_whenItReturnsABareBody_thenRefused() {
            refused(ReturnsPlain.class, "ReturnsPlain#get() must return feign.TypedResponse<...>");
        }

        interface Unbound {
            @RequestLine("GET /a/{b}")
            TypedResponse<Void> get();
        }

        @Test
        void api_whenItsPathHasAVariableWithoutAParameter_thenRefused() {
            refused(Unbound.class, "Unbound#get() has no parameter for {b} in its path");
        }

        interface PartOfAQuery {
            @RequestLine("POST /a/{b}?q=p-{filter}&r=p-{also}")
            TypedResponse<Void> post(@Param("b") String b, @Param("filter") String filter, @Param("also") String also);
        }

        interface PartOfAHeader {
            @RequestLine("POST /a/{b}")
            @Headers("X-Filter: p-{filter}")
            TypedResponse<Void> post(@Param("b") String b, @Param("filter") String filter);
        }

        @Test
        @DisplayName("a parameter that would be dropped, as it is only a part of a value, is refused")
        void partsOfValues() {
            String reason = " has parameters that are no whole value of path, query or header: ";
            refused(PartOfAQuery.class, "PartOfAQuery#post(String,String,String)" + reason + "[also, filter]");
            refused(PartOfAHeader.class, "PartOfAHeader#post(String,String)" + reason + "[filter]");
        }

        @Test
        void api_whenItIsNotGenerated_thenRefused() {
            assertRefused(Runnable.class);
            assertRefused(String.class);
            assertRefused(DataArtsStudio.class);
        }

        @Test
        @DisplayName("each studio and view has one implementation of each interface")
        void cached() {
            try (DataArtsStudio studio = Example.builder().region("cn-north-4").build()) {
                QualityApi api = studio.api(QualityApi.class);
                assertThat(studio.api(QualityApi.class)).isSameAs(api);
                assertThat(studio.inWorkspace("w").api(QualityApi.class)).isNotSameAs(api);
            }
        }

        @Test
        void api_whenTreatedAsAnObject_thenItIsItself() {
            try (DataArtsStudio studio = Example.builder().region("cn-north-4").build()) {
                QualityApi api = studio.api(QualityApi.class);
                assertThat(api).isEqualTo(api).hasSameHashCodeAs(api).isNotEqualTo(studio.inWorkspace("w").api(QualityApi.class))
                        .hasToString("QualityApi at https://dayu.cn-north-4.myhuaweicloud.com");
                assertThat(api.hashCode()).isEqualTo(System.identityHashCode(api));
            }
        }

        private void refused(Class<?> type, String reason) {
            assertThatThrownBy(() -> take(type))
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessage(type.getName() + " is not an API that the generator made: " + reason);
        }

        private void assertRefused(Class<?> type) {
            ThrowingCallable call = () -> take(type);
            assertThatThrownBy(call)
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(type.getName() + " is not an API that the generator made: ");
        }

        private void take(Class<?> type) {
            try (DataArtsStudio studio = Example.builder().region("cn-north-4").build()) {
                studio.api(type);
            }
        }
    }

    @Test
    void serverError_whenRaw_thenTheSameOutcomeAsTyped() {
        try (LoopbackServer server = LoopbackServer.answering(Answer.json(503, "{}"));
                DataArtsStudio studio = Example.studio(server)) {
            ServerErrorException failure = catchThrowableOfType(ServerErrorException.class,
                    () -> studio.api(QualityApi.class).restartQualityInstance("p", "w", BODY));
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            server.onlyRequest();
        }
    }
}
