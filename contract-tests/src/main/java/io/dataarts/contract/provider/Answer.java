package io.dataarts.contract.provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** A status and a JSON body; {@code null} for no body at all. */
record Answer(int status, ObjectNode body) {

    /** The documented shape of a failure. */
    static Answer error(int status, String code, String message) {
        return new Answer(status, JsonNodeFactory.instance.objectNode().put("error_code", code).put("error_msg", message));
    }

    /** The gateway's shape of a failure: other order, and the request id. */
    static Answer gateway(ReceivedRequest request, int status, String code, String message) {
        return new Answer(status, JsonNodeFactory.instance.objectNode()
                .put("error_msg", message).put("error_code", code).put("request_id", request.requestId()));
    }

    byte[] bytes() {
        return body == null ? new byte[0] : body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
