package io.dataarts.rerun;

import io.dataarts.rerun.error.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Describes a call, or one of its attempts, to a {@link CallListener}. Holds no argument, header or body. Immutable.
 *
 * @param operation the operation's id in the API description, such as {@code restartQualityInstance}
 * @param method the HTTP method
 * @param pathTemplate the path with the names of its parameters in place of their values, so that metrics get few distinct paths
 * @param attempt the number of the attempt, from 1. At the end of a call: how many attempts it made, 0 if it failed before the first
 * @param status the HTTP status that the last attempt got, null without an answer
 * @param outcome the outcome of the attempt. At the end of a call: the gravest outcome of all attempts
 * @param duration the time that the attempt took. At the end of a call: the time that the whole call took, with its pauses
 * @param requestId the id under which the service knows the last request, null without one
 * @param failure the class of the failure, null for a success. At the end of a call: the class of the exception that the caller gets
 */
public record CallEvent(
        String operation, String method, String pathTemplate, int attempt, @Nullable Integer status, Outcome outcome, Duration duration,
        @Nullable String requestId, @Nullable Class<? extends Throwable> failure) {}
