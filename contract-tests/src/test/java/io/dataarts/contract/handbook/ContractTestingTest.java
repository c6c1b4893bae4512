package io.dataarts.contract.handbook;

import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.core.model.ProviderState;
import io.dataarts.contract.pact.Caller;
import io.dataarts.contract.pact.RecordedPact;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.IamToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code docs/contract-testing.md} lists the provider states of the pact, and names tests that exist. */
class ContractTestingTest {

    private static final Path ROOT = Path.of("..");

    @Test
    @DisplayName("each provider state of the pact has one row, and each row a state")
    void states_areThoseOfThePact() throws IOException {
        List<String> states = RecordedPact.interactions().stream()
                .flatMap(interaction -> interaction.getProviderStates().stream())
                .map(ProviderState::getName)
                .distinct()
                .toList();
        String rows = page().replaceAll("(?s).*### Provider states|### Publish.*", "");
        List<Pattern> sentences = Pattern.compile("(?m)^\\| `([^`]+)` \\|").matcher(rows).results()
                .map(row -> Pattern.compile(row.group(1).replaceAll("\\{\\w+}", "(.+)")))
                .toList();

        assertThat(states).isNotEmpty().allSatisfy(state ->
                assertThat(sentences).filteredOn(sentence -> sentence.matcher(state).matches()).as(state).hasSize(1));
        assertThat(sentences).allSatisfy(sentence -> assertThat(states).as(sentence.pattern()).anyMatch(sentence.asMatchPredicate()));
    }

    @Test
    @DisplayName("each test that the page names is a class, and the page names all tests of interactions")
    void tests_exist() throws IOException {
        List<String> named = Pattern.compile("`(\\w+Test)`").matcher(page()).results().map(name -> name.group(1)).distinct().toList();
        List<String> classes;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            classes = files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith("Test.java"))
                    .map(name -> name.replace(".java", "")).toList();
        }

        assertThat(classes).containsAll(named);
        assertThat(named).containsAll(classes.stream().filter(name -> name.endsWith("PactTest")).toList());
    }

    @Test
    @DisplayName("the page names each key and token that a provider has to know")
    void credentials_areThoseOfThePact() throws IOException {
        String page = page();
        for (Caller caller : Caller.values()) {
            if (caller.credentials() instanceof AccessKey key) {
                assertThat(page).contains("| `" + key.accessKeyId() + "` | `" + key.secretKey() + "` |"
                        + key.securityToken().map(token -> " `" + token + "` |").orElse(" |"));
            } else {
                assertThat(page).contains("| `" + ((IamToken) caller.credentials()).value() + "` |");
            }
        }
    }

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/contract-testing.md"));
    }
}
