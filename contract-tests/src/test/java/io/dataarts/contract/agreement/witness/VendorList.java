package io.dataarts.contract.agreement.witness;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.huaweicloud.sdk.core.http.FieldExistence;
import com.huaweicloud.sdk.core.http.HttpRequestDef;
import com.huaweicloud.sdk.dataartsstudio.v1.DataArtsStudioClient;
import com.huaweicloud.sdk.dataartsstudio.v1.DataArtsStudioMeta;
import io.dataarts.contract.spec.ApiDescription;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** A list of the vendor's SDK. Its request model translates a recorded request, so its own names and types decide. */
final class VendorList<Q, A> {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpRequestDef<Q, A> definition;
    private final BiFunction<DataArtsStudioClient, Q, A> call;

    private VendorList(HttpRequestDef<Q, A> definition, BiFunction<DataArtsStudioClient, Q, A> call) {
        this.definition = definition;
        this.call = call;
    }

    /** Returns the lists, by the operations of openapi.yaml. */
    static Map<String, VendorList<?, ?>> all() {
        return Map.of(
                "listFactoryJobs", new VendorList<>(DataArtsStudioMeta.listFactoryJobs, DataArtsStudioClient::listFactoryJobs),
                "listFactoryJobInstances", new VendorList<>(
                        DataArtsStudioMeta.listFactoryJobInstancesByName, DataArtsStudioClient::listFactoryJobInstancesByName),
                "listQualityJobs", new VendorList<>(DataArtsStudioMeta.listQualityTask, DataArtsStudioClient::listQualityTask),
                "listComparisonJobs", new VendorList<>(DataArtsStudioMeta.listConsistencyTask, DataArtsStudioClient::listConsistencyTask),
                "listQualityInstances", new VendorList<>(DataArtsStudioMeta.listInstances, DataArtsStudioClient::listInstances));
    }

    /** Makes the call that an interaction of the pact records, and returns the answer as the vendor's model writes it. */
    ObjectNode call(DataArtsStudioClient client, JsonNode recorded) {
        ObjectNode arguments = JSON.createObjectNode().put("workspace", recorded.at("/headers/workspace/0").asText());
        recorded.path("query").properties().forEach(parameter -> arguments.set(parameter.getKey(), parameter.getValue().path(0)));
        String[] segments = recorded.path("path").asText().split("/");
        if (definition.getUri().contains("{job_name}")) {
            arguments.put("job_name", URLDecoder.decode(segments[5], StandardCharsets.UTF_8));
        }
        ObjectNode answer = JSON.valueToTree(call.apply(client, JSON.convertValue(arguments, definition.getRequestType())));
        answer.remove("httpStatusCode");
        return answer;
    }

    /** Returns the parameters of the request, each with the simple name of its Java type. */
    Map<String, String> request() {
        Map<String, String> types = new TreeMap<>();
        definition.getRequestFields().forEach(field -> types.put(field.getName(), field.getFieldType().getSimpleName()));
        return types;
    }

    /** Returns the names of the parameters without which the vendor's SDK does not send the request. */
    List<String> mandatory() {
        return definition.getRequestFields().stream()
                .filter(field -> field.getExistence() != FieldExistence.NULL_IGNORE)
                .map(com.huaweicloud.sdk.core.http.Field::getName)
                .toList();
    }

    /** Returns the fields of the answer, and those of the list's elements, each with the simple name of its Java type. */
    Map<String, String> response() {
        Map<String, String> types = new TreeMap<>();
        addFields("", definition.getResponseType(), types);
        return types;
    }

    private static void addFields(String prefix, Class<?> model, Map<String, String> types) {
        for (Field field : model.getDeclaredFields()) {
            JsonProperty name = field.getAnnotation(JsonProperty.class);
            if (name == null) {
                continue;
            }
            types.put(prefix + name.value(), field.getType().getSimpleName());
            if (field.getGenericType() instanceof ParameterizedType list) {
                addFields(prefix + name.value() + "[].", (Class<?>) list.getActualTypeArguments()[0], types);
            }
        }
    }

    String method() {
        return definition.getMethod().name();
    }

    String path() {
        return definition.getUri();
    }

    String contentType() {
        return definition.getContentType();
    }

    /** Returns the Java type that a schema of openapi.yaml becomes. */
    static String javaType(ApiDescription description, JsonNode given) {
        JsonNode schema = description.resolve(given);
        return switch (schema.path("type").asText()) {
            case "integer" -> schema.path("format").asText().equals("int64") ? "Long" : "Integer";
            case "boolean" -> "Boolean";
            case "array" -> "List";
            // JobType and TaskType are types of both sides.
            default -> schema.has("enum") ? ApiDescription.component(given).orElseThrow() + "Enum" : "String";
        };
    }
}
