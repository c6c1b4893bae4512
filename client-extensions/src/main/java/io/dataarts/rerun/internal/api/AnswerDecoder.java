package io.dataarts.rerun.internal.api;

import io.dataarts.rerun.internal.answer.Answer;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Turns a success into the body that an API method returns. */
@FunctionalInterface
public interface AnswerDecoder {

    /** @param type the type of the body, which the method declares */
    @Nullable Object decode(Answer answer, Type type);
}
