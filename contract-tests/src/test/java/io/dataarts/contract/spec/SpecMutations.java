package io.dataarts.contract.spec;

import static io.dataarts.contract.spec.Level.MAJOR;
import static io.dataarts.contract.spec.Level.MINOR;
import static io.dataarts.contract.spec.Level.PATCH;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Makes mutations from the elements of a description, so that an added element is mutated, too. */
public final class SpecMutations {

    private static final Map<String, String> OTHER_TYPE =
            Map.of("string", "integer", "integer", "string", "boolean", "string", "array", "string");
    private static final List<String> LISTS_OF_AN_ENUM = List.of("enum", "x-enum-varnames", "x-enum-descriptions");
    private static final String XML = "application/xml";

    private final ApiDescription description;
    private final Set<String> responseSchemas;
    private final List<SpecMutation> mutations = new ArrayList<>();

    private SpecMutations(ApiDescription description) {
        this.description = description;
        responseSchemas = referredToByResponses(description);
    }

    /** Returns all mutations of a description. */
    public static List<SpecMutation> of(ApiDescription description) {
        SpecMutations all = new SpecMutations(description);
        all.document();
        description.operations().forEach(all::operation);
        all.each("/components/securitySchemes", all::securityScheme);
        all.each("/components/parameters", all::parameter);
        all.each("/components/schemas", all::schema);
        return all.mutations;
    }

    private void document() {
        pinned("move the server to another domain", MAJOR, tree -> object(tree, "/servers/0").put("url", "https://example.com"));
        unpinned("change the default region", MAJOR, tree -> object(tree, "/servers/0/variables/region").put("default", "x"));
        unpinned("add a server", MINOR, tree -> tree.withArray("servers").addObject().put("url", "https://other.example.com"));
        unpinned("add an operation", MINOR, tree -> {
            ObjectNode operation = object(tree, "/paths").putObject("/v2/things").putObject("get");
            operation.put("operationId", "listThings").putArray("tags").add("Things");
            operation.putObject("responses").putObject("200").put("description", "OK");
        });
        unpinned("change the title", PATCH, tree -> object(tree, "/info").put("title", "Something else"));
    }

    private void operation(DescribedOperation operation) {
        String id = operation.id();
        String pointer = operation.pointer();
        String key = operation.method().toLowerCase(Locale.ROOT);
        pinned(id + ": rename the path", MAJOR, tree -> rename(object(tree, "/paths"), operation.path(), operation.path() + "s"));
        pinned(id + ": change the method", MAJOR, tree -> rename(object(tree, operation.pathPointer()), key, "put"));
        pinned(id + ": rename the operation", MAJOR, tree -> object(tree, pointer).put("operationId", id + "Now"));
        pinned(id + ": move to another tag", MAJOR, tree -> array(tree, pointer + "/tags").set(0, "Other"));
        pinned(id + ": remove", MAJOR, tree -> object(tree, "/paths").remove(operation.path()));
        unpinned(id + ": deprecate", MINOR, tree -> object(tree, pointer).put("deprecated", true));
        unpinned(id + ": change the words", PATCH, tree -> object(tree, pointer).put("description", "Something else."));
        security(pointer, id, operation.node().path("security"));
        parametersOf(operation);
        if (operation.node().has("requestBody")) {
            requestBody(pointer, id, operation.node().path("requestBody"));
        }
        pinned(id + ": add the status 409", MINOR, tree -> object(tree, pointer + "/responses").putObject("409").put("description", "added"));
        unpinned(id + ": add the status 202", MAJOR, tree -> object(tree, pointer + "/responses").putObject("202").put("description", "added"));
        operation.node().path("responses").properties().forEach(response -> response(pointer, id, response.getKey(), response.getValue()));
    }

    private void security(String pointer, String id, JsonNode alternatives) {
        for (int i = 0; i < alternatives.size(); i++) {
            int index = i;
            pinned(id + ": remove the security alternative " + (i + 1), MAJOR, tree -> array(tree, pointer + "/security").remove(index));
        }
        pinned(id + ": demand all security schemes at once", MAJOR, tree -> {
            ArrayNode security = array(tree, pointer + "/security");
            ObjectNode all = security.objectNode();
            security.forEach(alternative -> all.setAll((ObjectNode) alternative));
            security.removeAll().add(all);
        });
        unpinned(id + ": leave the signature's date out", MAJOR, tree -> object(tree, pointer + "/security/1").remove("sdkDate"));
        unpinned(id + ": accept requests without credentials", MINOR, tree -> array(tree, pointer + "/security").addObject());
    }

