package io.dataarts.contract.evolution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An API description as a tree whose references can be followed. */
record Spec(JsonNode root) {

    private static final ObjectMapper YAML = new YAMLMapper();
    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    static Spec parse(String yaml) {
        try {
            return new Spec(YAML.readTree(yaml));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the API description is no YAML", e);
        }
    }

    String version() {
        return root.at("/info/version").asText();
    }

    JsonNode resolve(JsonNode node) {
        JsonNode resolved = node;
        while (resolved.has("$ref")) {
            resolved = root.at(resolved.get("$ref").textValue().substring(1));
        }
        return resolved;
    }

    /** The name of the component that is referred to; the generator makes it a type. */
    static Optional<String> component(JsonNode node) {
        return Optional.ofNullable(node.get("$ref")).map(ref -> ref.textValue().substring(ref.textValue().lastIndexOf('/') + 1));
    }

    /** By operationId, in their order. */
    Map<String, Operation> operations() {
        Map<String, Operation> operations = new LinkedHashMap<>();
        root.path("paths").fields().forEachRemaining(path -> METHODS.stream()
                .filter(path.getValue()::has)
                .map(method -> new Operation(method.toUpperCase(Locale.ROOT), path.getKey(), path.getValue(),
                        path.getValue().get(method)))
                .forEach(operation -> operations.put(operation.id(), operation)));
        return operations;
    }

    /** The parameters of an operation by place and name, in the order in which a generated method takes them. */
    Map<String, JsonNode> parameters(Operation operation) {
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        for (JsonNode owner : List.of(operation.pathItem(), operation.node())) {
            owner.path("parameters").forEach(parameter -> {
                JsonNode resolved = resolve(parameter);
                parameters.put(resolved.path("in").asText() + " parameter " + resolved.path("name").asText(), resolved);
            });
        }
        return parameters;
    }

    /** Each alternative as the headers or the like that it needs, such as {@code header Authorization + header X-Sdk-Date}. */
    Set<String> security(Operation operation) {
        Set<String> alternatives = new LinkedHashSet<>();
        JsonNode declared = operation.node().has("security") ? operation.node().get("security") : root.path("security");
        declared.forEach(alternative -> {
            List<String> schemes = new ArrayList<>();
            alternative.fieldNames().forEachRemaining(name -> schemes.add(scheme(name)));
            alternatives.add(schemes.isEmpty() ? "no credentials" : String.join(" + ", schemes));
        });
        if (alternatives.isEmpty()) {
            alternatives.add("no credentials");
        }
        return alternatives;
    }

    private String scheme(String name) {
        ObjectNode scheme = (ObjectNode) resolve(root.at("/components/securitySchemes/" + name)).deepCopy();
        scheme.remove("description");
        return scheme.path("type").asText().equals("apiKey") && scheme.size() == 3
                ? scheme.get("in").asText() + " " + scheme.get("name").asText()
                : name + " " + scheme;
    }

    record Operation(String method, String path, JsonNode pathItem, JsonNode node) {

        String id() {
            return node.has("operationId") ? node.get("operationId").textValue() : method + " " + path;
        }

        String tag() {
            JsonNode tags = node.path("tags");
            return tags.isEmpty() ? "Default" : tags.get(0).asText();
        }

        JsonNode get(String name) {
            JsonNode value = node.get(name);
            return value == null ? MissingNode.getInstance() : value;
        }
    }
}
