package io.dataarts.contract.loopback;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request as it arrived, with nothing decoded.
 *
 * @param method the request method
 * @param target the request target exactly as on the wire, still percent-encoded, with its query
 * @param headers the headers; names in lower case, values of one name in their order
 * @param body the body; empty if there was none
 */
public record ReceivedRequest(String method, String target, Map<String, List<String>> headers, byte[] body) {

    static ReceivedRequest read(HttpExchange http) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>();
        http.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        // URI.toString() is the text that the server parsed. The getters differ: getRawPath() of "//a/b" is "/b".
        return new ReceivedRequest(http.getRequestMethod(), http.getRequestURI().toString(), Collections.unmodifiableMap(headers),
                http.getRequestBody().readAllBytes());
    }

    /** Returns the first value of a header; the name's case does not matter. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
    }

    /** Returns the body as UTF-8 text. */
    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Returns the target without its query. */
    public String rawPath() {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    /** Returns the query, empty if there is none. */
    public String rawQuery() {
        int mark = target.indexOf('?');
        return mark < 0 ? "" : target.substring(mark + 1);
    }

    /** Returns the names and values of the query in their order, still percent-encoded. */
    public List<Map.Entry<String, String>> rawQueryPairs() {
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        for (String piece : rawQuery().split("&")) {
            if (!piece.isEmpty()) {
                int sign = piece.indexOf('=');
                pairs.add(sign < 0 ? Map.entry(piece, "") : Map.entry(piece.substring(0, sign), piece.substring(sign + 1)));
            }
        }
        return pairs;
    }

    /** Returns a short text without headers, because headers hold credentials. */
    @Override
    public String toString() {
        return method + " " + target + " " + bodyText();
    }
}