    private void parametersOf(DescribedOperation operation) {
        String id = operation.id();
        String pointer = operation.pointer();
        JsonNode parameters = operation.node().path("parameters");
        for (int i = 0; i < parameters.size(); i++) {
            int index = i;
            String name = description.resolve(parameters.path(i)).path("name").asText();
            pinned(id + ": remove the parameter " + name, MAJOR, tree -> array(tree, pointer + "/parameters").remove(index));
            if (!parameters.path(i).has("$ref")) {
                parameter(pointer + "/parameters/" + i, id + "." + name);
            }
        }
        unpinned(id + ": reorder the parameters", MAJOR, tree -> {
            ArrayNode reordered = array(tree, pointer + "/parameters");
            reordered.add(reordered.remove(0));
        });
        pinned(id + ": add a mandatory header", MAJOR, tree -> addParameter(tree, pointer, "header", "X-Added").put("required", true));
        unpinned(id + ": add a query parameter", MAJOR, tree -> addParameter(tree, pointer, "query", "added"));
        unpinned(id + ": add a bound header", MINOR, tree -> addParameter(tree, pointer, "header", "X-Added").put("x-bound-to", "project_id"));
    }

    private void requestBody(String pointer, String id, JsonNode body) {
        String content = pointer + "/requestBody/content";
        String type = body.path("content").fieldNames().next();
        pinned(id + ": make the body optional", MINOR, tree -> object(tree, pointer + "/requestBody").put("required", false));
        pinned(id + ": remove the body", MAJOR, tree -> object(tree, pointer).remove("requestBody"));
        pinned(id + ": change the request's content type", MAJOR, tree -> rename(object(tree, content), type, XML));
        pinned(id + ": drop the charset of the request's content type", MAJOR, tree -> rename(object(tree, content), type, "application/json"));
        unpinned(id + ": add a request content type", MINOR, tree -> object(tree, content).set(XML, object(tree, content).get(type)));
        unpinned(id + ": remove the examples", PATCH, tree -> ((ObjectNode) object(tree, content).get(type)).remove("examples"));
    }

    private void response(String pointer, String id, String status, JsonNode response) {
        String responses = pointer + "/responses";
        Level level = status.startsWith("2") ? MAJOR : MINOR;
        pinned(id + ": change the status " + status, level, tree ->
                rename(object(tree, responses), status, status.equals("200") ? "202" : "422"));
        pinned(id + ": remove the status " + status, level, tree -> object(tree, responses).remove(status));
        if (response.has("content")) {
            String content = responses + "/" + status + "/content";
            pinned(id + ": remove the body of status " + status, MAJOR, tree -> object(tree, responses + "/" + status).remove("content"));
            pinned(id + ": change the content type of status " + status, MAJOR, tree ->
                    rename(object(tree, content), response.path("content").fieldNames().next(), XML));
        } else {
            pinned(id + ": give status " + status + " a body", MAJOR, tree -> object(tree, responses + "/" + status)
                    .putObject("content").putObject("application/json").putObject("schema").put("type", "object"));
        }
    }

    private void securityScheme(String pointer, String name) {
        pinned("scheme " + name + ": rename the header", MAJOR, tree -> object(tree, pointer).put("name", "X-Other"));
        pinned("scheme " + name + ": move to the query", MAJOR, tree -> object(tree, pointer).put("in", "query"));
    }

    private void parameter(String pointer, String name) {
        String subject = "parameter " + name;
        JsonNode parameter = description.root().at(pointer);
        boolean required = parameter.path("required").asBoolean();
        pinned(subject + ": rename", MAJOR, tree -> object(tree, pointer).put("name", "other"));
        String in = parameter.path("in").asText();
        if (!in.equals("path")) {
            String other = in.equals("query") ? "header" : "query";
            pinned(subject + ": move to the " + other, MAJOR, tree -> object(tree, pointer).put("in", other));
            pinned(subject + (required ? ": make optional" : ": make mandatory"), required ? MINOR : MAJOR, tree ->
                    object(tree, pointer).put("required", !required));
        }
        if (parameter.has("x-bound-to")) {
            unpinned(subject + ": make an argument", MAJOR, tree -> object(tree, pointer).remove("x-bound-to"));
        }
        unpinned(subject + ": change the words", PATCH, tree -> object(tree, pointer).put("description", "Something else."));
        if (parameter.at("/schema/type").asText().equals("string")) {
            unpinned(subject + ": add a maxLength", MAJOR, tree -> object(tree, pointer + "/schema").put("maxLength", 3));
        }
        type(pointer + "/schema", subject, MAJOR);
    }

