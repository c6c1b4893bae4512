package io.dataarts.rerun.internal.call;

import java.util.Collection;
import java.util.Map;

/**
 * The head of a call's request, before authentication.
 *
 * @param operation the operation's id in the API description
 * @param method the HTTP method
 * @param pathTemplate the path with the names of its parameters in place of their values
 * @param path the path and query, encoded
 * @param headers all headers but those that authenticate
 */
public record RequestHead(String operation, String method, String pathTemplate, String path, Map<String, Collection<String>> headers) {

    /** Returns what messages say of an unknown outcome. A read changes nothing. */
    public String doubt() {
        return method.equals("GET") ? "nothing was changed, and it may be repeated: " : "whether it was executed is unknown: ";
    }
}
