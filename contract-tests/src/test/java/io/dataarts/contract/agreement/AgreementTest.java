package io.dataarts.contract.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import au.com.dius.pact.core.model.HttpRequest;
import au.com.dius.pact.core.model.V4Interaction;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dataarts.contract.pact.RecordedPact;
import io.dataarts.contract.provider.RecordedExchange;
import io.dataarts.contract.provider.ReferenceProvider;
import io.dataarts.contract.spec.ApiDescription;
import io.dataarts.contract.spec.DescribedOperation;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.RelatedJob;
import io.dataarts.rerun.RequestPreview;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.error.BadRequestException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Page, openapi.yaml, fluent API and pact agree on the documentation's examples. */
@DisplayName("Page, openapi.yaml, fluent API and pact agree on the documentation's examples")
class AgreementTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROJECT = "62099355b894428e8916573ae635f1f9";
    private static final Set<String> OF_A_SIGNATURE = Set.of("authorization", "x-sdk-date");

    private ReferenceProvider provider;
    private DataArtsStudio studio;

    @BeforeEach
    void start() {
        provider = ReferenceProvider.builder()
                .accessKey("EXAMPLEAK00000000001", "ExampleSecretKey0000000000000000000000000")
                .job("test_job_name")
                .qualityJob("1440764172232392705", "1440764172232400896")
                .start();
        studio = DataArtsStudio.builder()
                .endpoint(provider.endpoint())
                .projectId(PROJECT)
                .workspace("62fbba734e634c5087656fc3ff7adf34")
                .credentials(AccessKey.of("EXAMPLEAK00000000001", "ExampleSecretKey0000000000000000000000000"))
                .build();
    }

    @AfterEach
    void stop() {
        studio.close();
        provider.close();
    }

    /** Returns each example: its page, its rerun in the fluent API, and the interaction that records it. */
    static Stream<Arguments> requests() {
        return Stream.of(
                Arguments.of(
                        Page.INSTANCE,
                        JobRerun.job("test_job_name")
                                .instances(JobInstance.of(917567).planned(1732601580000L).submitted(1732239754684L))
                                .from(StartNode.error())
                                .using(TaskVersion.ORIGINAL)
                                .ignoreObsListening(true)
                                .build(),
                        "a rerun of a job instance (the documentation's first example)"),
                Arguments.of(
                        Page.RELATED_JOBS,
                        JobRerun.job("test_job_name")
                                .withRelatedJobs(1732608520000L, 1732612120000L,
                                        RelatedJob.of("job_test_smn2").inWorkspace("62fbba734e634c5087656fc3ff7adf34"))
                                .from(StartNode.error())
                                .using(TaskVersion.CURRENT)
                                .ignoreObsListening(true)
                                .concurrency(2)
                                .build(),
                        "a rerun of a job and its related jobs (the documentation's second example)"),
                Arguments.of(
                        Page.QUALITY_JOB,
                        QualityRerun.qualityJob("1440764172232392705"),
                        "a rerun of a quality job (the documentation's example)"));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("the body of a request is the same JSON on all sides")
    @MethodSource("requests")
    void body(Page page, Rerun rerun, String interaction) {
        studio.rerun(rerun);

        Map<String, JsonNode> sides = new LinkedHashMap<>();
        sides.put("the fixture", json(ApiDescription.packagedFile("examples/" + page.example() + ".json")));
        sides.put("openapi.yaml", exampleOfTheSpec(page));
        sides.put("the fluent API's preview", json(studio.preview(rerun).body()));
        sides.put("the fluent API on the wire", json(sent().bodyText()));
        sides.put("the pact", json(recorded(interaction).getRequest().getBody().valueAsString()));
        assertThat(differences(page, sides)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("method, path and headers of a request are the same on all sides")
    @MethodSource("requests")
    void lineAndHeaders(Page page, Rerun rerun, String interaction) {
        studio.rerun(rerun);

        String line = page.line().replace("https://{endpoint}", "").replace("{project_id}", PROJECT);
        RequestPreview preview = studio.preview(rerun);
        HttpRequest recorded = recorded(interaction).getRequest();
        assertThat(preview.method() + " " + preview.uri().getRawPath()).as("the fluent API's preview").isEqualTo(line);
        assertThat(sent().method() + " " + sent().target()).as("the fluent API on the wire").isEqualTo(line);
        assertThat(recorded.getMethod() + " " + recorded.getPath()).as("the pact").isEqualTo(line);

        Map<String, String> expected = headers(recorded);
        Map<String, String> previewed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        previewed.putAll(preview.headers());
        assertThat(expected.keySet()).containsAll(headersOfTheSpec(page)).contains("Authorization", "X-Sdk-Date");
        expected.forEach((name, value) -> {
            // Signatures differ in each call. The pact compares their form by a pattern.
            if (!OF_A_SIGNATURE.contains(name.toLowerCase())) {
                assertThat(previewed.get(name)).as("%s of the fluent API's preview", name).isEqualTo(value);
                assertThat(sent().header(name)).as("%s of the fluent API on the wire", name).contains(value);
            }
        });
    }

    @Test
    @DisplayName("the documented failure is the same JSON on all sides, and the SDK reads it")
    void failure() {
        JobRerun unknown = JobRerun.job("no_such_job_dataarts_rerun_sdk")
                .instances(JobInstance.of(917567).planned(1732601580000L).submitted(1732239754684L))
                .from(StartNode.first())
                .using(TaskVersion.ORIGINAL)
                .build();
        BadRequestException told = catchThrowableOfType(BadRequestException.class, () -> studio.rerun(unknown));
        V4Interaction.SynchronousHttp interaction = recorded("a rerun of an unknown job (the documentation's failure)");

        Map<String, JsonNode> sides = new LinkedHashMap<>();
        sides.put("the fixture", json(ApiDescription.packagedFile("examples/" + Page.UNKNOWN_JOB.example() + ".json")));
        sides.put("openapi.yaml", exampleOfTheSpec(Page.UNKNOWN_JOB));
        sides.put("the reference provider", json(sent().responseText()));
        sides.put("what the SDK tells", JSON.createObjectNode()
                .put("error_code", told.errorCode().orElseThrow())
                .put("error_msg", told.errorMessage().orElseThrow()));
        sides.put("the pact", json(interaction.getResponse().getBody().valueAsString()));
        assertThat(differences(Page.UNKNOWN_JOB, sides)).isEmpty();
        assertThat(List.of(told.httpStatus(), sent().status(), interaction.getResponse().getStatus()))
                .containsOnly(Integer.valueOf(Page.UNKNOWN_JOB.line().replace("Status code: ", "")));
    }

    /** Returns each side that differs from the page. The order of members counts, except in the pact, where Pact sorts them. */
    private static List<String> differences(Page page, Map<String, JsonNode> sides) {
        JsonNode documented = json(page.json());
        return sides.entrySet().stream()
                .filter(side -> side.getKey().equals("the pact")
                        ? !side.getValue().equals(documented)
                        : !side.getValue().toString().equals(documented.toString()))
                .map(side -> side.getKey() + " has " + side.getValue() + ", the page has " + documented)
                .toList();
    }

    private static JsonNode exampleOfTheSpec(Page page) {
        return ApiDescription.packaged().root().path("paths").findParents("examples").stream()
                .map(mediaType -> mediaType.path("examples").path(page.example()).path("value"))
                .filter(value -> !value.isMissingNode())
                .findFirst()
                .orElseThrow(() -> new AssertionError("openapi.yaml has no example called " + page.example()));
    }

    /** Returns the header parameters of the example's operation, and Content-Type. */
    private static List<String> headersOfTheSpec(Page page) {
        JsonNode operation = described()
                .filter(candidate -> candidate.at("/requestBody/content").findParents("examples").stream()
                        .anyMatch(mediaType -> mediaType.path("examples").has(page.example())))
                .findFirst()
                .orElseThrow();
        Stream<JsonNode> parameters = operation.path("parameters").findValuesAsText("$ref").stream()
                .map(reference -> ApiDescription.packaged().root().at(reference.substring(1)));
        return Stream.concat(
                        Stream.of("Content-Type"),
                        parameters.filter(parameter -> parameter.path("in").asText().equals("header"))
                                .map(parameter -> parameter.path("name").asText()))
                .toList();
    }

    private static Stream<JsonNode> described() {
        return ApiDescription.packaged().operations().stream().map(DescribedOperation::node);
    }

    private static V4Interaction.SynchronousHttp recorded(String description) {
        return RecordedPact.interactions().stream()
                .filter(interaction -> interaction.getDescription().equals(description))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the pact has no interaction called " + description));
    }

    private static Map<String, String> headers(HttpRequest request) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.getHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        return headers;
    }

    private RecordedExchange sent() {
        assertThat(provider.exchanges()).hasSize(1);
        return provider.exchanges().get(0);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
