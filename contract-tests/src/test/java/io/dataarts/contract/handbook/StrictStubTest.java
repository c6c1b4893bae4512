package io.dataarts.contract.handbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dataarts.contract.stub.PactStub;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stub answers recorded requests as recorded, refuses any other, and explains why. */
@DisplayName("The pact's stub")
class StrictStubTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static PactStub stub;
    private static JsonNode pact;

    @BeforeAll
    static void start() throws IOException {
        stub = PactStub.start();
        pact = JSON.readTree(StrictStubTest.class.getResource(
                "/io/dataarts/contract/pacts/dataarts-rerun-sdk-dataarts-studio.json"));
    }

    @AfterAll
    static void stop() {
        stub.close();
    }

    @TestFactory
    @DisplayName("answers each recorded request as recorded")
    Stream<DynamicTest> eachInteraction() {
        return interactions().stream().map(interaction ->
                DynamicTest.dynamicTest(interaction.get("description").textValue(), () -> assertPlayed(interaction)));
    }

    @TestFactory
    @DisplayName("refuses a request that lacks a header, or has one more member in its body or one more parameter")
    Stream<DynamicTest> eachKindOfRequest() {
        // One request for each set of headers. SharpPactTest checks every detail of every interaction.
        Map<List<String>, ObjectNode> kinds = new LinkedHashMap<>();
        interactions().forEach(interaction -> kinds.putIfAbsent(headers(interaction), interaction));
        return kinds.values().stream().map(interaction -> DynamicTest.dynamicTest(interaction.get("description").textValue(), () -> {
            for (String header : headers(interaction)) {
                ObjectNode poorer = interaction.deepCopy();
                ((ObjectNode) poorer.at("/request/headers")).remove(header);
                assertRefused(poorer);
            }
            ObjectNode richer = interaction.deepCopy();
            if (richer.at("/request/body/content") instanceof ObjectNode body) {
                body.put("extra", 1);
            } else {
                ((ObjectNode) richer.get("request")).withObject("query").putArray("extra").add("1");
            }
            assertRefused(richer);
        }));
    }

    @Test
    @DisplayName("accepts headers that the pact does not mention")
    void answer_whenHeaderIsUnknownToThePact_thenPlayed() throws Exception {
        ObjectNode interaction = recorded("a rerun of a quality job with an IAM token");
        withHeader(interaction, "X-Trace", "1");

        assertPlayed(interaction);
    }

    @ParameterizedTest
    @DisplayName("takes the headers of other clients that mean the same")
    @CsvSource(delimiter = '|', value = {
        "Accept | */*",
        "Accept | application/json, text/plain, */*",
        "Accept | text/html;q=0.8, Application/*",
        "Content-Type | application/json; charset=utf-8",
        "Content-Type | Application/JSON;charset=\"UTF-8\""
    })
    void answer_whenHeaderMeansTheSame_thenPlayed(String name, String value) throws Exception {
        ObjectNode interaction = recorded("a rerun of a quality job (the documentation's example)");
        withHeader(interaction, name, value);

        assertPlayed(interaction);
    }

    @ParameterizedTest
    @DisplayName("refuses headers that mean something else")
    @CsvSource(delimiter = '|', value = {"Accept | text/html", "Accept | application/jsonl", "Content-Type | text/plain;charset=UTF-8"})
    void answer_whenHeaderMeansSomethingElse_thenRefused(String name, String value) throws Exception {
        ObjectNode interaction = recorded("a rerun of a quality job (the documentation's example)");
        withHeader(interaction, name, value);

        assertThat(explanation(interaction)).anySatisfy(difference -> assertThat(difference).startsWith("header " + name));
    }

    @Test
    @DisplayName("refuses a credential that does not belong to the interaction, and does not repeat it")
    void answer_whenCredentialIsAdded_thenRefused() throws Exception {
        ObjectNode interaction = recorded("a rerun of a quality job (the documentation's example)");
        withHeader(interaction, "X-Auth-Token", "secret-token");

        assertThat(explanation(interaction)).containsExactly("header x-auth-token is not part of this interaction");
    }

    @Test
    @DisplayName("refuses a token that differs from the recorded token, and does not repeat it")
    void answer_whenTokenIsAnother_thenRefused() throws Exception {
        ObjectNode interaction = recorded("a rerun of a quality job with an IAM token");
        withHeader(interaction, "X-Auth-Token", "secret-token");

        assertThat(explanation(interaction))
                .containsExactly("header X-Auth-Token differs from the recorded form or value");
    }

    @Test
    @DisplayName("refuses a header that is sent twice")
    void answer_whenHeaderIsRepeated_thenRefused() throws Exception {
        ObjectNode interaction = recorded("a rerun of a quality job (the documentation's example)");
        ((ArrayNode) interaction.at("/request/headers/workspace")).add("62fbba734e634c5087656fc3ff7adf34");

        assertThat(explanation(interaction)).containsExactly("header workspace was sent 2 times");
    }

    @Test
    @DisplayName("refuses a query that was not recorded")
    void answer_whenQueryIsAdded_thenRefused() throws Exception {
        ObjectNode interaction = recorded("a rerun of a quality job (the documentation's example)");
        ObjectNode request = (ObjectNode) interaction.get("request");
        request.put("path", request.get("path").textValue() + "?force=true");

        assertThat(explanation(interaction)).singleElement().asString().startsWith("query force: ");
    }

    @Test
    @DisplayName("explains each difference from the nearest interaction")
    void answer_whenSeveralThingsDiffer_thenEachIsNamed() throws Exception {
        ObjectNode interaction = recorded("a rerun of a quality job (the documentation's example)");
        withHeader(interaction, "workspace", "elsewhere");
        ((ObjectNode) interaction.at("/request/headers")).remove("X-Sdk-Date");
        ((ObjectNode) interaction.at("/request/body/content")).put("rule_type", 3);

        HttpResponse<String> answer = send(interaction);

        assertThat(answer.statusCode()).isEqualTo(500);
        JsonNode body = JSON.readTree(answer.body());
        assertThat(body.get("nearest").textValue()).isEqualTo("a rerun of a quality job (the documentation's example)");
        assertThat(texts(body.get("differences"))).containsExactlyInAnyOrder(
                "header X-Sdk-Date is missing",
                "header workspace: expected 62fbba734e634c5087656fc3ff7adf34, was elsewhere",
                "body $.rule_type: Expected 3 (Integer) to be equal to 1 (Integer)");
    }

    @Test
    @DisplayName("refuses a body where the pact has none, although Pact accepts it")
    void answer_whenBodyIsUnexpected_thenRefused(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("own.json");
        Files.writeString(file, """
                {"consumer": {"name": "c"}, "provider": {"name": "p"}, "interactions": [{"type": "Synchronous/HTTP",
                 "description": "a ping", "request": {"method": "POST", "path": "/ping"}, "response": {"status": 204}}],
                 "metadata": {"pactSpecification": {"version": "4.0"}}}
                """);
        try (PactStub own = PactStub.start(file)) {
            HttpRequest.Builder ping = HttpRequest.newBuilder(own.endpoint().resolve("/ping"));
            assertThat(HTTP.send(ping.POST(HttpRequest.BodyPublishers.noBody()).build(), BodyHandlers.ofString()).statusCode()).isEqualTo(204);
            assertThat(HTTP.send(ping.POST(HttpRequest.BodyPublishers.ofString("{}")).build(), BodyHandlers.ofString()).body())
                    .contains("a body was sent, but this interaction has none");
            assertThat(own.played()).containsExactly("a ping");
        }
    }

    @Test
    @DisplayName("names the interaction with the matching path as the nearest, also if a rule matches it")
    void answer_whenPathFitsByARule_thenNearest(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("own.json");
        Files.writeString(file, """
                {"consumer": {"name": "c"}, "provider": {"name": "p"}, "interactions": [
                 {"type": "Synchronous/HTTP", "description": "any retry", "request": {"method": "POST", "path": "/p1/jobs/a/retry",
                  "headers": {"workspace": ["w"]}, "matchingRules": {"path": {"combine": "AND", "matchers": [
                   {"match": "regex", "regex": "/[^/]+/jobs/[^/]+/retry"}]}}}, "response": {"status": 204}},
                 {"type": "Synchronous/HTTP", "description": "a stop", "request": {"method": "POST", "path": "/p2/jobs/b/stop"},
                  "response": {"status": 204}}],
                 "metadata": {"pactSpecification": {"version": "4.0"}}}
                """);
        try (PactStub own = PactStub.start(file)) {
            HttpRequest retry = HttpRequest.newBuilder(own.endpoint().resolve("/p2/jobs/b/retry"))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            assertThat(JSON.readTree(HTTP.send(retry, BodyHandlers.ofString()).body()).get("nearest").textValue()).isEqualTo("any retry");
        }
    }

    @Test
    @DisplayName("refuses a body that it cannot read, instead of dropping the connection")
    void request_whenBodyCannotBeRead_thenExplained(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("xml.json");
        Files.writeString(file, """
                {"consumer": {"name": "a"}, "provider": {"name": "b"}, "interactions": [{"type": "Synchronous/HTTP", "description": "an order",
                  "request": {"method": "POST", "path": "/orders", "headers": {"Content-Type": ["application/xml"]},
                    "body": {"content": "<order/>", "contentType": "application/xml", "encoded": false}},
                  "response": {"status": 200}}], "metadata": {"pactSpecification": {"version": "4.0"}}}
                """);
        try (PactStub own = PactStub.start(file)) {
            HttpResponse<String> answer = HTTP.send(HttpRequest.newBuilder(own.endpoint().resolve("/orders"))
                    .header("Content-Type", "application/xml").POST(HttpRequest.BodyPublishers.ofString("no XML")).build(), BodyHandlers.ofString());
            assertThat(texts(JSON.readTree(answer.body()).get("differences")))
                    .containsExactly("the stub cannot compare it: org.xml.sax.SAXParseException");
        }
    }

    @Test
    @DisplayName("refuses to start with a file that is not a pact")
    void start_whenFileIsNoPact_thenSaysSo(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("list.json");
        Files.writeString(file, "[]");

        assertThatThrownBy(() -> PactStub.start(file)).isInstanceOf(IllegalArgumentException.class).hasMessage(file + " is no pact");
    }

    private static void assertPlayed(ObjectNode interaction) throws Exception {
        HttpResponse<String> answer = send(interaction);
        JsonNode response = interaction.get("response");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(response.get("status").intValue());
        if (response.has("body")) {
            assertThat(JSON.readTree(answer.body())).isEqualTo(response.at("/body/content"));
        } else {
            assertThat(answer.body()).isEmpty();
        }
        assertThat(stub.played()).last().isEqualTo(interaction.get("description").textValue());
    }

    private static void assertRefused(ObjectNode interaction) throws Exception {
        HttpResponse<String> answer = send(interaction);
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(JSON.readTree(answer.body()).get("error_code").textValue()).isEqualTo("STUB.MISMATCH");
    }

    private static List<String> explanation(ObjectNode interaction) throws Exception {
        return texts(JSON.readTree(send(interaction).body()).get("differences"));
    }

    private static HttpResponse<String> send(ObjectNode interaction) throws Exception {
        JsonNode request = interaction.get("request");
        List<String> query = new ArrayList<>();
        request.path("query").properties().forEach(parameter -> parameter.getValue().forEach(
                value -> query.add(parameter.getKey() + "=" + URLEncoder.encode(value.textValue(), StandardCharsets.UTF_8))));
        String target = request.get("path").textValue() + (query.isEmpty() ? "" : "?" + String.join("&", query));
        HttpRequest.Builder http = HttpRequest.newBuilder(URI.create(stub.endpoint() + target))
                .method(request.get("method").textValue(), HttpRequest.BodyPublishers.ofString(request.at("/body/content").toString()));
        for (String name : headers(interaction)) {
            request.at("/headers/" + name).forEach(value -> http.header(name, value.textValue()));
        }
        return HTTP.send(http.build(), BodyHandlers.ofString());
    }

    private static void withHeader(ObjectNode interaction, String name, String value) {
        ((ObjectNode) interaction.at("/request/headers")).putArray(name).add(value);
    }

    private static ObjectNode recorded(String description) {
        return interactions().stream()
                .filter(interaction -> interaction.get("description").textValue().equals(description))
                .findFirst().orElseThrow().deepCopy();
    }

    private static List<ObjectNode> interactions() {
        List<ObjectNode> interactions = new ArrayList<>();
        pact.get("interactions").forEach(interaction -> interactions.add((ObjectNode) interaction));
        return interactions;
    }

    private static List<String> headers(JsonNode interaction) {
        List<String> names = new ArrayList<>();
        interaction.at("/request/headers").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.textValue()));
        return texts;
    }
}
