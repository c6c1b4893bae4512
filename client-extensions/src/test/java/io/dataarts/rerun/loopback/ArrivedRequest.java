package io.dataarts.rerun.loopback;

import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.signing.RequestSigner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request as its bytes arrived: not decoded, not joined, not sorted.
 *
 * @param head the request line and the header lines, with their line breaks, one character a byte
 * @param body the bytes that Content-Length announced
 */
public record ArrivedRequest(String head, byte[] body) {

    /** Reads the next request. Returns null if the connection ends before it is complete. */
    public static ArrivedRequest read(InputStream in) throws IOException {
        String head = head(in);
        return head == null ? null : new ArrivedRequest(head, in.readNBytes(contentLength(head)));
    }

    /** Returns all of it as text, one character a byte. */
    public String raw() {
        return head + new String(body, StandardCharsets.ISO_8859_1);
    }

    /** Returns the first line, without its line break. */
    public String requestLine() {
        return head.substring(0, head.indexOf("\r\n"));
    }

    public String method() {
        return requestLine().split(" ")[0];
    }

    /** Returns the text between method and protocol. */
    public String target() {
        return requestLine().split(" ")[1];
    }

    /** Returns names and values in the order and the case of the wire. */
    public List<Map.Entry<String, String>> headers() {
        String[] lines = head.split("\r\n");
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.add(Map.entry(lines[i].substring(0, colon), lines[i].substring(colon + 1).replaceFirst("^ ", "")));
        }
        return List.copyOf(headers);
    }

    public List<String> names() {
        return headers().stream().map(Map.Entry::getKey).toList();
    }

    /** Returns the names in lower case, for tests that a header is absent in any spelling. */
    public List<String> lowerCaseNames() {
        return names().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    /** Returns all values of a header whose name has exactly this case. */
    public List<String> values(String name) {
        return headers().stream().filter(header -> header.getKey().equals(name)).map(Map.Entry::getValue).toList();
    }

    /** Returns the only value of a header. */
    public String value(String name) {
        List<String> values = values(name);
        if (values.size() != 1) {
            throw new AssertionError("expected the header " + name + " once, was there " + values.size() + " times in " + names());
        }
        return values.get(0);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Signs the received bytes again with this key, and returns whether that gives the received signature and security token. */
    public boolean isSignedBy(AccessKey key) {
        Map<String, String> signed = new TreeMap<>();
        for (String name : List.of("Host", "workspace", "X-Project-Id", "X-Sdk-Date")) {
            signed.put(name, value(name));
        }
        key.securityToken().ifPresent(token -> signed.put("X-Security-Token", token));
        String expected = new RequestSigner()
                .sign(key, method(), URI.create("http://unused" + target()), signed, body)
                .authorization();
        return values("Authorization").equals(List.of(expected))
                && values("X-Security-Token").equals(key.securityToken().stream().toList());
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
