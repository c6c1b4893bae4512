package io.dataarts.contract.change.version;

import static io.dataarts.contract.change.version.SchemaDiff.keys;
import static io.dataarts.contract.change.version.SchemaDiff.shown;
import static io.dataarts.contract.spec.Level.MAJOR;
import static io.dataarts.contract.spec.Level.MINOR;
import static io.dataarts.contract.spec.Level.PATCH;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dataarts.contract.change.version.SchemaDiff.Direction;
import io.dataarts.contract.spec.ApiDescription;
import io.dataarts.contract.spec.DescribedOperation;
import io.dataarts.contract.spec.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares two API descriptions.
 *
 * <p>It covers the wire and the generated code, because a renamed constant breaks callers as a renamed field does. An unknown
 * keyword counts as incompatible, so that no change is missed.
 */
final class SpecDiff {

    private final ApiDescription old;
    private final ApiDescription now;
    private final List<Change> changes = new ArrayList<>();

    private SpecDiff(ApiDescription old, ApiDescription now) {
        this.old = old;
        this.now = now;
    }

    static List<Change> between(ApiDescription old, ApiDescription now) {
        SpecDiff diff = new SpecDiff(old, now);
        diff.compare();
        return List.copyOf(new LinkedHashSet<>(diff.changes));
    }

    private void compare() {
        Map<String, DescribedOperation> before = byId(old);
        Map<String, DescribedOperation> after = byId(now);
        before.forEach((id, operation) -> {
            if (after.containsKey(id)) {
                operation(operation, after.get(id));
            } else {
                String successor = after.values().stream()
                        .filter(it -> !before.containsKey(it.id()) && it.method().equals(operation.method()) && it.path().equals(operation.path()))
                        .map(it -> "it is now called " + it.id()).findFirst().orElse("it is gone");
                add(MAJOR, id, successor, "the generated method is gone: code that calls it does not compile",
                        successor.equals("it is gone") ? "it is not called any more" : "nothing changes on the wire by this alone");
            }
        });
        after.forEach((id, operation) -> {
            if (!before.containsKey(id)) {
                add(MINOR, id, "it is new: " + operation.method() + " " + operation.path(), "it can be called", "it has to answer it");
            }
        });
        types();
        servers();
        unread();
    }

    private static Map<String, DescribedOperation> byId(ApiDescription description) {
        Map<String, DescribedOperation> byId = new LinkedHashMap<>();
        description.operations().forEach(operation -> byId.put(operation.id(), operation));
        return byId;
    }

    private void operation(DescribedOperation before, DescribedOperation after) {
        String id = before.id();
        if (!before.method().equals(after.method()) || !before.path().equals(after.path())) {
            add(MAJOR, id, "it is at " + after.method() + " " + after.path() + ", was at " + before.method() + " " + before.path(),
                    "older versions call what is no longer there", "it has to answer at the new place");
        }
        if (!before.tag().equals(after.tag())) {
            add(MAJOR, id, "its tag is " + after.tag() + ", was " + before.tag(),
                    "the generated method is in another interface: code that calls it does not compile", "nothing changes");
        }
        if (before.node().path("deprecated").asBoolean() != after.node().path("deprecated").asBoolean()) {
            add(MINOR, id, "deprecated is " + after.node().path("deprecated").asBoolean(), "the compiler warns, or no longer does", "nothing changes");
        }
        security(id, before, after);
        parameters(id, old.parameters(before), now.parameters(after));
        requestBody(id + ", request", old.resolve(before.node().path("requestBody")), now.resolve(after.node().path("requestBody")));
        responses(id, before.node().path("responses"), after.node().path("responses"));
        rest(id, before.node(), after.node(), Set.of("operationId", "tags", "deprecated", "security", "parameters", "requestBody", "responses"));
    }

    private void security(String id, DescribedOperation before, DescribedOperation after) {
        Set<String> from = old.security(before);
        Set<String> to = now.security(after);
        from.stream().filter(it -> !to.contains(it)).forEach(it -> add(MAJOR, id, it + " is no longer enough to authenticate",
                "requests that authenticate in this way are refused", "it does not take it any more"));
        to.stream().filter(it -> !from.contains(it)).forEach(it -> add(MINOR, id, it + " authenticates too",
                "one more way to authenticate", "it has to take it"));
    }

