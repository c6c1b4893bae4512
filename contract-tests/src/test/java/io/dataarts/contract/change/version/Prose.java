package io.dataarts.contract.change.version;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Knows the parts of an API description that only people read. */
final class Prose {

    private static final Set<String> KEYS =
            Set.of("description", "summary", "title", "example", "examples", "externalDocs", "contact", "license", "termsOfService",
                    "x-enum-descriptions");
    // The author chooses the names of their members: a property may be called description.
    private static final Set<String> NAMED = Set.of("properties", "patternProperties", "schemas", "parameters", "responses",
            "requestBodies", "securitySchemes", "headers", "links", "callbacks", "paths", "content", "variables", "encoding", "mapping");
    private static final Set<String> VALUES = Set.of("default", "enum", "required");

    private Prose() {
    }

    static boolean is(String key) {
        return KEYS.contains(key);
    }

    /** Returns a copy without prose. */
    static JsonNode strip(JsonNode node) {
        return strip(node, false);
    }

    private static JsonNode strip(JsonNode node, boolean named) {
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> copy.add(strip(element, false)));
            return copy;
        }
        if (!(node instanceof ObjectNode)) {
            return node;
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        node.fields().forEachRemaining(field -> {
            String key = field.getKey();
            if (named || !KEYS.contains(key)) {
                copy.set(key, !named && VALUES.contains(key) ? field.getValue() : strip(field.getValue(), !named && NAMED.contains(key)));
            }
        });
        return copy;
    }
}
