package io.dataarts.rerun.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Any failure of a call. {@link #outcome()} says whether the rerun happened all the same.
 *
 * <p>Failures of earlier attempts of the same call are {@linkplain #getSuppressed() suppressed exceptions}; so is what a capability
 * threw after the call was rejected. Neither the message nor a cause holds a secret.
 */
public abstract sealed class DataArtsException extends RuntimeException
        permits ConfigurationException, NotSentException, ServiceException, NoResponseException, UnreadableResponseException {

    private final Outcome outcome;
    private final int attempts;
    private final @Nullable String requestId;

    DataArtsException(String message, @Nullable Throwable cause, Outcome outcome, int attempts, @Nullable String requestId) {
        super(message, cause);
        this.outcome = outcome;
        this.attempts = attempts;
        this.requestId = requestId;
    }

    /** Whether the rerun happened: the gravest outcome of all attempts. */
    public Outcome outcome() {
        return outcome;
    }

    /** How many attempts were made, 0 when the call failed before the first. */
    public int attempts() {
        return attempts;
    }

    /** The id under which the service knows the last request, from the answer's header or body. */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }
}
