package io.dataarts.contract.stub;

import com.sun.net.httpserver.HttpExchange;
import io.dataarts.contract.loopback.LoopbackHttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Serves a pact over real HTTP on a free loopback port, strictly: a request is answered only if method, path, query, headers
 * and body are those of an interaction, by Pact's own matcher. What Pact would let pass is refused too: a credential or another
 * header of the pact that does not belong to the interaction, a header sent more often than recorded, a body where there is
 * none.
 *
 * <p>A request that fits no interaction is answered with status 500 and JSON: {@code error_code} is {@code STUB.MISMATCH},
 * {@code error_msg} and {@code differences} say which interaction is nearest and what differs. Signatures and tokens are masked
 * there. Signatures are compared by their form; no key is needed to check them.
 *
 * <p>It may be used by several threads. {@link #close()} frees the port and ends its threads.
 */
public final class PactStub implements AutoCloseable {

    private static final String PACT = "/io/dataarts/contract/pacts/dataarts-rerun-sdk-dataarts-studio.json";
    private static final int THREADS = 4;

    private final PactFile pact;
    private final Queue<String> played = new ConcurrentLinkedQueue<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final LoopbackHttpServer server;

    private PactStub(PactFile pact, int port) {
        this.pact = pact;
        server = LoopbackHttpServer.start("pact-stub", port, THREADS, this::handle);
    }

    /** Serves the pact of the SDK. */
    public static PactStub start() {
        return start(0);
    }

    /**
     * Serves a pact of your own.
     *
     * @throws IllegalArgumentException if the file is no pact, or has no HTTP interaction
     * @throws UncheckedIOException if the file cannot be read
     */
    public static PactStub start(Path pactFile) {
        return start(pactFile, 0);
    }

    static PactStub start(int port) {
        try (var resource = PactStub.class.getResourceAsStream(PACT)) {
            if (resource == null) {
                throw new IllegalStateException(PACT + " is not on the class path: add dataarts-contract-tests");
            }
            return new PactStub(PactFile.parse(resource.readAllBytes(), PACT), port);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + PACT, e);
        }
    }

    static PactStub start(Path pactFile, int port) {
        try {
            return new PactStub(PactFile.parse(Files.readAllBytes(pactFile), pactFile.toString()), port);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the pact " + pactFile, e);
        }
    }

    /** Where it listens, such as {@code http://127.0.0.1:38211}. */
    public URI endpoint() {
        return server.endpoint();
    }

    /** The descriptions of all interactions of the pact, in its order. */
    public List<String> interactions() {
        return pact.descriptions();
    }

    /** The descriptions of the interactions that were answered so far, oldest first; a copy. */
    public List<String> played() {
        return List.copyOf(played);
    }

    /** Why the requests that fitted no interaction were refused, oldest first; a copy. A test asserts that it is empty. */
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** Frees the port, breaks open connections off, and waits until its threads have ended. */
    @Override
    public void close() {
        server.close();
    }

    private void handle(HttpExchange http) throws IOException {
        try (http) {
            StubAnswer answer = answer(http);
            // Before the answer leaves: whoever has it finds the request recorded.
            answer.played().ifPresent(played::add);
            answer.refusal().ifPresent(refusals::add);
            send(http, answer);
        }
    }

    private StubAnswer answer(HttpExchange http) throws IOException {
        String method = http.getRequestMethod();
        URI target = http.getRequestURI();
        byte[] body = http.getRequestBody().readAllBytes();
        try {
            return pact.answer(method, target, Map.copyOf(http.getRequestHeaders()), body);
        } catch (RuntimeException e) {
            // A defect of the stub, or a body that the matcher cannot take, must not look like an answer of the service.
            return StubAnswer.refused(method + " " + target.getRawPath(), List.of("the stub cannot compare it: " + e.getClass().getName()));
        }
    }

    private static void send(HttpExchange http, StubAnswer answer) throws IOException {
        answer.headers().forEach((name, values) -> http.getResponseHeaders().put(name, values));
        if (answer.body().length == 0 || http.getRequestMethod().equals("HEAD")) {
            http.sendResponseHeaders(answer.status(), -1);
            return;
        }
        http.sendResponseHeaders(answer.status(), answer.body().length);
        http.getResponseBody().write(answer.body());
    }
}
