package io.dataarts.contract.size;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Sends the same bytes over plain sockets, and knows the form of the response: the upper limit for any client.
 *
 * <p>Nearly all of its time is spent in the server and the kernel.
 */
final class SocketPeer implements Peer {

    private record Connection(Socket socket, byte[] buffer) {}

    private final URI endpoint;
    private final byte[] signed;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

    SocketPeer(URI endpoint, byte[] signed) {
        this.endpoint = endpoint;
        this.signed = signed;
    }

    @Override
    public void call() throws IOException {
        Connection connection = idle.poll();
        if (connection == null) {
            Socket socket = new Socket(endpoint.getHost(), endpoint.getPort());
            socket.setTcpNoDelay(true);
            connection = new Connection(socket, new byte[4096]);
        }
        connection.socket.getOutputStream().write(signed);
        int length = 0;
        while (!ends(connection.buffer, length)) {
            int n = connection.socket.getInputStream().read(connection.buffer, length, connection.buffer.length - length);
            if (n < 0) {
                throw new EOFException("the server closed the connection");
            }
            length += n;
        }
        idle.push(connection);
    }

    /** Returns whether the bytes end with the empty line after the head, because the response has no body. */
    private static boolean ends(byte[] bytes, int length) {
        return length > 3 && bytes[length - 1] == '\n' && bytes[length - 2] == '\r' && bytes[length - 3] == '\n';
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : idle) {
            connection.socket.close();
        }
    }
}
