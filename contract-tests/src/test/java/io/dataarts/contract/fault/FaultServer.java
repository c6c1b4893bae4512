package io.dataarts.contract.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A server over real sockets on a free loopback port, which misbehaves as it is told and counts what arrives. It speaks HTTP/1.1,
 * plain or over TLS, and never talks to anything outside.
 *
 * <p>The n-th connection and the n-th request play the n-th {@link Fault} that was given for them; all further connections are
 * ordinary, and all further requests are answered with 204. A request takes its fault when its first byte arrives.
 *
 * <p>Thread-safe. {@link #close()} frees the port and ends all threads.
 */
public final class FaultServer implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ServerSocket listener;
    private final Optional<ServerTls> tls;
    private final Queue<Fault> connectionFaults;
    private final Queue<Fault> requestFaults;
    private final Fault eachConnection;
    private final Fault otherwise;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicLong bytesWritten = new AtomicLong();
    private final AtomicInteger complete = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final String name = "fault-server-" + NUMBER.incrementAndGet();

    private FaultServer(Builder builder) {
        listener = builder.listener == null ? listen() : builder.listener;
        tls = Optional.ofNullable(builder.tls);
        connectionFaults = new ConcurrentLinkedQueue<>(builder.connectionFaults);
        requestFaults = new ConcurrentLinkedQueue<>(builder.requestFaults);
        eachConnection = builder.eachConnection == null ? this::secureIfWanted : builder.eachConnection;
        otherwise = builder.otherwise;
        start(this::accept, name);
    }

    /** A server that does nothing wrong yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** Where it listens, such as {@code http://127.0.0.1:38211}. */
    public URI endpoint() {
        return URI.create((tls.isPresent() ? "https" : "http") + "://127.0.0.1:" + listener.getLocalPort());
    }

    /** How many connections were opened. */
    public int connections() {
        return connections.get();
    }

    /** How many requests arrived with at least their first byte. */
    public int begun() {
        return begun.get();
    }

    /** How many requests arrived whole. */
    public int complete() {
        return complete.get();
    }

    /** How many bytes were written to all connections. */
    public long bytesWritten() {
        return bytesWritten.get();
    }

    /** How many connections are open on this side. */
    public int open() {
        return open.size();
    }

    /**
     * Waits until this side has no open connection left.
     *
     * @throws IllegalStateException when one is still open after 10 s
     */
    public void awaitAllClosed() {
        await(open::isEmpty, open.size() + " connections are still open");
    }

    /**
     * Waits until as many requests have arrived whole.
     *
     * @throws IllegalStateException when they have not after 10 s
     */
    public void awaitComplete(int requests) {
        await(() -> complete() >= requests, "fewer than " + requests + " requests arrived");
    }

    /**
     * Waits until as many bytes were written to all connections together.
     *
     * @throws IllegalStateException when they were not after 10 s
     */
    public void awaitWritten(long bytes) {
        await(() -> bytesWritten() >= bytes, "fewer than " + bytes + " bytes were written");
    }

    private static void await(BooleanSupplier condition, String otherwise) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(otherwise);
            }
            LockSupport.parkNanos(100_000);
        }
    }

    /** Frees the port, lets what has arrived be read for a moment, breaks off what is still open, and waits for all threads. */
    @Override
    public void close() {
        closing.countDown();
        try {
            listener.close();
            join(500);
            for (Socket socket : open) {
                socket.close();
            }
            join(10_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (threads.stream().anyMatch(Thread::isAlive)) {
            throw new IllegalStateException("a connection of " + name + " did not end within 10 s");
        }
    }

    private void join(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (Thread thread : threads) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            try {
                if (left > 0) {
                    thread.join(left);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    void arrived() {
        complete.incrementAndGet();
    }

    void wrote(int bytes) {
        bytesWritten.addAndGet(bytes);
    }

    void pause(Duration duration) {
        try {
            closing.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (closing.getCount() > 0) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                int number = connections.incrementAndGet();
                start(() -> serve(socket), name + "-" + number);
            } catch (IOException e) {
                if (closing.getCount() > 0) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void secureIfWanted(ServerConnection connection) throws IOException {
        if (tls.isPresent()) {
            connection.secure(tls.get());
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            ServerConnection connection = new ServerConnection(this, socket);
            Fault fault = connectionFaults.poll();
            (fault == null ? eachConnection : fault).play(connection);
            while (connection.awaitRequest()) {
                begun.incrementAndGet();
                fault = requestFaults.poll();
                (fault == null ? otherwise : fault).play(connection);
            }
            connection.close();
        } catch (IOException e) {
            // The client went away, which is what many faults are about.
        } finally {
            open.remove(socket);
            threads.remove(Thread.currentThread());
        }
    }

    private void start(Runnable task, String threadName) {
        Thread thread = new Thread(task, threadName);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 512, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on 127.0.0.1", e);
        }
    }

    /** What a server does. Not for several threads; it makes one server. */
    public static final class Builder {

        private ServerSocket listener;
        private ServerTls tls;
        private List<Fault> connectionFaults = List.of();
        private List<Fault> requestFaults = List.of();
        private Fault eachConnection;
        private Fault otherwise = Faults.answer(204);

        private Builder() {
        }

        /** Takes connections from this socket, which has been listening for some time perhaps; the server closes it. */
        public Builder listener(ServerSocket socket) {
            this.listener = socket;
            return this;
        }

        /** Speaks TLS on each connection that plays no fault of its own. */
        public Builder tls(ServerTls tls) {
            this.tls = tls;
            return this;
        }

        /** What the first connections do as soon as they are open, before any TLS. */
        public Builder onConnections(Fault... faults) {
            this.connectionFaults = List.of(faults);
            return this;
        }

        /** What the first requests meet. */
        public Builder onRequests(Fault... faults) {
            this.requestFaults = List.of(faults);
            return this;
        }

        /** What all further connections do as soon as they are open; they speak TLS if that is set, unless told otherwise. */
        public Builder eachConnection(Fault fault) {
            this.eachConnection = fault;
            return this;
        }

        /** What all further requests meet; the answer 204 unless set. Several threads play it at a time. */
        public Builder otherwise(Fault fault) {
            this.otherwise = fault;
            return this;
        }

        /** Starts the server; it answers when this returns. */
        public FaultServer start() {
            return new FaultServer(this);
        }
    }
}
