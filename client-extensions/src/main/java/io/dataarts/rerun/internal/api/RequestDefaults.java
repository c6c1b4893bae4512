package io.dataarts.rerun.internal.api;

import io.dataarts.rerun.internal.Product;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What a studio adds to each request, besides authentication.
 *
 * @param projectId the project of operations whose path names none
 * @param workspace the workspace of calls that name none
 */
public record RequestDefaults(String projectId, String workspace) {

    private static final List<String> USER_AGENT = List.of(Product.USER_AGENT);

    /** Completes an operation's headers. */
    void addTo(Map<String, Collection<String>> headers, String projectIdOfPath) {
        headers.putIfAbsent("workspace", List.of(workspace));
        // Bound to the path's project: another one can never verify.
        headers.put("X-Project-Id", List.of(projectIdOfPath));
        headers.put("User-Agent", USER_AGENT);
    }
}
