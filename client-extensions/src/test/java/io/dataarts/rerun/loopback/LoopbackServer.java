package io.dataarts.rerun.loopback;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/**
 * A server on a free loopback port that keeps each request byte for byte and replies by a script. The last reply of a script repeats.
 *
 * <p>It uses plain sockets, since a server that parses HTTP strictly would hide bytes that a test has to see.
 */
public final class LoopbackServer implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 20_000;

    private final ServerSocket socket;
    private final Reply greeting;
    private final Map<String, Function<ArrivedRequest, Reply>> scripts = new ConcurrentHashMap<>();
    private final List<ArrivedRequest> requests = new ArrayList<>();
    private final List<Socket> open = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Thread accepting;
    private int connections;

    private LoopbackServer(ServerSocketFactory sockets, Reply greeting) {
        this.greeting = greeting;
        try {
            this.socket = sockets.createServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.accepting = start(this::accept);
    }

    /** Starts a server that gives these replies in this order, to requests of any path. */
    public static LoopbackServer answering(Reply... script) {
        return new LoopbackServer(ServerSocketFactory.getDefault(), null).on("", script);
    }

    /** Starts a server that makes its reply from each request. */
    public static LoopbackServer answeringEach(Function<ArrivedRequest, Reply> reply) {
        return new LoopbackServer(ServerSocketFactory.getDefault(), null).onEach("", reply);
    }

    /** Starts a server that speaks TLS. */
    public static LoopbackServer encrypted(SSLContext tls, Reply... script) {
        return new LoopbackServer(tls.getServerSocketFactory(), null).on("", script);
    }

    /** Starts a server that sends a reply as soon as a client connects, and reads no request. */
    public static LoopbackServer greeting(Reply reply) {
        return new LoopbackServer(ServerSocketFactory.getDefault(), reply);
    }

    /** Returns an endpoint that refuses connections: its port was free a moment ago. */
    public static URI refusing() {
        try (LoopbackServer gone = answering(Reply.drop())) {
            return gone.endpoint();
        }
    }

    /** Gives these replies in this order to requests whose path has this prefix. The longest matching prefix wins. */
    public LoopbackServer on(String path, Reply... script) {
        AtomicInteger count = new AtomicInteger();
        return onEach(path, request -> script[Math.min(count.getAndIncrement(), script.length - 1)]);
    }

    /** Makes the reply from each request whose path has this prefix. */
    public LoopbackServer onEach(String path, Function<ArrivedRequest, Reply> reply) {
        scripts.put(path, reply);
        return this;
    }

    /** Refuses further connections. The open ones stay. */
    public void refuseConnections() {
        try {
            socket.close();
            accepting.join(PATIENCE_MILLIS); // the kernel accepts until this thread has left its wait
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns {@code http://127.0.0.1:<port>}. */
    public URI endpoint() {
        return URI.create("http://" + authority());
    }

    /** Returns {@code https://127.0.0.1:<port>}. */
    public URI secureEndpoint() {
        return URI.create("https://" + authority());
    }

    public String authority() {
        return "127.0.0.1:" + port();
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** Returns the arrived requests. */
    public synchronized List<ArrivedRequest> requests() {
        return List.copyOf(requests);
    }

    /** Returns the arrived requests whose path has this prefix. */
    public List<ArrivedRequest> requests(String path) {
        return requests().stream().filter(request -> request.target().startsWith(path)).toList();
    }

    /** Returns the only request. Waits for it, because a client that gives up can be faster than this server. */
    public ArrivedRequest onlyRequest() {
        awaitRequests(1);
        List<ArrivedRequest> arrived = requests();
        if (arrived.size() != 1) {
            throw new AssertionError("expected one request, " + arrived.size() + " arrived");
        }
        return arrived.get(0);
    }

    /** Returns how many connections were opened, whether they are closed by now or not. */
    public synchronized int connections() {
        return connections;
    }

    public void awaitRequests(int count) {
        awaitRequests("", count);
    }

    /** Waits until this many requests have arrived whose path has this prefix. */
    public void awaitRequests(String path, int count) {
        await(count + " requests", () -> requests(path).size() >= count);
    }

    /** Waits until the client has closed every connection. */
    public void awaitConnectionsClosed() {
        await("all connections to be closed", open::isEmpty);
    }

    private synchronized void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        try {
            while (!condition.getAsBoolean()) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError("waited in vain for " + what);
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for " + what, e);
        }
    }

    @Override
    public void close() {
        List<Thread> started;
        try {
            socket.close();
            synchronized (this) {
                for (Socket connection : open) {
                    connection.close();
                }
                started = List.copyOf(threads);
            }
            for (Thread thread : started) {
                thread.interrupt();
                thread.join(PATIENCE_MILLIS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Thread start(Runnable work) {
        Thread thread = new Thread(work, "loopback-server");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return thread;
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                connection.setTcpNoDelay(true);
                synchronized (this) {
                    connections++;
                    open.add(connection);
                }
                if (socket.isClosed()) {
                    connection.close();
                }
                start(() -> serve(connection));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            if (greeting != null) {
                greeting.give(connection);
                return;
            }
            InputStream in = new BufferedInputStream(connection.getInputStream());
            for (ArrivedRequest request; !connection.isClosed() && (request = ArrivedRequest.read(in)) != null; ) {
                reply(request).give(connection);
            }
        } catch (IOException | InterruptedException e) {
            // The client went away, or the test is over.
        } finally {
            synchronized (this) {
                open.remove(connection);
                notifyAll();
            }
        }
    }

    private Reply reply(ArrivedRequest request) {
        synchronized (this) {
            requests.add(request);
            notifyAll();
        }
        return scripts.entrySet().stream()
                .filter(script -> request.target().startsWith(script.getKey()))
                .max(Comparator.comparingInt(script -> script.getKey().length()))
                .orElseThrow()
                .getValue()
                .apply(request);
    }
}
