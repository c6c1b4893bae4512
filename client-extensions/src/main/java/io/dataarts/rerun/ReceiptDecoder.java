package io.dataarts.rerun;

import io.dataarts.generated.model.RestartQualityInstanceResponse;
import io.dataarts.rerun.internal.Json;
import io.dataarts.rerun.internal.answer.Answer;
import io.dataarts.rerun.internal.api.AnswerDecoder;
import java.lang.reflect.Type;

/**
 * Turns the answer to a rerun into a receipt. It needs a whole body only if the operation returns an instance id, and accepts any content.
 */
final class ReceiptDecoder implements AnswerDecoder {

    @Override
    public RerunReceipt decode(Answer answer, Type type) {
        String instanceId = null;
        if (type == RestartQualityInstanceResponse.class) {
            answer.requireWhole();
            RestartQualityInstanceResponse body = Json.read(answer.text(), RestartQualityInstanceResponse.class);
            instanceId = body == null ? null : body.getInstanceId();
        }
        return RerunReceipt.of(answer.received().status(), answer.received().header("X-Request-Id"), instanceId, answer.attempt().number());
    }
}
