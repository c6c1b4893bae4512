package io.dataarts.rerun.loopback;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A request as its bytes arrived: nothing decoded, joined or put in order.
 *
 * @param requestLine the first line, without its line break
 * @param headers names and values in the order and the case of the wire
 * @param body the bytes that Content-Length announced
 */
public record Received(String requestLine, List<Map.Entry<String, String>> headers, byte[] body) {

    /** The next request; null when the connection ends before it does. */
    public static Received read(InputStream in) throws IOException {
        String head = head(in);
        return head == null ? null : of(head, in.readNBytes(contentLength(head)));
    }

    private static Received of(String head, byte[] body) {
        String[] lines = head.split("\r\n");
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.add(Map.entry(lines[i].substring(0, colon), lines[i].substring(colon + 1).replaceFirst("^ ", "")));
        }
        return new Received(lines[0], List.copyOf(headers), body);
    }

    /** All values of a header whose name has exactly this case. */
    public List<String> values(String name) {
        return headers.stream().filter(header -> header.getKey().equals(name)).map(Map.Entry::getValue).toList();
    }

    /** The only value of a header. */
    public String value(String name) {
        List<String> values = values(name);
        if (values.size() != 1) {
            throw new AssertionError("expected the header " + name + " once, was there " + values.size() + " times in " + names());
        }
        return values.get(0);
    }

    public List<String> names() {
        return headers.stream().map(Map.Entry::getKey).toList();
    }

    /** What stands between method and protocol. */
    public String target() {
        return requestLine.split(" ")[1];
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int b; (b = in.read()) >= 0; ) {
            head.write(b);
            if (b == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return null;
    }

    private static int contentLength(String head) {
        for (String line : head.split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                return Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return 0;
    }
}
