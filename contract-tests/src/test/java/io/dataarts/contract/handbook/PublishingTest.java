package io.dataarts.contract.handbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The build publishes the committed pact, and refuses to publish without version, branch and token. */
@DisplayName("Publishing to a Pact Broker")
@EnabledIfSystemProperty(named = "dataarts.full", matches = "true", disabledReason = "starts Maven; .ci/run does it")
class PublishingTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path PACT =
            Path.of("src/main/resources/io/dataarts/contract/pacts/dataarts-rerun-sdk-dataarts-studio.json");

    @TempDir
    Path folder;

    @Test
    @DisplayName("sends the committed pact with version, branch and token")
    void publish_whenEnvironmentIsComplete_thenCommittedPactIsSent() throws Exception {
        try (LoopbackBroker broker = new LoopbackBroker()) {
            Maven maven = maven(List.of("pact:publish@publish"), Map.of("PACT_BROKER_BASE_URL", broker.url(), "PACT_BROKER_TOKEN", "a-token",
                    "PACT_CONSUMER_VERSION", "0123abc", "PACT_CONSUMER_BRANCH", "release"));

            assertThat(maven.status()).as(maven.output()).isZero();
            assertThat(broker.received()).extracting(request -> request.method() + " " + request.target())
                    .containsExactly("GET /", "POST /contracts/publish");
            assertThat(broker.received()).extracting(request -> request.header("Authorization")).containsOnly(Optional.of("Bearer a-token"));
            JsonNode publication = JSON.readTree(broker.received().get(1).bodyText());
            assertThat(publication.get("pacticipantName").textValue()).isEqualTo("dataarts-rerun-sdk");
            assertThat(publication.get("pacticipantVersionNumber").textValue()).isEqualTo("0123abc");
            assertThat(publication.get("branch").textValue()).isEqualTo("release");
            assertThat(publication.get("contracts")).hasSize(1);
            JsonNode contract = publication.get("contracts").get(0);
            assertThat(contract.get("providerName").textValue()).isEqualTo("dataarts-studio");
            byte[] content = Base64.getDecoder().decode(contract.get("content").textValue());
            assertThat(JSON.readTree(content)).isEqualTo(JSON.readTree(PACT.toFile()));
        }
    }

    @Test
    @DisplayName("is refused before the build starts if the version is missing")
    void publish_whenVersionIsMissing_thenSaysSo() throws Exception {
        try (LoopbackBroker broker = new LoopbackBroker()) {
            Maven maven = maven(List.of("validate"), Map.of("PACT_BROKER_BASE_URL", broker.url(), "PACT_BROKER_TOKEN", "a-token",
                    "PACT_CONSUMER_BRANCH", "release"));

            assertThat(maven.status()).isNotZero();
            assertThat(maven.output()).contains("PACT_CONSUMER_VERSION is not set: to publish the pact, set it to the commit.");
            assertThat(broker.received()).isEmpty();
        }
    }

    @Test
    @DisplayName("is refused if the branch is empty, as git prints it for a detached HEAD; also with the short command")
    void publish_whenBranchIsEmpty_thenSaysSo() throws Exception {
        try (LoopbackBroker broker = new LoopbackBroker()) {
            Maven maven = maven(List.of("enforcer:enforce@publish", "pact:publish@publish"), Map.of("PACT_BROKER_BASE_URL", broker.url(),
                    "PACT_BROKER_TOKEN", "a-token", "PACT_CONSUMER_VERSION", "0123abc", "PACT_CONSUMER_BRANCH", ""));

            assertThat(maven.status()).isNotZero();
            assertThat(maven.output()).contains("PACT_CONSUMER_BRANCH is not set: to publish the pact, set it to the branch.");
            assertThat(broker.received()).isEmpty();
        }
    }

    private record Maven(int status, String output) {
    }

    private Maven maven(List<String> goals, Map<String, String> environment) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp"));
        command.addAll(goals);
        File output = folder.resolve("maven.log").toFile();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().keySet().removeIf(name -> name.startsWith("PACT_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("Maven ends in time").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Maven(process.exitValue(), Files.readString(output.toPath(), StandardCharsets.UTF_8));
    }
}
