package io.dataarts.contract.fault;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** Common faults, and ordinary answers. */
public final class Faults {

    private static final int CHUNK = 64 << 10;

    private Faults() {
    }

    /** Reads the request and answers with this status and no body. */
    public static Fault answer(int status) {
        return answer(status, "");
    }

    /**
     * Reads the request and answers.
     *
     * @param body the body, sent as UTF-8 with its length
     * @param headers complete lines, such as {@code Retry-After: 1}
     */
    public static Fault answer(int status, String body, String... headers) {
        return raw(head(status, headers) + (status == 204 ? "" : "Content-Length: " + utf8(body).length() + "\r\n")
                + "\r\n" + utf8(body));
    }

    /** Returns the status line and headers of an answer, without the empty line that ends them. */
    public static String head(int status, String... headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
        Arrays.stream(headers).forEach(header -> head.append(header).append("\r\n"));
        return head.toString();
    }

    /** Reads the request and writes exactly this text, one byte for each char. */
    public static Fault raw(String answer) {
        return connection -> {
            connection.readRequest();
            connection.write(answer);
        };
    }

    /** Plays these faults one after the other. */
    public static Fault then(Fault... faults) {
        return connection -> {
            for (Fault fault : faults) {
                fault.play(connection);
            }
        };
    }

    /** Closes the connection: at once, or after the faults before. */
    public static Fault close() {
        return ServerConnection::close;
    }

    /** Resets the connection. */
    public static Fault reset() {
        return ServerConnection::reset;
    }

    /** Reads the request only. */
    public static Fault read() {
        return ServerConnection::readRequest;
    }

    /** Reads half of the request. */
    public static Fault readHalf() {
        return ServerConnection::readHalfOfRequest;
    }

    /** Sends nothing until the client closes the connection. */
    public static Fault silence() {
        return ServerConnection::awaitClientClose;
    }

    /** Sends nothing for this time. */
    public static Fault pause(Duration duration) {
        return connection -> connection.pause(duration);
    }

    /** Writes this text, one byte for each char. */
    public static Fault write(String text) {
        return connection -> connection.write(text);
    }

    /** Writes the text byte by byte, with a pause after each byte. */
    public static Fault drip(String text, Duration pause) {
        return connection -> {
            for (int i = 0; i < text.length(); i++) {
                connection.write(text.substring(i, i + 1));
                connection.pause(pause);
            }
        };
    }

    /** Writes this many bytes, until the client stops reading. */
    public static Fault flood(long bytes) {
        return flood(bytes, "x");
    }

    /** Repeats a text until it has written at least this many bytes, or until the client stops reading. */
    public static Fault flood(long bytes, String text) {
        byte[] chunk = text.repeat(CHUNK / text.length() + 1).getBytes(StandardCharsets.ISO_8859_1);
        return connection -> {
            for (long left = bytes; left > 0; left -= chunk.length) {
                connection.write(left >= chunk.length ? chunk : Arrays.copyOf(chunk, (int) left));
            }
        };
    }

    /** Returns UTF-8 text in the form for {@link ServerConnection#write(String)}: one char for each byte. */
    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
