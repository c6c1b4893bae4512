package io.dataarts.rerun.internal;

import com.fasterxml.jackson.annotation.JsonFormat;
import feign.MethodMetadata;
import feign.RequestTemplate;
import java.lang.reflect.Parameter;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hc.core5.net.PercentCodec;
import org.jspecify.annotations.Nullable;

/**
 * Makes URL and headers of an API method's arguments. Feign is left the body: it would drop empty query values, take {@code %41} in a
 * value as already encoded, let {@code ..} pass, and copy and expand each header several times a call.
 */
final class Operation {

    private static final Collection<String> PROJECT_ID = List.of("projectId", "project_id");

    /**
     * A parameter that is sent by a name of its own.
     *
     * @param asOne whether a list's elements are one value with commas, rather than a value each
     */
    private record Named(String sentAs, String parameter, boolean asOne) {}

    private final String pathTemplate;
    private final Map<Integer, String> pathParameters = new LinkedHashMap<>();
    private final Map<Integer, Named> queryParameters = new LinkedHashMap<>();
    private final Map<Integer, Named> headerParameters = new LinkedHashMap<>();
    private final SortedMap<String, Collection<String>> fixedHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<Integer, String> bodyParameter = new HashMap<>();

    Operation(MethodMetadata metadata) {
        RequestTemplate template = metadata.template();
        pathTemplate = template.path();
        Map<String, String> headers = namesByVariable(template.headers());
        Map<String, String> queries = namesByVariable(template.queries());
        Parameter[] parameters = metadata.method().getParameters();
        metadata.indexToName().forEach((index, names) -> {
            String name = names.iterator().next();
            if (headers.containsKey(name)) {
                headerParameters.put(index, new Named(headers.get(name), name, true));
            } else if (queries.containsKey(name)) {
                boolean asOne = parameters[index].isAnnotationPresent(JsonFormat.class);
                queryParameters.put(index, new Named(PercentCodec.RFC3986.encode(queries.get(name)), name, asOne));
            } else {
                pathParameters.put(index, name);
            }
        });
        if (metadata.bodyIndex() != null) {
            bodyParameter.put(metadata.bodyIndex(), parameters[metadata.bodyIndex()].getName());
        }
        fixedHeaders.putAll(template.headers());
        fixedHeaders.keySet().removeAll(headers.values());
        metadata.indexToName().clear();
        template.headers(Map.of());
        queries.values().forEach(name -> template.query(name, List.of()));
    }

    private static Map<String, String> namesByVariable(Map<String, Collection<String>> templates) {
        Map<String, String> names = new HashMap<>();
        templates.forEach((name, values) -> values.forEach(value -> {
            if (value.startsWith("{") && value.endsWith("}")) {
                names.put(value.substring(1, value.length() - 1), name);
            }
        }));
        return names;
    }

    String pathTemplate() {
        return pathTemplate;
    }

    /** Refuses null where Feign would leave out what is needed. */
    void check(Object[] arguments) {
        pathParameters.forEach((index, name) -> {
            require(arguments[index], name);
            if (arguments[index] instanceof Collection<?> values) { // none would be the path of all
                require(values.isEmpty() ? null : values, name);
                values.forEach(value -> require(value, name));
            }
        });
        bodyParameter.forEach((index, name) -> require(arguments[index], name));
    }

    private static void require(Object argument, String name) {
        if (argument == null) {
            throw new IllegalArgumentException(name + " must not be null");
        }
    }

    /** The project that the path names, or the given one if it names none. A header takes it too, which takes less than a path. */
    String projectId(Object[] arguments, String otherwise) {
        for (Map.Entry<Integer, String> parameter : pathParameters.entrySet()) {
            if (PROJECT_ID.contains(parameter.getValue())) {
                return Arguments.projectId(arguments[parameter.getKey()].toString());
            }
        }
        return otherwise;
    }

    /** The headers that the interface asks for, without those that have no value. */
    SortedMap<String, Collection<String>> headers(Object[] arguments) {
        SortedMap<String, Collection<String>> headers = new TreeMap<>(fixedHeaders);
        headerParameters.forEach((index, header) -> {
            List<String> texts = textsOf(arguments[index]);
            if (texts.size() > 1 && texts.stream().anyMatch(text -> text.contains(","))) {
                throw new IllegalArgumentException(header.parameter() + " must not contain a comma, which separates its values: " + texts);
            }
            if (!texts.isEmpty()) {
                headers.put(header.sentAs(), List.of(Arguments.headerValue(header.parameter(), String.join(",", texts))));
            }
        });
        return headers;
    }

    /** Path and query, without parameters that have no value. */
    String path(Object[] arguments) {
        StringBuilder path = new StringBuilder(pathTemplate);
        pathParameters.forEach((index, name) -> {
            String variable = "{" + name + "}";
            int start = path.indexOf(variable);
            path.replace(start, start + variable.length(), encodedPathValue(name, arguments[index]));
        });
        int query = path.length();
        queryParameters.forEach((index, parameter) -> {
            String separator = (path.length() == query ? "?" : "&") + parameter.sentAs() + "=";
            for (String text : textsOf(arguments[index])) {
                PercentCodec.RFC3986.encode(path.append(separator), Arguments.wellFormed(parameter.parameter(), text));
                separator = parameter.asOne() ? "," : "&" + parameter.sentAs() + "=";
            }
        });
        return path.toString();
    }

    private static String encodedPathValue(String name, Object argument) {
        StringBuilder encoded = new StringBuilder();
        for (String text : textsOf(argument)) {
            encoded.append(encoded.isEmpty() ? "" : ",");
            PercentCodec.RFC3986.encode(encoded, Arguments.pathValue(name, text));
        }
        return encoded.toString();
    }

    /** A list's elements that are there, or the one value that is. */
    private static List<String> textsOf(@Nullable Object argument) {
        if (argument instanceof Collection<?> list) {
            return list.stream().filter(Objects::nonNull).map(Object::toString).toList();
        }
        return argument == null ? List.of() : List.of(argument.toString());
    }
}
