package io.dataarts.contract.loopback;

import java.util.List;
import java.util.Map;

/**
 * The response to one request.
 *
 * @param headers the headers; the server adds further headers
 * @param body the body; empty for none
 */
public record LoopbackResponse(int status, Map<String, List<String>> headers, byte[] body) {
}
