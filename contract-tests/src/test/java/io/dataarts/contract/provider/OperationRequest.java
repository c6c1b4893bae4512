package io.dataarts.contract.provider;

import io.dataarts.contract.loopback.PercentCoding;
import io.dataarts.contract.loopback.ReceivedRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request, and the operation that its method and path name.
 *
 * @param rawPathParameters the path's parameters, still percent-encoded
 */
record OperationRequest(ReceivedRequest received, String operationId, Map<String, String> rawPathParameters) {

    /**
     * Returns a decoded path parameter.
     *
     * @throws IllegalArgumentException if it is not UTF-8
     */
    Optional<String> pathParameter(String name) {
        return Optional.ofNullable(rawPathParameters.get(name)).map(PercentCoding::decodeText);
    }

    /**
     * Returns all path parameters, decoded.
     *
     * @throws IllegalArgumentException if one is not UTF-8
     */
    Map<String, String> pathParameters() {
        Map<String, String> decoded = new LinkedHashMap<>();
        rawPathParameters.forEach((name, raw) -> decoded.put(name, PercentCoding.decodeText(raw)));
        return decoded;
    }

    /**
     * Returns the query as a Java service reads it: an unencoded {@code +} is a space. In the signature it is a plus sign. So a
     * client that does not encode {@code +} fails either way.
     *
     * @throws IllegalArgumentException if it is not UTF-8
     */
    Map<String, List<String>> queryParameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (Map.Entry<String, String> pair : received.rawQueryPairs()) {
            parameters.computeIfAbsent(decodeForm(pair.getKey()), name -> new ArrayList<>()).add(decodeForm(pair.getValue()));
        }
        return parameters;
    }

    /** Returns the workspace of the header; {@code null} for the default workspace. */
    String workspace() {
        return received.header("workspace").orElse(null);
    }

    boolean hasBody() {
        return received.body().length > 0;
    }

    /** Returns whether there is a body and the request calls it JSON. */
    boolean hasJson() {
        return hasBody() && received.header("Content-Type").orElse("").toLowerCase(Locale.ROOT).contains("json");
    }

    private static String decodeForm(String raw) {
        return PercentCoding.decodeText(raw.replace('+', ' '));
    }
}