    private void parameters(String id, Map<String, JsonNode> before, Map<String, JsonNode> after) {
        before.forEach((key, parameter) -> {
            String where = id + ", " + key;
            if (!after.containsKey(key)) {
                add(MAJOR, where, "it is gone", argument(parameter) ? "the generated method takes one argument less: code that calls it does not"
                        + " compile" : "nothing, as it is no argument", "it does not get it any more");
            } else {
                parameter(where, parameter, after.get(key));
            }
        });
        after.forEach((key, parameter) -> {
            if (!before.containsKey(key)) {
                boolean required = parameter.path("required").asBoolean();
                add(required || argument(parameter) ? MAJOR : MINOR, id + ", " + key, required ? "it is new, and required" : "it is new",
                        argument(parameter) ? "the generated method takes one more argument: code that calls it does not compile"
                                : "nothing, as it is no argument",
                        required ? "it may refuse requests without it" : "it has to know it, and still take requests without it");
            }
        });
        List<String> order = before.keySet().stream().filter(after::containsKey).toList();
        if (!order.equals(after.keySet().stream().filter(before::containsKey).toList())) {
            add(MAJOR, id, "its parameters are in another order",
                    "the generated method takes its arguments in another order: values can land in the wrong place without an error", "nothing changes");
        }
    }

    private void parameter(String where, JsonNode before, JsonNode after) {
        if (before.path("required").asBoolean() != after.path("required").asBoolean()) {
            boolean required = after.path("required").asBoolean();
            add(required ? MAJOR : MINOR, where, required ? "it is required now" : "it is optional now",
                    required ? "calls without it are refused" : "it may be null",
                    required ? "it may refuse requests without it" : "it has to take requests without it");
        }
        if (before.path("deprecated").asBoolean() != after.path("deprecated").asBoolean()) {
            add(MINOR, where, "deprecated is " + after.path("deprecated").asBoolean(), "a word in its documentation", "nothing changes");
        }
        if (!before.path("x-bound-to").equals(after.path("x-bound-to"))) {
            add(MAJOR, where, "it is bound to " + shown(after.path("x-bound-to")) + ", was " + shown(before.path("x-bound-to")),
                    "the generated method's arguments may change: code that calls it may not compile", "it may get another value");
        }
        schema(where, Direction.REQUEST, before, after);
        rest(where, before, after, Set.of("name", "in", "required", "deprecated", "x-bound-to", "schema"));
    }

    private static boolean argument(JsonNode parameter) {
        return !parameter.has("x-bound-to");
    }

    private void requestBody(String where, JsonNode before, JsonNode after) {
        if (before.isMissingNode() != after.isMissingNode()) {
            add(MAJOR, where, after.isMissingNode() ? "it has no body any more" : "it has a body now",
                    "the generated method has other arguments: code that calls it does not compile",
                    after.isMissingNode() ? "it gets no body any more" : "it gets a body");
            return;
        }
        if (before.path("required").asBoolean() != after.path("required").asBoolean()) {
            boolean required = after.path("required").asBoolean();
            add(required ? MAJOR : MINOR, where, required ? "the body is required now" : "the body is optional now",
                    required ? "calls without it are refused" : "it may be left out",
                    required ? "it may refuse requests without it" : "it has to take requests without it");
        }
        content(where, Direction.REQUEST, before.path("content"), after.path("content"));
        rest(where, before, after, Set.of("required", "content"));
    }

    private void responses(String id, JsonNode before, JsonNode after) {
        for (String status : keys(before, after)) {
            String where = id + ", response " + status;
            boolean success = status.startsWith("2");
            if (!after.has(status)) {
                add(success ? MAJOR : MINOR, where, "it is gone", success ? "the success that older versions know no longer comes"
                        : "nothing: an answer that is not listed is reported all the same", "it must not answer it any more");
            } else if (!before.has(status)) {
                add(success ? MAJOR : MINOR, where, "it is new", success ? "a success that older versions cannot read may come"
                        : "nothing: an answer that is not listed was reported all the same", "it may answer it");
            } else {
                JsonNode from = old.resolve(before.get(status));
                JsonNode to = now.resolve(after.get(status));
                content(where, Direction.RESPONSE, from.path("content"), to.path("content"));
                rest(where, from, to, Set.of("content"));
            }
        }
    }

