package io.dataarts.rerun.internal.api;

import static io.dataarts.rerun.internal.check.Arguments.require;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import feign.MethodMetadata;
import feign.Request;
import feign.RequestTemplate;
import io.dataarts.rerun.internal.Json;
import io.dataarts.rerun.internal.call.RequestHead;
import io.dataarts.rerun.internal.check.Arguments;
import java.lang.reflect.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.net.PercentCodec;
import org.jspecify.annotations.Nullable;

/**
 * Encodes an API method's arguments into a request.
 *
 * <p>Feign's template would drop empty query values, take {@code %41} in a value as already encoded, and let {@code ..} pass. It would also
 * send the same query for two different lists.
 */
final class ArgumentEncoder {

    private static final List<String> PROJECT_ID = List.of("projectId", "project_id");
    private static final Pattern VARIABLE = Pattern.compile("[{]([^}]+)[}]");

    /**
     * A parameter of the method.
     *
     * @param joined whether a list is sent as one value with commas, rather than one value per element
     */
    private record Sent(int index, String name, String sentAs, boolean joined) {}

    private final String operation;
    private final Request.HttpMethod method;
    private final String pathTemplate;
    private final String[] literals;
    private final List<Sent> path = new ArrayList<>();
    private final List<Sent> query = new ArrayList<>();
    private final List<Sent> headers = new ArrayList<>();
    private final SortedMap<String, Collection<String>> fixedHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final @Nullable Sent body;
    private final @Nullable JavaType bodyType;

    ArgumentEncoder(MethodMetadata metadata) {
        RequestTemplate template = metadata.template();
        Parameter[] parameters = metadata.method().getParameters();
        operation = metadata.method().getName();
        method = Request.HttpMethod.valueOf(template.method());
        pathTemplate = template.path();
        literals = VARIABLE.split(pathTemplate, -1);
        Map<String, Integer> others = new HashMap<>();
        metadata.indexToName().forEach((index, names) -> {
            String name = names.iterator().next();
            String header = nameWithVariable(template.headers(), name);
            String parameter = nameWithVariable(template.queries(), name);
            if (header != null) {
                headers.add(new Sent(index, name, header, true));
            } else if (parameter != null) {
                query.add(new Sent(index, name, parameter, parameters[index].isAnnotationPresent(JsonFormat.class)));
            } else {
                others.put(name, index);
            }
        });
        for (Matcher variable = VARIABLE.matcher(pathTemplate); variable.find(); ) {
            String name = variable.group(1);
            require(others.containsKey(name), () -> metadata.configKey() + " has no parameter for {" + name + "} in its path");
            path.add(new Sent(others.get(name), name, name, true));
        }
        path.forEach(sent -> others.remove(sent.name()));
        require(others.isEmpty(), () -> metadata.configKey()
                + " has parameters that are not a whole value of path, query or header: " + new TreeSet<>(others.keySet()));
        Integer bodyIndex = metadata.bodyIndex();
        body = bodyIndex == null ? null : new Sent(bodyIndex, parameters[bodyIndex].getName(), "", false);
        bodyType = bodyIndex == null ? null : Json.MAPPER.constructType(metadata.bodyType());
        fixedHeaders.putAll(template.headers());
        headers.forEach(sent -> fixedHeaders.remove(sent.sentAs()));
        fixedHeaders.forEach((name, values) -> values.forEach(value -> require(!VARIABLE.matcher(Arguments.headerValue(name, value)).find(),
                () -> metadata.configKey() + " has a variable that is not the whole value of one header: " + value)));
        require(template.queries().values().stream().mapToInt(values -> Math.max(1, values.size())).sum() == query.size(),
                () -> metadata.configKey() + " has query values that are not parameters: " + template.queryLine());
    }

    /** Returns the name of the header or query parameter whose value is the variable, null without one. */
    private static @Nullable String nameWithVariable(Map<String, Collection<String>> templates, String variable) {
        return templates.entrySet().stream()
                .filter(template -> template.getValue().contains("{" + variable + "}")).map(Map.Entry::getKey).findFirst().orElse(null);
    }

