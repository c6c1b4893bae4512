package io.dataarts.contract.fault;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A request that arrived whole.
 *
 * @param method the request method
 * @param target the request target as on the wire
 * @param headers the headers, names in lower case, values of one name in their order
 * @param body the body, empty if there was none
 */
public record Arrival(String method, String target, Map<String, List<String>> headers, byte[] body) {

    /** The first value of a header, empty if it was not sent; the name's case does not matter. */
    public String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of("")).get(0);
    }

    /** The body as UTF-8 text. */
    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Short, and without headers: these hold credentials. */
    @Override
    public String toString() {
        return method + " " + target + " " + bodyText();
    }
}
