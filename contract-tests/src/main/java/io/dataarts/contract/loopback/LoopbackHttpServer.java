package io.dataarts.contract.loopback;

import com.sun.net.httpserver.HttpHandler;
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

/** The JDK's HTTP server on 127.0.0.1, with daemon threads of its own that end when it is closed. Thread-safe. */
public final class LoopbackHttpServer implements AutoCloseable {

    static {
        // Without it the JDK's server sends head and body in two packets, and the second waits up to 40 ms for an
        // acknowledgement that the client holds back. The server reads the property once, when its first instance is made.
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
     * Starts one.
     *
     * @param name of its threads, and in messages
     * @param port 0 for any that is free
     * @param count how many requests are answered at a time
     * @throws UncheckedIOException if the port is not free
     */
    public static LoopbackHttpServer start(String name, int port, int count, HttpHandler handler) {
        HttpServer server = bind(port);
        ExecutorService threads = Executors.newFixedThreadPool(count, daemons(name));
        server.setExecutor(threads);
        server.createContext("/", handler);
        server.start();
        return new LoopbackHttpServer(name, server, threads);
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

    /** Where it listens, such as {@code http://127.0.0.1:38211}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Frees the port, breaks open connections off, and waits until the threads have ended. */
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
