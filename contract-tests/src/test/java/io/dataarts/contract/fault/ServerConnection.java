package io.dataarts.contract.fault;

import io.dataarts.contract.loopback.ReceivedRequest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLSocket;

/** The server's side of one connection. Only the thread that plays a {@link Fault} may use it. */
public final class ServerConnection {

    private final FaultServer server;
    private final Socket plain;
    private Socket socket;
    private InputStream in;
    private boolean closed;

    ServerConnection(FaultServer server, Socket socket) throws IOException {
        this.server = server;
        this.plain = socket;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Starts TLS. The handshake happens with the first byte that is read or written. */
    public void secure(ServerTls tls) throws IOException {
        SSLSocket secured = tls.over(plain);
        socket = secured;
        in = new BufferedInputStream(secured.getInputStream());
    }

    boolean awaitRequest() throws IOException {
        if (closed) {
            return false;
        }
        in.mark(1);
        if (in.read() < 0) {
            return false;
        }
        in.reset();
        return true;
    }

    /** Reads a request to its end and counts it as complete. */
    public ReceivedRequest readRequest() throws IOException {
        Head head = readHead();
        byte[] body = head.isChunked() ? readChunks() : readBody(head.contentLength());
        server.arrived();
        return new ReceivedRequest(head.method, head.target, head.headers, body);
    }

    /** Reads a request's head and half of its body, which leaves it incomplete. */
    public void readHalfOfRequest() throws IOException {
        Head head = readHead();
        readBody((head.isChunked() ? Integer.parseInt(readLine(), 16) : head.contentLength()) / 2);
    }

    /** Writes text, one byte for each char, and sends it. */
    public void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Writes and sends bytes. */
    public void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        server.wrote(bytes.length);
    }

    /** Waits for this time, or until the server is closed. */
    public void pause(Duration duration) {
        server.pause(duration);
    }

    /** Waits until the client has closed the connection. */
    public void awaitClientClose() throws IOException {
        socket.setSoTimeout(0);
        in.transferTo(OutputStream.nullOutputStream());
        close();
    }

    /** Closes the connection. With unread bytes of the client, the kernel sends a reset instead. */
    public void close() throws IOException {
        closed = true;
        socket.close();
    }

    /** Resets the connection. */
    public void reset() throws IOException {
        closed = true;
        plain.setSoLinger(true, 0);
        plain.close();
    }

    private record Head(String method, String target, Map<String, List<String>> headers) {
        int contentLength() {
            return Integer.parseInt(headers.getOrDefault("content-length", List.of("0")).get(0));
        }

        boolean isChunked() {
            return headers.containsKey("transfer-encoding");
        }
    }

    private Head readHead() throws IOException {
        String[] requestLine = readLine().split(" ");
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                    .add(line.substring(colon + 1).strip());
        }
        return new Head(requestLine[0], requestLine[1], headers);
    }

    private byte[] readChunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int length = Integer.parseInt(readLine(), 16); length > 0; length = Integer.parseInt(readLine(), 16)) {
            body.writeBytes(readBody(length));
            readLine();
        }
        readLine();
        return body.toByteArray();
    }

    private byte[] readBody(int length) throws IOException {
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the client closed the connection within a body");
        }
        return body;
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the client closed the connection within a head");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
