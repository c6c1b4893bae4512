package io.dataarts.contract.handbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import feign.Feign;
import io.dataarts.contract.generator.Compilation;
import io.dataarts.contract.provider.ReferenceProvider;
import io.dataarts.contract.stub.PactStub;
import io.dataarts.generated.api.QualityApi;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.auth.AccessKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each example of the README compiles and runs as it stands there. Only the region becomes the stand-in's endpoint. */
/** Compiles and runs what the README shows, as it stands there. Only the region becomes the stand-in's endpoint. */
class ReadmeTest {

    private static final String AK = "EXAMPLEAK00000000001";
    private static final String SK = "ExampleSecretKey0000000000000000000000000";
    private static final Path ROOT = Path.of("..");

    /** What a snippet may take for granted: the packages, and these names. */
    private static final String FRAME = """
            import feign.TypedResponse;
            import io.dataarts.contract.stub.*;
            import io.dataarts.generated.api.*;
            import io.dataarts.generated.model.*;
            import io.dataarts.rerun.*;
            import io.dataarts.rerun.auth.*;
            import io.dataarts.rerun.error.*;
            import java.net.URI;
            import java.time.*;

            public class Snippet {
                public static void run(URI endpoint, String ak, String sk, DataArtsStudio given, Rerun unknownJob) throws Exception {
            %s
                }
            }
            """;

    static Stream<String> snippets() {
        return Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL).matcher(read("README.md")).results().map(block -> block.group(1));
    }

    @ParameterizedTest
    @MethodSource("snippets")
    @DisplayName("each Java snippet compiles, and runs against the reference provider")
    void snippet_compilesAndRuns(String snippet) throws Exception {
        String code = (snippet.contains(" studio = ") ? "" : "DataArtsStudio studio = given;\n")
                + (snippet.contains(" rerun = ") ? "" : "Rerun rerun = unknownJob;\n")
                + snippet.replace(".region(\"cn-north-4\")", ".endpoint(endpoint)");
        Class<?> compiled = Compilation.of(
                        Map.of("Snippet.java", FRAME.formatted(code)),
                        DataArtsStudio.class,
                        QualityApi.class,
                        PactStub.class,
                        Feign.class,
                        ObjectMapper.class,
                        NullMarked.class)
                .load()
                .loadClass("Snippet");

        try (ReferenceProvider provider = provider();
                DataArtsStudio studio = DataArtsStudio.builder()
                        .endpoint(provider.endpoint())
                        .projectId("62099355b894428e8916573ae635f1f9")
                        .workspace("62fbba734e634c5087656fc3ff7adf34")
                        .credentials(AccessKey.of(AK, SK))
                        .build()) {
            compiled.getMethod("run", URI.class, String.class, String.class, DataArtsStudio.class, Rerun.class)
                    .invoke(null, provider.endpoint(), AK, SK, studio, unknownJob());
            int expected = snippet.contains("catch (DataArtsException") ? 400 : 200;
            assertThat(provider.exchanges()).allSatisfy(exchange ->
                    assertThat(exchange.status()).as(exchange.responseText()).isEqualTo(expected));
        }
    }

    private static ReferenceProvider provider() {
        return ReferenceProvider.builder()
                .accessKey(AK, SK)
                .job("daily_sales")
                .qualityJob("1440764172232392705", "1440764172232400896")
                .comparisonJob("1440764172232392706", "1440764172232400897")
                .start();
    }

    private static Rerun unknownJob() {
        return JobRerun.job("no_such_job")
                .instances(JobInstance.of(1).planned(1732601580000L).submitted(1732239754684L))
                .from(StartNode.first())
                .using(TaskVersion.CURRENT)
                .build();
    }

    @Test
    @DisplayName("the dependency has the version that is built")
    void dependency_hasTheVersionThatIsBuilt() {
        Matcher parent = Pattern.compile("<artifactId>dataarts-parent</artifactId>\\s*<version>([^<]+)</version>").matcher(read("pom.xml"));
        assertThat(parent.find()).isTrue();
        assertThat(read("README.md"))
                .contains("<artifactId>dataarts-client-extensions</artifactId>\n  <version>" + parent.group(1) + "</version>");
    }

    @Test
    @DisplayName("every link of the documentation leads to a file")
    void links_leadToFiles() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            Stream<Path> pages = docs.filter(page -> page.toString().endsWith(".md"));
            for (Path page : Stream.concat(Stream.of(ROOT.resolve("README.md")), pages).toList()) {
                Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)").matcher(Files.readString(page)).results()
                        .forEach(link -> assertThat(page.resolveSibling(link.group(1))).as("linked from " + page).exists());
            }
        }
    }

    @Test
    @DisplayName("every exception of the SDK is in the README's table")
    void exceptions_areInTheTable() throws IOException {
        String readme = read("README.md");
        try (Stream<Path> types = Files.list(ROOT.resolve("client-extensions/src/main/java/io/dataarts/rerun/error"))) {
            List<String> names = types.map(type -> type.getFileName().toString().replace(".java", ""))
                    .filter(name -> name.endsWith("Exception"))
                    .toList();
            assertThat(names).hasSizeGreaterThan(10).allSatisfy(name -> assertThat(readme).contains("`" + name + "`"));
        }
    }

    private static String read(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
