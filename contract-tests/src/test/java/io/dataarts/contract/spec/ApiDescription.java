package io.dataarts.contract.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An OpenAPI description as a tree whose references can be followed. */
public record ApiDescription(ObjectNode root) {

    private static final ObjectMapper YAML = new YAMLMapper();

    /** Returns openapi.yaml as the api-spec artifact has it. */
    public static ApiDescription packaged() {
        return parse(packagedYaml());
    }

    /** Returns the text of openapi.yaml as the api-spec artifact has it. */
    public static String packagedYaml() {
        return packagedFile("openapi.yaml");
    }

    /**
     * Returns the text of a file of the api-spec artifact.
     *
     * @throws IllegalStateException if the artifact has no such file
     */
    public static String packagedFile(String name) {
        String resource = "io/dataarts/spec/" + name;
        try (InputStream file = ApiDescription.class.getClassLoader().getResourceAsStream(resource)) {
            if (file == null) {
                throw new IllegalStateException(resource + " is not on the class path: add dataarts-api-spec");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    /**
     * Reads YAML or JSON.
     *
     * @throws IllegalArgumentException if the text is neither, or not an object
     */
    public static ApiDescription parse(String text) {
        try {
            if (YAML.readTree(text) instanceof ObjectNode root) {
                return new ApiDescription(root);
            }
            throw new IllegalArgumentException("the OpenAPI description is not an object");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the OpenAPI description is not YAML: " + e.getOriginalMessage(), e);
        }
    }

    /** Returns the description as JSON, in the order of its keys. */
    public String json() {
        return root.toString();
    }

    /** Returns {@code info.version}. */
    public String version() {
        return root.at("/info/version").asText();
    }

    /** Returns the node itself, or the node that it refers to. */
    public JsonNode resolve(JsonNode node) {
        JsonNode resolved = node;
        while (resolved.has("$ref")) {
            resolved = root.at(resolved.get("$ref").textValue().substring(1));
        }
        return resolved;
    }

    /** Returns the name of the component that a node refers to. The generator makes it a type. */
    public static Optional<String> component(JsonNode node) {
        return Optional.ofNullable(node.get("$ref")).map(ref -> ref.textValue().substring(ref.textValue().lastIndexOf('/') + 1));
    }

    /** Returns all operations, path by path. */
    public List<DescribedOperation> operations() {
        List<DescribedOperation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
            for (String method : DescribedOperation.METHODS) {
                if (path.getValue().has(method)) {
                    operations.add(DescribedOperation.of(method, path.getKey(), path.getValue()));
                }
            }
        }
        return operations;
    }

    /** Returns the parameters of an operation by place and name, in the order of the generated method's arguments. */
    public Map<String, JsonNode> parameters(DescribedOperation operation) {
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        for (JsonNode owner : List.of(operation.pathItem(), operation.node())) {
            owner.path("parameters").forEach(parameter -> {
                JsonNode resolved = resolve(parameter);
                parameters.put(resolved.path("in").asText() + " parameter " + resolved.path("name").asText(), resolved);
            });
        }
        return parameters;
    }

    /** Returns the security alternatives of an operation, such as {@code header Authorization + header X-Sdk-Date}. */
    public Set<String> security(DescribedOperation operation) {
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
}
