package io.dataarts.contract.stub;

import io.dataarts.contract.loopback.LoopbackHttpServer;
import io.dataarts.contract.loopback.LoopbackResponse;
import io.dataarts.contract.loopback.ReceivedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Serves a pact strictly, over real HTTP on a free loopback port.
 *
 * <p>The stub answers a request only if Pact's matcher finds an interaction with its method, path, query, headers and body.
 * It also refuses three things that Pact accepts:
 * <ul>
 *   <li>a header of the pact that does not belong to the interaction, such as another credential;
 *   <li>a header that is sent more often than recorded;
 *   <li>a body where the interaction has none.
 * </ul>
 *
 * <p>A request that fits no interaction gets status 500 and JSON. {@code error_code} is {@code STUB.MISMATCH}.
 * {@code error_msg} and {@code differences} name the nearest interaction and each difference, without signatures and tokens.
 * The stub compares signatures by their form, so it needs no key.
 *
 * <p>Thread-safe. {@link #close()} frees the port and ends the threads.
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

    /** Starts a stub that serves the pact of the SDK. */
    public static PactStub start() {
        return start(0);
    }

    /**
     * Starts a stub that serves a pact of your own.
     *
     * @throws IllegalArgumentException if the file is not a pact or has no HTTP interaction
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

    /** Returns the stub's address, such as {@code http://127.0.0.1:38211}. */
    public URI endpoint() {
        return server.endpoint();
    }

    /** Returns the descriptions of all interactions of the pact, in its order. */
    public List<String> interactions() {
        return pact.descriptions();
    }

    /** Returns the descriptions of the played interactions, oldest first; a copy. */
    public List<String> played() {
        return List.copyOf(played);
    }

    /** Returns the reasons of refused requests, oldest first; a copy. A test asserts that the list is empty. */
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** Frees the port, closes open connections, and waits until the threads have ended. */
    @Override
    public void close() {
        server.close();
    }

    private LoopbackResponse handle(ReceivedRequest request) {
        StubAnswer answer = answer(request);
        // Before the response leaves: a client that has it finds the request recorded.
        answer.played().ifPresent(played::add);
        answer.refusal().ifPresent(refusals::add);
        return answer.response();
    }

    private StubAnswer answer(ReceivedRequest request) {
        try {
            return pact.answer(request);
        } catch (Exception e) {
            // Pact is written in Kotlin and also throws checked exceptions. An unreadable body must not look like a dropped connection.
            return StubAnswer.refused(request, List.of("the stub cannot compare it: " + e.getClass().getName()));
        }
    }
}
