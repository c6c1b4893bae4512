package io.dataarts.contract.stub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the stub answers, and what it remembers of it: the interaction that was played, or why there was none. */
record StubAnswer(int status, Map<String, List<String>> headers, byte[] body, Optional<String> played, Optional<String> refusal) {

    private static final JsonMapper JSON = new JsonMapper();

    static StubAnswer refused(String request, List<String> differences) {
        String refusal = request + " fits no interaction of the pact";
        return refusal(refusal, Optional.empty(), differences);
    }

    static StubAnswer refused(String request, String nearest, List<String> differences) {
        String refusal = request + " fits no interaction of the pact; the nearest is \"" + nearest + "\"";
        return refusal(refusal, Optional.of(nearest), differences);
    }

    private static StubAnswer refusal(String sentence, Optional<String> nearest, List<String> differences) {
        String text = sentence + ": " + String.join("; ", differences);
        ObjectNode body = JSON.createObjectNode().put("error_code", "STUB.MISMATCH").put("error_msg", text);
        nearest.ifPresent(description -> body.put("nearest", description));
        differences.forEach(body.putArray("differences")::add);
        try {
            // 500, as no test may take a defect of the request for an answer that the contract knows.
            return new StubAnswer(500, Map.of("Content-Type", List.of("application/json;charset=UTF-8")),
                    JSON.writeValueAsBytes(body), Optional.empty(), Optional.of(text));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