    private void schema(String pointer, String name) {
        JsonNode schema = description.root().at(pointer);
        String subject = "schema " + name;
        Level narrower = responseSchemas.contains(name) ? MINOR : MAJOR;
        pinned(subject + ": rename", MAJOR, tree -> {
            String text = tree.toString().replace("#/components/schemas/" + name + "\"", "#/components/schemas/" + name + "Now\"");
            tree.removeAll().setAll(ApiDescription.parse(text).root());
            rename(object(tree, "/components/schemas"), name, name + "Now");
        });
        unpinned(subject + ": change the words", PATCH, tree -> object(tree, pointer).put("description", "Something else."));
        if (schema.has("enum")) {
            enumeration(pointer, subject, schema, opposite(narrower));
        }
        if (schema.has("properties")) {
            fields(pointer, subject, schema, narrower);
            schema.path("properties").fieldNames().forEachRemaining(field -> field(pointer, name + "." + field, field, narrower));
        }
    }

    private void fields(String pointer, String subject, JsonNode schema, Level narrower) {
        boolean closed = schema.has("additionalProperties");
        if (closed) {
            pinned(subject + ": open", opposite(narrower), tree -> object(tree, pointer).remove("additionalProperties"));
        } else {
            unpinned(subject + ": close", narrower, tree -> object(tree, pointer).put("additionalProperties", false));
        }
        pinned(subject + ": add " + (closed ? "an optional" : "a") + " field", MINOR, tree ->
                object(tree, pointer + "/properties").putObject("added").put("type", "string"));
        pinned(subject + ": add a mandatory field", narrower, tree -> {
            object(tree, pointer + "/properties").putObject("added").put("type", "string");
            object(tree, pointer).withArray("required").add("added");
        });
        unpinned(subject + ": add an unknown extension", MAJOR, tree -> object(tree, pointer).put("x-mystery", true));
    }

    private void field(String schema, String subject, String field, Level narrower) {
        String fields = schema + "/properties";
        boolean required = description.root().at(schema).path("required").toString().contains('"' + field + '"');
        pinned(subject + ": rename", MAJOR, tree -> {
            rename(object(tree, fields), field, field + "s");
            replaceRequired(object(tree, schema), field, field + "s");
        });
        pinned(subject + ": remove", MAJOR, tree -> {
            object(tree, fields).remove(field);
            replaceRequired(object(tree, schema), field, null);
        });
        if (required) {
            pinned(subject + ": make optional", opposite(narrower), tree -> replaceRequired(object(tree, schema), field, null));
        } else {
            pinned(subject + ": make mandatory", narrower, tree -> object(tree, schema).withArray("required").add(field));
        }
        type(fields + "/" + field, subject, narrower);
        value(fields + "/" + field, subject, narrower);
    }

    private void enumeration(String pointer, String subject, JsonNode schema, Level wider) {
        for (int i = 0; i < schema.path("enum").size(); i++) {
            int index = i;
            JsonNode value = schema.path("enum").path(i);
            pinned(subject + ": change the value " + value.asText(), MAJOR, tree -> {
                ArrayNode values = array(tree, pointer + "/enum");
                values.set(index, value.isInt() ? values.numberNode(value.asInt() + 10) : values.textNode(value.asText() + "s"));
            });
            pinned(subject + ": remove the value " + value.asText(), MAJOR, tree ->
                    LISTS_OF_AN_ENUM.forEach(list -> array(tree, pointer + "/" + list).remove(index)));
            pinned(subject + ": rename the constant of " + value.asText(), MAJOR, tree ->
                    array(tree, pointer + "/x-enum-varnames").set(index, "OTHER"));
        }
        pinned(subject + ": add a value", wider, tree -> {
            ArrayNode values = array(tree, pointer + "/enum");
            values.add(values.get(0).isInt() ? values.numberNode(99) : values.textNode("added"));
            array(tree, pointer + "/x-enum-varnames").add("ADDED");
            array(tree, pointer + "/x-enum-descriptions").add("Added.");
        });
        unpinned(subject + ": allow any value", MAJOR, tree -> object(tree, pointer).remove("enum"));
    }

