package io.dataarts.contract.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import feign.Feign;
import io.dataarts.contract.generator.Compilation;
import io.dataarts.contract.generator.GeneratedClient;
import io.dataarts.contract.generator.GeneratedSources;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The generated client is small, the same in each build, and works with a default Jackson. */
class GeneratedClientTest {

    private static final Path OF_THE_BUILD = Path.of("../client-generated/target/generated-sources/openapi/src/main/java");
    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?([\\w.]+)\\.\\w+;", Pattern.MULTILINE);

    private static GeneratedClient client;

    @BeforeAll
    static void generate() throws IOException {
        client = GeneratedClient.from(resource("/io/dataarts/spec/openapi.yaml"));
    }

    @Test
    @DisplayName("the generator gives the same bytes in this test and in the build")
    void sameAsTheBuild() throws IOException {
        assertThat(client.sources()).isEqualTo(GeneratedSources.read(OF_THE_BUILD));
    }

    @Test
    @DisplayName("the generator writes one interface for each tag, one model for each schema, and nothing else")
    void files() {
        assertThat(client.sources().keySet()).containsExactly(
                "io/dataarts/generated/api/FactoryApi.java",
                "io/dataarts/generated/api/QualityApi.java",
                "io/dataarts/generated/model/FactoryJob.java",
                "io/dataarts/generated/model/FactoryJobInstance.java",
                "io/dataarts/generated/model/FactoryJobList.java",
                "io/dataarts/generated/model/JobInstanceList.java",
                "io/dataarts/generated/model/JobType.java",
                "io/dataarts/generated/model/QualityInstance.java",
                "io/dataarts/generated/model/QualityInstanceList.java",
                "io/dataarts/generated/model/QualityJob.java",
                "io/dataarts/generated/model/QualityJobList.java",
                "io/dataarts/generated/model/RelatedJobRef.java",
                "io/dataarts/generated/model/RestartQualityInstanceRequest.java",
                "io/dataarts/generated/model/RestartQualityInstanceResponse.java",
                "io/dataarts/generated/model/RetryJobInstancesRequest.java",
                "io/dataarts/generated/model/RetryLocation.java",
                "io/dataarts/generated/model/RetryTaskVersion.java",
                "io/dataarts/generated/model/RuleType.java",
                "io/dataarts/generated/model/ServiceError.java",
                "io/dataarts/generated/model/TaskRetry.java",
                "io/dataarts/generated/model/TaskType.java");
    }

    @Test
    @DisplayName("the generated code imports only Java, feign-core, jackson-annotations, jspecify and itself")
    void imports() {
        assertThat(client.sources().values().stream().flatMap(GeneratedClientTest::importedPackages))
                .containsOnly("java.util", "feign", "com.fasterxml.jackson.annotation", "org.jspecify.annotations",
                        "io.dataarts.generated.model");
    }

    @Test
    @DisplayName("a default Jackson writes a model without values as {}")
    void nothingSet() throws Exception {
        for (Class<?> type : client.types()) {
            if (!type.isInterface() && !type.isEnum()) {
                assertThat(new ObjectMapper().writeValueAsString(type.getConstructor().newInstance())).as(type.getName()).isEqualTo("{}");
            }
        }
    }

    @Test
    @DisplayName("feign-core and jackson-annotations are enough to compile any type of OpenAPI")
    void unusualSpecification() throws IOException {
        SortedMap<String, String> sources = GeneratedSources.of(resource("unusual.yaml"));

        assertThat(Compilation.of(sources, Feign.class, JsonProperty.class, Nullable.class).errors()).isEmpty();
    }

    @Test
    @DisplayName("a compile error is reported with file, line and reason")
    void compileError() {
        assertThat(Compilation.of(Map.of("a/B.java", "package a;\nclass B { Missing m; }"), Feign.class).errors())
                .containsExactly("B.java:2: cannot find symbol symbol: class Missing location: class a.B");
    }

    private static Stream<String> importedPackages(String source) {
        return IMPORT.matcher(source).results().map(found -> found.group(1));
    }

    private static String resource(String name) throws IOException {
        try (InputStream yaml = GeneratedClientTest.class.getResourceAsStream(name)) {
            return new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
