package io.dataarts.contract.loopback;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The JDK's HTTP server on 127.0.0.1, with daemon threads of its own that end with {@link #close()}. Thread-safe. */
public final class LoopbackHttpServer implements AutoCloseable {

    static {
        // Otherwise the JDK's server sends head and body in two packets. The second waits up to 40 ms for the client's
        // delayed acknowledgement. The server reads the property once, when its first instance is made.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final String name;
    private final HttpServer server;
    private final ExecutorService threads;
    private final AtomicBoolean closed = new AtomicBoolean();

    private LoopbackHttpServer(String name, HttpServer server, ExecutorService threads) {
        this.name = name;
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts a server. It accepts requests when this method returns.
     *
     * @param name names the threads, also in messages
     * @param port 0 for any free port
     * @param count how many requests are answered at a time
     * @param service answers each request; it runs before the response leaves
     * @throws UncheckedIOException if the port is in use
     */
    public static LoopbackHttpServer start(String name, int port, int count, Function<ReceivedRequest, LoopbackResponse> service) {
        HttpServer server = bind(port);
        ExecutorService threads = Executors.newFixedThreadPool(count, daemons(name));
        server.setExecutor(threads);
        server.createContext("/", http -> answer(http, service));
        server.start();
        return new LoopbackHttpServer(name, server, threads);
    }

    private static void answer(HttpExchange http, Function<ReceivedRequest, LoopbackResponse> service) throws IOException {
        try (http) {
            LoopbackResponse response = service.apply(ReceivedRequest.read(http));
            response.headers().forEach((name, values) -> http.getResponseHeaders().put(name, values));
            if (response.body().length == 0 || http.getRequestMethod().equals("HEAD")) {
                http.sendResponseHeaders(response.status(), -1);
                return;
            }
            http.sendResponseHeaders(response.status(), response.body().length);
            http.getResponseBody().write(response.body());
        }
    }

    private static HttpServer bind(int port) {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
        } catch (IOException e) {
            String why = port == 0 ? "no free port on 127.0.0.1" : "port " + port + " of 127.0.0.1 is in use; leave the port out to get a free one";
            throw new UncheckedIOException(why, e);
        }
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Returns the server's address, such as {@code http://127.0.0.1:38211}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Frees the port, closes open connections, and waits until the threads have ended. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        server.stop(0);
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a request of " + name + " did not end within 10 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
