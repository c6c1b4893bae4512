package io.dataarts.contract.provider;

import io.dataarts.contract.loopback.LoopbackHttpServer;
import io.dataarts.contract.loopback.LoopbackResponse;
import io.dataarts.contract.loopback.ReceivedRequest;
import io.dataarts.contract.signature.SignatureCheck;
import io.dataarts.contract.signature.SigningKey;
import io.dataarts.contract.spec.ApiDescription;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A local stand-in for DataArts Studio and its API gateway, over real HTTP on a free loopback port.
 *
 * <p>It records each request, authenticates it, validates it against the OpenAPI description, and answers as the documentation
 * says. It checks tokens, and it checks signatures without the SDK's code.
 *
 * <p>It answers other operations than the two reruns with an echo of the decoded request:
 * {@code {"operation_id", "path", "query", "body"}}.
 *
 * <p>It opens no connection. Thread-safe. {@link #close()} frees the port and ends the threads.
 */
public final class ReferenceProvider implements AutoCloseable {

    private static final int THREADS = 8;

    private final Authentication authentication;
    private final OperationRoutes operations;
    private final SpecCheck specCheck;
    private final Catalog catalog;
    private final DataArtsService service;
    private final Queue<RecordedExchange> exchanges = new ConcurrentLinkedQueue<>();
    private final LoopbackHttpServer server;

    private ReferenceProvider(Builder builder) {
        String yaml = builder.yaml == null ? ApiDescription.packagedYaml() : builder.yaml;
        authentication = new Authentication(builder.tokens, new SignatureCheck(builder.keys.values(), builder.clock));
        operations = OperationRoutes.of(yaml);
        specCheck = new SpecCheck(yaml);
        catalog = builder.catalog;
        service = new DataArtsService(catalog);
        server = LoopbackHttpServer.start("reference-provider", 0, THREADS, this::handle);
    }

    /** Returns a builder without keys, tokens and jobs. Default: the description of the api-spec artifact, and the system clock. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the provider's address, such as {@code http://127.0.0.1:38211}. */
    public URI endpoint() {
        return server.endpoint();
    }

    /** Returns all answered requests, oldest first; a copy. The provider adds a request before it sends the answer. */
    public List<RecordedExchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /** Returns the jobs that the provider knows. A test may change them at any time. */
    public Catalog catalog() {
        return catalog;
    }

    /**
     * Applies a provider state of a pact, in addition to the known jobs. {@link Catalog#clear()} removes those.
     *
     * <p>The sentences are:
     * <ul>
     *   <li>{@code job NAME exists} and {@code no job NAME};
     *   <li>{@code quality job RULE_ID exists} and {@code no quality job RULE_ID};
     *   <li>{@code comparison job RULE_ID exists} and {@code no comparison job RULE_ID};
     *   <li>{@code the service fails}.
     * </ul>
     *
     * @throws IllegalArgumentException if the sentence is none of these
     */
    public ReferenceProvider state(String sentence) {
        ProviderStates.apply(sentence, catalog);
        return this;
    }

    /** Frees the port, closes open connections, and waits until the threads have ended. */
    @Override
    public void close() {
        server.close();
    }

    private LoopbackResponse handle(ReceivedRequest request) {
        ProviderAnswer answer;
        try {
            answer = answer(request);
        } catch (RuntimeException e) {
            // A defect of the provider must not look like an answer of the service.
            answer = ProviderAnswer.error(500, "REFERENCE.PROVIDER", "the reference provider failed: " + e);
        }
        String requestId = UUID.randomUUID().toString().replace("-", "");
        byte[] body = answer.bytes(requestId);
        exchanges.add(new RecordedExchange(request, answer.status(), requestId, body));
        Map<String, List<String>> headers = body.length == 0
                ? Map.of("X-Request-Id", List.of(requestId))
                : Map.of("X-Request-Id", List.of(requestId), "Content-Type", List.of("application/json;charset=UTF-8"));
        return new LoopbackResponse(answer.status(), headers, body);
    }

    private ProviderAnswer answer(ReceivedRequest received) {
        Optional<ProviderAnswer> refusal = authentication.refuse(received);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Optional<OperationRequest> request = operations.find(received);
        if (request.isEmpty()) {
            return ProviderAnswer.gateway(404, "APIGW.0101", "The API does not exist or has not been published in the environment");
        }
        return ProjectCheck.refuse(request.get())
                .or(() -> specCheck.refuse(request.get()))
                .orElseGet(() -> service.answer(request.get()));
    }

    /** Configures a provider. Not thread-safe. It starts one provider only. */
    public static final class Builder {

        private final Map<String, SigningKey> keys = new HashMap<>();
        private final Set<String> tokens = new HashSet<>();
        private final Catalog catalog = new Catalog();
        private Clock clock = Clock.systemUTC();
        private String yaml;

        private Builder() {
        }

        /** Sets the OpenAPI description as YAML text. Default: the description in the api-spec artifact. */
        public Builder spec(String yaml) {
            this.yaml = yaml;
            return this;
        }

        /** Accepts signatures of a permanent access key. */
        public Builder accessKey(String accessKey, String secretKey) {
            keys.put(accessKey, SigningKey.permanent(accessKey, secretKey));
            return this;
        }

        /** Accepts signatures of a temporary access key, which has to send and sign its security token. */
        public Builder temporaryKey(String accessKey, String secretKey, String securityToken) {
            keys.put(accessKey, SigningKey.temporary(accessKey, secretKey, securityToken));
            return this;
        }

        /** Accepts this value of {@code X-Auth-Token}. */
        public Builder token(String token) {
            tokens.add(token);
            return this;
        }

        /** Sets the gateway's clock, against which the provider checks the date of a signature. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /** See {@link Catalog#job(String)}. */
        public Builder job(String name) {
            catalog.job(name);
            return this;
        }

        /** See {@link Catalog#qualityJob(String, String)}. */
        public Builder qualityJob(String ruleId, String instanceId) {
            catalog.qualityJob(ruleId, instanceId);
            return this;
        }

        /** See {@link Catalog#comparisonJob(String, String)}. */
        public Builder comparisonJob(String ruleId, String instanceId) {
            catalog.comparisonJob(ruleId, instanceId);
            return this;
        }

        /** See {@link Catalog#failingRule(String)}. */
        public Builder failingRule(String ruleId) {
            catalog.failingRule(ruleId);
            return this;
        }

        /**
         * Starts the provider. It accepts requests when this method returns.
         *
         * @throws IllegalStateException if the description is missing or has no operations
         */
        public ReferenceProvider start() {
            return new ReferenceProvider(this);
        }
    }
}
