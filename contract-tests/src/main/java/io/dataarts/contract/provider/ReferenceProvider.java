package io.dataarts.contract.provider;

import com.sun.net.httpserver.HttpExchange;
import io.dataarts.contract.loopback.LoopbackHttpServer;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A local stand-in for DataArts Studio and the API gateway before it, over real HTTP on a free loopback port.
 *
 * <p>Each request is read whole and recorded, then authenticated (token, or a signature that is computed here without the
 * SDK), checked against the OpenAPI description, and answered as the documentation pages say. An operation that the
 * description has beside the two reruns is answered with an echo of what was understood:
 * {@code {"operation_id", "path", "query", "body"}}.
 *
 * <p>It never talks to anything outside. It may be used by several threads; {@link #close()} frees the port and ends its
 * threads.
 */
public final class ReferenceProvider implements AutoCloseable {

    private static final int THREADS = 8;

    private final Authentication authentication;
    private final Operations operations;
    private final SpecCheck specCheck;
    private final Catalog catalog;
    private final DataArtsService service;
    private final Queue<Exchange> exchanges = new ConcurrentLinkedQueue<>();
    private final LoopbackHttpServer server;

    private ReferenceProvider(Builder builder) {
        String yaml = builder.yaml == null ? DefaultSpec.read() : builder.yaml;
        authentication = new Authentication(builder.tokens, new SignatureVerifier(builder.keys, builder.clock));
        operations = Operations.of(yaml);
        specCheck = new SpecCheck(yaml);
        catalog = builder.catalog;
        service = new DataArtsService(catalog);
        server = LoopbackHttpServer.start("reference-provider", 0, THREADS, this::handle);
    }

    /** Starts with nothing known: no key, no token, no job, the description of the api-spec artifact, the system clock. */
    public static Builder builder() {
        return new Builder();
    }

    /** Where it listens, such as {@code http://127.0.0.1:38211}. */
    public URI endpoint() {
        return server.endpoint();
    }

    /** All requests answered so far, oldest first; a copy. A request is in it before its answer leaves. */
    public List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /** What the provider knows, to be changed at any time. */
    public Catalog catalog() {
        return catalog;
    }

    /**
     * Brings about a provider state of a pact, on top of what is known already; {@link Catalog#clear()} starts afresh.
     *
     * <p>The sentences are {@code job NAME exists}, {@code no job NAME}, {@code quality job RULE_ID exists},
     * {@code no quality job RULE_ID}, the same two with {@code comparison job}, and {@code the service fails}.
     *
     * @throws IllegalArgumentException if the sentence is none of these
     */
    public ReferenceProvider state(String sentence) {
        ProviderStates.apply(sentence, catalog);
        return this;
    }

    /** Frees the port, breaks open connections off, and waits until its threads have ended. */
    @Override
    public void close() {
        server.close();
    }

    private void handle(HttpExchange http) throws IOException {
        try (http) {
            ReceivedRequest request = ReceivedRequest.read(http);
            Answer answer;
            try {
                answer = answer(request);
            } catch (RuntimeException e) {
                // A defect of the stand-in itself must not look like an answer of the service.
                answer = Answer.error(500, "REFERENCE.PROVIDER", "the reference provider failed: " + e);
            }
            exchanges.add(Exchange.of(request, answer));
            send(http, request, answer);
        }
    }

    private Answer answer(ReceivedRequest request) {
        Optional<Answer> refusal = authentication.refuse(request);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Optional<Operation> operation = operations.find(request);
        if (operation.isEmpty()) {
            return Answer.gateway(request, 404, "APIGW.0101",
                    "The API does not exist or has not been published in the environment");
        }
        return ProjectCheck.refuse(request, operation.get())
                .or(() -> specCheck.refuse(request, operation.get()))
                .orElseGet(() -> service.answer(request, operation.get()));
    }

    private static void send(HttpExchange http, ReceivedRequest request, Answer answer) throws IOException {
        byte[] body = answer.bytes();
        http.getResponseHeaders().set("X-Request-Id", request.requestId());
        if (body.length == 0 || request.method().equals("HEAD")) {
            http.sendResponseHeaders(answer.status(), -1);
            return;
        }
        http.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
        http.sendResponseHeaders(answer.status(), body.length);
        http.getResponseBody().write(body);
    }

    /** What the provider accepts and knows. Not for several threads; it makes one provider. */
    public static final class Builder {

        private final Map<String, SignatureVerifier.Key> keys = new HashMap<>();
        private final Set<String> tokens = new HashSet<>();
        private final Catalog catalog = new Catalog();
        private Clock clock = Clock.systemUTC();
        private String yaml;

        private Builder() {
        }

        /** The OpenAPI description as YAML text, in place of the one in the api-spec artifact. */
        public Builder spec(String yaml) {
            this.yaml = yaml;
            return this;
        }

        /** Accepts signatures of a permanent access key. */
        public Builder accessKey(String accessKey, String secretKey) {
            keys.put(accessKey, new SignatureVerifier.Key(secretKey, Optional.empty()));
            return this;
        }

        /** Accepts signatures of a temporary access key, which has to send and sign its security token. */
        public Builder temporaryKey(String accessKey, String secretKey, String securityToken) {
            keys.put(accessKey, new SignatureVerifier.Key(secretKey, Optional.of(securityToken)));
            return this;
        }

        /** Accepts this value of {@code X-Auth-Token}. */
        public Builder token(String token) {
            tokens.add(token);
            return this;
        }

        /** The gateway's clock, against which the date of a signature is checked. */
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
         * Starts the provider; it answers when this returns.
         *
         * @throws IllegalStateException if the description is missing or has no operations
         */
        public ReferenceProvider start() {
            return new ReferenceProvider(this);
        }
    }
}
