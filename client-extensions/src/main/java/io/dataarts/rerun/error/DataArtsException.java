package io.dataarts.rerun.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Any failure of a call. {@link #outcome()} says whether the rerun happened in spite of it.
 *
 * <p>Failures of earlier attempts of the same call are {@linkplain #getSuppressed() suppressed exceptions}. Neither the message nor a
 * cause holds a secret.
 */
public abstract sealed class DataArtsException extends RuntimeException
        permits ConfigurationException, NotSentException, ServiceException, NoResponseException, UnreadableResponseException,
        IncompleteSearchException {

    private final Outcome outcome;
    private final int attempts;
    private final @Nullable String requestId;

    DataArtsException(String message, @Nullable Throwable cause, Outcome outcome, int attempts, @Nullable String requestId) {
        super(message, cause);
        this.outcome = outcome;
        this.attempts = attempts;
        this.requestId = requestId;
    }

    /** Returns whether the rerun happened: the gravest outcome of all attempts. */
    public Outcome outcome() {
        return outcome;
    }

    /** Returns how many attempts were made: 0 if the call failed before the first. */
    public int attempts() {
        return attempts;
    }

    /** Returns the id under which the service knows the last request, from the header or the body of its answer. */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }
}
