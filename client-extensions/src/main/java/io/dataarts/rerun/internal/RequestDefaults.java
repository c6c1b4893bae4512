package io.dataarts.rerun.internal;

import feign.RequestTemplate;
import java.util.List;

/**
 * What a studio adds to each request, besides authentication.
 *
 * @param projectId the project of operations whose path names none
 * @param workspace the workspace of calls that name none
 */
public record RequestDefaults(String projectId, String workspace) {

    private static final String USER_AGENT = "dataarts-rerun-java/" + Product.VERSION;

    void apply(RequestTemplate request) {
        if (request.headers().getOrDefault("workspace", List.of()).isEmpty()) {
            request.headerLiteral("workspace", workspace);
        }
        // Bound to the path's project: another one can never verify.
        request.removeHeader("X-Project-Id");
        request.headerLiteral("X-Project-Id", Call.current().projectId());
        request.removeHeader("User-Agent");
        request.headerLiteral("User-Agent", USER_AGENT);
    }
}
