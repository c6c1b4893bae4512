package io.dataarts.contract.evolution;

import static io.dataarts.contract.evolution.Level.MAJOR;
import static io.dataarts.contract.evolution.Level.MINOR;
import static io.dataarts.contract.evolution.Level.PATCH;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Changes of an API description, made from what is in it, each with the level that it deserves. */
final class Mutations {

    record Mutation(String name, Level deserves, Spec changed) {

        @Override
        public String toString() {
            return name;
        }
    }

    private final Spec spec;
    private final List<Mutation> mutations = new ArrayList<>();
    private final Set<String> responseSchemas;

    private Mutations(Spec spec) {
        this.spec = spec;
        responseSchemas = reachableFromResponses();
    }

    static List<Mutation> of(Spec spec) {
        Mutations mutations = new Mutations(spec);
        mutations.schemas();
        mutations.parameters();
        mutations.operations();
        mutations.rest();
        return mutations.mutations;
    }

    private void schemas() {
        ObjectNode schemas = (ObjectNode) spec.root().at("/components/schemas");
        schemas.fields().forEachRemaining(schema -> {
            String at = "/components/schemas/" + schema.getKey();
            Level narrower = responseSchemas.contains(schema.getKey()) ? MINOR : MAJOR;
            Level wider = narrower == MINOR ? MAJOR : MINOR;
            if (schema.getValue().has("properties")) {
                object(at, schema.getValue(), narrower, wider);
            }
            if (schema.getValue().has("enum")) {
                enumeration(at, schema.getValue(), wider);
            }
            add("type " + schema.getKey() + " renamed", MAJOR, root -> rename(root, schema.getKey()));
        });
    }

    private void object(String at, JsonNode schema, Level narrower, Level wider) {
        schema.get("properties").fields().forEachRemaining(property -> {
            String name = property.getKey();
            String field = at + "/properties/" + name;
            boolean required = contains(schema.path("required"), name);
            add(field + " removed", MAJOR, root -> removeProperty(object(root, at), name));
            add(field + " renamed", MAJOR, root -> {
                ObjectNode owner = object(root, at);
                JsonNode moved = owner.get("properties").get(name);
                removeProperty(owner, name);
                owner.withObject("/properties").set(name + "_renamed", moved);
                if (required) {
                    owner.withArray("required").add(name + "_renamed");
                }
            });
            if (required) {
                add(field + " made optional", wider, root -> remove((ArrayNode) object(root, at).get("required"), name));
            } else {
                add(field + " made required", narrower, root -> object(root, at).withArray("required").add(name));
            }
            property(field, property.getValue(), narrower, wider);
        });
        add(at + " with one more optional field", MINOR,
                root -> object(root, at).withObject("/properties").putObject("brand_new").put("type", "string"));
        if (narrower == MAJOR) {
            add(at + " with one more required field", MAJOR, root -> {
                object(root, at).withObject("/properties").putObject("brand_new").put("type", "string");
                object(root, at).withArray("required").add("brand_new");
            });
        }
        boolean closed = schema.has("additionalProperties");
        add(at + (closed ? " opened" : " closed"), closed ? wider : narrower, root -> {
            if (closed) {
                object(root, at).remove("additionalProperties");
            } else {
                object(root, at).put("additionalProperties", false);
            }
        });
        add(at + " described differently", PATCH, root -> object(root, at).put("description", "Something else."));
    }

    private void property(String field, JsonNode property, Level narrower, Level wider) {
        if (property.has("type")) {
            add(field + " of another type", MAJOR, root -> {
                ObjectNode changed = object(root, field);
                String type = changed.get("type").asText().equals("string") ? "boolean" : "string";
                changed.removeAll().put("type", type);
            });
            add(field + " nullable", wider, root -> object(root, field).put("nullable", true));
            add(field + " deprecated", MINOR, root -> object(root, field).put("deprecated", true));
        }
        if (property.path("type").asText().equals("string")) {
            add(field + " with a pattern", narrower, root -> object(root, field).put("pattern", "^[a-z]+$"));
            add(field + " with a format", MAJOR, root -> object(root, field).put("format", "uuid"));
        }
        if (property.has("format")) {
            add(field + " of the other integer format", MAJOR, root -> object(root, field)
                    .put("format", property.get("format").asText().equals("int64") ? "int32" : "int64"));
        }
        if (property.has("default")) {
            add(field + " with another default", MAJOR, root -> object(root, field).set("default",
                    property.get("default").isBoolean() ? JsonNodeFactory.instance.booleanNode(!property.get("default").asBoolean())
                            : JsonNodeFactory.instance.numberNode(property.get("default").asLong() + 1)));
            add(field + " without default", MAJOR, root -> object(root, field).remove("default"));
        } else if (property.path("type").asText().equals("string")) {
            add(field + " with a default", MINOR, root -> object(root, field).put("default", "x"));
        }
        for (String bound : List.of("minimum", "minLength", "maximum", "maxLength")) {
            long step = bound.startsWith("min") ? 1 : -1;
            if (property.has(bound)) {
                long value = property.get(bound).asLong();
                add(field + " with a narrower " + bound, narrower, root -> object(root, field).put(bound, value + step));
                add(field + " with a wider " + bound, wider, root -> object(root, field).put(bound, value - step));
                add(field + " without " + bound, wider, root -> object(root, field).remove(bound));
            }
        }
        if (property.path("type").asText().equals("array")) {
            add(field + " with at least one element", narrower, root -> object(root, field).put("minItems", 1));
            add(field + " of other elements", MAJOR, root -> object(root, field).putObject("items").put("type", "string"));
        }
    }

