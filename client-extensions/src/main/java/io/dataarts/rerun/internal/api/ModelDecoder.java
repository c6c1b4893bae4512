package io.dataarts.rerun.internal.api;

import com.fasterxml.jackson.databind.JsonMappingException;
import io.dataarts.rerun.internal.Json;
import io.dataarts.rerun.internal.answer.Answer;
import java.io.IOException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Turns the body of an answer into the model that an API method returns. */
public final class ModelDecoder implements AnswerDecoder {

    @Override
    public @Nullable Object decode(Answer answer, Type type) {
        if (type == Void.class) {
            return null;
        }
        answer.requireWhole();
        try {
            return answer.text().isBlank() ? null : Json.MAPPER.readValue(answer.text(), Json.MAPPER.constructType(type));
        } catch (IOException | RuntimeException e) {
            throw answer.attempt().exception("it is not the JSON of " + type.getTypeName() + place(e), null);
        }
    }

    /** Returns the place of the failure in JSONPath. The message of Jackson's failure would also show the value. */
    private static String place(Exception failure) {
        if (!(failure instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
            return "";
        }
        StringBuilder place = new StringBuilder(", at $");
        for (JsonMappingException.Reference step : mapping.getPath()) {
            place.append(step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName());
        }
        return place.toString();
    }
}
