package io.dataarts.contract.loopback;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent-encoding of RFC 3986. It works on bytes, so that invalid UTF-8 is neither lost nor repaired. */
public final class PercentCoding {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PercentCoding() {
    }

    /** Decodes the text, then encodes all but the unreserved characters. Signatures use this spelling. */
    public static String normalize(String raw) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : decode(raw)) {
            char c = (char) (b & 0xFF);
            boolean unreserved = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "-_.~".indexOf(c) >= 0;
            if (unreserved) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    /**
     * Decodes to text.
     *
     * @throws IllegalArgumentException if the bytes are not UTF-8
     */
    public static String decodeText(String raw) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(decode(raw))).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("'" + raw + "' is not UTF-8", e);
        }
    }

    private static byte[] decode(String raw) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.write(HexFormat.fromHexDigits(raw, i + 1, i + 3));
                i += 2;
            } else {
                // The server passes each byte of the request line as one char.
                bytes.write(c);
            }
        }
        return bytes.toByteArray();
    }
}
