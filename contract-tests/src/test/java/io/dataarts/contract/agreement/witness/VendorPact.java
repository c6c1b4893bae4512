package io.dataarts.contract.agreement.witness;

import au.com.dius.pact.consumer.BaseMockServer;
import au.com.dius.pact.consumer.MockHttpServerKt;
import au.com.dius.pact.consumer.PactVerificationResult;
import au.com.dius.pact.consumer.model.MockProviderConfig;
import au.com.dius.pact.core.model.DefaultPactReader;
import au.com.dius.pact.core.model.PactSpecVersion;
import au.com.dius.pact.core.model.V4Pact;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.exception.SdkException;
import com.huaweicloud.sdk.core.http.HttpConfig;
import com.huaweicloud.sdk.dataartsstudio.v1.DataArtsStudioClient;
import io.dataarts.contract.pact.RecordedPact;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** Plays single interactions of the committed pact to the vendor's SDK. */
final class VendorPact {

    static final String PROJECT = "62099355b894428e8916573ae635f1f9";
    static final String WORKSPACE = "62fbba734e634c5087656fc3ff7adf34";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RESOURCE = RecordedPact.FOLDER + "/dataarts-rerun-sdk-dataarts-studio.json";

    private VendorPact() {
    }

    /** Returns the committed pact, a tree that a test may change. */
    static ObjectNode committed() {
        try (InputStream json = VendorPact.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns an interaction of the committed pact. */
    static ObjectNode interaction(String description) {
        for (JsonNode interaction : committed().path("interactions")) {
            if (interaction.path("description").asText().equals(description)) {
                return (ObjectNode) interaction;
            }
        }
        throw new IllegalArgumentException("the pact has no interaction: " + description);
    }

    /** Serves the interaction, makes the call with the vendor's SDK, and returns Pact's verdict. */
    static PactVerificationResult play(ObjectNode interaction, Consumer<DataArtsStudioClient> call) throws IOException {
        ObjectNode json = committed();
        json.putArray("interactions").add(interaction);
        V4Pact pact = (V4Pact) DefaultPactReader.INSTANCE.loadPact(new ByteArrayInputStream(JSON.writeValueAsBytes(json)));
        BaseMockServer server = (BaseMockServer) MockHttpServerKt.mockServer(pact, MockProviderConfig.createDefault(PactSpecVersion.V4));
        server.start();
        try {
            server.waitForServer();
            call.accept(client(server.getUrl()));
        } catch (SdkException e) {
            // The mock server answers an unexpected request with an error. Only its verdict counts.
        } finally {
            server.stop();
        }
        return server.validateMockServerState(null);
    }

    static DataArtsStudioClient client(String endpoint) {
        return DataArtsStudioClient.newBuilder()
                .withCredential(new BasicCredentials()
                        .withAk("EXAMPLEAK00000000001")
                        .withSk("ExampleSecretKey0000000000000000000000000")
                        .withProjectId(PROJECT))
                .withEndpoint(endpoint)
                .withHttpConfig(HttpConfig.getDefaultHttpConfig())
                .build();
    }
}
