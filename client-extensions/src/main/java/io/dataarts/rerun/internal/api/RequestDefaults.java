package io.dataarts.rerun.internal.api;

import io.dataarts.rerun.internal.Product;
import io.dataarts.rerun.internal.call.Gate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a studio, or a view of one, gives to each call: headers, besides authentication, and its pace.
 *
 * @param projectId the project for operations whose path names none
 * @param workspace the workspace for calls that name none
 * @param gate holds back each attempt, null for none
 */
public record RequestDefaults(String projectId, String workspace, @Nullable Gate gate) {

    private static final List<String> USER_AGENT = List.of(Product.USER_AGENT);
    /** Without this header, a gateway may choose any coding for the body of its answer. */
    private static final List<String> NO_CODING = List.of("identity");

    /** Adds the studio's headers. The call's own workspace stays. */
    void addTo(Map<String, Collection<String>> headers, String projectIdOfPath) {
        headers.putIfAbsent("workspace", List.of(workspace));
        // Always the path's project: the service cannot verify a request that names two projects.
        headers.put("X-Project-Id", List.of(projectIdOfPath));
        headers.put("User-Agent", USER_AGENT);
        headers.put("Accept-Encoding", NO_CODING);
    }
}
