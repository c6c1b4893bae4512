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
import feign.jackson.JacksonDecoder;
import feign.jackson.JacksonEncoder;
import io.dataarts.rerun.auth.CredentialsProvider;
import io.dataarts.rerun.signing.RequestSigner;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/** Builds implementations of generated interfaces, for one project and workspace. Thread-safe. */
public final class ApiFactory {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final JacksonEncoder ENCODER = new JacksonEncoder(JSON);
    private static final JacksonDecoder DECODER = new JacksonDecoder(JSON);

    private final Transport transport;
    private final Client client;
    private final List<Capability> capabilities;
    private final URI endpoint;
    private final Clock clock;

    private ApiFactory(Transport transport, Client client, List<Capability> capabilities, URI endpoint, Clock clock) {
        this.transport = transport;
        this.client = client;
        this.capabilities = List.copyOf(capabilities);
        this.endpoint = endpoint;
        this.clock = clock;
    }

    /** APIs that sign and send. */
    public static ApiFactory sending(
            Transport transport, CredentialsProvider credentials, List<Capability> capabilities, URI endpoint, Clock clock) {
        Client client = new SigningClient(credentials, new RequestSigner(clock), transport);
        return new ApiFactory(transport, client, capabilities, endpoint, clock);
    }

    /** APIs that answer with the request that they would send, and neither sign nor send. */
    public static ApiFactory previewing(Transport transport, URI endpoint, Clock clock) {
        Client client = (request, options) -> Response.builder().request(request).status(204).build();
        return new ApiFactory(transport, client, List.of(), endpoint, clock);
    }

    /**
     * An implementation of a generated interface.
     *
     * @throws IllegalArgumentException when the type is not one
     */
    public <T> T create(Class<T> api, RequestDefaults defaults) {
        Answers answers = new Answers(DECODER, clock);
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
