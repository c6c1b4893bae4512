package io.dataarts.contract.provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/**
 * An answer of the service or of its gateway.
 *
 * @param status the status; 0 if the provider closes the connection instead, -1 if it leaves it open
 * @param body the JSON body; {@code null} for none
 * @param fromGateway whether the gateway answers; it adds the request id to the body
 */
record ProviderAnswer(int status, ObjectNode body, boolean fromGateway) {

    /** Returns an answer of the service. */
    static ProviderAnswer of(int status, ObjectNode body) {
        return new ProviderAnswer(status, body, false);
    }

    /** Returns an answer that the client never gets. */
    static ProviderAnswer lost(int status) {
        return of(status, null);
    }

    /** Returns a failure in the documented shape. */
    static ProviderAnswer error(int status, String code, String message) {
        return of(status, JsonNodeFactory.instance.objectNode().put("error_code", code).put("error_msg", message));
    }

    /** Returns a failure in the gateway's shape, whose members have another order. */
    static ProviderAnswer gateway(int status, String code, String message) {
        return new ProviderAnswer(status, JsonNodeFactory.instance.objectNode().put("error_msg", message).put("error_code", code), true);
    }

    /** Returns whether the client never gets this answer. */
    boolean isLost() {
        return status <= 0;
    }

    byte[] bytes(String requestId) {
        if (body == null) {
            return new byte[0];
        }
        ObjectNode sent = fromGateway ? body.deepCopy().put("request_id", requestId) : body;
        return sent.toString().getBytes(StandardCharsets.UTF_8);
    }
}
