package io.dataarts.contract.size;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server that costs as little time as possible: one thread, one selector, no objects per request, one fixed response.
 *
 * <p>It runs in its own JVM, counts the requests that arrive, and ends when its standard input ends.
 */
final class BenchmarkServer {

    /** The response of a job rerun, with the gateway's headers and no body. */
    private static final byte[] ANSWER = """
            HTTP/1.1 200 OK\r
            Date: Tue, 26 Nov 2024 08:00:00 GMT\r
            Content-Type: application/json;charset=utf-8\r
            Content-Length: 0\r
            Connection: keep-alive\r
            Server: api-gateway\r
            X-Request-Id: 4c9e2b5f0d6a4f6c8a1e3b7d5f9a2c4e\r
            \r
            """.getBytes(StandardCharsets.US_ASCII);

    private final AtomicLong requests = new AtomicLong();
    private volatile boolean capture;

    private BenchmarkServer() {}

    public static void main(String[] arguments) throws IOException {
        BenchmarkServer server = new BenchmarkServer();
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        Thread thread = new Thread(() -> server.serve(listener), "server");
        thread.setDaemon(true);
        thread.start();
        System.out.println(listener.socket().getLocalPort());
        server.obey(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)));
    }

    private void obey(BufferedReader commands) throws IOException {
        for (String command; (command = commands.readLine()) != null; ) {
            if (command.equals("count")) {
                System.out.println(requests.get());
            } else {
                capture = true;
                System.out.println("capturing");
            }
        }
    }

    private void serve(ServerSocketChannel listener) {
        try (listener; Selector selector = Selector.open()) {
            listener.configureBlocking(false);
            listener.register(selector, SelectionKey.OP_ACCEPT);
            while (true) {
                selector.select();
                for (Iterator<SelectionKey> ready = selector.selectedKeys().iterator(); ready.hasNext(); ) {
                    SelectionKey key = ready.next();
                    ready.remove();
                    if (key.isAcceptable()) {
                        accept(listener, selector);
                    } else {
                        answer(key);
                    }
                }
            }
        } catch (IOException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void accept(ServerSocketChannel listener, Selector selector) throws IOException {
        SocketChannel connection = listener.accept();
        connection.configureBlocking(false);
        connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
        connection.register(selector, SelectionKey.OP_READ, new Connection());
    }

    private void answer(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        Connection connection = (Connection) key.attachment();
        try {
            if (channel.read(connection.received) < 0) {
                channel.close();
                return;
            }
            for (int end; (end = connection.endOfRequest()) > 0; ) {
                requests.incrementAndGet();
                if (capture) {
                    capture = false;
                    System.out.println(Base64.getEncoder().encodeToString(connection.take(end)));
                }
                connection.drop(end);
                connection.answer.rewind();
                while (connection.answer.hasRemaining()) {
                    channel.write(connection.answer);
                }
            }
        } catch (IOException e) {
            channel.close();
        }
    }

    /**
     * Collects the bytes of a request until it is complete.
     *
     * <p>It understands Content-Length, and chunked bodies in the form that the vendor's SDK sends.
     */
    private static final class Connection {
        private static final byte[] LENGTH = ascii("content-length:");
        private static final byte[] CHUNKED = ascii("transfer-encoding: chunked");
        private static final byte[] LAST_CHUNK = ascii("\r\n0\r\n\r\n");

        private final byte[] bytes = new byte[16 << 10];
        private final ByteBuffer received = ByteBuffer.wrap(bytes);
        private final ByteBuffer answer = ByteBuffer.allocateDirect(ANSWER.length).put(ANSWER);

        /** Returns the length of the complete request in the buffer, or 0 if the request is not yet complete. */
        int endOfRequest() {
            int line = 0;
            int body = 0;
            for (int i = 0; i < received.position(); i++) {
                if (bytes[i] == '\n') {
                    if (i - line <= 1) {
                        int end = body < 0 ? endOfChunks(i + 1) : i + 1 + body;
                        return end <= received.position() ? end : 0;
                    }
                    line = i + 1;
                } else if (i - line == LENGTH.length && startsWith(LENGTH, line)) {
                    for (int digit = bytes[i] == ' ' ? i + 1 : i; bytes[digit] >= '0' && bytes[digit] <= '9'; digit++) {
                        body = body * 10 + bytes[digit] - '0';
                    }
                } else if (i - line == CHUNKED.length && startsWith(CHUNKED, line)) {
                    body = -1;
                }
            }
            return 0;
        }

        /** Looks for the last chunk at the end of the buffer only, because clients send nothing more before the response. */
        private int endOfChunks(int from) {
            int end = received.position() - LAST_CHUNK.length;
            return end > from && startsWith(LAST_CHUNK, end) ? received.position() : Integer.MAX_VALUE;
        }

        /** Ignores the case of letters by clearing one bit, which also confuses a few other characters. */
        private boolean startsWith(byte[] text, int from) {
            for (int i = 0; i < text.length; i++) {
                if ((bytes[from + i] | 0x20) != (text[i] | 0x20)) {
                    return false;
                }
            }
            return true;
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        byte[] take(int length) {
            return Arrays.copyOf(bytes, length);
        }

        void drop(int length) {
            received.limit(received.position()).position(length);
            received.compact();
        }
    }
}
