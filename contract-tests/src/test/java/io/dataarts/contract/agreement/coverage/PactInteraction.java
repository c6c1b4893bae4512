package io.dataarts.contract.agreement.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dataarts.contract.pact.RecordedPact;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An interaction of the committed pact. It is read as plain JSON, because Pact would normalize it. */
record PactInteraction(
        String description,
        String operationId,
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, String> headers,
        JsonNode body,
        int status,
        Map<String, String> responseHeaders,
        JsonNode responseBody) {

    private static final String RESOURCE = RecordedPact.FOLDER + "/dataarts-rerun-sdk-dataarts-studio.json";

    /** Returns all interactions, in the file's order. */
    static List<PactInteraction> all() {
        try (InputStream json = PactInteraction.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            List<PactInteraction> all = new ArrayList<>();
            new ObjectMapper().readTree(json).path("interactions").forEach(interaction -> all.add(of(interaction)));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads an interaction of a pact file. */
    static PactInteraction of(JsonNode interaction) {
        JsonNode request = interaction.path("request");
        JsonNode response = interaction.path("response");
        return new PactInteraction(
                interaction.path("description").asText(),
                interaction.at("/comments/references/openapi/operationId").asText(),
                request.path("method").asText(),
                request.path("path").asText(),
                query(request),
                headers(request),
                request.at("/body/content"),
                response.path("status").asInt(),
                headers(response),
                response.at("/body/content"));
    }

    private static Map<String, List<String>> query(JsonNode request) {
        Map<String, List<String>> query = new TreeMap<>();
        request.path("query").properties().forEach(parameter -> {
            List<String> values = new ArrayList<>();
            parameter.getValue().forEach(value -> values.add(value.asText()));
            query.put(parameter.getKey(), values);
        });
        return query;
    }

    private static Map<String, String> headers(JsonNode message) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        message.path("headers").properties().forEach(header -> headers.put(header.getKey(), header.getValue().path(0).asText()));
        return headers;
    }

    /** Returns the decoded value of a path parameter; empty if the path does not match the template. */
    Optional<String> pathValue(String template, String parameter) {
        String[] names = template.split("/");
        String[] values = path.split("/");
        if (names.length != values.length) {
            return Optional.empty();
        }
        Optional<String> found = Optional.empty();
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals("{" + parameter + "}")) {
                found = Optional.of(URLDecoder.decode(values[i].replace("+", "%2B"), StandardCharsets.UTF_8));
            } else if (!names[i].startsWith("{") && !names[i].equals(values[i])) {
                return Optional.empty();
            }
        }
        return found;
    }
}
