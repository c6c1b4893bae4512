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
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.entity.DeflateInputStream;

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
    static Received decode(Received coded, int limit) {
        Collection<String> headers = coded.headers().getOrDefault("Content-Encoding", List.of());
        if (headers.isEmpty() || coded.body().length == 0) {
            return coded;
        }
        List<String> codings = Stream.of(String.join(",", headers).toLowerCase(Locale.ROOT).split(",")).map(String::strip)
                .filter(coding -> !coding.isEmpty() && !coding.equals("identity")).toList();
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        IOException truncation = coded.truncation();
        String undecoded = null;
        try {
            IOException tooLarge = Transport.copy(decoder(codings, coded.body()), plain, limit);
            truncation = tooLarge == null ? truncation : tooLarge;
        } catch (IOException e) {
            undecoded = truncation != null && e instanceof EOFException ? null // the truncation explains it
                    : "the body cannot be decoded from Content-Encoding: " + String.join(", ", headers)
                            + ", which the SDK did not ask for: check the gateways and proxies on the way";
        }
        byte[] body = undecoded != null && plain.size() == 0 ? coded.body() : plain.toByteArray(); // perhaps it is not coded at all
        return new Received(coded.status(), coded.reason(), coded.headers(), body, truncation, undecoded);
    }

    private static InputStream decoder(List<String> codings, byte[] body) throws IOException {
        InputStream content = new ByteArrayInputStream(body);
        for (int i = codings.size() - 1; i >= 0; i--) {
            String coding = i < MAX_CODINGS ? codings.get(i) : "too many";
            content = switch (coding) {
                case "gzip", "x-gzip" -> new GZIPInputStream(content);
                case "deflate" -> new DeflateInputStream(content); // also bare deflate, which some servers send although it is no zlib
                default -> throw new IOException("unknown: " + coding);
            };
        }
        return content;
    }
}
