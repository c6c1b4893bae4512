package io.dataarts.contract.agreement.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.Versioned;
import com.fasterxml.jackson.databind.ObjectMapper;
import feign.Feign;
import io.dataarts.contract.generator.Compilation;
import io.dataarts.contract.generator.GeneratedSources;
import io.dataarts.contract.pact.RecordedPact;
import io.dataarts.contract.spec.ApiDescription;
import io.dataarts.contract.spec.SpecMutation;
import io.dataarts.contract.spec.SpecMutations;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.internal.check.Endpoints;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.HttpClient;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/**
 * A check notices every change of openapi.yaml, unless the change is harmless for a stated reason.
 *
 * <p>The checks are the parser, the pact in both directions, and the compiler, because hand-written code uses generated code.
 * The comparison with the released description does not count, because it notices any change.
 */
class SpecMutationTest {

    /** Changes that harm no consumer, each with its reason. Harmless changes that a check notices are not listed. */
    private static final Map<Pattern, String> HARMLESS = Map.of(
            Pattern.compile(".*: make (the body )?optional"),
                    "the SDK always sends it, so a service that can do without takes the SDK's requests as before",
            Pattern.compile("(RestartQualityInstanceRequest\\.rule_(type|id)|parameter (XProjectId|FactoryWorkspace)): make mandatory"),
                    "the SDK sends it in every request",
            Pattern.compile(".*: remove the parameter X-Project-Id"),
                    "the SDK sends it in every request, whatever the operation lists",
            Pattern.compile("(RestartQualityInstanceResponse|ServiceError|JobInstanceList|Factory\\w+|Quality\\w+)\\..*: make mandatory"),
                    "the service promises more than before; the SDK reads answers with and without it",
            Pattern.compile(".*: remove (minimum|maximum|minLength|maxLength)"),
                    "a service that takes a wider range takes the SDK's values as before",
            Pattern.compile("schema .*: open"), "a service that takes more fields takes those of the SDK as before",
            Pattern.compile(".*: change the default"), "the SDK sends no default: what is not set is absent",
            Pattern.compile("schema ServiceError: rename"),
                    "a name inside the description; the SDK reads errors by their field names, which are pinned");

    /** The generator has static settings, so one thread at a time runs it. */
    private static final Object GENERATOR = new Object();
    private static final int SAMPLE =
            Integer.getInteger("dataarts.mutations", Boolean.getBoolean("dataarts.full") ? Integer.MAX_VALUE : 16);

    private final ApiDescription original = ApiDescription.packaged();
    private final List<PactInteraction> interactions = PactInteraction.all();
    private final Map<String, String> handWritten = handWritten();
    /** The compiler's errors for what was generated: many changes generate the same code. */
    private final Map<Map<String, String>, List<String>> compiled = new ConcurrentHashMap<>();

    @Test
    @DisplayName("a check notices every mutation of openapi.yaml, unless it is harmless; see target/coverage/mutations.txt")
    void mutations_areNoticed() throws IOException {
        List<SpecMutation> all = SpecMutations.of(original).stream().filter(SpecMutation::pinned).toList();
        List<SpecMutation> mutations = sample(all);
        if (mutations.size() < all.size()) {
            System.out.println("Tried " + mutations.size() + " of " + all.size() + " mutations of openapi.yaml; -Ddataarts.full=true tries all.");
        }
        List<Optional<String>> notices = mutations.parallelStream()
                .map(mutation -> Optional.ofNullable(notice(mutation.applyTo(original))))
                .toList();
        List<String> report = new ArrayList<>();
        List<String> survivors = new ArrayList<>();
        Set<String> reasonsUsed = new HashSet<>();
        for (int i = 0; i < mutations.size(); i++) {
            SpecMutation mutation = mutations.get(i);
            String notice = notices.get(i).orElse(null);
            String harmless = HARMLESS.entrySet().stream()
                    .filter(reason -> reason.getKey().matcher(mutation.name()).matches())
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
            if (notice == null && harmless == null) {
                survivors.add(mutation.name());
            } else if (notice == null) {
                reasonsUsed.add(harmless);
            }
            report.add(mutation.name() + " -> " + (notice != null ? notice : harmless != null ? "harmless: " + harmless : "SURVIVED"));
        }
        Path file = Path.of("target", "coverage", "mutations.txt");
        Files.createDirectories(file.getParent());
        Files.write(file, report);

        assertThat(survivors).as("changes of openapi.yaml that no check notices").isEmpty();
        assertThat(all).hasSizeGreaterThanOrEqualTo(800);
        if (mutations.size() == all.size()) {
            assertThat(reasonsUsed).as("reasons that still apply").containsExactlyInAnyOrderElementsOf(HARMLESS.values());
        }
    }

    @Test
    @DisplayName("the unchanged description passes all checks")
    void original_isNotNoticed() {
        assertThat(notice(new ApiDescription(original.root().deepCopy()))).isNull();
    }

    /** Returns a random sample, which is the same in each run. */
    private static List<SpecMutation> sample(List<SpecMutation> all) {
        List<SpecMutation> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(20241122));
        return shuffled.subList(0, Math.min(SAMPLE, all.size()));
    }

    /** Returns the first check that notices the change, and its message; null if none does. */
    private String notice(ApiDescription changed) {
        List<String> messages = new OpenAPIV3Parser().readContents(changed.json()).getMessages();
        if (!messages.isEmpty()) {
            return "the parser: " + messages.get(0);
        }
        Optional<String> violation = new Conformance(changed).violations(interactions).findFirst();
        if (violation.isPresent()) {
            return "the pact does not conform: " + violation.get().lines().findFirst().orElse("");
        }
        List<String> gaps = Coverage.of(changed, interactions).gaps();
        if (!gaps.isEmpty()) {
            return "the pact does not cover: " + gaps.get(0);
        }
        String server = changed.root().at("/servers/0/url").asText().replace("{region}", "cn-north-4");
        if (!server.equals(Endpoints.ofRegion("cn-north-4").toString())) {
            return "the endpoint of a region is another: " + server;
        }
        Map<String, String> generated;
        synchronized (GENERATOR) {
            generated = GeneratedSources.of(changed.json());
        }
        List<String> errors = compiled.computeIfAbsent(generated, this::compile);
        return errors.isEmpty() ? null : "the SDK does not compile: " + errors.get(0);
    }

    /** Returns the compiler's errors. */
    private List<String> compile(Map<String, String> generated) {
        Map<String, String> sources = new TreeMap<>(handWritten);
        sources.putAll(generated);
        return Compilation.of(
                        sources,
                        Feign.class,
                        JsonProperty.class,
                        DataArtsStudio.class,
                        NullMarked.class,
                        HttpClient.class,
                        Logger.class,
                        RecordedPact.class,
                        DynamicTest.class,
                        Assertions.class,
                        ObjectMapper.class,
                        Versioned.class)
                .errors();
    }

    /** Returns the SDK's sources and the consumer tests that use generated code. A change of the description cannot break others. */
    private static Map<String, String> handWritten() {
        Map<String, String> sources = new TreeMap<>();
        addSources(Path.of("..", "client-extensions", "src", "main", "java"), "", sources);
        addSources(Path.of("src", "test", "java"), "io/dataarts/contract/pact", sources);
        return sources;
    }

    private static void addSources(Path root, String folder, Map<String, String> sources) {
        try (Stream<Path> files = Files.walk(root.resolve(folder))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String text = Files.readString(file);
                if (text.contains("import io.dataarts.generated.")) {
                    sources.put(root.relativize(file).toString().replace('\\', '/'), text);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
