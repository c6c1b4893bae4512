package io.dataarts.rerun.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import feign.Headers;
import feign.Param;
import feign.RequestLine;
import feign.TypedResponse;
import io.dataarts.generated.api.FactoryApi;
import io.dataarts.generated.api.QualityApi;
import io.dataarts.generated.model.RestartQualityInstanceRequest;
import io.dataarts.generated.model.RetryJobInstancesRequest;
import io.dataarts.generated.model.RuleType;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.TestStudio;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.loopback.ArrivedRequest;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A generated interface sends the request of a typed call, and refuses values that would change its target or shape. */
class RawRequestTest {

    private static final RestartQualityInstanceRequest BODY =
            new RestartQualityInstanceRequest().ruleType(RuleType.QUALITY_JOB).ruleId("7");

    /** An interface as the generator would make it, with operations of other shapes than it has today. */
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

        default TypedResponse<List<String>> regionsByAnotherName() {
            return regions();
        }
    }

    interface Filtered {
        @RequestLine("GET /v2/things?filter={filter}")
        TypedResponse<Void> find(@Param("filter") List<Map<String, String>> filter);
    }

    /** An interface whose path has characters that the wire cannot carry. */
    interface FixedPath {
        @RequestLine("POST /v2/数据/a b/{name}")
        TypedResponse<Void> act(@Param("name") String name);
    }

    interface FixedQuery {
        @RequestLine("POST /v2/things?action=restart&name={name}")
        TypedResponse<Void> act(@Param("name") String name);
    }

    interface Flag {
        @RequestLine("POST /v2/things?restart")
        TypedResponse<Void> act();
    }

    interface TwoQueries {
        @RequestLine("POST /v2/things?name={name}&title={name}")
        TypedResponse<Void> act(@Param("name") String name);
    }

    interface FixedHeader {
        @RequestLine("POST /v2/things")
        @Headers("X-Reason: 数据")
        TypedResponse<Void> act();
    }

    interface TwoHeaders {
        @RequestLine("POST /v2/things")
        @Headers({"X-Name: {name}", "X-Title: {name}"})
        TypedResponse<Void> act(@Param("name") String name);
    }

    /** Cannot be written as JSON: a class is missing. */
    static final class Unlinked {
        public String getName() {
            throw new NoClassDefFoundError("missing/Type");
        }
    }

    /** Cannot be written as JSON: it refers to itself. */
    static final class SelfReference {
        public SelfReference getSelf() {
            return this;
        }
    }

    @Test
    void restart_whenCalled_thenTheSameRequestAsTyped() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(200));
                DataArtsStudio studio = Example.studio(server)) {
            studio.rerun(QualityRerun.qualityJob("7"));
            studio.api(QualityApi.class).restartQualityInstance(Example.PROJECT, Example.WORKSPACE, BODY);
            assertSame(server);
        }
    }

    @Test
    void retry_whenCalled_thenTheSameRequestAsTyped() {
        RetryJobInstancesRequest body = TestStudio.body(Example.RELATED_JOBS);
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(200));
                DataArtsStudio studio = Example.studio(server)) {
            studio.rerun(Example.RELATED_JOBS);
            studio.api(FactoryApi.class)
                    .retryFactoryJobInstance(Example.PROJECT, "test_job_name", Example.WORKSPACE, body);
            assertSame(server);
        }
    }

    private void assertSame(LoopbackServer server) {
        ArrivedRequest typed = server.requests().get(0);
        ArrivedRequest raw = server.requests().get(1);
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
    @DisplayName("X-Project-Id is the project of the path, and is signed")
    void projectOfThePath() {
        ArrivedRequest request = sent(studio -> studio.api(QualityApi.class).restartQualityInstance("other-project", null, BODY));
        assertThat(request.target()).isEqualTo("/v2/other-project/quality/instances/restart");
        assertThat(request.value("X-Project-Id")).isEqualTo("other-project");
        assertThat(request.isSignedBy(Example.KEY)).isTrue();
    }

    @Test
    void project_whenThePathSpellsItWithAnUnderscore_thenTheSame() {
        assertThat(sent(studio -> studio.api(AddedApi.class).remove("other-project", 5L, "r")).value("X-Project-Id"))
                .isEqualTo("other-project");
    }

    @Test
    void project_whenThePathNamesNone_thenTheStudios() {
        ArrivedRequest request = sent(studio -> studio.api(AddedApi.class).regions());
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
    @DisplayName("query values arrive unchanged: spaces, +, %, Chinese, repeated names; a null value is left out")
    void query() {
        ArrivedRequest request = sent(studio -> studio.api(AddedApi.class)
                .list("p", null, null, "a b+c%41&d=e~*测😀/?#'", List.of("one", "t w o", "%")));
        assertThat(request.target()).isEqualTo("/v2/p/quality/instances"
                + "?name=a%20b%2Bc%2541%26d%3De~%2A%E6%B5%8B%F0%9F%98%80%2F%3F%23%27&tag=one&tag=t%20w%20o&tag=%25");
        assertThat(request.isSignedBy(Example.KEY)).isTrue();
    }

    @Test
    void query_whenNumber_thenItsDigits() {
        assertThat(sent(studio -> studio.api(AddedApi.class).list("p", null, 10, null, null)).target())
                .isEqualTo("/v2/p/quality/instances?limit=10");
    }

    @Test
    void header_whenNull_thenItStaysOut() {
        ArrivedRequest request = sent(studio -> studio.api(AddedApi.class).remove("p", 5L, null));
        assertThat(request.requestLine()).isEqualTo("DELETE /v2/p/things/5 HTTP/1.1");
        assertThat(request.names()).doesNotContain("X-Reason");
    }

    @Test
    void header_whenGiven_thenItArrives() {
        assertThat(sent(studio -> studio.api(AddedApi.class).remove("p", 5L, "no longer needed")).value("X-Reason"))
                .isEqualTo("no longer needed");
    }

    @Test
    @DisplayName("a POST without a body has Content-Length 0, and its signature covers no bytes")
    void noBody() {
        ArrivedRequest request = sent(studio -> studio.api(AddedApi.class).create("p"));
        assertThat(request.value("Content-Length")).isEqualTo("0");
        assertThat(request.isSignedBy(Example.KEY)).isTrue();
    }

    @Test
    @DisplayName("a list in a header is one value with commas, and no element may hold a comma")
    void headerList() {
        assertThat(sent(studio -> studio.api(AddedApi.class).explain(List.of("a", "b"))).value("X-Reason")).isEqualTo("a,b");
        assertThat(sent(studio -> studio.api(AddedApi.class).explain(List.of("a, b"))).value("X-Reason")).isEqualTo("a, b");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sent(studio -> studio.api(AddedApi.class).explain(List.of("a", "b,c"))))
                .withMessage("reason must not contain a comma, which separates its values: [a, b,c]");
    }

    @Test
    @DisplayName("a list of objects outside the body is refused, as a single object is")
    void objects() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sent(studio -> studio.api(Filtered.class)))
                .withMessageEndingWith("Filtered#find(List) has an object outside its body, which cannot be sent: [filter]");
    }

    @Test
    @DisplayName("a fixed path arrives encoded, and is signed as it arrives")
    void fixedPath() {
        ArrivedRequest request = sent(studio -> studio.api(FixedPath.class).act("n"));
        assertThat(request.target()).isEqualTo("/v2/%E6%95%B0%E6%8D%AE/a%20b/n");
        assertThat(request.isSignedBy(Example.KEY)).isTrue();
    }

    static Stream<Arguments> unsendable() {
        String query = "#act(%s) has query values that are not parameters: ?";
        return Stream.of(
                arguments(FixedQuery.class, query.formatted("String") + "action=restart&name={name}"),
                arguments(Flag.class, query.formatted("") + "restart"),
                arguments(TwoQueries.class, query.formatted("String") + "name={name}&title={name}"),
                arguments(FixedHeader.class, "X-Reason must be printable ASCII, as it travels in a header; has U+6570 at index 0"),
                arguments(TwoHeaders.class, "#act(String) has a variable that is not the whole value of one header: {name}"));
    }

    @ParameterizedTest
    @MethodSource("unsendable")
    @DisplayName("an interface with a fixed part that would not arrive is refused")
    void unsendable(Class<?> api, String problem) {
        assertThatIllegalArgumentException().isThrownBy(() -> sent(studio -> studio.api(api))).withMessageEndingWith(problem);
    }

    private ArrivedRequest sent(Consumer<DataArtsStudio> call) {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(200));
                DataArtsStudio studio = Example.studio(server)) {
            call.accept(studio);
            return server.onlyRequest();
        }
    }

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
    @DisplayName("a project id must be ASCII, because it is also a header")
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
    @DisplayName("a path value that is an empty list or holds null is refused, as the path would address all")
    void path_whenAnEmptyList_thenRefused() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(200));
                DataArtsStudio studio = Example.studio(server)) {
            AddedApi api = studio.api(AddedApi.class);
            assertThatThrownBy(() -> api.delete(List.of())).isExactlyInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> api.delete(Arrays.asList("1", null))).isExactlyInstanceOf(IllegalArgumentException.class);
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void body_whenItCannotBeWritten_thenRefused() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(200));
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
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(200));
                DataArtsStudio studio = Example.studio(server)) {
            assertThatThrownBy(() -> studio.api(AddedApi.class).unlinked(new Unlinked()))
                    .isExactlyInstanceOf(NotSentException.class)
                    .hasMessage("Not sent: java.lang.NoClassDefFoundError: missing/Type")
                    .hasCauseExactlyInstanceOf(NoClassDefFoundError.class);
            assertThat(server.connections()).isZero();
        }
    }

    private void refused(Consumer<FactoryApi> call, String message) {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(200));
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
