package io.dataarts.contract.provider;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request as it arrived, and its answer.
 *
 * @param method the request method
 * @param target the request target exactly as on the wire, still percent-encoded, with its query
 * @param headers the request headers; names in lower case, values of one name in their order
 * @param body the request body; empty if there was none
 * @param status the answer's status
 * @param requestId the answer's {@code X-Request-Id}
 * @param responseBody the answer's body; empty if there was none
 */
public record Exchange(String method, String target, Map<String, List<String>> headers, byte[] body,
                       int status, String requestId, byte[] responseBody) {

    static Exchange of(ReceivedRequest request, Answer answer) {
        return new Exchange(request.method(), request.target(), request.headers(), request.body(),
                answer.status(), request.requestId(), answer.bytes());
    }

    /** A copy. */
    @Override
    public byte[] body() {
        return body.clone();
    }

    /** A copy. */
    @Override
    public byte[] responseBody() {
        return responseBody.clone();
    }

    /** The first value of a request header; the name's case does not matter. */
    public Optional<String> header(String name) {
        return ReceivedRequest.firstValue(headers, name);
    }

    /** The request body as UTF-8 text. */
    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The answer's body as UTF-8 text. */
    public String responseText() {
        return new String(responseBody, StandardCharsets.UTF_8);
    }

    /** Short, and without headers: these hold credentials. */
    @Override
    public String toString() {
        return method + " " + target + " " + bodyText() + " -> " + status + " " + responseText();
    }
}
