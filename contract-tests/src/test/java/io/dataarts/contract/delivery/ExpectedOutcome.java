package io.dataarts.contract.delivery;

import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.error.UnreadableResponseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The expected result of a call.
 *
 * @param exception the class of the exception; null for a receipt
 * @param message the pattern that the message has to match
 * @param begun the number of requests that arrive at least in part
 * @param complete the number of requests that arrive completely
 * @param retryAfter the wait that the exception tells
 * @param pause how long the call waits between its attempts, at least
 */
record ExpectedOutcome(
        Outcome outcome,
        Class<? extends DataArtsException> exception,
        Pattern message,
        int attempts,
        int begun,
        int complete,
        Optional<Duration> retryAfter,
        Duration pause) {

    static ExpectedOutcome accepted() {
        return new ExpectedOutcome(Outcome.ACCEPTED, null, null, 1, 1, 1, Optional.empty(), Duration.ZERO);
    }

    static ExpectedOutcome notSent(String... messages) {
        return failure(Outcome.NOT_SENT, NotSentException.class, "Not sent: ", messages).arrived(0, 0);
    }

    static ExpectedOutcome unknown(String... messages) {
        return failure(Outcome.UNKNOWN, NoResponseException.class, "Sent, but whether it was executed is unknown: ", messages);
    }

    static ExpectedOutcome acceptedButUnreadable(String... messages) {
        return failure(Outcome.ACCEPTED, UnreadableResponseException.class, "Accepted (HTTP 200), but the body cannot be read: ", messages);
    }

    static ExpectedOutcome unknown(Class<? extends ServiceException> exception, String... messages) {
        return failure(Outcome.UNKNOWN, exception, "Whether it was executed is unknown: ", messages);
    }

    static ExpectedOutcome rejected(Class<? extends ServiceException> exception, String... messages) {
        return failure(Outcome.REJECTED, exception, "Rejected: ", messages);
    }

    /** Expects one of these messages. {@code …} matches any text, {@code {host}} the endpoint's authority. */
    private static ExpectedOutcome failure(
            Outcome outcome, Class<? extends DataArtsException> exception, String start, String... messages) {
        String pattern = Arrays.stream(messages)
                .map(message -> Arrays.stream(message.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")))
                .map(message -> message.replace("{host}", "\\E127\\.0\\.0\\.1:\\d+\\Q"))
                .collect(Collectors.joining("|"));
        return new ExpectedOutcome(
                outcome,
                exception,
                Pattern.compile(Pattern.quote(start) + "(" + pattern + ")", Pattern.DOTALL),
                1,
                1,
                1,
                Optional.empty(),
                Duration.ZERO);
    }

    ExpectedOutcome arrived(int begunRequests, int completeRequests) {
        return new ExpectedOutcome(outcome, exception, message, attempts, begunRequests, completeRequests, retryAfter, pause);
    }

    ExpectedOutcome attempts(int number) {
        return new ExpectedOutcome(outcome, exception, message, number, begun, complete, retryAfter, pause);
    }

    ExpectedOutcome retryAfter(Duration asked) {
        return new ExpectedOutcome(outcome, exception, message, attempts, begun, complete, Optional.of(asked), pause);
    }

    ExpectedOutcome pause(Duration atLeast) {
        return new ExpectedOutcome(outcome, exception, message, attempts, begun, complete, retryAfter, atLeast);
    }
}
