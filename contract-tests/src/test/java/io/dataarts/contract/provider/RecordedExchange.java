package io.dataarts.contract.provider;

import io.dataarts.contract.loopback.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request as it arrived, and its response.
 *
 * @param status the response's status; 0 if the provider closed the connection instead
 * @param requestId the response's {@code X-Request-Id}
 * @param responseBody the response's body; empty if there was none
 */
public record RecordedExchange(ReceivedRequest request, int status, String requestId, byte[] responseBody) {

    /** Returns the request method. */
    public String method() {
        return request.method();
    }

    /** Returns the request target exactly as on the wire. */
    public String target() {
        return request.target();
    }

    /** Returns the request headers; names in lower case, values of one name in their order. */
    public Map<String, List<String>> headers() {
        return request.headers();
    }

    /** Returns the first value of a request header; the name's case does not matter. */
    public Optional<String> header(String name) {
        return request.header(name);
    }

    /** Returns the request body. */
    public byte[] body() {
        return request.body();
    }

    /** Returns the request body as UTF-8 text. */
    public String bodyText() {
        return request.bodyText();
    }

    /** Returns the response's body as UTF-8 text. */
    public String responseText() {
        return new String(responseBody, StandardCharsets.UTF_8);
    }

    /** Returns a short text without headers, because headers hold credentials. */
    @Override
    public String toString() {
        return request + " -> " + status + " " + responseText();
    }
}
