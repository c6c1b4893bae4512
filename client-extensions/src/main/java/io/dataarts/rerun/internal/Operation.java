package io.dataarts.rerun.internal;

import com.fasterxml.jackson.annotation.JsonFormat;
import feign.MethodMetadata;
import feign.RequestTemplate;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /** A parameter of the path, and what of the path follows it. */
    private record Segment(int index, String name, String following) {}

    private static final Pattern PATH_VARIABLE = Pattern.compile("[{]([^}]+)[}]([^{]*)");

    private final String pathTemplate;
    private final String pathStart;
    private final List<Segment> pathSegments = new ArrayList<>();
    private final Map<Integer, Named> queryParameters = new LinkedHashMap<>();
    private final Map<Integer, Named> headerParameters = new LinkedHashMap<>();
    private final SortedMap<String, Collection<String>> fixedHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<Integer, String> bodyParameter = new HashMap<>();

    Operation(MethodMetadata metadata) {
        RequestTemplate template = metadata.template();
        pathTemplate = template.path();
        Map<String, String> headers = namesByVariable(template.headers());
        Map<String, String> queries = namesByVariable(template.queries());
        Map<String, Integer> pathIndexes = new HashMap<>();
        Parameter[] parameters = metadata.method().getParameters();
        for (Map.Entry<Integer, Collection<String>> parameter : metadata.indexToName().entrySet()) {
            int index = parameter.getKey();
            String name = parameter.getValue().iterator().next();
            if (headers.containsKey(name)) {
                headerParameters.put(index, new Named(headers.get(name), name, true));
            } else if (queries.containsKey(name)) {
                boolean asOne = parameters[index].isAnnotationPresent(JsonFormat.class);
                queryParameters.put(index, new Named(PercentCodec.RFC3986.encode(queries.get(name)), name, asOne));
            } else {
                pathIndexes.put(name, index);
            }
        }
        pathStart = pathTemplate.split("[{]", 2)[0];
        for (Matcher variable = PATH_VARIABLE.matcher(pathTemplate); variable.find(); ) {
            @Nullable Integer index = pathIndexes.get(variable.group(1));
            if (index == null) {
                throw new IllegalArgumentException(metadata.configKey() + " has no parameter for {" + variable.group(1) + "} in its path");
            }
            pathSegments.add(new Segment(index, variable.group(1), variable.group(2)));
        }
        for (Segment segment : pathSegments) {
            pathIndexes.remove(segment.name());
        }
        if (!pathIndexes.isEmpty()) {
            throw new IllegalArgumentException(metadata.configKey()
                    + " has parameters that are no whole value of path, query or header: " + new TreeSet<>(pathIndexes.keySet()));
        }
        if (metadata.bodyIndex() != null) {
            bodyParameter.put(metadata.bodyIndex(), parameters[metadata.bodyIndex()].getName());
        }
        fixedHeaders.putAll(template.headers());
        fixedHeaders.keySet().removeAll(headers.values());
        metadata.indexToName().clear();
        template.headers(Map.of());
        for (String name : queries.values()) {
            template.query(name, List.of());
        }
    }

    private static Map<String, String> namesByVariable(Map<String, Collection<String>> templates) {
        Map<String, String> names = new HashMap<>();
        for (Map.Entry<String, Collection<String>> template : templates.entrySet()) {
            for (String value : template.getValue()) {
                if (value.startsWith("{") && value.endsWith("}")) {
                    names.put(value.substring(1, value.length() - 1), template.getKey());
                }
            }
        }
        return names;
    }

    String pathTemplate() {
        return pathTemplate;
    }

    /** Refuses null where Feign would leave out what is needed. */
    void check(Object[] arguments) {
        for (Segment segment : pathSegments) {
            Object argument = arguments[segment.index()];
            require(argument, segment.name());
            if (argument instanceof Collection<?> values) { // none would be the path of all
                require(values.isEmpty() ? null : values, segment.name());
                values.forEach(value -> require(value, segment.name()));
            }
        }
        for (Map.Entry<Integer, String> body : bodyParameter.entrySet()) {
            require(arguments[body.getKey()], body.getValue());
        }
    }

    private static void require(Object argument, String name) {
        if (argument == null) {
            throw new IllegalArgumentException(name + " must not be null");
        }
    }

    /** The project that the path names, or the given one if it names none. A header takes it too, which takes less than a path. */
    String projectId(Object[] arguments, String otherwise) {
        for (Segment segment : pathSegments) {
            if (PROJECT_ID.contains(segment.name())) {
                return Arguments.projectId(arguments[segment.index()].toString());
            }
        }
        return otherwise;
    }

    /** The headers that the interface asks for, without those that have no value. */
    SortedMap<String, Collection<String>> headers(Object[] arguments) {
        SortedMap<String, Collection<String>> headers = new TreeMap<>(fixedHeaders);
        for (Map.Entry<Integer, Named> parameter : headerParameters.entrySet()) {
            Named header = parameter.getValue();
            List<String> texts = textsOf(arguments[parameter.getKey()]);
            if (texts.size() > 1 && texts.stream().anyMatch(text -> text.contains(","))) {
                throw new IllegalArgumentException(header.parameter() + " must not contain a comma, which separates its values: " + texts);
            }
            if (!texts.isEmpty()) {
                String value = texts.size() == 1 ? texts.get(0) : String.join(",", texts);
                headers.put(header.sentAs(), List.of(Arguments.headerValue(header.parameter(), value)));
            }
        }
        return headers;
    }

    /** Path and query, without parameters that have no value. */
    String path(Object[] arguments) {
        StringBuilder path = new StringBuilder(128).append(pathStart);
        for (Segment segment : pathSegments) {
            String separator = "";
            for (String text : textsOf(arguments[segment.index()])) {
                encode(path.append(separator), Arguments.pathValue(segment.name(), text));
                separator = ",";
            }
            path.append(segment.following());
        }
        int query = path.length();
        for (Map.Entry<Integer, Named> entry : queryParameters.entrySet()) {
            Named parameter = entry.getValue();
            String separator = (path.length() == query ? "?" : "&") + parameter.sentAs() + "=";
            for (String text : textsOf(arguments[entry.getKey()])) {
                encode(path.append(separator), Arguments.wellFormed(parameter.parameter(), text));
                separator = parameter.asOne() ? "," : "&" + parameter.sentAs() + "=";
            }
        }
        return path.toString();
    }

    private static void encode(StringBuilder path, String value) {
        if (isPlain(value)) {
            path.append(value);
        } else {
            PercentCodec.RFC3986.encode(path, value);
        }
    }

    /** Most values are ids, which the codec would copy several times to find nothing to encode. */
    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c > 127 || !Character.isLetterOrDigit(c) && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** A list's elements that are there, or the one value that is. */
    private static List<String> textsOf(@Nullable Object argument) {
        if (argument instanceof Collection<?> list) {
            return list.stream().filter(Objects::nonNull).map(Object::toString).toList();
        }
        return argument == null ? List.of() : List.of(argument.toString());
    }
}
