package io.dataarts.contract.stub;

import io.dataarts.contract.loopback.LoopbackHttpServer;
import io.dataarts.contract.loopback.LoopbackResponse;
import io.dataarts.contract.loopback.ReceivedRequest;
import io.dataarts.contract.signature.SignatureCheck;
import io.dataarts.contract.signature.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * The stub compares signatures by their form, so that it needs no key. The command line of {@link StubServer} can check them.
 *
 * <p>Thread-safe. {@link #close()} frees the port and ends the threads.
 */
public final class PactStub implements AutoCloseable {

    private static final String PACT = "/io/dataarts/contract/pacts/dataarts-rerun-sdk-dataarts-studio.json";
    private static final int THREADS = 4;
    private static final String SECRET_KEY = "ExampleSecretKey0000000000000000000000000";
    private static final SigningKey KEY = SigningKey.permanent("EXAMPLEAK00000000001", SECRET_KEY);
    private static final SigningKey TEMPORARY_KEY = SigningKey.temporary("EXAMPLEAK00000000002", SECRET_KEY, "ExampleSecurityToken");

    private final PactFile pact;
    private final Optional<SignatureCheck> signatures;
    private final Queue<String> played = new ConcurrentLinkedQueue<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final LoopbackHttpServer server;

    private PactStub(PactFile pact, int port, boolean checkingSignatures) {
        this.pact = pact;
        signatures = checkingSignatures
                ? Optional.of(new SignatureCheck(List.of(KEY, TEMPORARY_KEY), Clock.systemUTC()))
                : Optional.empty();
        server = LoopbackHttpServer.start("pact-stub", port, THREADS, this::handle);
    }

    /** Starts a stub that serves the pact of the SDK. */
    public static PactStub start() {
        return start(0, false);
    }

    /**
     * Starts a stub that serves a pact of your own.
     *
     * @throws IllegalArgumentException if the file is not a pact or has no HTTP interaction
     * @throws UncheckedIOException if the file cannot be read
     */
    public static PactStub start(Path pactFile) {
        return start(pactFile, 0, false);
    }

    static PactStub start(int port, boolean checkingSignatures) {
        try (var resource = PactStub.class.getResourceAsStream(PACT)) {
            if (resource == null) {
                throw new IllegalStateException(PACT + " is not on the class path: add dataarts-contract-tests");
            }
            return new PactStub(PactFile.parse(resource.readAllBytes(), PACT), port, checkingSignatures);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + PACT, e);
        }
    }

    static PactStub start(Path pactFile, int port, boolean checkingSignatures) {
        try {
            return new PactStub(PactFile.parse(Files.readAllBytes(pactFile), pactFile.toString()), port, checkingSignatures);
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

    /** Returns lines that tell a person how to call this stub. */
    List<String> guide() {
        List<String> lines = new ArrayList<>();
        lines.add("Try: " + pact.curl(endpoint()));
        lines.add("Tokens: " + String.join(", ", pact.tokens()));
        lines.add(signatures.isPresent()
                ? "Signatures are checked. Keys: " + KEY.accessKey() + " with " + SECRET_KEY + "; " + TEMPORARY_KEY.accessKey()
                        + " with the same secret key and the security token " + TEMPORARY_KEY.securityToken().orElseThrow()
                : "Signatures are compared by their form only. -Dstub.signatures=true checks them.");
        lines.add("The stub answers these requests of the pact as if the state after \"if\" held, and explains how any other request differs:");
        pact.descriptionsWithStates().forEach(description -> lines.add("  " + description));
        return lines;
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
            StubAnswer answer = pact.answer(request);
            return answer.played().isEmpty() ? answer : signatures
                    .filter(check -> request.header("Authorization").isPresent())
                    .flatMap(check -> check.refuse(request))
                    .map(reason -> StubAnswer.refused(request, answer.played().orElseThrow(), List.of("signature: " + reason)))
                    .orElse(answer);
        } catch (Exception e) {
            // Pact is written in Kotlin and also throws checked exceptions. An unreadable body must not look like a dropped connection.
            return StubAnswer.refused(request, List.of("the stub cannot compare it: " + e.getClass().getName()));
        }
    }
}
