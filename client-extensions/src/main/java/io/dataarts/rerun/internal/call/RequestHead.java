package io.dataarts.rerun.internal.call;

import java.util.Collection;
import java.util.Map;

/**
 * What is known of a call's request before it is authenticated.
 *
 * @param operation the operation's id in the API description
 * @param method the HTTP method
 * @param pathTemplate the path without the values of its parameters
 * @param path path and query
 * @param headers all headers but those of authentication
 */
public record RequestHead(String operation, String method, String pathTemplate, String path, Map<String, Collection<String>> headers) {}
