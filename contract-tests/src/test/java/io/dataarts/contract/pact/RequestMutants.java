package io.dataarts.contract.pact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes wrong variants of a recorded request. */
final class RequestMutants {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final SentRequest original;
    private final Map<String, SentRequest> mutants = new LinkedHashMap<>();

    private RequestMutants(SentRequest original) {
        this.original = original;
    }

    /** Returns all wrong requests, each by a description of its error. */
    static Map<String, SentRequest> of(SentRequest original) {
        RequestMutants all = new RequestMutants(original);
        all.addMethods();
        all.addPaths();
        original.headers().forEach(all::addHeader);
        all.addSignatures();
        all.addQueries();
        if (original.body() != null) {
            all.add("no body", original.body((JsonNode) null));
            all.addBodies("body", original.body(), all.original::body);
        }
        return all.mutants;
    }

    private void add(String what, SentRequest mutant) {
        if (mutant.equals(original) || mutants.put(what, mutant) != null) {
            throw new IllegalStateException("not a mutant of its own: " + what);
        }
    }

    private void addMethods() {
        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
            if (!method.equals(original.method())) {
                add("method " + method, original.method(method));
            }
        }
    }

    private void addPaths() {
        String path = original.path();
        add("path with a slash at its end", original.path(path + "/"));
        add("path of another version", original.path(path.replace("/v2/", "/v1/")));
        List<String> segments = List.of(path.substring(1).split("/"));
        for (int i = 0; i < segments.size(); i++) {
            List<String> fewer = new ArrayList<>(segments);
            fewer.remove(i);
            add("path without segment " + i, original.path("/" + String.join("/", fewer)));
            List<String> other = new ArrayList<>(segments);
            other.set(i, segments.get(i) + "x");
            add("path with another segment " + i, original.path("/" + String.join("/", other)));
        }
    }

    private void addQueries() {
        add("a query parameter too many", original.query("other", "1"));
        original.query().forEach((name, values) -> {
            String value = values.get(0);
            add("no " + name, original.query(name));
            add(name + "s for " + name, original.query(name).query(name + "s", value));
            add(name + " twice", original.query(name, value, value));
            add(name + " empty", original.query(name, ""));
            add(name + " with more at its end", original.query(name, value + "1"));
            add(name + " with more at its beginning", original.query(name, "1" + value));
            if (!swapCase(value).equals(value)) {
                add(name + " in other letters", original.query(name, swapCase(value)));
            }
        });
    }

    private void addHeader(String name, String value) {
        add("no " + name, original.without(name));
        add("X-" + name + " for " + name, original.without(name).header("X-" + name, value));
        add(name + " empty", original.header(name, ""));
        if (name.equals("Content-Type")) {
            // Pact's matcher throws for an unknown charset, so content types have their own list.
            addContentTypes();
            return;
        }
        add(name + " cut off", original.header(name, value.substring(0, value.length() - 1)));
        add(name + " with more at its end", original.header(name, value + "x"));
        add(name + " with more at its beginning", original.header(name, "x" + value));
        if (!swapCase(value).equals(value)) {
            add(name + " in other letters", original.header(name, swapCase(value)));
        }
    }

    private void addContentTypes() {
        for (String type : List.of("application/json", "application/json; charset=UTF-8", "application/json;charset=utf-8",
                "application/json;charset=ISO-8859-1", "application/json;charset=UTF-8;v=1", "text/plain;charset=UTF-8",
                "xapplication/json;charset=UTF-8", "application/x-www-form-urlencoded")) {
            add("content type " + type, original.header("Content-Type", type));
        }
    }

    /** Adds requests with a wrong form of signature or date. The pact cannot know the right values. */
    private void addSignatures() {
        String authorization = original.headers().get("Authorization");
        if (authorization == null) {
            return;
        }
        List<String> parts = new ArrayList<>(List.of("SDK-HMAC-SHA256 ", "Access=", "SignedHeaders=", "Signature=", ", "));
        parts.addAll(List.of("host;", "workspace;", "x-project-id;", "x-sdk-date"));
        if (original.headers().containsKey("X-Security-Token")) {
            parts.add(";x-security-token");
        }
        for (String part : parts) {
            add("Authorization without '" + part + "'", original.header("Authorization", authorization.replaceFirst(part, "")));
        }
        add("Authorization of another algorithm",
                original.header("Authorization", authorization.replace("SDK-HMAC-SHA256", "V11-HMAC-SHA256")));
        add("Authorization with a signature in capitals",
                original.header("Authorization", authorization.replace("abcdef", "ABCDEF")));
        for (String date : List.of("20241122T032000", "2024-11-22T03:20:00Z", "20241322T032000Z", "20241122T242000Z", "1732245600")) {
            add("X-Sdk-Date " + date, original.header("X-Sdk-Date", date));
        }
    }

    private void addBodies(String path, JsonNode node, Rebuild rebuild) {
        for (JsonNode other : others(node)) {
            add(path + " as " + other, rebuild.with(other));
        }
        if (node instanceof ObjectNode object) {
            add(path + " with a member too many", rebuild.with(object.deepCopy().put("other", 1)));
            for (Map.Entry<String, JsonNode> member : List.copyOf(object.properties())) {
                String name = member.getKey();
                ObjectNode without = object.deepCopy();
                without.remove(name);
                add(path + " without " + name, rebuild.with(without));
                add(path + " with " + name + "x for " + name, rebuild.with(without.deepCopy().set(name + "x", member.getValue())));
                addBodies(path + "." + name, member.getValue(), changed -> rebuild.with(object.deepCopy().set(name, changed)));
            }
        } else if (node instanceof ArrayNode array) {
            add(path + " empty", rebuild.with(JSON.arrayNode()));
            add(path + " with its last element twice", rebuild.with(array.deepCopy().add(array.get(array.size() - 1))));
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                if (array.size() > 1) {
                    ArrayNode without = array.deepCopy();
                    without.remove(i);
                    add(path + " without element " + i, rebuild.with(without));
                    add(path + " with element " + i + " at the end", rebuild.with(moveToEnd(array, i)));
                }
                addBodies(path + "[" + i + "]", array.get(i), changed -> {
                    ArrayNode copy = array.deepCopy();
                    copy.set(index, changed);
                    return rebuild.with(copy);
                });
            }
        }
    }

    private static List<JsonNode> others(JsonNode node) {
        List<JsonNode> others = new ArrayList<>(List.of(JSON.nullNode()));
        if (node.isTextual()) {
            others.add(JSON.textNode(""));
            others.add(JSON.textNode(node.asText() + "x"));
            if (!swapCase(node.asText()).equals(node.asText())) {
                others.add(JSON.textNode(swapCase(node.asText())));
            }
            if (node.asText().matches("[0-9]+")) {
                others.add(JSON.numberNode(Long.parseLong(node.asText())));
            }
        } else if (node.isIntegralNumber()) {
            others.add(JSON.numberNode(node.asLong() + 1));
            others.add(JSON.numberNode(node.asLong() - 1));
            others.add(JSON.textNode(node.asText()));
        } else if (node.isBoolean()) {
            others.add(JSON.booleanNode(!node.asBoolean()));
            others.add(JSON.textNode(node.asText()));
        } else if (node instanceof ContainerNode<?>) {
            others.add(node.isArray() ? JSON.objectNode() : JSON.arrayNode());
        }
        return others;
    }

    private static ArrayNode moveToEnd(ArrayNode array, int index) {
        ArrayNode moved = array.deepCopy();
        JsonNode element = moved.remove(index);
        return index == array.size() - 1 ? moved.insert(0, element) : moved.add(element);
    }

    private static String swapCase(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return upper.equals(text) ? text.toLowerCase(Locale.ROOT) : upper;
    }

    /** Builds a request around a changed part of its body. */
    @FunctionalInterface
    private interface Rebuild {

        SentRequest with(JsonNode changed);
    }
}
