package io.dataarts.contract.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dataarts.contract.spec.ApiDescription;
import io.dataarts.contract.spec.DescribedOperation;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** openapi.yaml keeps to the vendor's pages, and to the rules that the SDK needs. */
class OpenApiTest {

    private static final Set<String> RERUNS = Set.of("retryFactoryJobInstance", "restartQualityInstance");

    private final JsonNode spec = ApiDescription.packaged().root();

    @Test
    @DisplayName("the parser of generators and validators reports no message")
    void parserMessages() {
        assertThat(new OpenAPIV3Parser().readContents(ApiDescription.packagedYaml()).getMessages()).isEmpty();
    }

    @Test
    @DisplayName("the description has both reruns and the five lists, under the vendor's paths")
    void operations() {
        assertThat(ApiDescription.packaged().operations()).extracting(operation -> operation.id() + ": " + operation.method() + " " + operation.path())
                .contains(
                        "retryFactoryJobInstance: POST /v2/{project_id}/factory/jobs/{job_name}/instances/retry",
                        "listFactoryJobs: GET /v2/{project_id}/factory/jobs",
                        "listFactoryJobInstances: GET /v2/{project_id}/factory/jobs/{job_name}/instances/detail",
                        "restartQualityInstance: POST /v2/{project_id}/quality/instances/restart",
                        "listQualityJobs: GET /v2/{project_id}/quality/quality-tasks",
                        "listComparisonJobs: GET /v2/{project_id}/quality/consistency-tasks",
                        "listQualityInstances: GET /v2/{project_id}/quality/instances");
    }

    @Test
    @DisplayName("a status is open text, so that a new one is no failure")
    void statuses() {
        assertThat(parametersAndFields().filter(it -> it.name().endsWith("status")))
                .hasSize(10)
                .allSatisfy(it -> assertThat(it.schema().toString()).as(it.name()).contains("\"string\"").doesNotContain("enum"));
    }

    @Test
    @DisplayName("ids and times of answers are exact: 64 bits")
    void idsAndTimes() {
        assertThat(parametersAndFields()
                        .filter(it -> it.schema().path("type").asText().equals("integer"))
                        .filter(it -> it.name().equals("id") || it.name().matches(".*_(id|time)")))
                .hasSizeGreaterThan(20)
                .allSatisfy(it -> assertThat(it.schema().path("format").asText()).as(it.name()).isEqualTo("int64"));
    }

    private record Named(String name, JsonNode schema) {
    }

    /** Returns all query parameters and all fields, each with its schema. */
    private Stream<Named> parametersAndFields() {
        Stream<Named> parameters = spec.findParents("in").stream()
                .filter(parameter -> parameter.path("in").asText().equals("query"))
                .map(parameter -> new Named(parameter.path("name").asText(), parameter.path("schema")));
        Stream<Named> fields = spec.at("/components/schemas").findValues("properties").stream()
                .flatMap(properties -> properties.properties().stream())
                .map(field -> new Named(field.getKey(), field.getValue()));
        return Stream.concat(parameters, fields);
    }

    @Test
    @DisplayName("each operation accepts a token, or a signature with its date")
    void security() {
        assertThat(described().map(operation -> operation.path("security").toString()))
                .containsOnly("[{\"token\":[]},{\"aksk\":[],\"sdkDate\":[]}]");
        assertThat(spec.at("/components/securitySchemes").findValuesAsText("name"))
                .containsExactly("X-Auth-Token", "Authorization", "X-Sdk-Date");
        assertThat(spec.at("/components/securitySchemes").findValuesAsText("in")).containsOnly("header");
    }

    @Test
    @DisplayName("Content-Type is the media type, in the spelling of the page")
    void contentType() {
        // An added operation may have no body.
        assertThat(described().flatMap(operation -> operation.at("/requestBody/content").properties().stream()).map(Map.Entry::getKey))
                .containsOnly("application/json;charset=UTF-8");
    }

