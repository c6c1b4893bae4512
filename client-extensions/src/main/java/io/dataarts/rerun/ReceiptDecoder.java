package io.dataarts.rerun;

import com.fasterxml.jackson.core.JsonProcessingException;
import feign.Response;
import feign.codec.Decoder;
import io.dataarts.rerun.internal.Json;
import io.dataarts.rerun.internal.answer.Answer;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Turns the answer to a rerun into a receipt, whatever its body, unless the body should tell an instance and is truncated. */
final class ReceiptDecoder implements Decoder {

    @Override
    public RerunReceipt decode(Response response, Type type) {
        Answer answer = Answer.of(response);
        String instanceId = null;
        if (type != Void.class) {
            answer.requireWhole();
            instanceId = instanceId(answer.text());
        }
        return RerunReceipt.of(answer.status(), answer.attempt().requestId(), instanceId, answer.attempt().number());
    }

    private static @Nullable String instanceId(String text) {
        try {
            return Json.mapper().readTree(text).path("instance_id").asText(null);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
