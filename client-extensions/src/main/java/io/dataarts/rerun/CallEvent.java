package io.dataarts.rerun;

import io.dataarts.rerun.error.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link CallListener} learns of a call or of one of its attempts. Holds no argument, header or body. Immutable.
 *
 * @param operation the operation's id in the API description, such as {@code restartQualityInstance}
 * @param method the HTTP method
 * @param pathTemplate the path without the values of its parameters, so that it has few values
 * @param attempt the number of the attempt, from 1; at the end of a call how many attempts it took, 0 if it failed before the first
 * @param status the HTTP status of the last answer, null without one
 * @param outcome the outcome of the attempt; at the end of a call the gravest of its attempts
 * @param duration how long the attempt or the call took, pauses included
 * @param requestId the id under which the service knows the request, null if it gave none
 * @param failure the class of the failure, null for a success; at the end of a call the class of what the caller catches
 */
public record CallEvent(
        String operation, String method, String pathTemplate, int attempt, @Nullable Integer status, Outcome outcome, Duration duration,
        @Nullable String requestId, @Nullable Class<? extends Throwable> failure) {}