    @Test
    @DisplayName("reruns have a body, and every body is required")
    void bodies() {
        assertThat(described()
                        .filter(operation -> RERUNS.contains(operation.path("operationId").asText()) || operation.has("requestBody"))
                        .map(operation -> operation.at("/requestBody/required").asBoolean()))
                .containsOnly(true);
    }

    @Test
    @DisplayName("the server is the public cloud, with the region as a variable")
    void server() {
        assertThat(spec.path("servers").findValuesAsText("url")).containsExactly("https://dayu.{region}.myhuaweicloud.com");
        assertThat(spec.at("/servers/0/variables/region").has("enum")).isFalse();
    }

    @Test
    @DisplayName("each operation has one tag, which openapi.yaml declares")
    void tags() {
        List<String> described = spec.path("tags").findValuesAsText("name");

        assertThat(described).contains("Factory", "Quality");
        assertThat(described()).allSatisfy(operation -> {
            assertThat(operation.path("tags")).as(operation.path("operationId").asText()).hasSize(1);
            assertThat(described).contains(operation.at("/tags/0").asText());
        });
    }

    @Test
    @DisplayName("X-Project-Id is bound to the path's project")
    void projectHeader() {
        assertThat(spec.at("/components/parameters/XProjectId/x-bound-to").asText())
                .isEqualTo(spec.at("/components/parameters/ProjectId/name").asText())
                .isEqualTo("project_id");
    }

    @Test
    @DisplayName("the defaults are those of the page")
    void defaults() {
        JsonNode request = spec.at("/components/schemas/RetryJobInstancesRequest/properties");

        assertThat(request.findValuesAsText("default")).containsExactly("true", "1");
        assertThat(request.at("/ignore_obs_monitor/default").asBoolean()).isTrue();
        assertThat(request.at("/concurrent/default").asInt()).isEqualTo(1);
    }

    @Test
    @DisplayName("types and formats are words of OpenAPI, because the parser does not check them")
    void types() {
        assertThat(spec.path("components").findValuesAsText("type"))
                .isSubsetOf("apiKey", "string", "integer", "number", "boolean", "array", "object");
        assertThat(spec.path("components").findValuesAsText("format"))
                .isSubsetOf("int32", "int64", "float", "double", "date", "date-time");
    }

    @Test
    @DisplayName("each object of a request is closed, so that a misspelt field is an error")
    void requestsAreClosed() {
        List<JsonNode> bodies = described().map(operation -> operation.path("requestBody")).toList();

        assertThat(objectsIn(bodies)).isNotEmpty().allSatisfy(
                object -> assertThat(object.path("additionalProperties").toString()).as(object.toString()).isEqualTo("false"));
    }

    @Test
    @DisplayName("each object of a response is open or a map, so that an added field breaks no client")
    void responsesAreOpen() {
        List<JsonNode> responses = described().map(operation -> operation.path("responses")).toList();

        assertThat(objectsIn(responses)).isNotEmpty().allSatisfy(
                object -> assertThat(object.path("additionalProperties").toString()).as(object.toString()).isNotEqualTo("false"));
    }

    private static Stream<JsonNode> described() {
        return ApiDescription.packaged().operations().stream().map(DescribedOperation::node);
    }

    /** Returns all object schemas in these nodes and below them. Follows references. */
    private Set<JsonNode> objectsIn(Iterable<JsonNode> nodes) {
        Set<JsonNode> found = new LinkedHashSet<>();
        nodes.forEach(node -> collect(node, found));
        return found;
    }

    private void collect(JsonNode node, Set<JsonNode> found) {
        if (node.has("$ref")) {
            collect(spec.at(node.get("$ref").asText().substring(1)), found);
        } else if (!node.path("type").asText().equals("object") || found.add(node)) {
            node.forEach(child -> collect(child, found));
        }
    }
}
