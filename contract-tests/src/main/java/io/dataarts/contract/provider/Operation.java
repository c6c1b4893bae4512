package io.dataarts.contract.provider;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The operation that a request's method and path name, with the path's parameters still percent-encoded. */
record Operation(String id, Map<String, String> rawPathParameters) {

    /** @throws IllegalArgumentException if it is not UTF-8 */
    Optional<String> pathParameter(String name) {
        return Optional.ofNullable(rawPathParameters.get(name)).map(PercentCoding::decodeText);
    }

    /** @throws IllegalArgumentException if one is not UTF-8 */
    Map<String, String> pathParameters() {
        Map<String, String> decoded = new LinkedHashMap<>();
        rawPathParameters.forEach((name, raw) -> decoded.put(name, PercentCoding.decodeText(raw)));
        return decoded;
    }
}
