package io.dataarts.contract.pact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import au.com.dius.pact.core.model.DefaultPactReader;
import au.com.dius.pact.core.model.Interaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The committed pact is the pact that the consumer tests write. This class runs last, because they write it at their end. */
@Tag("pact")
@Order(Integer.MAX_VALUE)
class CommittedPactTest {

    private static final List<PactTable> TABLES = List.of(new RestartPactTest(), new RetryPactTest(), new FactoryJobsPactTest(),
            new FactoryInstancesPactTest(), new QualityJobsPactTest(), new ComparisonJobsPactTest(), new QualityInstancesPactTest());
    private static final String NAME = "dataarts-rerun-sdk-dataarts-studio.json";
    private static final Path COMMITTED = Path.of("src/main/resources/io/dataarts/contract/pacts", NAME);
    private static final Path WRITTEN = Path.of(System.getProperty("pact.rootDir", "target/pacts"), NAME);

    @Test
    @DisplayName("the committed pact is byte for byte the pact that the consumer tests write")
    void sameBytes() throws IOException {
        notWritten().ifPresent(reason -> {
            String message = "THE COMMITTED PACT WAS NOT COMPARED: " + reason;
            System.out.println(message);
            Assumptions.abort(message);
        });
        if (Boolean.getBoolean("pact.accept")) {
            Files.createDirectories(COMMITTED.getParent());
            Files.copy(WRITTEN, COMMITTED, StandardCopyOption.REPLACE_EXISTING);
            System.out.println("Accepted what the consumer tests wrote as the pact: commit contract-tests/" + COMMITTED);
        } else if (!Files.exists(COMMITTED) || Files.mismatch(COMMITTED, WRITTEN) >= 0) {
            fail("The consumer tests write another pact than the committed one, contract-tests/" + COMMITTED + ".\n"
                    + difference() + "\n"
                    + "If you intend the change, accept it with\n"
                    + "  mvn test -pl contract-tests -am -Dpact.accept\n"
                    + "and read what git diff says.");
        }
    }

    @Test
    @DisplayName("the committed pact holds no trace of the machine that wrote it")
    void noTraceOfTheMachine() throws IOException {
        assertThat(Files.readString(COMMITTED))
                .doesNotContain("127.0.0.1", "localhost", "http:", "file:", System.getProperty("user.dir"));
    }

    @Test
    @DisplayName("each row has its own description; equal descriptions and states would replace each other")
    void oneInteractionForEachRow() {
        notWritten().ifPresent(Assumptions::abort);
        assertThat(descriptions()).doesNotHaveDuplicates();
        assertThat(DefaultPactReader.INSTANCE.loadPact(WRITTEN.toFile()).getInteractions())
                .extracting(Interaction::getDescription)
                .containsExactlyInAnyOrderElementsOf(descriptions());
    }

    private static List<String> descriptions() {
        return TABLES.stream().flatMap(table -> table.rows().stream()).map(PactRow::description).toList();
    }

    /** Returns why the written pact is incomplete; empty if it is complete. */
    private static Optional<String> notWritten() {
        List<String> missing = descriptions().stream().filter(description -> !KeptPromises.has(description)).toList();
        return missing.stream().findFirst().map(first -> missing.size()
                + " consumer tests did not run in this build, or failed, such as \"" + first + "\". Run all of them.");
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
