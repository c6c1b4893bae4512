package io.dataarts.rerun.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import feign.Capability;
import feign.Client;
import feign.Feign;
import feign.Response;
import feign.Retryer;
import feign.jackson.JacksonEncoder;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.auth.CredentialsProvider;
import io.dataarts.rerun.signing.RequestSigner;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds implementations of generated interfaces, for one project and workspace. Thread-safe. */
public final class ApiFactory {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final JacksonEncoder ENCODER = new JacksonEncoder(JSON);

    private final Transport transport;
    private final Client client;
    private final Answers answers;
    private final List<Capability> capabilities;
    private final URI endpoint;

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
        Answers answers = new Answers(JSON, clock);
        Client signing = new SigningClient(credentials, new RequestSigner(clock), transport);
        Client retrying = new RetryingClient(retryPolicy, credentials, answers, sleeper, signing);
        Client client = duplicateWindow == null ? retrying : new DuplicateGuard(duplicateWindow, clock, retrying);
        return new ApiFactory(transport, client, answers, capabilities, endpoint);
    }

    /** APIs that answer with the request that they would send, and neither sign nor send. */
    public static ApiFactory previewing(Transport transport, URI endpoint, Clock clock) {
        Client client = (request, options) -> Response.builder().request(request).status(204).build();
        return new ApiFactory(transport, client, new Answers(JSON, clock), List.of(), endpoint);
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
                .encoder(ENCODER)
                .decoder(answers)
                .errorDecoder(answers)
                .client(client)
                .retryer(Retryer.NEVER_RETRY)
                .requestInterceptor(defaults::apply)
                .invocationHandlerFactory((target, dispatch) -> new ApiHandler(target, dispatch, contract, defaults, transport));
        capabilities.forEach(feign::addCapability);
        try {
            return feign.target(api, endpoint.toString());
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IllegalArgumentException(api.getName() + " is not an API that the generator made: " + e.getMessage(), e);
        }
    }
}
