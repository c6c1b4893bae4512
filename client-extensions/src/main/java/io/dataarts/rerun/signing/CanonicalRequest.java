package io.dataarts.rerun.signing;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The form of a request that client and gateway hash, each on its side. */
final class CanonicalRequest {

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();
    private static final boolean[] UNRESERVED = new boolean[128];
    private static final int NO_SEPARATOR = -1;

    static {
        for (char c : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~".toCharArray()) {
            UNRESERVED[c] = true;
        }
    }

    private CanonicalRequest() {}

    /** @param canonical an empty one */
    static String of(
            StringBuilder canonical,
            String method,
            URI uri,
            SortedMap<String, String> headers,
            String signedHeaders,
            String payloadHash) {
        canonical.append(method).append('\n');
        appendPath(canonical, uri.getRawPath());
        canonical.append('\n');
        appendQuery(canonical, uri.getRawQuery());
        canonical.append('\n');
        for (Map.Entry<String, String> header : headers.entrySet()) {
            canonical.append(header.getKey()).append(':').append(header.getValue()).append('\n');
        }
        return canonical.append('\n').append(signedHeaders).append('\n').append(payloadHash).toString();
    }

    /** The authority without user info, with a port that is written out. */
    static String host(URI uri) {
        String authority = uri.getRawAuthority();
        return authority.substring(authority.indexOf('@') + 1);
    }

    private static void appendPath(StringBuilder canonical, String rawPath) {
        appendEncoded(canonical, rawPath, '/');
        if (!rawPath.endsWith("/")) {
            canonical.append('/');
        }
    }

    /** Sorted by encoded name; the values of one name keep their order. */
    private static void appendQuery(StringBuilder canonical, @Nullable String rawQuery) {
        if (rawQuery == null) {
            return;
        }
        List<String[]> parameters = new ArrayList<>();
        for (String parameter : rawQuery.split("&")) {
            if (!parameter.isEmpty()) {
                int equals = parameter.indexOf('=');
                parameters.add(new String[] {
                    encoded(equals < 0 ? parameter : parameter.substring(0, equals)),
                    equals < 0 ? "" : encoded(parameter.substring(equals + 1))
                });
            }
        }
        parameters.sort(Comparator.comparing(parameter -> parameter[0]));
        for (int i = 0; i < parameters.size(); i++) {
            canonical.append(i == 0 ? "" : "&").append(parameters.get(i)[0]).append('=').append(parameters.get(i)[1]);
        }
    }

    private static String encoded(String raw) {
        StringBuilder encoded = new StringBuilder(raw.length());
        appendEncoded(encoded, raw, NO_SEPARATOR);
        return encoded.toString();
    }

    /**
     * Percent-decoded, then encoded once by RFC 3986: a value that is already encoded that way stays as it is. So does the separator,
     * unless it is encoded itself.
     */
    private static void appendEncoded(StringBuilder out, String raw, int separator) {
        int plain = 0;
        while (plain < raw.length() && (raw.charAt(plain) == separator || isUnreserved(raw.charAt(plain)))) {
            plain++;
        }
        if (plain == raw.length()) {
            out.append(raw);
            return;
        }
        out.append(raw, 0, plain);
        byte[] bytes = raw.substring(plain).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int b = bytes[i] & 0xFF;
            if (b == separator) {
                out.append((char) b);
                continue;
            }
            if (b == '%') { // two hex digits follow, or it would be no URI
                b = Character.digit(bytes[i + 1], 16) << 4 | Character.digit(bytes[i + 2], 16);
                i += 2;
            }
            if (isUnreserved(b)) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX[b >> 4]).append(HEX[b & 15]);
            }
        }
    }

    private static boolean isUnreserved(int b) {
        return b < UNRESERVED.length && UNRESERVED[b];
    }
}
