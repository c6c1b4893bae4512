package io.dataarts.rerun.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import feign.Capability;
import feign.Client;
import feign.Feign;
import feign.Request;
import feign.RequestTemplate;
import feign.Response;
import feign.Retryer;
import feign.codec.EncodeException;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.auth.CredentialsProvider;
import io.dataarts.rerun.signing.RequestSigner;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Builds implementations of generated interfaces, for one project and workspace. Thread-safe. */
public final class ApiFactory {

    /** Feign would look for those of the thread; times are the transport's. */
    private static final Request.Options OPTIONS = new Request.Options() {
        @Override
        public Request.Options getMethodOptions(String method) {
            return this;
        }
    };

    private final Transport transport;
    private final Client client;
    private final Answers answers;
    private final List<Capability> capabilities;
    private final URI endpoint;
    private final Map<Type, ObjectWriter> writers = new ConcurrentHashMap<>();

    private ApiFactory(Transport transport, Client client, Answers answers, List<Capability> capabilities, URI endpoint) {
        this.transport = transport;
        this.client = client;
        this.answers = answers;
        this.capabilities = List.copyOf(capabilities);
        this.endpoint = endpoint;
    }

    /**
     * APIs that sign and send.
     *
     * @param duplicateWindow how long the same request is refused, null for not at all
     */
    public static ApiFactory sending(
            Transport transport,
            CredentialsProvider credentials,
            RetryPolicy retryPolicy,
            @Nullable Duration duplicateWindow,
            List<Capability> capabilities,
            URI endpoint,
            Clock clock,
            Sleeper sleeper) {
        Answers answers = new Answers(clock);
        Client signing = new SigningClient(credentials, new RequestSigner(clock), transport);
        Client retrying = new RetryingClient(retryPolicy, credentials, answers, sleeper, signing);
        Client client = duplicateWindow == null ? retrying : new DuplicateGuard(duplicateWindow, clock, retrying);
        return new ApiFactory(transport, new OwnFailures(client), answers, capabilities, endpoint);
    }

    /** APIs that answer with the request that they would send, and neither sign nor send. */
    public static ApiFactory previewing(Transport transport, URI endpoint, Clock clock) {
        Client client = (request, options) -> Response.builder().request(request).status(204).build();
        return new ApiFactory(transport, client, new Answers(clock), List.of(), endpoint);
    }

    /**
     * An implementation of a generated interface.
     *
     * @throws IllegalArgumentException when the type is not one
     */
    public <T> T create(Class<T> api, RequestDefaults defaults) {
        GeneratedContract contract = new GeneratedContract();
        var feign = Feign.builder()
                .contract(contract)
                .encoder(this::encode)
                .decoder(answers)
                .errorDecoder(answers)
                .client(client)
                .options(OPTIONS)
                .retryer(Retryer.NEVER_RETRY)
                .invocationHandlerFactory((target, dispatch) -> new ApiHandler(target, dispatch, contract, defaults, transport));
        for (Capability capability : capabilities) {
            feign.addCapability(capability);
        }
        try {
            return feign.target(new ApiTarget<>(api, endpoint.toString()));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IllegalArgumentException(api.getName() + " is not an API that the generator made: " + e.getMessage(), e);
        }
    }

    private void encode(Object body, Type type, RequestTemplate request) {
        try {
            ObjectWriter writer =
                    writers.computeIfAbsent(type, missing -> Json.mapper().writerFor(Json.mapper().constructType(missing)));
            request.body(writer.writeValueAsBytes(body), StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new EncodeException(e.getMessage(), e);
        }
        // Would be carried along by Feign at some cost, for the engine to write its own.
        request.removeHeader("Content-Length");
    }
}
