package io.dataarts.contract.provider;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** A request as it arrived: nothing decoded, header names in lower case, and the id that its answer will carry. */
record ReceivedRequest(String requestId, String method, String target, Map<String, List<String>> headers, byte[] body) {

    static ReceivedRequest read(HttpExchange http) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>();
        http.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        return new ReceivedRequest(
                UUID.randomUUID().toString().replace("-", ""),
                http.getRequestMethod(),
                // toString() is the text that was parsed. The getters are not: getRawPath() of "//a/b" is "/b".
                http.getRequestURI().toString(),
                Collections.unmodifiableMap(headers),
                http.getRequestBody().readAllBytes());
    }

    static Optional<String> firstValue(Map<String, List<String>> headers, String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
    }

    Optional<String> header(String name) {
        return firstValue(headers, name);
    }

    /** Whether there is a body and the request calls it JSON. */
    boolean hasJson() {
        return body.length > 0 && header("Content-Type").orElse("").toLowerCase(Locale.ROOT).contains("json");
    }

    String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    String rawPath() {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    /** Empty if there is none. */
    String rawQuery() {
        int mark = target.indexOf('?');
        return mark < 0 ? "" : target.substring(mark + 1);
    }

    /** Names and values of the query as they stand there, in their order. */
    List<Map.Entry<String, String>> rawQueryPairs() {
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        for (String piece : rawQuery().split("&")) {
            if (!piece.isEmpty()) {
                int sign = piece.indexOf('=');
                pairs.add(sign < 0 ? Map.entry(piece, "") : Map.entry(piece.substring(0, sign), piece.substring(sign + 1)));
            }
        }
        return pairs;
    }

    /**
     * The query as a service in Java reads it, where a bare {@code +} is a space. The signature takes it as a plus sign, so a
     * client that leaves {@code +} bare fails one way or the other.
     *
     * @throws IllegalArgumentException if it is not UTF-8
     */
    Map<String, List<String>> queryParameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (Map.Entry<String, String> pair : rawQueryPairs()) {
            parameters.computeIfAbsent(decodeForm(pair.getKey()), name -> new ArrayList<>()).add(decodeForm(pair.getValue()));
        }
        return parameters;
    }

    private static String decodeForm(String raw) {
        return PercentCoding.decodeText(raw.replace('+', ' '));
    }
}
