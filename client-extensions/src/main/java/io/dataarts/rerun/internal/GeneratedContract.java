package io.dataarts.rerun.internal;

import com.fasterxml.jackson.annotation.JsonFormat;
import feign.CollectionFormat;
import feign.Contract;
import feign.DefaultContract;
import feign.MethodMetadata;
import feign.Param;
import feign.TypedResponse;
import feign.Types;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the generated interfaces, and makes Feign send arguments exactly: Feign by itself takes {@code %41} in a value as already
 * encoded, and lets {@code ..} and line breaks pass.
 */
final class GeneratedContract implements Contract {

    /** Stands for an empty query value, which Feign would drop. No text in UTF-8 has this byte. */
    private static final String EMPTY = "%FF";

    private final Contract feign = new DefaultContract();
    private final Map<Method, Operation> operations = new HashMap<>();

    /** The URL that Feign was asked for, of the one that it made. */
    static String exactUrl(String url) {
        return url.replace(EMPTY, "");
    }

    /** What was read of a method. */
    @Nullable Operation operation(Method method) {
        return operations.get(method);
    }

    @Override
    public List<MethodMetadata> parseAndValidateMetadata(Class<?> api) {
        List<MethodMetadata> methods = feign.parseAndValidateMetadata(api);
        for (MethodMetadata metadata : methods) {
            if (Types.getRawType(metadata.returnType()) != TypedResponse.class) {
                throw new IllegalArgumentException(metadata.configKey() + " must return feign.TypedResponse<...>");
            }
            requireSendable(metadata);
            joinLists(metadata);
            Operation operation = new Operation(metadata);
            metadata.indexToExpander(operation.expanders());
            operations.put(metadata.method(), operation);
        }
        return methods;
    }

    /** Refuses what Feign would turn into nonsense: a map's {@code toString()} in a query, a file's path as its content. */
    private static void requireSendable(MethodMetadata metadata) {
        if (!metadata.formParams().isEmpty()) {
            throw new IllegalArgumentException(
                    metadata.configKey() + " has form fields or cookies, which cannot be sent: " + metadata.formParams());
        }
        metadata.indexToName().forEach((index, names) -> {
            Class<?> type = metadata.method().getParameterTypes()[index];
            if (!type.isEnum() && (!type.getName().startsWith("java.") || Map.class.isAssignableFrom(type))) {
                throw new IllegalArgumentException(
                        metadata.configKey() + " has an object outside its body, which cannot be sent: " + names);
            }
        });
        Collection<String> contentType = metadata.template().headers().getOrDefault("Content-Type", List.of());
        if (metadata.bodyIndex() != null && contentType.stream().noneMatch(type -> type.contains("json"))) {
            throw new IllegalArgumentException(metadata.configKey() + " has a body that is not JSON, which cannot be sent: " + contentType);
        }
    }

    /** A list marked by {@code @JsonFormat} is one query value with commas; the others are repeated. */
    private static void joinLists(MethodMetadata metadata) {
        Parameter[] parameters = metadata.method().getParameters();
        metadata.indexToName().forEach((index, names) -> {
            if (parameters[index].isAnnotationPresent(JsonFormat.class)) {
                String variable = "{" + names.iterator().next() + "}";
                metadata.template().queries().forEach((name, values) -> {
                    if (values.contains(variable)) {
                        metadata.template().query(name, List.of()).query(name, values, CollectionFormat.CSV);
                    }
                });
            }
        });
    }

    /** An operation's parameters, by what becomes of them. */
    static final class Operation {

        private static final Collection<String> PROJECT_ID = List.of("projectId", "project_id");

        private final String pathTemplate;
        private final Map<Integer, String> pathParameters = new LinkedHashMap<>();
        private final Map<Integer, String> queryParameters = new LinkedHashMap<>();
        private final Map<Integer, String> headerParameters = new LinkedHashMap<>();
        private final Map<Integer, String> bodyParameter = new HashMap<>();

        Operation(MethodMetadata metadata) {
            pathTemplate = metadata.template().path();
            Collection<String> headerVariables = variablesOf(metadata.template().headers());
            Collection<String> queryVariables = variablesOf(metadata.template().queries());
            metadata.indexToName().forEach((index, names) -> {
                String name = names.iterator().next();
                if (headerVariables.contains(name)) {
                    headerParameters.put(index, name);
                } else if (queryVariables.contains(name)) {
                    queryParameters.put(index, name);
                } else {
                    pathParameters.put(index, name);
                }
            });
            if (metadata.bodyIndex() != null) {
                bodyParameter.put(metadata.bodyIndex(), metadata.method().getParameters()[metadata.bodyIndex()].getName());
            }
        }

        private static Collection<String> variablesOf(Map<String, Collection<String>> templates) {
            Collection<String> variables = new ArrayList<>();
            templates.values().forEach(values -> values.forEach(value -> {
                if (value.startsWith("{") && value.endsWith("}")) {
                    variables.add(value.substring(1, value.length() - 1));
                }
            }));
            return variables;
        }

        String pathTemplate() {
            return pathTemplate;
        }

        Map<Integer, Param.Expander> expanders() {
            Map<Integer, Param.Expander> expanders = new HashMap<>();
            pathParameters.forEach((index, name) -> expanders.put(index, value -> encode(Arguments.pathValue(name, value.toString()))));
            queryParameters.forEach(
                    (index, name) -> expanders.put(index, value -> encodeQuery(Arguments.wellFormed(name, value.toString()))));
            headerParameters.forEach((index, name) -> expanders.put(index, value -> Arguments.headerValue(name, value.toString())));
            return expanders;
        }

        /** Refuses null where Feign would leave out what is needed, and leaves out empty lists, of which Feign would send the name. */
        void check(Object[] arguments) {
            pathParameters.forEach((index, name) -> {
                require(arguments[index], name);
                if (arguments[index] instanceof Collection<?> values) { // none would be the path of all
                    require(values.isEmpty() ? null : values, name);
                    values.forEach(value -> require(value, name));
                }
            });
            bodyParameter.forEach((index, name) -> require(arguments[index], name));
            queryParameters.forEach((index, name) -> {
                if (arguments[index] instanceof Collection<?> values && values.stream().allMatch(Objects::isNull)) {
                    arguments[index] = null;
                }
            });
        }

        private static void require(Object argument, String name) {
            if (argument == null) {
                throw new IllegalArgumentException(name + " must not be null");
            }
        }

        /** The project that the path names, or the given one if it names none. A header takes it too, which takes less than a path. */
        String projectId(Object[] arguments, String otherwise) {
            return pathParameters.entrySet().stream()
                    .filter(parameter -> PROJECT_ID.contains(parameter.getValue()))
                    .map(parameter -> Arguments.projectId(arguments[parameter.getKey()].toString()))
                    .findFirst()
                    .orElse(otherwise);
        }

        private static String encodeQuery(String value) {
            if (value.isEmpty()) {
                return EMPTY;
            }
            // To Feign, this word says that there is no value.
            return value.equalsIgnoreCase("undef") ? "%" + Integer.toHexString(value.charAt(0)) + value.substring(1) : encode(value);
        }

        /** RFC 3986 in UTF-8; Feign leaves a text alone that consists of such escapes and unreserved characters. */
        private static String encode(String value) {
            return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
        }
    }
}
