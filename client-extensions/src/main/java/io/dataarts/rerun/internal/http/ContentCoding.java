package io.dataarts.rerun.internal.http;

import io.dataarts.rerun.internal.call.Received;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** Decodes bodies that arrive with a content coding (RFC 9110, 8.4). The SDK asks for none, but a gateway may apply one. */
final class ContentCoding {

    /** Limits the work: a body of kilobytes could otherwise ask for thousands of rounds. */
    private static final int MAX_CODINGS = 2;

    private ContentCoding() {}

    /**
     * Returns the response with its body decoded, up to the limit.
     *
     * <p>{@link Received#undecoded} is set if a coding is unknown, or if the body does not fit it.
     */
    static Received decode(Received received, int limit) {
        Collection<String> applied = received.headers().getOrDefault("Content-Encoding", List.of());
        List<String> codings = Stream.of(String.join(",", applied).toLowerCase(Locale.ROOT).split(",")).map(String::strip)
                .filter(coding -> !coding.isEmpty() && !coding.equals("identity")).toList();
        Received decoded = received;
        for (int i = codings.size() - 1; i >= 0 && decoded.undecoded() == null && decoded.body().length > 0; i--) {
            decoded = decode(decoded, i < MAX_CODINGS ? codings.get(i) : "too many", limit);
        }
        return decoded;
    }

    private static Received decode(Received coded, String coding, int limit) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        IOException truncation = coded.truncation();
        boolean fits = true;
        try (InputStream content = decoder(coding, coded.body())) {
            byte[] buffer = new byte[4096];
            for (int n; (n = content.read(buffer, 0, Math.min(buffer.length, limit - plain.size()))) > 0; ) {
                plain.write(buffer, 0, n); // keep what precedes an error
            }
            if (plain.size() == limit && content.read() >= 0) {
                truncation = new IOException("the body is larger than " + limit + " bytes");
            }
        } catch (IOException e) {
            fits = truncation != null && e instanceof EOFException; // the truncation explains it
            if (plain.size() == 0 && e instanceof ZipException) {
                plain.writeBytes(coded.body()); // perhaps it is not coded at all
            }
        }
        String undecoded = fits ? null : "the body cannot be decoded from Content-Encoding: "
                + String.join(", ", coded.headers().get("Content-Encoding"))
                + ", which the SDK did not ask for: check the gateways and proxies on the way";
        return new Received(coded.status(), coded.reason(), coded.headers(), plain.toByteArray(), truncation, undecoded);
    }

    private static InputStream decoder(String coding, byte[] body) throws IOException {
        InputStream content = new ByteArrayInputStream(body);
        return switch (coding) {
            case "gzip", "x-gzip" -> new GZIPInputStream(content);
            case "deflate" -> new InflaterInputStream(content, new Inflater(!hasZlibHeader(body)));
            default -> throw new IOException("unknown: " + coding);
        };
    }

    /** Returns false for a bare deflate stream, which some servers send although the standard asks for zlib (RFC 1950, 2.2). */
    private static boolean hasZlibHeader(byte[] body) {
        return body.length > 1 && (body[0] & 0x0f) == Deflater.DEFLATED && ((body[0] & 0xff) << 8 | body[1] & 0xff) % 31 == 0;
    }
}
