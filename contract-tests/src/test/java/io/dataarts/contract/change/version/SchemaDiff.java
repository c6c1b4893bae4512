package io.dataarts.contract.change.version;

import static io.dataarts.contract.spec.Level.MAJOR;
import static io.dataarts.contract.spec.Level.MINOR;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dataarts.contract.spec.ApiDescription;
import io.dataarts.contract.spec.Level;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares two schemas in one direction. A narrower request breaks its sender; a wider response breaks its reader. */
final class SchemaDiff {

    /** REQUEST: the caller writes the value and the service reads it. RESPONSE: the reverse. */
    enum Direction { REQUEST, RESPONSE }

    private static final Set<String> LOWER_BOUNDS = Set.of("minimum", "minLength", "minItems", "minProperties");
    private static final Set<String> UPPER_BOUNDS = Set.of("maximum", "maxLength", "maxItems", "maxProperties");
    private static final Set<String> LIMITS = Set.of("pattern", "multipleOf", "uniqueItems", "exclusiveMinimum", "exclusiveMaximum");

    private final ApiDescription old;
    private final ApiDescription now;
    private final List<Change> changes;
    private final Direction direction;
    private final Set<String> onTheWay = new HashSet<>();

    SchemaDiff(ApiDescription old, ApiDescription now, Direction direction, List<Change> changes) {
        this.old = old;
        this.now = now;
        this.direction = direction;
        this.changes = changes;
    }

    void compare(String where, JsonNode oldSchema, JsonNode newSchema) {
        Optional<String> oldName = ApiDescription.component(oldSchema);
        Optional<String> newName = ApiDescription.component(newSchema);
        JsonNode before = old.resolve(oldSchema);
        JsonNode after = now.resolve(newSchema);
        if (!oldName.equals(newName) && (isType(before) || isType(after))) {
            add(MAJOR, where, "its type is " + newName.orElse("without a name") + ", was " + oldName.orElse("without a name"),
                    "the generated Java type has another name: code that names it does not compile", "nothing changes on the wire by this alone");
        }
        String pair = oldName.orElse("") + ">" + newName.orElse("");
        if (pair.length() > 1 && !onTheWay.add(pair)) {
            return;
        }
        keys(before, after).forEach(key -> compare(where, key, before, after));
        onTheWay.remove(pair);
    }

    private static boolean isType(JsonNode schema) {
        return schema.has("properties") || schema.has("enum") || schema.path("type").asText().equals("object");
    }

    private void compare(String where, String key, JsonNode before, JsonNode after) {
        JsonNode from = before.path(key);
        JsonNode to = after.path(key);
        if (Prose.is(key)) {
            return;
        }
        switch (key) {
            case "properties" -> properties(where, before, after);
            case "required" -> { } // Compared field by field, with the properties.
            case "items" -> items(where, from, to);
            case "enum" -> values(where, before, after);
            case "x-enum-varnames" -> constants(where, before, after);
            case "additionalProperties" -> openness(where, from, to);
            default -> {
                if (!Prose.strip(from).equals(Prose.strip(to))) {
                    keyword(where, key, from, to);
                }
            }
        }
    }

    private void keyword(String where, String key, JsonNode from, JsonNode to) {
        String what = key + " is " + shown(to) + ", was " + shown(from);
        if (LOWER_BOUNDS.contains(key) || UPPER_BOUNDS.contains(key)) {
            range(where, what, narrows(key, from, to));
        } else if (LIMITS.contains(key) && (from.isMissingNode() || to.isMissingNode())) {
            range(where, what, from.isMissingNode());
        } else if (key.equals("nullable")) {
            range(where, what, from.asBoolean());
        } else if (key.equals("default")) {
            add(from.isMissingNode() ? MINOR : MAJOR, where, what,
                    "requests without it have another meaning", "it takes " + shown(to) + " when the value is absent");
        } else if (key.equals("deprecated")) {
            add(MINOR, where, what, "the compiler warns, or no longer does", "nothing changes");
        } else if (key.equals("type") || key.equals("format")) {
            add(MAJOR, where, what, "the Java type may be another, and so is the JSON",
                    direction == Direction.REQUEST ? "it gets other JSON" : "it has to send other JSON");
        } else {
            add(MAJOR, where, what, "unknown: this check does not know " + key + "; add a rule for it",
                    "unknown for the same reason");
        }
    }

    private void range(String where, String what, boolean narrower) {
        if (direction == Direction.REQUEST) {
            add(narrower ? MAJOR : MINOR, where, what,
                    narrower ? "values that were accepted are refused" : "more values may be sent",
                    narrower ? "it refuses more" : "it has to take more values");
        } else {
            add(narrower ? MINOR : MAJOR, where, what,
                    narrower ? "fewer values are to be expected" : "values may come that older versions do not know",
                    narrower ? "it promises more" : "it promises less");
        }
    }

    private static boolean narrows(String key, JsonNode from, JsonNode to) {
        if (from.isMissingNode() || to.isMissingNode()) {
            return from.isMissingNode();
        }
        int growth = new BigDecimal(to.asText()).compareTo(new BigDecimal(from.asText()));
        return LOWER_BOUNDS.contains(key) ? growth > 0 : growth < 0;
    }