    /**
     * Returns the head of the call's request.
     *
     * @throws IllegalArgumentException if an argument is missing, could reach another resource, or cannot be sent
     */
    RequestHead encode(@Nullable Object[] arguments, RequestDefaults defaults) {
        require(body == null || arguments[body.index()] != null, () -> body.name() + " must not be null");
        StringBuilder target = new StringBuilder(128).append(literals[0]);
        String projectId = defaults.projectId();
        for (int i = 0; i < path.size(); i++) {
            Sent variable = path.get(i);
            Object argument = arguments[variable.index()];
            List<String> texts = texts(argument);
            boolean complete = !texts.isEmpty() && !(argument instanceof Collection<?> list && list.size() > texts.size());
            require(complete, () -> variable.name() + " must not be null"); // without a value, the path would address all
            if (PROJECT_ID.contains(variable.name())) {
                projectId = Arguments.headerValue(variable.name(), texts.get(0)); // sent in a header, too
            }
            join(target, "", texts, ",", text -> Arguments.pathValue(variable.name(), text));
            target.append(literals[i + 1]);
        }
        appendQuery(target, arguments);
        SortedMap<String, Collection<String>> headersToSend = headers(arguments);
        defaults.addTo(headersToSend, projectId);
        return new RequestHead(operation, method.name(), pathTemplate, target.toString(), headersToSend);
    }

    /**
     * Returns the call's request.
     *
     * @throws IllegalArgumentException if the body cannot be written as JSON
     */
    Request request(RequestHead head, String endpoint, @Nullable Object[] arguments) {
        try {
            byte[] content = body == null ? null : Json.MAPPER.writerFor(bodyType).writeValueAsBytes(arguments[body.index()]);
            return Request.create(method, endpoint + head.path(), head.headers(), content, StandardCharsets.UTF_8, null);
        } catch (JsonProcessingException | RuntimeException e) {
            throw new IllegalArgumentException("the request body cannot be written as JSON: " + e);
        }
    }

    private void appendQuery(StringBuilder target, @Nullable Object[] arguments) {
        String start = "?";
        for (Sent parameter : query) {
            String name = PercentCodec.RFC3986.encode(parameter.sentAs()) + "=";
            List<String> texts = texts(arguments[parameter.index()]);
            String separator = parameter.joined() ? "," : "&" + name;
            join(target, start + name, texts, separator, text -> Arguments.wellFormed(parameter.name(), text));
            start = texts.isEmpty() ? start : "&";
        }
    }

    private SortedMap<String, Collection<String>> headers(@Nullable Object[] arguments) {
        SortedMap<String, Collection<String>> sent = new TreeMap<>(fixedHeaders);
        for (Sent header : headers) {
            List<String> texts = texts(arguments[header.index()]);
            require(texts.size() < 2 || texts.stream().noneMatch(text -> text.contains(",")),
                    () -> header.name() + " must not contain a comma, which separates its values: " + texts);
            if (!texts.isEmpty()) {
                sent.put(header.sentAs(), List.of(Arguments.headerValue(header.name(), String.join(",", texts))));
            }
        }
        return sent;
    }

    /** Appends the checked and encoded texts, the first after the start and the others after the separator. */
    private static void join(StringBuilder target, String start, List<String> texts, String separator, UnaryOperator<String> check) {
        String before = start;
        for (String text : texts) {
            PercentCodec.RFC3986.encode(target.append(before), check.apply(text));
            before = separator;
        }
    }

    /** Returns the elements of a list that are not null, or the argument as the only element; empty for null. */
    private static List<String> texts(@Nullable Object argument) {
        return argument instanceof Collection<?> list ? list.stream().filter(Objects::nonNull).map(Object::toString).toList()
                : argument == null ? List.of() : List.of(argument.toString());
    }
}
