package io.dataarts.contract.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/**
 * An operation of an {@link ApiDescription}.
 *
 * @param method the method in upper case
 * @param path the path's template
 * @param pathItem the node of the path
 * @param node the node of the operation
 */
public record DescribedOperation(String method, String path, JsonNode pathItem, JsonNode node) {

    static final List<String> METHODS = List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    static DescribedOperation of(String key, String path, JsonNode pathItem) {
        return new DescribedOperation(key.toUpperCase(Locale.ROOT), path, pathItem, pathItem.get(key));
    }

    /** Returns the operationId; method and path if there is none. */
    public String id() {
        return node.has("operationId") ? node.get("operationId").textValue() : method + " " + path;
    }

    /** Returns the first tag, which names the generated interface. */
    public String tag() {
        return node.path("tags").path(0).asText("Default");
    }

    /** Returns the JSON pointer of the operation. */
    String pointer() {
        return pathPointer() + "/" + method.toLowerCase(Locale.ROOT);
    }

    /** Returns the JSON pointer of the path. */
    String pathPointer() {
        return "/paths/" + path.replace("~", "~0").replace("/", "~1");
    }
}