    private void enumeration(String at, JsonNode schema, Level wider) {
        boolean text = schema.get("type").asText().equals("string");
        add(at + " with one more value", wider, root -> {
            if (text) {
                object(root, at).withArray("enum").add("brand_new");
            } else {
                object(root, at).withArray("enum").add(99);
            }
            object(root, at).withArray("x-enum-varnames").add("BRAND_NEW");
            object(root, at).withArray("x-enum-descriptions").add("New.");
        });
        for (int i = 0; i < schema.get("enum").size(); i++) {
            int index = i;
            add(at + " without " + schema.get("enum").get(i).asText(), MAJOR, root -> List.of("enum", "x-enum-varnames", "x-enum-descriptions")
                    .forEach(list -> ((ArrayNode) object(root, at).get(list)).remove(index)));
            add(at + " with another constant for " + schema.get("enum").get(i).asText(), MAJOR,
                    root -> ((ArrayNode) object(root, at).get("x-enum-varnames")).set(index, "OTHER"));
        }
        add(at + " without values", MAJOR, root -> object(root, at).remove("enum"));
    }

    private void parameters() {
        JsonNode parameters = spec.root().at("/components/parameters");
        parameters.fields().forEachRemaining(entry -> {
            String at = "/components/parameters/" + entry.getKey();
            JsonNode parameter = entry.getValue();
            if (parameter.get("in").asText().equals("header")) {
                add(at + " with another name", MAJOR, root -> object(root, at).put("name", "Other-Name"));
                boolean required = parameter.get("required").asBoolean();
                add(at + (required ? " made optional" : " made required"), required ? MINOR : MAJOR,
                        root -> object(root, at).put("required", !required));
            }
            add(at + " with a maximal length", MAJOR, root -> object(root, at + "/schema").put("maxLength", 3));
            add(at + " as a number", MAJOR, root -> object(root, at + "/schema").removeAll().put("type", "integer"));
            if (parameter.has("x-bound-to")) {
                add(at + " as an argument", MAJOR, root -> object(root, at).remove("x-bound-to"));
            }
            add(at + " described differently", PATCH, root -> object(root, at).put("description", "Something else."));
        });
    }

    private void operations() {
        spec.operations().forEach((id, operation) -> {
            String path = "/paths/" + escaped(operation.path());
            String at = path + "/" + operation.method().toLowerCase(Locale.ROOT);
            add(id + " removed", MAJOR, root -> ((ObjectNode) root.get("paths")).remove(operation.path()));
            add(id + " with another operationId", MAJOR, root -> object(root, at).put("operationId", "other"));
            add(id + " with another tag", MAJOR, root -> object(root, at).putArray("tags").add("Other"));
            add(id + " at another path", MAJOR, root -> {
                ObjectNode paths = (ObjectNode) root.get("paths");
                paths.set(operation.path() + "/now", paths.remove(operation.path()));
            });
            add(id + " with another method", MAJOR, root -> object(root, path).set("put", object(root, path).remove("post")));
            add(id + " deprecated", MINOR, root -> object(root, at).put("deprecated", true));
            add(id + " described differently", PATCH, root -> object(root, at).put("description", "Something else."));
            for (int i = 0; i < operation.get("parameters").size(); i++) {
                int index = i;
                if (!spec.resolve(operation.get("parameters").get(i)).get("in").asText().equals("path")) {
                    add(id + " without " + operation.get("parameters").get(i).get("$ref").asText(), MAJOR,
                            root -> ((ArrayNode) object(root, at).get("parameters")).remove(index));
                }
            }
            add(id + " with its parameters in another order", MAJOR, root -> {
                ArrayNode parameters = (ArrayNode) object(root, at).get("parameters");
                parameters.add(parameters.remove(0));
            });
            add(id + " with one more query parameter", MAJOR, root -> parameter(object(root, at), "query", "brand_new"));
            add(id + " with one more bound header", MINOR,
                    root -> parameter(object(root, at), "header", "Brand-New").put("x-bound-to", "project_id"));
            add(id + " with an optional body", MINOR, root -> object(root, at + "/requestBody").put("required", false));
            add(id + " without body", MAJOR, root -> object(root, at).remove("requestBody"));
            operation.get("requestBody").get("content").fieldNames().forEachRemaining(type -> {
                add(id + " with another request content type", MAJOR, root -> {
                    ObjectNode content = object(root, at + "/requestBody/content");
                    content.set("application/xml", content.remove(type));
                });
                add(id + " with one more request content type", MINOR, root -> {
                    ObjectNode content = object(root, at + "/requestBody/content");
                    content.set("application/xml", content.get(type));
                });
                add(id + " without examples", PATCH,
                        root -> object(root, at + "/requestBody/content/" + escaped(type)).remove("examples"));
            });
            operation.get("responses").fieldNames().forEachRemaining(status -> {
                add(id + " without response " + status, status.startsWith("2") ? MAJOR : MINOR,
                        root -> object(root, at + "/responses").remove(status));
                if (operation.get("responses").get(status).has("content")) {
                    add(id + " without a body in " + status, MAJOR, root -> object(root, at + "/responses/" + status).remove("content"));
                    add(id + " with another content type in " + status, MAJOR, root -> {
                        ObjectNode content = object(root, at + "/responses/" + status + "/content");
                        content.set("text/html", content.remove("application/json"));
                    });
                } else {
                    add(id + " with a body in " + status, MAJOR, root -> object(root, at + "/responses/" + status)
                            .putObject("content").putObject("application/json").putObject("schema").put("type", "object"));
                }
            });
            add(id + " with response 503", MINOR, root -> object(root, at + "/responses").putObject("503").put("description", "Busy"));
            add(id + " with response 202", MAJOR, root -> object(root, at + "/responses").putObject("202").put("description", "Later"));
            for (int i = 0; i < operation.get("security").size(); i++) {
                int index = i;
                add(id + " without security alternative " + i, MAJOR, root -> ((ArrayNode) object(root, at).get("security")).remove(index));
            }
            add(id + " without authentication", MINOR, root -> object(root, at).withArray("security").addObject());
            add(id + " with the signature's date left out", MAJOR, root -> ((ObjectNode) object(root, at).get("security").get(1)).remove("sdkDate"));
        });
    }

