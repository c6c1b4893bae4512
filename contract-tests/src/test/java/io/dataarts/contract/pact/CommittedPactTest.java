package io.dataarts.contract.pact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import au.com.dius.pact.consumer.junit5.PactTestFor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The pact that is published is the one that the consumer tests write. It runs last: they write when they end. */
@Order(Integer.MAX_VALUE)
class CommittedPactTest {

    private static final List<Class<?>> CONSUMER_TESTS = List.of(RestartPactTest.class, RetryPactTest.class);
    private static final String NAME = "dataarts-rerun-sdk-dataarts-studio.json";
    private static final Path COMMITTED = Path.of("src/main/resources/io/dataarts/contract/pacts", NAME);
    private static final Path WRITTEN = Path.of(System.getProperty("pact.rootDir", "target/pacts"), NAME);

    @Test
    @DisplayName("the committed pact is, byte for byte, what the consumer tests write")
    void sameBytes() throws IOException {
        assumeAllInteractionsWereWritten();
        if (Boolean.getBoolean("pact.accept")) {
            Files.createDirectories(COMMITTED.getParent());
            Files.copy(WRITTEN, COMMITTED, StandardCopyOption.REPLACE_EXISTING);
            System.out.println("Accepted what the consumer tests wrote as the pact: commit contract-tests/" + COMMITTED);
        } else if (!Files.exists(COMMITTED) || Files.mismatch(COMMITTED, WRITTEN) >= 0) {
            fail("The consumer tests write another pact than the committed one, contract-tests/" + COMMITTED + ".\n"
                    + difference() + "\n"
                    + "If the change is meant, accept it with\n"
                    + "  mvn test -pl contract-tests -am -Dpact.accept\n"
                    + "and read what git diff says.");
        }
    }

    @Test
    @DisplayName("the committed pact tells nothing about the machine that wrote it")
    void noTraceOfTheMachine() throws IOException {
        assertThat(Files.readString(COMMITTED))
                .doesNotContain("127.0.0.1", "localhost", "http:", "file:", System.getProperty("user.dir"));
    }

    private static void assumeAllInteractionsWereWritten() {
        Set<Method> passed = KeptPromises.passed();
        List<Method> missing = CONSUMER_TESTS.stream()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(PactTestFor.class) && !passed.contains(method))
                .toList();
        if (!missing.isEmpty()) {
            String message = "THE COMMITTED PACT WAS NOT COMPARED: " + missing.size()
                    + " consumer tests did not run in this build, or failed, such as " + missing.get(0).getDeclaringClass().getSimpleName()
                    + "." + missing.get(0).getName() + ". Run all of them.";
            System.out.println(message);
            Assumptions.abort(message);
        }
    }

    private static String difference() {
        List<String> committed = lines(COMMITTED);
        List<String> written = lines(WRITTEN);
        for (int line = 0; line < Math.max(committed.size(), written.size()); line++) {
            String before = line < committed.size() ? committed.get(line) : "";
            String after = line < written.size() ? written.get(line) : "";
            if (!before.equals(after)) {
                return "From line " + (line + 1) + ":\n  committed:" + before + "\n  written:  " + after;
            }
        }
        return "The line ends differ.";
    }

    private static List<String> lines(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