    /** Mutates the parts of a type that the pact pins. */
    private void type(String pointer, String subject, Level narrower) {
        JsonNode type = description.root().at(pointer);
        if (type.has("type")) {
            String other = OTHER_TYPE.get(type.path("type").asText());
            pinned(subject + ": make " + other, MAJOR, tree -> {
                ObjectNode changed = object(tree, pointer);
                String words = changed.path("description").asText();
                changed.removeAll().put("type", other).put("description", words);
            });
        }
        if (type.has("format")) {
            pinned(subject + ": change the format", MAJOR, tree ->
                    object(tree, pointer).put("format", type.path("format").asText().equals("int64") ? "int32" : "int64"));
        }
        if (type.has("default")) {
            pinned(subject + ": change the default", MAJOR, tree -> {
                ObjectNode changed = object(tree, pointer);
                changed.set("default", type.path("default").isBoolean() ? changed.booleanNode(!type.path("default").asBoolean()) : changed.numberNode(7));
            });
        }
        for (String bound : List.of("minimum", "maximum", "minLength", "maxLength")) {
            if (type.has(bound)) {
                long tighter = bound.startsWith("min") ? 1 : -1;
                long value = type.path(bound).asLong();
                pinned(subject + ": tighten " + bound, narrower, tree -> object(tree, pointer).put(bound, value + tighter));
                pinned(subject + ": loosen " + bound, opposite(narrower), tree -> object(tree, pointer).put(bound, value - tighter));
                pinned(subject + ": remove " + bound, opposite(narrower), tree -> object(tree, pointer).remove(bound));
            }
        }
    }

    /** Mutates the parts of a field that only the comparison of versions reads. */
    private void value(String pointer, String subject, Level narrower) {
        JsonNode type = description.root().at(pointer);
        String typeName = type.path("type").asText();
        if (type.has("type")) {
            if (type.path("nullable").asBoolean()) {
                pinned(subject + ": refuse null", narrower, tree -> object(tree, pointer).remove("nullable"));
            } else {
                unpinned(subject + ": make nullable", opposite(narrower), tree -> object(tree, pointer).put("nullable", true));
            }
            unpinned(subject + ": deprecate", MINOR, tree -> object(tree, pointer).put("deprecated", true));
        }
        if (type.has("default")) {
            unpinned(subject + ": remove the default", MAJOR, tree -> object(tree, pointer).remove("default"));
        } else if (typeName.equals("string")) {
            unpinned(subject + ": add a default", MINOR, tree -> object(tree, pointer).put("default", "x"));
        }
        if (typeName.equals("string")) {
            unpinned(subject + ": add a pattern", narrower, tree -> object(tree, pointer).put("pattern", "^[a-z]+$"));
            unpinned(subject + ": add a format", MAJOR, tree -> object(tree, pointer).put("format", "uuid"));
        }
        if (typeName.equals("array")) {
            unpinned(subject + ": demand an element", narrower, tree -> object(tree, pointer).put("minItems", 1));
            unpinned(subject + ": change the elements", MAJOR, tree -> object(tree, pointer).putObject("items").put("type", "string"));
        }
    }

    private void each(String pointer, BiConsumer<String, String> mutate) {
        description.root().at(pointer).fieldNames().forEachRemaining(name -> mutate.accept(pointer + "/" + name, name));
    }

    private void pinned(String name, Level deserves, Consumer<ObjectNode> edit) {
        mutations.add(new SpecMutation(name, deserves, true, edit));
    }

    private void unpinned(String name, Level deserves, Consumer<ObjectNode> edit) {
        mutations.add(new SpecMutation(name, deserves, false, edit));
    }

    /** Returns the level of the reverse change. A narrower request breaks its sender; a wider response breaks its reader. */
    private static Level opposite(Level level) {
        return level == MAJOR ? MINOR : MAJOR;
    }

    private static Set<String> referredToByResponses(ApiDescription description) {
        Set<String> found = new HashSet<>();
        description.operations().forEach(operation -> addReferences(description, operation.node().path("responses"), found));
        return found;
    }

    private static void addReferences(ApiDescription description, JsonNode node, Set<String> found) {
        node.findValuesAsText("$ref").forEach(ref -> {
            if (found.add(ref.substring(ref.lastIndexOf('/') + 1))) {
                addReferences(description, description.root().at(ref.substring(1)), found);
            }
        });
    }

    private static ObjectNode addParameter(ObjectNode tree, String operation, String in, String name) {
        ObjectNode parameter = object(tree, operation).withArray("parameters").addObject().put("name", name).put("in", in);
        parameter.putObject("schema").put("type", "string");
        return parameter;
    }

    private static ObjectNode object(JsonNode tree, String pointer) {
        return (ObjectNode) tree.at(pointer);
    }

    private static ArrayNode array(JsonNode tree, String pointer) {
        return (ArrayNode) tree.at(pointer);
    }

    /** Renames a field in its place, because the generated code keeps the order of fields. */
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