    private void rest() {
        spec.root().at("/components/securitySchemes").fieldNames().forEachRemaining(name ->
                add("security scheme " + name + " in another header", MAJOR,
                        root -> object(root, "/components/securitySchemes/" + name).put("name", "X-Other")));
        add("another server", MAJOR, root -> ((ObjectNode) root.get("servers").get(0)).put("url", "https://other.example.com"));
        add("another default region", MAJOR, root -> ((ObjectNode) root.get("servers").get(0).get("variables").get("region")).put("default", "x"));
        add("one more server", MINOR, root -> root.withArray("servers").addObject().put("url", "https://other.example.com"));
        add("one more operation", MINOR, root -> {
            ObjectNode operation = ((ObjectNode) root.get("paths")).putObject("/v2/things").putObject("get");
            operation.put("operationId", "listThings").putArray("tags").add("Things");
            operation.putObject("responses").putObject("200").put("description", "OK");
        });
        add("another title", PATCH, root -> object(root, "/info").put("title", "Something else"));
        add("an extension that nobody knows", MAJOR, root -> object(root, "/components/schemas/TaskRetry").put("x-mystery", true));
    }

    private void add(String name, Level deserves, Consumer<ObjectNode> change) {
        ObjectNode root = spec.root().deepCopy();
        change.accept(root);
        mutations.add(new Mutation(name.replace("/components/schemas/", "").replace("/components/parameters/", "").replace("/properties/", "."),
                deserves, new Spec(root)));
    }

    private static ObjectNode parameter(ObjectNode operation, String in, String name) {
        ObjectNode parameter = operation.withArray("parameters").addObject().put("name", name).put("in", in).put("required", false);
        parameter.putObject("schema").put("type", "string");
        return parameter;
    }

    private static void rename(ObjectNode root, String schema) {
        ObjectNode schemas = object(root, "/components/schemas");
        schemas.set(schema + "Renamed", schemas.remove(schema));
        root.findParents("$ref").stream()
                .filter(node -> node.get("$ref").asText().equals("#/components/schemas/" + schema))
                .forEach(node -> ((ObjectNode) node).set("$ref", TextNode.valueOf("#/components/schemas/" + schema + "Renamed")));
    }

    private static void removeProperty(ObjectNode schema, String name) {
        ((ObjectNode) schema.get("properties")).remove(name);
        if (schema.has("required")) {
            remove((ArrayNode) schema.get("required"), name);
            if (schema.get("required").isEmpty()) {
                schema.remove("required");
            }
        }
    }

    private static void remove(ArrayNode array, String text) {
        for (int i = array.size() - 1; i >= 0; i--) {
            if (array.get(i).asText().equals(text)) {
                array.remove(i);
            }
        }
    }

    private static boolean contains(JsonNode array, String text) {
        for (JsonNode element : array) {
            if (element.asText().equals(text)) {
                return true;
            }
        }
        return false;
    }

    private static ObjectNode object(ObjectNode root, String pointer) {
        return (ObjectNode) root.at(pointer);
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private Set<String> reachableFromResponses() {
        Set<String> found = new HashSet<>();
        spec.operations().values().forEach(operation -> operation.get("responses").findValuesAsText("$ref")
                .forEach(ref -> found.add(ref.substring(ref.lastIndexOf('/') + 1))));
        return found;
    }
}
