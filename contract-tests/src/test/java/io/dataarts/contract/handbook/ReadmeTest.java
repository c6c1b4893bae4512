package io.dataarts.contract.handbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import feign.Feign;
import io.dataarts.contract.fault.Fault;
import io.dataarts.contract.fault.FaultServer;
import io.dataarts.contract.fault.Faults;
import io.dataarts.contract.generator.Compilation;
import io.dataarts.contract.provider.Course;
import io.dataarts.contract.provider.Memory;
import io.dataarts.contract.provider.ReferenceProvider;
import io.dataarts.contract.stub.PactStub;
import io.dataarts.generated.api.QualityApi;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.DataArtsStudioBuilder;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.error.NoResponseException;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each example of README and docs compiles and runs unchanged, except that the region becomes the stand-in's endpoint. */
class ReadmeTest {

    private static final String AK = "EXAMPLEAK00000000001";
    private static final String SK = "ExampleSecretKey0000000000000000000000000";
    private static final Path ROOT = Path.of("..");

    /** Declares the packages and names that a snippet uses without declaring them. */
    private static final String FRAME = """
            import feign.*;
            import io.dataarts.contract.stub.*;
            import io.dataarts.generated.api.*;
            import io.dataarts.generated.model.*;
            import io.dataarts.rerun.*;
            import io.dataarts.rerun.auth.*;
            import io.dataarts.rerun.batch.*;
            import io.dataarts.rerun.error.*;
            import io.dataarts.rerun.find.*;
            import io.dataarts.rerun.track.*;
            import io.micrometer.core.instrument.*;
            import io.micrometer.observation.*;
            import java.net.URI;
            import java.nio.file.Path;
            import java.time.*;
            import java.util.List;
            import java.util.Map;
            import java.util.concurrent.*;
            import java.util.stream.*;

            public class Snippet {
                public static void run(URI endpoint, String ak, String sk, DataArtsStudio given, Rerun unknownJob,
                        DataArtsStudioBuilder builder, MeterRegistry meters, ObservationRegistry observations) throws Exception {
            %s
                }
            }
            """;

    @TempDir
    private static Path folder;

