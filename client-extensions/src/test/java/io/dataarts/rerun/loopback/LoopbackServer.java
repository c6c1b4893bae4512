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
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/**
 * A server on a free loopback port that keeps each request byte for byte and answers by a script; the last answer repeats.
 *
 * <p>A plain socket, since a server that parses HTTP properly would hide what a test has to see.
 */
public final class LoopbackServer implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 20_000;

    private final ServerSocket socket;
    private final List<Answer> script;
    private final List<Received> requests = new ArrayList<>();
    private final List<Socket> open = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private int connections;

    private LoopbackServer(ServerSocketFactory sockets, List<Answer> script) {
        this.script = script;
        try {
            this.socket = sockets.createServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    public static LoopbackServer answering(Answer... script) {
        return new LoopbackServer(ServerSocketFactory.getDefault(), List.of(script));
    }

    /** A server that speaks TLS. */
    public static LoopbackServer encrypted(SSLContext tls, Answer... script) {
        return new LoopbackServer(tls.getServerSocketFactory(), List.of(script));
    }

    /** {@code http://127.0.0.1:<port>}. */
    public URI endpoint() {
        return URI.create("http://" + authority());
    }

    public String authority() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** What arrived so far. */
    public synchronized List<Received> requests() {
        return List.copyOf(requests);
    }

    /** The one request that arrived; waits for it, since a client that gives up may be faster than this server. */
    public Received onlyRequest() {
        await("a request", () -> !requests.isEmpty());
        List<Received> arrived = requests();
        if (arrived.size() != 1) {
            throw new AssertionError("expected one request, " + arrived.size() + " arrived");
        }
        return arrived.get(0);
    }

    /** How many connections were opened, whether they are closed by now or not. */
    public synchronized int connections() {
        return connections;
    }

    public void awaitRequests(int count) {
        await(count + " requests", () -> requests.size() >= count);
    }

    /** Returns when the client has closed every connection. */
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
                thread.join(PATIENCE_MILLIS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void start(Runnable work) {
        Thread thread = new Thread(work, "loopback-server");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
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
            InputStream in = new BufferedInputStream(connection.getInputStream());
            for (Received request; !connection.isClosed() && (request = Received.read(in)) != null; ) {
                receive(request).give(connection);
            }
        } catch (IOException e) {
            // The client or the test went away.
        } finally {
            synchronized (this) {
                open.remove(connection);
                notifyAll();
            }
        }
    }

    private synchronized Answer receive(Received request) {
        Answer answer = script.get(Math.min(requests.size(), script.size() - 1));
        requests.add(request);
        notifyAll();
        return answer;
    }
}