    private void properties(String where, JsonNode before, JsonNode after) {
        JsonNode from = before.path("properties");
        JsonNode to = after.path("properties");
        Map<String, String> renamed = renamed(from, to);
        for (String name : keys(from, to)) {
            String field = where + ", field " + name;
            boolean wasRequired = requires(before, name);
            boolean isRequired = requires(after, name);
            if (renamed.containsKey(name)) {
                add(MAJOR, field, "it is now called " + renamed.get(name), "the generated getter and setter have another name: code that uses them"
                        + " does not compile", direction == Direction.REQUEST ? "it gets the value under the new name only"
                        : "it has to send the value under the new name");
            } else if (renamed.containsValue(name)) {
                continue;
            } else if (!to.has(name)) {
                add(MAJOR, field, "it is gone", "code that uses it does not compile",
                        direction == Direction.REQUEST ? "it does not get the value any more" : "it need not send the value any more");
            } else if (!from.has(name)) {
                added(field, isRequired);
            } else {
                if (wasRequired != isRequired) {
                    required(field, isRequired);
                }
                compare(field, from.get(name), to.get(name));
            }
        }
    }

    private void added(String field, boolean required) {
        if (direction == Direction.RESPONSE) {
            add(MINOR, field, "it is new", "it can be read; older versions ignore it", "it may send the value");
        } else if (required) {
            add(MAJOR, field, "it is new, and required", "requests of older versions, which lack it, are refused",
                    "it may refuse requests without it");
        } else {
            add(MINOR, field, "it is new", "it can be set; calls without it stay the same",
                    "it has to know the value, and still take requests without it");
        }
    }

    private void required(String field, boolean required) {
        if (direction == Direction.REQUEST) {
            add(required ? MAJOR : MINOR, field, required ? "it is required now" : "it is optional now",
                    required ? "requests without it are refused" : "it may be left out",
                    required ? "it may refuse requests without it" : "it has to take requests without it");
        } else {
            add(required ? MINOR : MAJOR, field, required ? "it is always there now" : "it may be missing now",
                    required ? "readers may rely on it" : "readers that relied on it get null",
                    required ? "it has to send it always" : "it may leave it out");
        }
    }

    /** Returns old and new names of renamed fields: a field is gone, and a new one has the same schema. */
    private Map<String, String> renamed(JsonNode from, JsonNode to) {
        Map<String, String> renamed = new LinkedHashMap<>();
        for (String gone : keys(from, MissingNode.getInstance())) {
            if (!to.has(gone)) {
                keys(to, MissingNode.getInstance()).stream()
                        .filter(name -> !from.has(name) && !renamed.containsValue(name))
                        .filter(name -> Prose.strip(to.get(name)).equals(Prose.strip(from.get(gone))))
                        .findFirst()
                        .ifPresent(name -> renamed.put(gone, name));
            }
        }
        return renamed;
    }

    private void items(String where, JsonNode from, JsonNode to) {
        if (from.isMissingNode() || to.isMissingNode()) {
            keyword(where, "items", from, to);
        } else {
            compare(where + "[]", from, to);
        }
    }

    private void values(String where, JsonNode before, JsonNode after) {
        Map<String, String> from = constantsByValue(before);
        Map<String, String> to = constantsByValue(after);
        if (from.isEmpty() || to.isEmpty()) {
            keyword(where, "enum", before.path("enum"), after.path("enum"));
            return;
        }
        from.keySet().stream().filter(value -> !to.containsKey(value)).forEach(value ->
                add(MAJOR, where, "the value " + value + " is gone", "the generated constant is gone: code that names it does not compile",
                        direction == Direction.REQUEST ? "it does not get the value any more" : "it must not send the value any more"));
        to.keySet().stream().filter(value -> !from.containsKey(value)).forEach(value -> {
            if (direction == Direction.REQUEST) {
                add(MINOR, where, "the value " + value + " is new", "it can be sent", "it has to take the value");
            } else {
                add(MAJOR, where, "the value " + value + " is new", "the generated type of older versions cannot read it",
                        "it may send the value");
            }
        });
    }

    private void constants(String where, JsonNode before, JsonNode after) {
        Map<String, String> from = constantsByValue(before);
        Map<String, String> to = constantsByValue(after);
        from.forEach((value, constant) -> {
            if (to.containsKey(value) && !to.get(value).equals(constant)) {
                add(MAJOR, where, "the constant of the value " + value + " is " + to.get(value) + ", was " + constant,
                        "code that names the constant does not compile", "nothing changes on the wire");
            }
        });
    }

    private static Map<String, String> constantsByValue(JsonNode schema) {
        Map<String, String> constants = new LinkedHashMap<>();
        for (int i = 0; i < schema.path("enum").size(); i++) {
            String value = schema.get("enum").get(i).asText();
            constants.put(value, schema.path("x-enum-varnames").path(i).asText(value));
        }
        return constants;
    }

    private void openness(String where, JsonNode from, JsonNode to) {
        boolean wasClosed = from.isBoolean() && !from.asBoolean();
        boolean isClosed = to.isBoolean() && !to.asBoolean();
        if (wasClosed != isClosed) {
            range(where, isClosed ? "it takes no other fields any more" : "it takes other fields too", isClosed);
        } else if (from.isObject() && to.isObject()) {
            compare(where + ", any other field", from, to);
        } else if (!from.equals(to)) {
            keyword(where, "additionalProperties", from, to);
        }
    }

    private void add(Level level, String where, String what, String callers, String service) {
        changes.add(new Change(level, where, what, callers, service));
    }

    private static boolean requires(JsonNode schema, String name) {
        for (JsonNode required : schema.path("required")) {
            if (required.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    static String shown(JsonNode value) {
        return value.isMissingNode() ? "absent" : value.isValueNode() ? value.asText() : value.toString();
    }

    static Set<String> keys(JsonNode... nodes) {
        Set<String> keys = new LinkedHashSet<>();
        for (JsonNode node : nodes) {
            node.fieldNames().forEachRemaining(keys::add);
        }
        return keys;
    }
}
