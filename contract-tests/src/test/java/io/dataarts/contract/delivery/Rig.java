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

/** What stands where the service should be: a server, or none until it is repaired. */
abstract class Rig implements AutoCloseable {

    /** Where the client looks for the service. */
    abstract URI endpoint();

    /** The server, which from now on answers; what was counted before counts on. */
    abstract FaultServer repaired();

    /** Waits, after a first and ordinary call, until the next one meets the fault. */
    void beforeFault() {}

    @Override
    public void close() {
        repaired().close();
    }

    /** A server with faults. */
    static Rig server(FaultServer.Builder builder) {
        return server(builder, server -> {});
    }

    /** A server with faults, and what to wait for between a first, ordinary call and the one that meets the fault. */
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

    /** A port that is taken, so that nobody else gets it, on which nobody listens. */
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

    /** A port that takes no connection: its queue is full, and the kernel drops what else comes. */
    static Rig unreachable() {
        try {
            ServerSocket listener = new ServerSocket();
            listener.bind(loopback(0), 1);
            List<Socket> queue = new ArrayList<>();
            for (boolean full = false; !full; ) {
                Socket socket = new Socket();
                queue.add(socket);
                try {
                    socket.connect(listener.getLocalSocketAddress(), 100);
                } catch (SocketTimeoutException e) {
                    full = true;
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

    /** Else the next connection may come while the queue is still full, and is tried again by the kernel only a second later. */
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
