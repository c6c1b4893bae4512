package io.dataarts.contract.stub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

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

    static {
        // Without it the JDK's server sends head and body in two packets, and the second waits up to 40 ms for an
        // acknowledgement that the client holds back. The server reads the property once, when its first instance is made.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final PactFile pact;
    private final Queue<String> played = new ConcurrentLinkedQueue<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, daemons());
    private final HttpServer server;

    private PactStub(PactFile pact, int port) {
        this.pact = pact;
        server = bind(port);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
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
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
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
        if (closed.getAndSet(true)) {
            return;
        }
        server.stop(0);
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a request of the stub did not end within 10 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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

    private static HttpServer bind(int port) {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(port == 0 ? "no free port on 127.0.0.1" : "port " + port
                    + " of 127.0.0.1 is in use; leave the port out to get a free one", e);
        }
    }

    private static ThreadFactory daemons() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "pact-stub-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
