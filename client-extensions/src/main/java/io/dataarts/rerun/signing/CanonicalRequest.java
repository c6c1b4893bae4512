package io.dataarts.rerun.signing;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds the canonical request, which the client and the gateway each build and hash. */
final class CanonicalRequest {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int NO_SEPARATOR = -1;

    private CanonicalRequest() {}

    static String of(String method, URI uri, SortedMap<String, String> headers, String signedHeaders, String payloadHash) {
        StringBuilder canonical = new StringBuilder(384).append(method).append('\n');
        appendEncoded(canonical, uri.getRawPath(), '/');
        canonical.append(uri.getRawPath().endsWith("/") ? "\n" : "/\n");
        canonical.append(uri.getRawQuery() == null ? "" : query(uri.getRawQuery())).append('\n');
        headers.forEach((name, value) -> canonical.append(name).append(':').append(value).append('\n'));
        return canonical.append('\n').append(signedHeaders).append('\n').append(payloadHash).toString();
    }

    /** Returns the authority without user info, and with the port if the URL has one. A colon without a port is no part of it. */
    static String host(URI uri) {
        String authority = uri.getRawAuthority();
        return authority.substring(authority.indexOf('@') + 1, authority.length() - (authority.endsWith(":") ? 1 : 0));
    }

    /** Returns the parameters, sorted by encoded name. The values of one name keep their order. */
    private static String query(String rawQuery) {
        SortedMap<String, String> byName = new TreeMap<>();
        for (String parameter : rawQuery.split("&")) {
            if (!parameter.isEmpty()) {
                String[] nameAndValue = parameter.split("=", 2);
                String name = encoded(nameAndValue[0]);
                String value = nameAndValue.length < 2 ? "" : encoded(nameAndValue[1]);
                byName.merge(name, name + "=" + value, (earlier, later) -> earlier + "&" + later);
            }
        }
        return String.join("&", byName.values());
    }

    private static String encoded(String raw) {
        StringBuilder encoded = new StringBuilder(raw.length());
        appendEncoded(encoded, raw, NO_SEPARATOR);
        return encoded.toString();
    }

    /**
     * Percent-decodes the text, then encodes it once by RFC 3986. A value that is already encoded in this way stays as it is. An unencoded
     * separator stays, too.
     */
    private static void appendEncoded(StringBuilder out, String raw, int separator) {
        byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            boolean plainSeparator = b == separator;
            if (b == '%') { // two hex digits follow in every URI
                b = (byte) (Character.digit(bytes[i + 1], 16) << 4 | Character.digit(bytes[i + 2], 16));
                i += 2;
            }
            if (plainSeparator || isUnreserved(b)) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX.toHexDigits(b));
            }
        }
    }

    private static boolean isUnreserved(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || "-_.~".indexOf(b) >= 0;
    }
}
