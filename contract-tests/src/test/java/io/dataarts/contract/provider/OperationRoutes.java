package io.dataarts.contract.provider;

import io.dataarts.contract.loopback.ReceivedRequest;
import io.dataarts.contract.spec.ApiDescription;
import io.dataarts.contract.spec.DescribedOperation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the operation of a request by its raw path.
 *
 * <p>An encoded slash stays inside its segment, and an additional slash makes another path. The validator is less strict in both cases.
 */
final class OperationRoutes {

    private static final Pattern PARAMETER = Pattern.compile("\\{([^/{}]+)}");

    private final List<Route> routes;

    private OperationRoutes(List<Route> routes) {
        this.routes = routes;
    }

    static OperationRoutes of(String yaml) {
        List<Route> routes = new ArrayList<>();
        for (DescribedOperation operation : ApiDescription.parse(yaml).operations()) {
            if (operation.node().has("operationId")) {
                routes.add(Route.of(operation.method(), operation.path(), operation.id()));
            }
        }
        if (routes.isEmpty()) {
            throw new IllegalStateException("the OpenAPI description has no operation with an operationId");
        }
        // OpenAPI prefers /a/b to /a/{x}.
        routes.sort(Comparator.comparing(route -> route.parameters().size()));
        return new OperationRoutes(List.copyOf(routes));
    }

    Optional<OperationRequest> find(ReceivedRequest request) {
        return routes.stream().flatMap(route -> route.match(request).stream()).findFirst();
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
            return new Route(method, Pattern.compile(regex.toString()), List.copyOf(parameters), operationId);
        }

        Optional<OperationRequest> match(ReceivedRequest request) {
            Matcher values = path.matcher(request.rawPath());
            if (!method.equals(request.method()) || !values.matches()) {
                return Optional.empty();
            }
            Map<String, String> raw = new LinkedHashMap<>();
            for (int i = 0; i < parameters.size(); i++) {
                raw.put(parameters.get(i), values.group(i + 1));
            }
            return Optional.of(new OperationRequest(request, operationId, raw));
        }
    }
}
