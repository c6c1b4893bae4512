package io.dataarts.contract.pact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import au.com.dius.pact.consumer.ConsumerPactRunnerKt;
import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.PactVerificationResult;
import au.com.dius.pact.consumer.dsl.HttpInteractionBuilder;
import au.com.dius.pact.consumer.dsl.HttpRequestBuilder;
import au.com.dius.pact.consumer.dsl.Matchers;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.model.MockProviderConfig;
import au.com.dius.pact.core.model.PactSpecVersion;
import au.com.dius.pact.core.model.V4Pact;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.error.ServiceException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DynamicTest;

/**
 * One interaction of the pact: a call of the SDK, the request that it sends, and the answer that it reads.
 *
 * <p>The pact pins requests exactly, except for the values of a signature. {@link PactAnswer} says what it pins of an answer.
 */
final class PactRow {

    static final String PROJECT = "62099355b894428e8916573ae635f1f9";
    static final String WORKSPACE = "62fbba734e634c5087656fc3ff7adf34";

    private final String operationId;
    private final String description;
    private final List<String> states = new ArrayList<>();
    private final Function<DataArtsStudio, ?> call;
    private Caller caller = Caller.ACCESS_KEY;
    private String project = PROJECT;
    private String workspace = WORKSPACE;
    private String path;
    private String query = "";
    private String body;
    private boolean pinsAccept;
    private PactAnswer answer;

    /**
     * Starts a row.
     *
     * @param path what follows the project in the path, percent-encoded as on the wire
     */
    PactRow(String operationId, String path, String description, String state, Function<DataArtsStudio, ?> call) {
        this.operationId = operationId;
        this.path = path;
        this.description = description;
        this.states.add(state);
        this.call = call;
    }

    /** Sets who calls. Default: a permanent access key. */
    PactRow by(Caller caller) {
        this.caller = caller;
        return this;
    }

    /** Adds a provider state. */
    PactRow and(String state) {
        states.add(state);
        return this;
    }

    /** Sets the studio's project. */
    PactRow inProject(String project) {
        this.project = project;
        return this;
    }

    /** Sets the workspace that the call names. Default: the studio's. */
    PactRow inWorkspace(String workspace) {
        this.workspace = workspace;
        return this;
    }

    /** Sets what follows the project in the path. */
    PactRow at(String path) {
        this.path = path;
        return this;
    }

    /** Sets the query of a GET, such as {@code limit=10&offset=0}. */
    PactRow sends(String query) {
        this.query = query;
        return this;
    }

    /** Sets the body of a POST. */
    PactRow sendsBody(String json) {
        this.body = json;
        return this;
    }

    /** Pins {@code Accept}. The vendor's SDK sends none, and has to match the interactions that it plays. */
    PactRow pinsAccept() {
        this.pinsAccept = true;
        return this;
    }

    /** Sets the answer. */
    PactRow reads(PactAnswer answer) {
        this.answer = answer;
        return this;
    }

    String description() {
        return description;
    }

    /** Returns the test that makes the call, and writes the interaction into the pact if it passes. */
    DynamicTest test() {
        return DynamicTest.dynamicTest(description, () -> {
            V4Pact pact = new PactBuilder("dataarts-rerun-sdk", "dataarts-studio", PactSpecVersion.V4)
                    .expectsToReceiveHttpInteraction(description, this::record)
                    .toPact();
            PactVerificationResult result = ConsumerPactRunnerKt.runConsumerTest(
                    pact, MockProviderConfig.createDefault(PactSpecVersion.V4), (server, context) -> {
                        play(server);
                        return null;
                    });
            if (result instanceof PactVerificationResult.Error failed) {
                throw failed.getError();
            }
            assertThat(result).as(result.getDescription()).isInstanceOf(PactVerificationResult.Ok.class);
            KeptPromises.add(description);
        });
    }

    private HttpInteractionBuilder record(HttpInteractionBuilder interaction) {
        interaction.reference("openapi", "operationId", operationId);
        states.forEach(interaction::state);
        return interaction.withRequest(this::record).willRespondWith(answer::record);
    }

    private HttpRequestBuilder record(HttpRequestBuilder request) {
        caller.authenticate(request)
                .method(body == null ? "GET" : "POST")
                .path("/v2/" + project + path)
                .header("workspace", workspace)
                .header("X-Project-Id", project);
        if (!query.isEmpty()) {
            request.queryParameters(query);
        }
        if (body != null) {
            // Without a rule Pact accepts other cases, spaces and parameters in media types.
            request.header("Content-Type", Matchers.equalTo("application/json;charset=UTF-8")).body(body);
        }
        return pinsAccept ? request.header("Accept", Matchers.equalTo("application/json")) : request;
    }

    private void play(MockServer server) throws Exception {
        try (DataArtsStudio studio = DataArtsStudio.builder()
                .endpoint(URI.create(server.getUrl()))
                .projectId(project)
                .workspace(WORKSPACE)
                .credentials(caller.credentials())
                .build()) {
            if (answer.isError()) {
                answer.assertTold(catchThrowableOfType(ServiceException.class, () -> call.apply(studio)));
            } else {
                answer.assertRead(call.apply(studio));
            }
        }
    }
}