    static Stream<String> snippets() {
        return pages().stream().flatMap(page ->
                Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL).matcher(read(page)).results().map(block -> block.group(1)));
    }

    /** Returns the documentation. */
    private static List<String> pages() {
        try (Stream<Path> root = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(root, docs).map(file -> ROOT.relativize(file).toString()).filter(name -> name.endsWith(".md")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("snippets")
    @DisplayName("each Java snippet compiles, and runs against the reference provider")
    void snippet_compilesAndRuns(String snippet) throws Exception {
        try (ReferenceProvider provider = snippet.contains("find(") || snippet.contains("settlingFor(") ? afterOutage(provider()) : provider();
                DataArtsStudio studio = builder(provider.endpoint()).build()) {
            run(snippet, provider.endpoint(), studio, builder(provider.endpoint()), new SimpleMeterRegistry(), ObservationRegistry.create());
            int expected = snippet.contains("catch (DataArtsException") && !snippet.contains("find(") ? 400 : 200;
            assertThat(provider.exchanges()).allSatisfy(exchange ->
                    assertThat(exchange.status()).as(exchange.responseText()).isEqualTo(expected));
        }
    }

    @Test
    @DisplayName("the listeners measure and observe calls by outcome and number of attempts")
    void listeners_measureByOutcomeAndAttempts() throws Exception {
        MeterRegistry meters = new SimpleMeterRegistry();
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        Fault drop = Faults.then(Faults.read(), Faults.close());
        try (FaultServer server = FaultServer.builder().onRequests(Faults.answer(429), Faults.answer(200), drop).start()) {
            DataArtsStudioBuilder builder = builder(server.endpoint());
            for (String snippet : snippets().filter(snippet -> snippet.contains("implements CallListener")).toList()) {
                run(snippet, server.endpoint(), null, builder, meters, observations);
            }
            try (DataArtsStudio studio = builder.build()) {
                assertThat(studio.rerun(unknownJob()).attempts()).isEqualTo(2);
                assertThat(catchThrowable(() -> studio.rerun(unknownJob()))).isInstanceOf(NoResponseException.class);
            }
        }
        assertThat(meters.get("dataarts.calls").timers()).extracting(ReadmeTest::measured).containsExactlyInAnyOrder(
                "1 x retryFactoryJobInstance ACCEPTED after 2", "1 x retryFactoryJobInstance UNKNOWN after 1");
        assertThat(meters.get("dataarts.call").timers()).extracting(ReadmeTest::measured).containsExactlyInAnyOrder(
                "1 x retryFactoryJobInstance ACCEPTED after null", "1 x retryFactoryJobInstance UNKNOWN after null");
        assertThat(observations.getCurrentObservation()).isNull();
    }

    private static String measured(Timer timer) {
        Meter.Id id = timer.getId();
        return timer.count() + " x " + id.getTag("operation") + " " + id.getTag("outcome") + " after " + id.getTag("attempts");
    }

    private static void run(String snippet, URI endpoint, DataArtsStudio studio, DataArtsStudioBuilder builder, MeterRegistry meters,
            ObservationRegistry observations) throws Exception {
        String code = (snippet.contains(" studio = ") ? "" : "DataArtsStudio studio = given;\n")
                + (snippet.contains(" rerun = ") ? "" : "Rerun rerun = unknownJob;\n")
                + "List<Rerun> reruns = List.of(QualityRerun.qualityJob(\"1440764172232392705\"));\n"
                + forThisJdk(snippet).replace(".region(\"cn-north-4\")", ".endpoint(endpoint)")
                        .replace("outage.journal", folder.resolve(UUID.randomUUID().toString()).toString());
        Compilation.of(
                        Runtime.version().feature(),
                        Map.of("Snippet.java", FRAME.formatted(code)),
                        DataArtsStudio.class,
                        QualityApi.class,
                        PactStub.class,
                        Feign.class,
                        ObjectMapper.class,
                        NullMarked.class,
                        MeterRegistry.class,
                        ObservationRegistry.class,
                        KeyValue.class)
                .load()
                .loadClass("Snippet")
                .getMethod("run", URI.class, String.class, String.class, DataArtsStudio.class, Rerun.class, DataArtsStudioBuilder.class,
                        MeterRegistry.class, ObservationRegistry.class)
                .invoke(null, endpoint, AK, SK, studio, unknownJob(), builder, meters, observations);
    }

    /** Replaces virtual threads, which JDK 17 lacks. On JDK 21 and later the snippet stays as it is. */
    private static String forThisJdk(String snippet) {
        return Runtime.version().feature() >= 21 ? snippet : snippet.replace("newVirtualThreadPerTaskExecutor", "newCachedThreadPool");
    }

    private static DataArtsStudioBuilder builder(URI endpoint) {
        return DataArtsStudio.builder()
                .endpoint(endpoint)
                .projectId("62099355b894428e8916573ae635f1f9")
                .workspace("62fbba734e634c5087656fc3ff7adf34")
                .credentials(AccessKey.of(AK, SK));
    }

    private static ReferenceProvider provider() {
        return ReferenceProvider.builder()
                .accessKey(AK, SK)
                .job("daily_sales")
                .qualityJob("1440764172232392705", "1440764172232400896")
                .comparisonJob("1440764172232392706", "1440764172232400897")
                .start();
    }

    /** Adds a failed instance of the last hour and a failed run. Each look-up moves the provider's clock. */
    private static ReferenceProvider afterOutage(ReferenceProvider provider) {
        Memory memory = provider.memory().at(Instant.now()).advanceAfterEachList(Duration.ofMinutes(1));
        memory.job("daily_sales", values -> {});
        memory.instance("daily_sales", Instant.now().minus(Duration.ofHours(1)), values -> values.put("status", "fail"));
        memory.instancesTake(Course.of("running").then(Duration.ofMinutes(1), "success"));
        memory.qualityJob(1440764172232392705L, "orders", values -> {});
        memory.run(1440764172232392705L, Instant.parse("2024-11-26T02:30:00Z"), values -> values.put("run_status", "FAILED"));
        return provider;
    }

    @ParameterizedTest
    @CsvSource({"studio.track, 15", "RerunBatch, 20"})
    @DisplayName("the morning after and the night find the failed instance, rerun it once, and follow it to its success")
    void morning_findsRerunsAndFollows(String name, int lines) throws Exception {
        String snippet = snippets().filter(code -> code.contains(name)).findFirst().orElseThrow();
        assertThat(snippet.lines()).hasSizeLessThanOrEqualTo(lines);
        try (ReferenceProvider provider = afterOutage(provider());
                DataArtsStudio studio = builder(provider.endpoint()).build()) {
            run(snippet, provider.endpoint(), studio, builder(provider.endpoint()), new SimpleMeterRegistry(), ObservationRegistry.create());
            assertThat(provider.exchanges()).filteredOn(exchange -> exchange.method().equals("POST")).hasSize(1);
            assertThat(provider.exchanges().get(provider.exchanges().size() - 1).responseText()).contains("\"status\":\"success\"");
        }
    }

    private static Rerun unknownJob() {
        return JobRerun.job("no_such_job")
                .instances(JobInstance.of(1).planned(1732601580000L).submitted(1732239754684L))
                .from(StartNode.first())
                .using(TaskVersion.CURRENT)
                .build();
    }

    @Test
    @DisplayName("the dependency has the version of this build")
    void dependency_hasTheVersionThatIsBuilt() {
        Matcher parent = Pattern.compile("<artifactId>dataarts-parent</artifactId>\\s*<version>([^<]+)</version>").matcher(read("pom.xml"));
        assertThat(parent.find()).isTrue();
        assertThat(read("README.md"))
                .contains("<artifactId>dataarts-client-extensions</artifactId>\n  <version>" + parent.group(1) + "</version>")
                .contains("repositories { mavenLocal(); mavenCentral() }\n"
                        + "dependencies { implementation(\"io.dataarts:dataarts-client-extensions:" + parent.group(1) + "\") }");
    }

    @Test
    @DisplayName("every link of the documentation leads to a file")
    void links_leadToFiles() {
        for (String page : pages()) {
            Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)").matcher(read(page)).results()
                    .forEach(link -> assertThat(ROOT.resolve(page).resolveSibling(link.group(1))).as("linked from " + page).exists());
        }
    }

    @Test
    @DisplayName("the README is short, and leads to each page of the documentation")
    void readme_isShort_andLeadsToEachPage() {
        assertThat(read("README.md").lines()).hasSizeLessThanOrEqualTo(250);
        assertThat(pages()).hasSizeGreaterThan(10).allSatisfy(page -> assertThat(page.equals("README.md") || read("README.md").contains("(" + page + ")"))
                .as(page).isTrue());
    }

    @Test
    @DisplayName("every exception of the SDK is in the table of docs/errors.md")
    void exceptions_areInTheTable() throws IOException {
        String table = read("docs/errors.md");
        try (Stream<Path> types = Files.list(ROOT.resolve("client-extensions/src/main/java/io/dataarts/rerun/error"))) {
            List<String> names = types.map(type -> type.getFileName().toString().replace(".java", ""))
                    .filter(name -> name.endsWith("Exception"))
                    .toList();
            assertThat(names).hasSizeGreaterThan(10).allSatisfy(name -> assertThat(table).contains("`" + name + "`"));
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
