package io.dataarts.contract.provider;

import io.dataarts.contract.fault.FaultServer;
import io.dataarts.contract.fault.Faults;
import io.dataarts.contract.fault.ServerConnection;
import io.dataarts.contract.loopback.ReceivedRequest;
import io.dataarts.contract.signature.SignatureCheck;
import io.dataarts.contract.signature.SigningKey;
import io.dataarts.contract.spec.ApiDescription;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
 * <p>Reruns change its {@link Memory}, and the five lists answer from it. Its {@link Readings} choose between the meanings that the
 * sources leave open. It answers other operations with an echo of the decoded request:
 * {@code {"operation_id", "path", "query", "body"}}.
 *
 * <p>It opens no connection. Thread-safe. {@link #close()} frees the port and ends the threads.
 */
public final class ReferenceProvider implements AutoCloseable {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US).withZone(ZoneOffset.UTC);

    private final Authentication authentication;
    private final OperationRoutes operations;
    private final SpecCheck specCheck;
    private final Catalog catalog;
    private final DataArtsService service;
    private final Queue<RecordedExchange> exchanges = new ConcurrentLinkedQueue<>();
    private final Failures failures = new Failures();
    private final FaultServer server;

    private ReferenceProvider(Builder builder) {
        String yaml = builder.yaml == null ? ApiDescription.packagedYaml() : builder.yaml;
        authentication = new Authentication(builder.tokens, new SignatureCheck(builder.keys.values(), builder.clock));
        operations = OperationRoutes.of(yaml);
        specCheck = new SpecCheck(yaml);
        catalog = builder.catalog;
        service = new DataArtsService(catalog);
        // The JDK's server would set the Date header by the system's clock.
        server = FaultServer.builder().otherwise(this::serve).closingAtOnce().start();
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

    /** Forgets the answered requests, whose bodies take much memory after many long lists. */
    public ReferenceProvider forgetExchanges() {
        exchanges.clear();
        return this;
    }

    /** Returns how many requests of an operation were answered, or were lost after they had arrived. */
    public int count(String operationId) {
        return (int) exchanges.stream().filter(exchange -> operations.find(exchange.request())
                .filter(request -> request.operationId().equals(operationId)).isPresent()).count();
    }

    /** Returns the jobs, instances and runs that lists show and reruns change. */
    public Memory memory() {
        return catalog.memory();
    }

    /** Returns which correct requests fail. Default: none. */
    public Failures failures() {
        return failures;
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
     *   <li>{@code job NAME exists}, {@code real-time job NAME exists} and {@code no job NAME};
     *   <li>{@code job NAME has the tags TAGS};
     *   <li>{@code job NAME has a failed instance}, {@code ... an instance with status STATUS}, {@code ... an instance of type N},
     *       {@code ... an instance with id ID}, {@code ... a forced success}, {@code ... an ignored failure};
     *   <li>{@code quality job RULE_ID exists}, {@code ... ran}, {@code ... has the schedule status STATUS}, the same for a
     *       {@code comparison job}, and {@code quality job RULE_ID has a run with status STATUS};
     *   <li>{@code no quality job RULE_ID} and {@code no comparison job RULE_ID};
     *   <li>{@code there are no jobs} and {@code there is no workspace ID};
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

    private void serve(ServerConnection connection) throws IOException {
        ReceivedRequest request = connection.readRequest();
        String requestId = UUID.randomUUID().toString().replace("-", "");
        String date = DATE.format(memory().now());
        ProviderAnswer answer;
        try {
            answer = answer(request);
        } catch (RuntimeException e) {
            // A defect of the provider must not look like an answer of the service.
            answer = ProviderAnswer.error(500, "REFERENCE.PROVIDER", "the reference provider failed: " + e);
        }
        byte[] body = answer.bytes(requestId);
        exchanges.add(new RecordedExchange(request, answer.status(), requestId, body));
        if (answer.isLost()) {
            if (answer.status() < 0) {
                connection.awaitClientClose();
            }
            connection.close();
            return;
        }
        List<String> headers = new ArrayList<>(List.of("Date: " + date, "X-Request-Id: " + requestId, "Content-Length: " + body.length));
        if (body.length > 0) {
            headers.add("Content-Type: application/json;charset=UTF-8");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((Faults.head(answer.status(), headers.toArray(String[]::new)) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        connection.write(bytes.toByteArray());
        if (request.header("Connection").filter("close"::equalsIgnoreCase).isPresent()) {
            connection.close();
        }
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
                .orElseGet(() -> answerOrFail(request.get()));
    }

    private ProviderAnswer answerOrFail(OperationRequest request) {
        Optional<Failure> failure = failures.next(request.operationId());
        if (failure.isPresent() && !failure.get().executed()) {
            return failure.get().answer();
        }
        ProviderAnswer answer = service.answer(request);
        return failure.map(Failure::answer).orElse(answer);
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
