package io.dataarts.contract.pact;

import au.com.dius.pact.core.model.ContentType;
import au.com.dius.pact.core.model.HttpRequest;
import au.com.dius.pact.core.model.OptionalBody;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A request to compare with a recorded request. A null body means no body. */
record SentRequest(String method, String path, Map<String, List<String>> query, Map<String, String> headers, JsonNode body) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Returns the recorded request itself. */
    static SentRequest recorded(HttpRequest request) {
        Map<String, String> headers = new TreeMap<>();
        request.getHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        try {
            JsonNode body = request.getBody().isPresent() ? JSON.readTree(request.getBody().valueAsString()) : null;
            return new SentRequest(request.getMethod(), request.getPath(), new TreeMap<>(request.getQuery()), headers, body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the recorded body is no JSON", e);
        }
    }

    SentRequest method(String changed) {
        return new SentRequest(changed, path, query, headers, body);
    }

    SentRequest path(String changed) {
        return new SentRequest(method, changed, query, headers, body);
    }

    /** Sends other values of a parameter; none leaves it out. */
    SentRequest query(String name, String... values) {
        Map<String, List<String>> changed = new TreeMap<>(query);
        changed.remove(name);
        if (values.length > 0) {
            changed.put(name, List.of(values));
        }
        return new SentRequest(method, path, changed, headers, body);
    }

    SentRequest body(JsonNode changed) {
        return new SentRequest(method, path, query, headers, changed);
    }

    SentRequest header(String name, String value) {
        Map<String, String> changed = new TreeMap<>(headers);
        changed.put(name, value);
        return new SentRequest(method, path, query, changed, body);
    }

    SentRequest without(String header) {
        Map<String, String> changed = new TreeMap<>(headers);
        changed.remove(header);
        return new SentRequest(method, path, query, changed, body);
    }

    HttpRequest asPactSeesIt() {
        Map<String, List<String>> received = new HashMap<>();
        headers.forEach((name, value) -> received.put(name, List.of(value)));
        OptionalBody content = body == null ? OptionalBody.missing() : OptionalBody.body(
                body.toString().getBytes(StandardCharsets.UTF_8),
                ContentType.fromString(headers.getOrDefault("Content-Type", "application/json")));
        return new HttpRequest(method, path, query, received, content);
    }
}