    private void content(String where, Direction direction, JsonNode before, JsonNode after) {
        for (String type : keys(before, after)) {
            String place = where + " as " + type;
            if (!after.has(type)) {
                add(MAJOR, place, "this content type is gone", direction == Direction.REQUEST ? "older versions send what is no longer taken"
                        : "readers get something else, or nothing", direction == Direction.REQUEST ? "it does not take it any more"
                        : "it must not send it any more");
            } else if (!before.has(type)) {
                add(direction == Direction.REQUEST ? MINOR : MAJOR, place, "this content type is new",
                        direction == Direction.REQUEST ? "one more way to send the same" : "an answer may come that older versions cannot read",
                        direction == Direction.REQUEST ? "it has to take it" : "it may send it");
            } else {
                schema(where + " body", direction, before.get(type), after.get(type));
                rest(place, before.get(type), after.get(type), Set.of("schema"));
            }
        }
    }

    private void schema(String where, Direction direction, JsonNode before, JsonNode after) {
        if (before.has("schema") && after.has("schema")) {
            new SchemaDiff(old, now, direction, changes).compare(where, before.get("schema"), after.get("schema"));
        } else if (before.has("schema") != after.has("schema")) {
            add(MAJOR, where, after.has("schema") ? "it has a schema now" : "its schema is gone", "the Java type is another", "unknown");
        }
    }

    private void types() {
        JsonNode before = old.root().at("/components/schemas");
        JsonNode after = now.root().at("/components/schemas");
        for (String name : keys(before, after)) {
            if (!after.has(name)) {
                add(MAJOR, "schema " + name, "it is gone", "the generated type is gone: code that names it does not compile", "nothing by this alone");
            } else if (!before.has(name)) {
                add(MINOR, "schema " + name, "it is new", "a new generated type", "nothing by this alone");
            }
        }
    }

    private void servers() {
        JsonNode before = Prose.strip(old.root().path("servers"));
        JsonNode after = Prose.strip(now.root().path("servers"));
        List<JsonNode> from = list(before);
        List<JsonNode> to = list(after);
        from.stream().filter(it -> !to.contains(it)).forEach(it -> add(MAJOR, "servers", it.path("url").asText() + " is gone or has other variables",
                "calls to it may fail", "it need not answer there any more"));
        to.stream().filter(it -> !from.contains(it)).forEach(it -> add(MINOR, "servers", it.path("url").asText() + " is new", "one more place to call",
                "it has to answer there"));
    }

    /** Reports differences that the rules above do not cover: prose, and unknown parts. */
    private void unread() {
        JsonNode before = withoutVersion(old.root());
        JsonNode after = withoutVersion(now.root());
        if (before.equals(after)) {
            return;
        }
        if (Prose.strip(before).equals(Prose.strip(after))) {
            add(PATCH, "descriptions and examples", "they are worded differently", "nothing changes", "nothing changes");
        } else if (changes.isEmpty()) {
            add(MAJOR, "the description", "it differs in a part that this check does not read",
                    "unknown: read the difference, and add a rule to the check",
                    "unknown for the same reason");
        }
    }

    private static JsonNode withoutVersion(JsonNode root) {
        ObjectNode copy = root.deepCopy();
        if (copy.get("info") instanceof ObjectNode info) {
            info.remove("version");
        }
        return copy;
    }

    private void rest(String where, JsonNode before, JsonNode after, Set<String> known) {
        for (String key : keys(before, after)) {
            if (!known.contains(key) && !Prose.is(key) && !Prose.strip(before.path(key)).equals(Prose.strip(after.path(key)))) {
                add(MAJOR, where, key + " is " + shown(after.path(key)) + ", was " + shown(before.path(key)),
                        "unknown: this check does not know " + key + "; add a rule for it", "unknown for the same reason");
            }
        }
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }

    private void add(Level level, String where, String what, String callers, String service) {
        changes.add(new Change(level, where, what, callers, service));
    }
}
