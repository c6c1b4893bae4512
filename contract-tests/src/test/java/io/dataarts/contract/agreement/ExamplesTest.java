package io.dataarts.contract.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.MessageResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.schema.SchemaValidator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dataarts.contract.spec.ApiDescription;
import io.dataarts.generated.model.FactoryJobList;
import io.dataarts.generated.model.JobInstanceList;
import io.dataarts.generated.model.QualityInstanceList;
import io.dataarts.generated.model.QualityJobList;
import io.dataarts.generated.model.RestartQualityInstanceRequest;
import io.dataarts.generated.model.RestartQualityInstanceResponse;
import io.dataarts.generated.model.RetryJobInstancesRequest;
import io.dataarts.generated.model.ServiceError;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Page, fixture, openapi.yaml and generated model hold the same examples of the documentation. This project wrote two examples itself. */
class ExamplesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Class<?>> OWN = Map.of("failedInstance", JobInstanceList.class, "jobs", FactoryJobList.class);

    static Stream<Arguments> pages() {
        return Stream.of(
                Arguments.of(Page.INSTANCE, RetryJobInstancesRequest.class),
                Arguments.of(Page.RELATED_JOBS, RetryJobInstancesRequest.class),
                Arguments.of(Page.QUALITY_JOB, RestartQualityInstanceRequest.class),
                Arguments.of(Page.UNKNOWN_JOB, ServiceError.class),
                Arguments.of(Page.QUALITY_JOBS, QualityJobList.class),
                Arguments.of(Page.COMPARISON_JOBS, QualityJobList.class),
                Arguments.of(Page.QUALITY_INSTANCES, QualityInstanceList.class));
    }

    static Stream<Arguments> own() {
        return OWN.entrySet().stream().map(example -> Arguments.of(example.getKey(), example.getValue()));
    }

    static Stream<String> all() {
        return Stream.concat(Stream.of(Page.values()).map(Page::example), OWN.keySet().stream());
    }

    @Test
    @DisplayName("the YAML has these examples and no others")
    void names() {
        assertThat(named().keySet()).containsExactlyInAnyOrderElementsOf(all().toList());
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("a fixture is the page's JSON, in the same order")
    @MethodSource("pages")
    void fixture(Page page) throws Exception {
        assertThat(JSON.readTree(ApiDescription.packagedFile("examples/" + page.example() + ".json"))).hasToString(JSON.readTree(page.json()).toString());
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("the YAML's example is the fixture, in the same order")
    @MethodSource("all")
    void example(String name) throws Exception {
        assertThat(value(name)).hasToString(JSON.readTree(ApiDescription.packagedFile("examples/" + name + ".json")).toString());
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("an example is valid against its schema")
    @MethodSource("all")
    void schema(String name) {
        assertThat(violations(name, value(name))).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("the generated model reads the page's JSON and writes it unchanged, field by field, except for nulls")
    @MethodSource("pages")
    void model(Page page, Class<?> model) throws Exception {
        assertReadAndWritten(page.json(), model);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("the generated model reads an example of this project and writes it unchanged, field by field")
    @MethodSource("own")
    void ownModel(String name, Class<?> model) throws Exception {
        assertReadAndWritten(value(name).toString(), model);
    }

    private static void assertReadAndWritten(String json, Class<?> model) throws Exception {
        assertThat(JSON.writeValueAsString(JSON.readValue(json, model)))
                .isEqualTo(JSON.readTree(json.replaceAll("\"\\w+\":null,", "")).toString());
    }

    @Test
    @DisplayName("an unknown field of a request is a violation")
    void unknownFieldOfARequest() {
        ObjectNode example = value("rerunQualityJob").deepCopy();

        assertThat(violations("rerunQualityJob", example.put("rule_idd", "1")))
                .containsExactly("Object instance has properties which are not allowed by the schema: [\"rule_idd\"]");
    }

    @Test
    @DisplayName("an unknown field of a response is not a violation")
    void unknownFieldOfAResponse() {
        ObjectNode example = value("jobNotFound").deepCopy();

        assertThat(violations("jobNotFound", example.put("request_id", "1"))).isEmpty();
    }

    @Test
    @DisplayName("the documented error is read into code and message")
    void error() throws Exception {
        ServiceError error = JSON.readValue(ApiDescription.packagedFile("examples/jobNotFound.json"), ServiceError.class);

        assertThat(error.getErrorCode()).isEqualTo("DLF.1000");
        assertThat(error.getErrorMsg()).isEqualTo("Failed to find the job.");
    }

    @Test
    @DisplayName("the documented answer of a quality rerun is read into its instance id")
    void restarted() throws Exception {
        String answer = "{\"instance_id\":\"1440764172232400896\"}";

        assertThat(JSON.readValue(answer, RestartQualityInstanceResponse.class).getInstanceId()).isEqualTo("1440764172232400896");
    }

    /** Returns the media types by the names of their examples. */
    private static Map<String, JsonNode> named() {
        Map<String, JsonNode> mediaTypes = new TreeMap<>();
        ApiDescription.packaged().root().path("paths").findParents("examples")
                .forEach(mediaType -> mediaType.path("examples").fieldNames().forEachRemaining(name -> mediaTypes.put(name, mediaType)));
        return mediaTypes;
    }

    private static JsonNode mediaType(String example) {
        JsonNode mediaType = named().get(example);
        if (mediaType == null) {
            throw new AssertionError("openapi.yaml has no example called " + example + ", only " + named().keySet());
        }
        return mediaType;
    }

    private static JsonNode value(String example) {
        return mediaType(example).path("examples").path(example).path("value");
    }

    private static List<String> violations(String name, JsonNode value) {
        // By default the validator refuses unknown fields of all objects. Here only additionalProperties: false does so.
        LevelResolver levels = LevelResolver.create()
                .withLevel("validation.schema.additionalProperties", ValidationReport.Level.IGNORE)
                .build();
        Schema<?> schema = new Schema<>().$ref(mediaType(name).at("/schema/$ref").asText());
        return new SchemaValidator(new OpenAPIV3Parser().readContents(ApiDescription.packagedYaml()).getOpenAPI(), new MessageResolver(levels)).validate(() -> value, schema, "").getMessages().stream()
                .map(ValidationReport.Message::getMessage)
                .toList();
    }
}
