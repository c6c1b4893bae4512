package io.dataarts.contract.delivery;

import io.dataarts.contract.fault.FaultServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Plays the service: a server with faults, or a port without a server until it is repaired. */
abstract class Rig implements AutoCloseable {

    /** Returns the endpoint that the client calls. */
    abstract URI endpoint();

    /** Returns a server that answers from now on. Its counters continue. */
    abstract FaultServer repaired();

    /** Waits after a first successful call, until the next call will meet the fault. */
    void beforeFault() {}

    @Override
    public void close() {
        repaired().close();
    }

    /** Returns a server with faults. */
    static Rig server(FaultServer.Builder builder) {
        return server(builder, server -> {});
    }

    /** Returns a server with faults. {@code beforeFault} waits between a first successful call and the call that meets the fault. */
    static Rig server(FaultServer.Builder builder, Consumer<FaultServer> beforeFault) {
        FaultServer server = builder.start();
        return new Rig() {
            @Override
            URI endpoint() {
                return server.endpoint();
            }

            @Override
            FaultServer repaired() {
                return server;
            }

            @Override
            void beforeFault() {
                beforeFault.accept(server);
            }
        };
    }

    /** Returns a port that refuses connections. It is reserved, so that no other process can listen on it. */
    static Rig refusing() {
        try {
            Socket reservation = new Socket();
            reservation.setReuseAddress(true);
            reservation.bind(loopback(0));
            int port = reservation.getLocalPort();
            return new NotYet(port, () -> {
                try {
                    reservation.close();
                    ServerSocket listener = new ServerSocket();
                    listener.setReuseAddress(true);
                    listener.bind(loopback(port));
                    return listener;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a port that accepts no connection: its queue is full, and the kernel drops further connections. */
    static Rig unreachable() {
        try {
            ServerSocket listener = new ServerSocket();
            listener.bind(loopback(0), 1);
            List<Socket> queue = new ArrayList<>();
            // On a busy machine, one connection may take long although there is room.
            for (int dropped = 0; dropped < 2; ) {
                Socket socket = new Socket();
                queue.add(socket);
                try {
                    socket.connect(listener.getLocalSocketAddress(), 700);
                    dropped = 0;
                } catch (SocketTimeoutException e) {
                    dropped++;
                }
            }
            return new NotYet(listener.getLocalPort(), () -> {
                try {
                    for (Socket socket : queue) {
                        socket.close();
                    }
                    drain(listener);
                    return listener;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empties the queue. Otherwise the kernel may drop the next connection, and retries it only after a second. */
    private static void drain(ServerSocket listener) throws IOException {
        listener.setSoTimeout(50);
        try {
            while (true) {
                listener.accept().close();
            }
        } catch (SocketTimeoutException e) {
            listener.setSoTimeout(0);
        }
    }

    private static InetSocketAddress loopback(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }

    private static final class NotYet extends Rig {

        private final int port;
        private final Supplier<ServerSocket> repair;
        private FaultServer server;

        NotYet(int port, Supplier<ServerSocket> repair) {
            this.port = port;
            this.repair = repair;
        }

        @Override
        URI endpoint() {
            return URI.create("http://127.0.0.1:" + port);
        }

        @Override
        FaultServer repaired() {
            if (server == null) {
                server = FaultServer.builder().listener(repair.get()).start();
            }
            return server;
        }
    }
}
