package io.dataarts.contract.change;

import static io.dataarts.contract.change.ExtendedService.CLIENT;
import static io.dataarts.contract.change.ExtendedService.PROJECT;
import static io.dataarts.contract.change.ExtendedService.WORKSPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import feign.TypedResponse;
import io.dataarts.contract.provider.RecordedExchange;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.IamToken;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The SDK can call, sign and type an operation that is added to openapi.yaml, without any other change. */
class AddedOperationsTest {

    private static final String THINGS = "/v2/" + PROJECT + "/things";

    private ExtendedService service;

    @BeforeEach
    void start() {
        service = ExtendedService.start();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    @DisplayName("query parameters of every type arrive unchanged")
    void queryOfEveryType() throws Throwable {
        var echo = service.operation("findThings")
                .with("q", "a b")
                .with("prefix", "作")
                .with("limit", 100)
                .with("after", 1440764172232392705L)
                .with("deep", false)
                .with("order", CLIENT.model("Order").getEnumConstants()[1])
                .with("tag", List.of("x", "y"))
                .with("id", List.of(1L, 1440764172232392705L))
                .with("since", "2024-11-22T03:20:00+08:00")
                .with("pageSize", 7)
                .echo();

        assertThat(echo.get("query")).hasToString("{\"q\":[\"a b\"],\"prefix\":[\"作\"],\"limit\":[\"100\"],"
                + "\"after\":[\"1440764172232392705\"],\"deep\":[\"false\"],\"order\":[\"last-made\"],\"tag\":[\"x\",\"y\"],"
                + "\"id\":[\"1,1440764172232392705\"],\"since\":[\"2024-11-22T03:20:00+08:00\"],\"page.size\":[\"7\"]}");
    }

    @Test
    @DisplayName("neither null values nor defaults of the YAML are sent")
    void nullIsLeftOut() throws Throwable {
        service.operation("findThings").with("q", "x").call();

        assertThat(service.arrived().target()).isEqualTo(THINGS + "?q=x");
    }

    @Test
    @DisplayName("without query values the URL has no question mark")
    void nothingInTheQuery() throws Throwable {
        service.operation("listCatalogue").call();

        assertThat(service.arrived().target()).isEqualTo("/v2/catalogue");
    }

    @Test
    @DisplayName("an empty list is left out, not sent as one empty value")
    void emptyList() throws Throwable {
        service.operation("findThings").with("q", "x").with("tag", List.of()).with("id", Arrays.asList((Long) null)).call();

        assertThat(service.arrived().target()).isEqualTo(THINGS + "?q=x");
    }

    @Test
    @DisplayName("a body arrives with its dates as text, and without unset fields")
    void body() throws Throwable {
        Object thing = new ObjectMapper().readValue(
                "{\"name\":\"作\",\"made\":\"2024-11-22T03:20:00.120+08:00\",\"due\":\"2024-11-22\",\"order\":\"first-made\","
                        + "\"parts\":[{}]}",
                CLIENT.model("NewThing"));

        var echo = service.operation("makeThing").with("newThing", thing).echo();

        assertThat(service.arrived().bodyText()).isEqualTo("{\"name\":\"作\",\"made\":\"2024-11-22T03:20:00.120+08:00\","
                + "\"due\":\"2024-11-22\",\"order\":\"first-made\",\"parts\":[{}]}");
        assertThat(echo.at("/body/made").asText()).isEqualTo("2024-11-22T03:20:00.120+08:00");
        assertThat(service.arrived().header("Content-Type")).contains("application/json;charset=UTF-8");
    }

    @Test
    @DisplayName("an optional body has a method without it, which sends no Content-Type")
    void withoutBody() throws Throwable {
        service.operation("touchThing").with("thing", "x").call();

        assertThat(service.arrived().method()).isEqualTo("PUT");
        assertThat(service.arrived().headers()).doesNotContainKey("content-type").containsEntry("content-length", List.of("0"));
    }

    @Test
    @DisplayName("an optional body arrives if it is given")
    void optionalBody() throws Throwable {
        Object thing = CLIENT.model("NewThing").getConstructor().newInstance();
        CLIENT.model("NewThing").getMethod("setName", String.class).invoke(thing, "n");

        service.operation("touchThing").with("thing", "x").with("newThing", thing).call();

        assertThat(service.arrived().bodyText()).isEqualTo("{\"name\":\"n\"}");
    }

    @Test
    @DisplayName("a null body is refused")
    void nullBody() {
        assertThatThrownBy(() -> service.operation("touchThing").with("thing", "x").with("newThing", null).call())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("newThing must not be null");
    }

    @Test
    @DisplayName("the response of an operation without a response body has a status and no body")
    void noAnswer() throws Throwable {
        TypedResponse<?> answer = service.operation("removeThing").with("thing", "x").call();

        assertThat(service.arrived().method()).isEqualTo("DELETE");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isNull();
        assertThat(answer.headers().get("X-Request-Id")).containsExactly(service.arrived().requestId());
    }

    @Test
    @DisplayName("a request without a body has exactly these headers")
    void headersOfAGet() throws Throwable {
        service.operation("showThing").with("thing", "x").call();

        assertThat(service.arrived().headers().keySet()).containsExactlyInAnyOrder(
                "host", "accept", "accept-encoding", "workspace", "x-project-id", "user-agent", "x-sdk-date", "authorization",
                "connection");
    }

    @Test
    @DisplayName("X-Project-Id is the path's project, and is signed")
    void projectOfThePath() throws Throwable {
        service.operation("showThing").with("projectId", "another").with("thing", "x").call();

        assertThat(service.arrived().target()).isEqualTo("/v2/another/things/x");
        assertThat(service.arrived().header("X-Project-Id")).contains("another");
        assertThat(signedHeaders(service.arrived())).isEqualTo("host;workspace;x-project-id;x-sdk-date");
    }

    @Test
    @DisplayName("X-Project-Id is the studio's project if the path names none")
    void projectOfTheStudio() throws Throwable {
        service.operation("readCatalogue").with("edition", 3).call();

        assertThat(service.arrived().target()).isEqualTo("/v2/catalogue/3");
        assertThat(service.arrived().header("X-Project-Id")).contains(PROJECT);
    }

    @Test
    @DisplayName("a project that is not valid in a header is refused")
    void projectOutsideAscii() {
        assertThatThrownBy(() -> service.operation("showThing").with("projectId", "项目").with("thing", "x").call())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("projectId must be printable ASCII, as it travels in a header; has U+9879 at index 0");
    }

    @Test
    @DisplayName("the workspace is the studio's, whether the YAML lists the header or not")
    void workspace() throws Throwable {
        service.operation("findThings").with("q", "x").call();
        service.operation("showThing").with("thing", "x").call();

        assertThat(service.provider().exchanges()).extracting(exchange -> exchange.header("workspace").orElseThrow())
                .containsExactly(WORKSPACE, WORKSPACE);
    }

    @Test
    @DisplayName("the caller's workspace wins over the studio's")
    void workspaceOfTheCaller() throws Throwable {
        service.operation("findThings").with("q", "x").with("workspace", "other").call();

        assertThat(service.arrived().header("workspace")).contains("other");
    }

    @Test
    @DisplayName("a view has its own workspace")
    void workspaceOfAView() throws Throwable {
        new ExtendedService.Invocation(service.studio().inWorkspace("other"), "showThing").with("thing", "x").call();

        assertThat(service.arrived().header("workspace")).contains("other");
    }

    @Test
    @DisplayName("a header that the YAML adds arrives")
    void headerOfTheOperation() throws Throwable {
        service.operation("showThing").with("thing", "x").with("xTrace", "{thing} 100%25, undef").call();

        assertThat(service.arrived().header("X-Trace")).contains("{thing} 100%25, undef");
    }

    @Test
    @DisplayName("a header that the SDK sets is not an argument, even if the YAML lists it")
    void headersOfTheSdk() {
        assertThat(CLIENT.sources().get("io/dataarts/generated/api/CatalogueApi.java"))
                .contains("readCatalogue(\n      @Param(\"edition\") Integer edition);")
                .doesNotContain("X-Project-Id", "X-Auth-Token");
    }

    @Test
    @DisplayName("a temporary key's security token is sent and signed")
    void temporaryKey() throws Throwable {
        try (ExtendedService temporary = ExtendedService.start(settings -> settings.credentials(
                AccessKey.of("EXAMPLETEMPORARYAK", "ExampleTemporarySecretKey", "example-security-token")))) {
            temporary.operation("findThings").with("q", "a b+c").call();

            assertThat(temporary.arrived().header("X-Security-Token")).contains("example-security-token");
            assertThat(signedHeaders(temporary.arrived())).isEqualTo("host;workspace;x-project-id;x-sdk-date;x-security-token");
        }
    }

    @Test
    @DisplayName("a token is sent instead of a signature")
    void token() throws Throwable {
        try (ExtendedService withToken = ExtendedService.start(settings -> settings.credentials(IamToken.of("example-token")))) {
            withToken.operation("findThings").with("q", "x").call();

            assertThat(withToken.arrived().header("X-Auth-Token")).contains("example-token");
            assertThat(withToken.arrived().headers()).doesNotContainKeys("authorization", "x-sdk-date");
        }
    }

    @Test
    @DisplayName("the reruns keep their method names in the extended description")
    void existingOperations() throws Throwable {
        service.provider().catalog().qualityJob("1440764172232392705", "1440764172232400896");
        Object rerun = new ObjectMapper().readValue(
                "{\"rule_type\":1,\"rule_id\":\"1440764172232392705\"}", CLIENT.model("RestartQualityInstanceRequest"));

        var answer = service.operation("restartQualityInstance").with("restartQualityInstanceRequest", rerun).echo();

        assertThat(answer).hasToString("{\"instance_id\":\"1440764172232400896\"}");
    }

    /** Returns only the list of signed headers, because a failed assertion must not print a signature. */
    private static String signedHeaders(RecordedExchange exchange) {
        return exchange.header("Authorization").orElse("").replaceAll(".*SignedHeaders=([^,]*),.*", "$1");
    }
}
