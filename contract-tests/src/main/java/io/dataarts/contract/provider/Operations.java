package io.dataarts.contract.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the operation for a request by its raw path: an encoded slash stays inside its segment, and a slash too many is another
 * path. The validator is laxer in both.
 */
final class Operations {

    private static final Pattern PARAMETER = Pattern.compile("\\{([^/{}]+)}");

    private final List<Route> routes;

    private Operations(List<Route> routes) {
        this.routes = routes;
    }

    static Operations of(String yaml) {
        List<Route> routes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : parse(yaml).path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                String operationId = method.getValue().path("operationId").asText();
                if (!operationId.isEmpty()) {
                    routes.add(Route.of(method.getKey(), path.getKey(), operationId));
                }
            }
        }
        if (routes.isEmpty()) {
            throw new IllegalStateException("the OpenAPI description has no operation with an operationId");
        }
        // OpenAPI: /a/b goes before /a/{x}.
        routes.sort(Comparator.comparing(route -> route.parameters().size()));
        return new Operations(List.copyOf(routes));
    }

    Optional<Operation> find(ReceivedRequest request) {
        return routes.stream().flatMap(route -> route.match(request).stream()).findFirst();
    }

    private static JsonNode parse(String yaml) {
        try {
            return new ObjectMapper(new YAMLFactory()).readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the OpenAPI description is not YAML: " + e.getOriginalMessage(), e);
        }
    }

    private record Route(String method, Pattern path, List<String> parameters, String operationId) {

        static Route of(String method, String template, String operationId) {
            List<String> parameters = new ArrayList<>();
            StringBuilder regex = new StringBuilder();
            Matcher parameter = PARAMETER.matcher(template);
            int end = 0;
            while (parameter.find()) {
                regex.append(Pattern.quote(template.substring(end, parameter.start()))).append("([^/]+)");
                parameters.add(parameter.group(1));
                end = parameter.end();
            }
            regex.append(Pattern.quote(template.substring(end)));
            return new Route(
                    method.toUpperCase(Locale.ROOT), Pattern.compile(regex.toString()), List.copyOf(parameters), operationId);
        }

        Optional<Operation> match(ReceivedRequest request) {
            Matcher values = path.matcher(request.rawPath());
            if (!method.equals(request.method()) || !values.matches()) {
                return Optional.empty();
            }
            Map<String, String> raw = new LinkedHashMap<>();
            for (int i = 0; i < parameters.size(); i++) {
                raw.put(parameters.get(i), values.group(i + 1));
            }
            return Optional.of(new Operation(operationId, raw));
        }
    }
}
