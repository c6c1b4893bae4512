package io.dataarts.rerun.loopback;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** What {@link LoopbackServer} does once it has read a request. */
@FunctionalInterface
public interface Answer {

    /** Answers over the connection; the connection is kept unless it was closed here. */
    void give(Socket connection) throws IOException;

    /** A complete answer with a JSON body. */
    static Answer json(int status, String body) {
        return of(status, body.getBytes(StandardCharsets.UTF_8), "Content-Type: application/json");
    }

    /** A complete answer without a body. */
    static Answer empty(int status, String... headers) {
        return of(status, new byte[0], headers);
    }

    /** A complete answer; headers are given as lines. */
    static Answer of(int status, byte[] body, String... headers) {
        return bytes(message(status, body.length, body, headers));
    }

    /** An answer that announces more bytes than it sends before the connection ends. */
    static Answer brokenOff(int status, int announced, String sent, String... headers) {
        return connection -> {
            bytes(message(status, announced, sent.getBytes(StandardCharsets.UTF_8), headers)).give(connection);
            connection.close();
        };
    }

    /** These bytes as they are. */
    static Answer bytes(byte[] bytes) {
        return connection -> {
            connection.getOutputStream().write(bytes);
            connection.getOutputStream().flush();
        };
    }

    /** This text as it is. */
    static Answer text(String text) {
        return bytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The connection ends without an answer. */
    static Answer drop() {
        return Socket::close;
    }

    /** The connection is reset. */
    static Answer reset() {
        return connection -> {
            connection.setSoLinger(true, 0);
            connection.close();
        };
    }

    /** Nothing comes until the client goes away. */
    static Answer silence() {
        return connection -> {
            connection.getInputStream().transferTo(OutputStream.nullOutputStream());
            connection.close();
        };
    }

    /** This one, and after it the other. */
    default Answer then(Answer next) {
        return connection -> {
            give(connection);
            next.give(connection);
        };
    }

    private static byte[] message(int status, int length, byte[] body, String... headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" Status\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        if (status != 204 && status != 304) {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        message.writeBytes(body);
        return message.toByteArray();
    }
}
