package io.dataarts.rerun.loopback;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** The reaction of a {@link LoopbackServer} to one request: the bytes that it sends, or the end of the connection. */
@FunctionalInterface
public interface Reply {

    /** Sends this reply. The server keeps the connection open unless this closes it. */
    void give(Socket connection) throws IOException, InterruptedException;

    /** Returns a complete response with a JSON body; headers are whole lines. */
    static Reply json(int status, String body, String... headers) {
        String[] all = new String[headers.length + 1];
        all[0] = "Content-Type: application/json";
        System.arraycopy(headers, 0, all, 1, headers.length);
        return of(status, body.getBytes(StandardCharsets.UTF_8), all);
    }

    /** Returns a complete response without a body; headers are whole lines. */
    static Reply empty(int status, String... headers) {
        return of(status, new byte[0], headers);
    }

    /** Returns a complete response; headers are whole lines. */
    static Reply of(int status, byte[] body, String... headers) {
        return bytes(message(status, body.length, body, headers));
    }

    /** Returns a truncated response: it announces more bytes than it sends, then closes the connection. */
    static Reply truncated(int status, int announced, String sent, String... headers) {
        return bytes(message(status, announced, sent.getBytes(StandardCharsets.UTF_8), headers)).then(drop());
    }

    /** Sends exactly these bytes. */
    static Reply bytes(byte[] bytes) {
        return connection -> {
            connection.getOutputStream().write(bytes);
            connection.getOutputStream().flush();
        };
    }

    /** Sends exactly this text, one byte a character. */
    static Reply text(String text) {
        return bytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Closes the connection without a response. */
    static Reply drop() {
        return Socket::close;
    }

    /** Resets the connection. */
    static Reply reset() {
        return connection -> {
            connection.setSoLinger(true, 0);
            connection.close();
        };
    }

    /** Sends nothing until the client closes the connection. */
    static Reply silence() {
        return connection -> {
            connection.getInputStream().transferTo(OutputStream.nullOutputStream());
            connection.close();
        };
    }

    /** Ends the output, then reads until the client closes the connection. */
    static Reply endOfOutput() {
        return ((Reply) Socket::shutdownOutput).then(silence());
    }

    /** Waits for the latch, then sends the reply. Closing the server ends the wait. */
    static Reply after(CountDownLatch latch, Reply reply) {
        return connection -> {
            latch.await();
            reply.give(connection);
        };
    }

    /** Returns this reply followed by another on the same connection. */
    default Reply then(Reply next) {
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
