package io.dataarts.contract.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Makes the mutations out of the description itself, so that what is added to it is mutated too. */
final class SpecMutations {

    private static final Map<String, String> OTHER_TYPE =
            Map.of("string", "integer", "integer", "string", "boolean", "string", "array", "string");

    private final Specification specification;
    private final List<SpecMutation> mutations = new ArrayList<>();

    private SpecMutations(Specification specification) {
        this.specification = specification;
    }

    static List<SpecMutation> of(Specification specification) {
        SpecMutations all = new SpecMutations(specification);
        all.server();
        specification.operations().forEach(all::operation);
        all.each("/components/securitySchemes", all::securityScheme);
        all.each("/components/parameters", all::parameter);
        all.each("/components/schemas", all::schema);
        return all.mutations;
    }

    private void server() {
        add("move the server to another domain", tree -> ((ObjectNode) tree.at("/servers/0")).put("url", "https://example.com"));
    }

    private void operation(Specification.Operation operation) {
        String path = "/paths/" + escape(operation.path());
        String pointer = path + "/" + operation.method();
        String id = operation.id();
        add(id + ": rename the path", tree -> rename((ObjectNode) tree.path("paths"), operation.path(), operation.path() + "s"));
        add(id + ": change the method", tree -> rename((ObjectNode) tree.at(path), operation.method(), "put"));
        add(id + ": rename the operation", tree -> object(tree, pointer).put("operationId", id + "Now"));
        add(id + ": move to another tag", tree -> ((ArrayNode) tree.at(pointer + "/tags")).set(0, "Other"));
        add(id + ": remove", tree -> ((ObjectNode) tree.path("paths")).remove(operation.path()));
        security(pointer, id, operation.node().path("security"));
        for (int i = 0; i < operation.node().path("parameters").size(); i++) {
            int index = i;
            String name = specification.resolve(operation.node().path("parameters").path(i)).path("name").asText();
            add(id + ": remove the parameter " + name, tree -> ((ArrayNode) tree.at(pointer + "/parameters")).remove(index));
        }
        add(id + ": add a mandatory header", tree -> ((ArrayNode) tree.at(pointer + "/parameters"))
                .addObject().put("name", "X-Added").put("in", "header").put("required", true).putObject("schema").put("type", "string"));
        add(id + ": make the body optional", tree -> object(tree, pointer + "/requestBody").put("required", false));
        add(id + ": remove the body", tree -> object(tree, pointer).remove("requestBody"));
        add(id + ": change the request's content type", tree ->
                renameFirst(object(tree, pointer + "/requestBody/content"), "application/xml"));
        add(id + ": drop the charset of the request's content type", tree ->
                renameFirst(object(tree, pointer + "/requestBody/content"), "application/json"));
        add(id + ": add the status 409", tree ->
                object(tree, pointer + "/responses").putObject("409").put("description", "added"));
        operation.node().path("responses").properties().forEach(response -> response(pointer, id, response));
    }

    private void security(String pointer, String id, JsonNode alternatives) {
        for (int i = 0; i < alternatives.size(); i++) {
            int index = i;
            add(id + ": remove the security alternative " + (i + 1), tree -> ((ArrayNode) tree.at(pointer + "/security")).remove(index));
        }
        add(id + ": demand all security schemes at once", tree -> {
            ArrayNode security = (ArrayNode) tree.at(pointer + "/security");
            ObjectNode all = security.objectNode();
            security.forEach(alternative -> all.setAll((ObjectNode) alternative));
            security.removeAll().add(all);
        });
    }

    private void response(String pointer, String id, Map.Entry<String, JsonNode> response) {
        String status = response.getKey();
        String responses = pointer + "/responses";
        add(id + ": change the status " + status, tree -> rename(object(tree, responses), status, status.equals("200") ? "202" : "422"));
        add(id + ": remove the status " + status, tree -> object(tree, responses).remove(status));
        if (response.getValue().has("content")) {
            add(id + ": remove the body of status " + status, tree -> object(tree, responses + "/" + status).remove("content"));
            add(id + ": change the content type of status " + status, tree ->
                    renameFirst(object(tree, responses + "/" + status + "/content"), "application/xml"));
        } else {
            add(id + ": give status " + status + " a body", tree -> object(tree, responses + "/" + status)
                    .putObject("content").putObject("application/json").putObject("schema").put("type", "object"));
        }
    }

    private void securityScheme(String pointer, String name) {
        add("scheme " + name + ": rename the header", tree -> object(tree, pointer).put("name", "X-Other"));
        add("scheme " + name + ": move to the query", tree -> object(tree, pointer).put("in", "query"));
    }

    private void parameter(String pointer, String name) {
        String subject = "parameter " + name;
        boolean header = specification.tree().at(pointer).path("in").asText().equals("header");
        boolean required = specification.tree().at(pointer).path("required").asBoolean();
        add(subject + ": rename", tree -> object(tree, pointer).put("name", "other"));
        if (header) {
            add(subject + ": move to the query", tree -> object(tree, pointer).put("in", "query"));
            add(subject + ": " + (required ? "make optional" : "make mandatory"), tree -> object(tree, pointer).put("required", !required));
        }
        type(pointer + "/schema", subject);
    }

