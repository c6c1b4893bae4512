package io.dataarts.contract.agreement.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dataarts.contract.spec.ApiDescription;
import io.dataarts.contract.spec.DescribedOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Lists the elements of a description: operations, statuses, parameters, security alternatives, fields, enum values, bounds. */
final class SpecElements {

    private final ApiDescription specification;
    private final List<SpecElement> elements = new ArrayList<>();

    private SpecElements(ApiDescription specification) {
        this.specification = specification;
    }

    static List<SpecElement> of(ApiDescription specification) {
        SpecElements all = new SpecElements(specification);
        specification.operations().forEach(all::addOperation);
        return all.elements;
    }

    private void addOperation(DescribedOperation operation) {
        String id = operation.id();
        add(id, "operation " + operation.method() + " " + operation.path(), "calls it", interaction ->
                interaction.method().equalsIgnoreCase(operation.method()) && hasPath(interaction, operation.path()));
        operation.node().path("security").forEach(alternative -> addSecurity(id, alternative));
        operation.node().path("parameters").forEach(parameter -> addParameter(operation, specification.resolve(parameter)));
        operation.node().at("/requestBody/content").properties().forEach(content -> {
            add(id, "request content type " + content.getKey(), "sends it", interaction ->
                    content.getKey().equals(interaction.headers().get("Content-Type")));
            addSchema(id, "request field ", content.getValue().path("schema"), interaction -> Stream.of(interaction.body()));
        });
        operation.node().path("responses").properties().forEach(response -> addResponse(id, response.getKey(), response.getValue()));
    }

    private static boolean hasPath(PactInteraction interaction, String template) {
        return interaction.path().matches(template.replaceAll("\\{[^}]+}", "[^/]+"));
    }

    private void addSecurity(String id, JsonNode alternative) {
        List<String> headers = new ArrayList<>();
        alternative.fieldNames().forEachRemaining(
                scheme -> headers.add(specification.root().at("/components/securitySchemes/" + scheme + "/name").asText()));
        add(id, "security alternative " + String.join(" and ", headers), "is authenticated in that way", interaction ->
                headers.stream().allMatch(interaction.headers()::containsKey));
    }

    private void addParameter(DescribedOperation operation, JsonNode parameter) {
        String name = parameter.path("name").asText();
        String in = parameter.path("in").asText();
        Function<PactInteraction, Stream<JsonNode>> values = interaction -> (switch (in) {
            case "path" -> interaction.pathValue(operation.path(), name).stream();
            case "query" -> interaction.query().getOrDefault(name, List.of()).stream();
            default -> Optional.ofNullable(interaction.headers().get(name)).stream();
        }).map(TextNode::valueOf);
        add(operation.id(), in + " parameter " + name, "sends it", interaction -> values.apply(interaction).findAny().isPresent());
        addValues(operation.id(), in + " parameter " + name, specification.resolve(parameter.path("schema")), values);
    }

    private void addResponse(String id, String status, JsonNode given) {
        JsonNode response = specification.resolve(given);
        Predicate<PactInteraction> answered = interaction -> String.valueOf(interaction.status()).equals(status);
        add(id, "status " + status, "is answered with it", answered);
        response.path("content").properties().forEach(content -> {
            add(id, "response content type " + content.getKey() + " of status " + status, "is answered with it", interaction ->
                    answered.test(interaction) && content.getKey().equals(interaction.responseHeaders().get("Content-Type")));
            addSchema(id, "response field of status " + status + " ", content.getValue().path("schema"), interaction ->
                    answered.test(interaction) ? Stream.of(interaction.responseBody()) : Stream.empty());
        });
    }

    /** Adds the fields of an object, and of the objects in it. */
    private void addSchema(String id, String prefix, JsonNode given, Function<PactInteraction, Stream<JsonNode>> objects) {
        JsonNode schema = specification.resolve(given);
        schema.path("properties").properties().forEach(property -> {
            String name = prefix + property.getKey();
            Function<PactInteraction, Stream<JsonNode>> values = interaction ->
                    objects.apply(interaction).map(object -> object.path(property.getKey())).filter(value -> !value.isMissingNode());
            add(id, name, "holds it", interaction -> values.apply(interaction).findAny().isPresent());
            JsonNode type = specification.resolve(property.getValue());
            addValues(id, name, type, values);
            addSchema(id, name + ".", type, values);
            addSchema(id, name + "[].", type.path("items"), interaction -> values.apply(interaction).flatMap(SpecElements::items));
        });
    }

    private static Stream<JsonNode> items(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private void addValues(String id, String name, JsonNode schema, Function<PactInteraction, Stream<JsonNode>> values) {
        schema.path("enum").forEach(value -> addValue(id, name, "value " + value.asText(), values, found -> found.equals(value)));
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            JsonNode bound = keyword.getValue();
            switch (keyword.getKey()) {
                case "minimum", "maximum" ->
                        addValue(id, name, keyword.getKey() + " " + bound, values, found -> found.asLong() == bound.asLong());
                case "minLength", "maxLength" -> addValue(id, name, keyword.getKey() + " " + bound, values, found ->
                        found.asText().codePointCount(0, found.asText().length()) == bound.asInt());
                default -> { }
            }
        }
    }

    private void addValue(
            String id, String name, String what, Function<PactInteraction, Stream<JsonNode>> values, Predicate<JsonNode> matches) {
        add(id, name + ": " + what, "has exactly this", interaction -> values.apply(interaction).anyMatch(matches));
    }

    private void add(String id, String what, String advice, Predicate<PactInteraction> pinnedBy) {
        elements.add(new SpecElement(id, what, advice, pinnedBy));
    }
}
