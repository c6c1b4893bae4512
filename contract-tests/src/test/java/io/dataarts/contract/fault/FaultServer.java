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
 * A server over real sockets on a free loopback port, which plays faults and counts requests. It speaks HTTP/1.1, plain or over
 * TLS.
 *
 * <p>The n-th connection and the n-th request play the n-th {@link Fault} of their list. Further connections are ordinary, and
 * further requests get 204. A request gets its fault when its first byte arrives.
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
    private final boolean closingAtOnce;
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
        closingAtOnce = builder.closingAtOnce;
        start(this::accept, name);
    }

    /** Returns a builder for a server without faults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the server's address, such as {@code http://127.0.0.1:38211}. */
    public URI endpoint() {
        return URI.create((tls.isPresent() ? "https" : "http") + "://127.0.0.1:" + listener.getLocalPort());
    }

    /** Returns how many connections were opened. */
    public int connections() {
        return connections.get();
    }

    /** Returns how many requests arrived with at least their first byte. */
    public int begun() {
        return begun.get();
    }

    /** Returns how many requests arrived completely. */
    public int complete() {
        return complete.get();
    }

    /** Returns how many bytes the server wrote to all connections together. */
    public long bytesWritten() {
        return bytesWritten.get();
    }

    /** Returns how many connections the server has open. */
    public int open() {
        return open.size();
    }

    /**
     * Waits until the server has no open connection.
     *
     * @throws IllegalStateException if a connection is still open after 30 s
     */
    public void awaitAllClosed() {
        await(open::isEmpty, open.size() + " connections are still open");
    }

    /**
     * Waits until this many requests have arrived completely.
     *
     * @throws IllegalStateException if fewer have arrived after 30 s
     */
    public void awaitComplete(int requests) {
        await(() -> complete() >= requests, "fewer than " + requests + " requests arrived");
    }

    /**
     * Waits until the server has written this many bytes to all connections together.
     *
     * @throws IllegalStateException if it has written fewer after 30 s
     */
    public void awaitWritten(long bytes) {
        await(() -> bytesWritten() >= bytes, "fewer than " + bytes + " bytes were written");
    }

    private static void await(BooleanSupplier condition, String otherwise) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(otherwise);
            }
            LockSupport.parkNanos(100_000);
        }
    }

    /** Frees the port, reads arrived bytes for a moment, closes open connections, and waits until the threads have ended. */
    @Override
    public void close() {
        closing.countDown();
        try {
            listener.close();
            join(closingAtOnce ? 0 : 2_000);
            for (Socket socket : open) {
                socket.close();
            }
            join(30_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (threads.stream().anyMatch(Thread::isAlive)) {
            throw new IllegalStateException("a connection of " + name + " did not end within 30 s");
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
            // The client closed the connection, as many faults provoke.
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

    /** Configures a server. Not thread-safe. It starts one server only. */
    public static final class Builder {

        private ServerSocket listener;
        private ServerTls tls;
        private List<Fault> connectionFaults = List.of();
        private List<Fault> requestFaults = List.of();
        private Fault eachConnection;
        private Fault otherwise = Faults.answer(204);
        private boolean closingAtOnce;

        private Builder() {
        }

        /** Accepts connections from this socket, which may already listen. The server closes it. */
        public Builder listener(ServerSocket socket) {
            this.listener = socket;
            return this;
        }

        /** Speaks TLS on each connection without its own fault. */
        public Builder tls(ServerTls tls) {
            this.tls = tls;
            return this;
        }

        /** Plays these faults on the first connections, as soon as they are open and before TLS. */
        public Builder onConnections(Fault... faults) {
            this.connectionFaults = List.of(faults);
            return this;
        }

        /** Plays these faults on the first requests. */
        public Builder onRequests(Fault... faults) {
            this.requestFaults = List.of(faults);
            return this;
        }

        /** Plays this fault on all further connections, as soon as they are open. Default: TLS if it is set. */
        public Builder eachConnection(Fault fault) {
            this.eachConnection = fault;
            return this;
        }

        /** Plays this fault on all further requests, on several threads at a time. Default: the answer 204. */
        public Builder otherwise(Fault fault) {
            this.otherwise = fault;
            return this;
        }

        /** Lets {@link FaultServer#close()} close idle connections at once, for a server whose counters do not matter. */
        public Builder closingAtOnce() {
            this.closingAtOnce = true;
            return this;
        }

        /** Starts the server. It accepts requests when this method returns. */
        public FaultServer start() {
            return new FaultServer(this);
        }
    }
}