    private void schema(String pointer, String name) {
        JsonNode schema = specification.tree().at(pointer);
        add("schema " + name + ": rename", tree -> {
            String text = tree.toString().replace("#/components/schemas/" + name + "\"", "#/components/schemas/" + name + "Now\"");
            tree.removeAll().setAll(Specification.of(text).tree());
            rename((ObjectNode) tree.at("/components/schemas"), name, name + "Now");
        });
        if (schema.path("additionalProperties").isBoolean()) {
            add("schema " + name + ": open", tree -> object(tree, pointer).remove("additionalProperties"));
        }
        if (schema.has("enum")) {
            enumeration(pointer, "schema " + name, schema);
        }
        if (schema.has("properties")) {
            boolean request = schema.has("additionalProperties");
            add("schema " + name + ": add " + (request ? "an optional" : "a") + " field", tree ->
                    object(tree, pointer + "/properties").putObject("added").put("type", "string"));
            add("schema " + name + ": add a mandatory field", tree -> {
                object(tree, pointer + "/properties").putObject("added").put("type", "string");
                object(tree, pointer).withArray("required").add("added");
            });
            schema.path("properties").fieldNames().forEachRemaining(property -> property(pointer, name + "." + property, property));
        }
    }

    private void property(String schema, String subject, String property) {
        String properties = schema + "/properties";
        boolean required = specification.tree().at(schema).path("required").toString().contains('"' + property + '"');
        add(subject + ": rename", tree -> {
            rename(object(tree, properties), property, property + "s");
            replaceRequired(object(tree, schema), property, property + "s");
        });
        add(subject + ": remove", tree -> {
            object(tree, properties).remove(property);
            replaceRequired(object(tree, schema), property, null);
        });
        if (required) {
            add(subject + ": make optional", tree -> replaceRequired(object(tree, schema), property, null));
        } else {
            add(subject + ": make mandatory", tree -> object(tree, schema).withArray("required").add(property));
        }
        type(properties + "/" + property, subject);
    }

    private void enumeration(String pointer, String subject, JsonNode schema) {
        for (int i = 0; i < schema.path("enum").size(); i++) {
            int index = i;
            JsonNode value = schema.path("enum").path(i);
            add(subject + ": change the value " + value.asText(), tree -> {
                ArrayNode values = (ArrayNode) tree.at(pointer + "/enum");
                values.set(index, value.isInt() ? values.numberNode(value.asInt() + 10) : values.textNode(value.asText() + "s"));
            });
            add(subject + ": remove the value " + value.asText(), tree ->
                    List.of("enum", "x-enum-varnames", "x-enum-descriptions").forEach(list -> ((ArrayNode) tree.at(pointer + "/" + list)).remove(index)));
            add(subject + ": rename the constant of " + value.asText(), tree ->
                    ((ArrayNode) tree.at(pointer + "/x-enum-varnames")).set(index, "OTHER"));
        }
        add(subject + ": add a value", tree -> {
            ArrayNode values = (ArrayNode) tree.at(pointer + "/enum");
            values.add(values.get(0).isInt() ? values.numberNode(99) : values.textNode("added"));
            ((ArrayNode) tree.at(pointer + "/x-enum-varnames")).add("ADDED");
            ((ArrayNode) tree.at(pointer + "/x-enum-descriptions")).add("Added.");
        });
    }

    private void type(String pointer, String subject) {
        JsonNode type = specification.tree().at(pointer);
        if (type.has("type")) {
            String other = OTHER_TYPE.get(type.path("type").asText());
            add(subject + ": make " + other, tree -> {
                ObjectNode changed = object(tree, pointer);
                String description = changed.path("description").asText();
                changed.removeAll().put("type", other).put("description", description);
            });
        }
        if (type.has("format")) {
            add(subject + ": change the format", tree ->
                    object(tree, pointer).put("format", type.path("format").asText().equals("int64") ? "int32" : "int64"));
        }
        if (type.has("default")) {
            add(subject + ": change the default", tree -> {
                ObjectNode changed = object(tree, pointer);
                changed.set("default", type.path("default").isBoolean() ? changed.booleanNode(false) : changed.numberNode(7));
            });
        }
        for (String bound : List.of("minimum", "maximum", "minLength", "maxLength")) {
            if (type.has(bound)) {
                long tighter = bound.startsWith("min") ? 1 : -1;
                long value = type.path(bound).asLong();
                add(subject + ": tighten " + bound, tree -> object(tree, pointer).put(bound, value + tighter));
                add(subject + ": loosen " + bound, tree -> object(tree, pointer).put(bound, value - tighter));
                add(subject + ": remove " + bound, tree -> object(tree, pointer).remove(bound));
            }
        }
    }

    private void each(String pointer, BiConsumer<String, String> mutate) {
        specification.tree().at(pointer).fieldNames().forEachRemaining(name -> mutate.accept(pointer + "/" + name, name));
    }

    private void add(String name, Consumer<ObjectNode> edit) {
        mutations.add(new SpecMutation(name, edit));
    }

    private static ObjectNode object(JsonNode tree, String pointer) {
        return (ObjectNode) tree.at(pointer);
    }

    private static String escape(String path) {
        return path.replace("~", "~0").replace("/", "~1");
    }

    private static void renameFirst(ObjectNode object, String to) {
        rename(object, object.fieldNames().next(), to);
    }

    /** In its place, since the order of fields is part of what is generated. */
    private static void rename(ObjectNode object, String from, String to) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        object.properties().forEach(field -> fields.put(field.getKey().equals(from) ? to : field.getKey(), field.getValue()));
        object.removeAll().setAll(fields);
    }

    private static void replaceRequired(ObjectNode schema, String from, String to) {
        List<String> names = new ArrayList<>();
        schema.path("required").forEach(name -> names.add(name.asText()));
        int index = names.indexOf(from);
        if (index >= 0) {
            names.remove(index);
            if (to != null) {
                names.add(index, to);
            }
            schema.remove("required");
            if (!names.isEmpty()) {
                names.forEach(schema.withArray("required")::add);
            }
        }
    }
}
