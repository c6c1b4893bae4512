package io.dataarts.contract.stub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dataarts.contract.loopback.LoopbackResponse;
import io.dataarts.contract.loopback.ReceivedRequest;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A response of the stub, and the facts that the stub records about it.
 *
 * @param played the description of the interaction that was played
 * @param refusal why no interaction was played
 */
record StubAnswer(LoopbackResponse response, Optional<String> played, Optional<String> refusal) {

    private static final JsonMapper JSON = new JsonMapper();

    static StubAnswer refused(ReceivedRequest request, List<String> differences) {
        return refusal(sentence(request), Optional.empty(), differences);
    }

    static StubAnswer refused(ReceivedRequest request, String nearest, List<String> differences) {
        return refusal(sentence(request) + "; the nearest is \"" + nearest + "\"", Optional.of(nearest), differences);
    }

    private static String sentence(ReceivedRequest request) {
        return request.method() + " " + request.rawPath() + " fits no interaction of the pact";
    }

    private static StubAnswer refusal(String sentence, Optional<String> nearest, List<String> differences) {
        String text = sentence + ": " + String.join("; ", differences);
        ObjectNode body = JSON.createObjectNode().put("error_code", "STUB.MISMATCH").put("error_msg", text);
        nearest.ifPresent(description -> body.put("nearest", description));
        differences.forEach(body.putArray("differences")::add);
        try {
            // 500, so that a test cannot mistake a wrong request for a recorded answer.
            return new StubAnswer(
                    new LoopbackResponse(500, Map.of("Content-Type", List.of("application/json;charset=UTF-8")), JSON.writeValueAsBytes(body)),
                    Optional.empty(), Optional.of(text));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
