package io.dataarts.contract.change.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The version of openapi.yaml fits its differences from the released description. */
@DisplayName("The version of openapi.yaml")
class EvolutionTest {

    private static final Path SPEC = Path.of("../api-spec/openapi.yaml");
    private static final Path RELEASED = Path.of("../api-spec/baseline/openapi.yaml");
    private static final Path REPORT = Path.of("target/evolution.md");

    @Test
    @DisplayName("fits its differences from the released description")
    void versionTellsTheChange() throws IOException {
        Evolution evolution = Evolution.between(Files.readString(RELEASED), Files.readString(SPEC));
        Files.createDirectories(REPORT.getParent());
        Files.writeString(REPORT, evolution.report());

        evolution.complaint().ifPresent(complaint ->
                fail(complaint + ". What changed, and for whom (contract-tests/" + REPORT + "):\n\n" + evolution.report()));
    }

    @Test
    @DisplayName("has to be a new major version after an incompatible change")
    void complaint_whenFieldIsRenamed_thenMajorIsAskedFor() throws IOException {
        Evolution evolution = evolution("1.0.0", yaml -> yaml.replace("        instance_id:", "        instanceId:"));

        assertThat(evolution.complaint()).contains("openapi.yaml has version 1.0.0, but it differs from the released 1.0.0 in an"
                + " incompatible way: set info.version to 2.0.0 in the same commit, or take the change back");
        assertThat(evolution.report()).isEqualTo("""
                # openapi.yaml 1.0.0 compared with the released 1.0.0

                Incompatible: some callers of the released description no longer work. A new major version is required.
                openapi-diff says: compatible.

                | requires | where | what | for callers of the SDK | for the service |
                |---|---|---|---|---|
                | **major** | restartQualityInstance, response 200 body, field instance_id | it is now called instanceId | the generated getter\
                 and setter have another name: code that uses them does not compile | it has to send the value under the new name |
                """);
    }

    @Test
    @DisplayName("may stay unchanged if it already is a new major version")
    void complaint_whenMajorIsGiven_thenNone() throws IOException {
        assertThat(evolution("2.0.0", yaml -> yaml.replace("        instance_id:", "        instanceId:")).complaint()).isEmpty();
    }

    @Test
    @DisplayName("has to be a new minor version after an addition")
    void complaint_whenStatusIsAdded_thenMinorIsAskedFor() throws IOException {
        Evolution evolution = evolution("1.0.1", yaml -> yaml.replace("        '500':", "        '503':\n          description: Busy\n        '500':"));

        assertThat(evolution.complaint()).contains("openapi.yaml has version 1.0.1, but it differs from the released 1.0.0 in a compatible way:"
                + " set info.version to 1.1.0 in the same commit, or take the change back");
    }

    @Test
    @DisplayName("has to be a new major version if only openapi-diff calls a change incompatible")
    void complaint_whenOnlyOpenApiDiffObjects_thenMajorIsAskedFor() throws IOException {
        Evolution evolution = evolution("1.1.0", yaml -> yaml.replace("          description: Error message.",
                "          pattern: '^.+$'\n          description: Error message."));

        assertThat(evolution.report()).contains("openapi-diff says: incompatible, and the graver verdict counts.");
        assertThat(evolution.complaint().orElseThrow()).contains("set info.version to 2.0.0");
    }

    @Test
    @DisplayName("may stay unchanged if only words change")
    void complaint_whenWordsChange_thenNone() throws IOException {
        Evolution evolution = evolution("1.0.0", yaml -> yaml.replace("Error message.", "The message of the error."));

        assertThat(evolution.complaint()).isEmpty();
        assertThat(evolution.report()).contains("Only words changed. No new version is required.");
    }

    @Test
    @DisplayName("must not be lower than the released version")
    void complaint_whenVersionIsLower_thenSaysSo() throws IOException {
        assertThat(evolution("0.9.0", yaml -> yaml).complaint())
                .contains("openapi.yaml has version 0.9.0, but 1.0.0 is released: set info.version to 1.0.0 or higher");
    }

    private static Evolution evolution(String version, UnaryOperator<String> change) throws IOException {
        String released = Files.readString(RELEASED).replaceFirst("version: \\S+", "version: 1.0.0");
        return Evolution.between(released, change.apply(released).replaceFirst("version: \\S+", "version: " + version));
    }
}
