package io.dataarts.rerun.internal.delivery;

import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.internal.call.Reason;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Decides whether an attempt follows a failed one, and after which pause. {@link TokenRenewal} decides about refused tokens. */
final class RetryRule {

    /**
     * The facts on which the decision depends.
     *
     * @param outcome how far the attempt got
     * @param reason why it failed
     * @param attempts how many attempts the call has made
     * @param retryAfter the wait that the service asked for, null if it asked for none
     * @param timeLeft the time until the call's deadline
     */
    record Failed(Outcome outcome, Reason reason, int attempts, @Nullable Duration retryAfter, Duration timeLeft) {}

    private RetryRule() {}

    /**
     * Returns the pause before the next attempt, empty if none follows. The random pause is added to the service's wait. Clients that the
     * service throttled together would otherwise come back together.
     */
    static Optional<Duration> pause(Failed failed, RetryPolicy policy, RandomGenerator random) {
        Duration asked = Objects.requireNonNullElse(failed.retryAfter, Duration.ZERO);
        if (failed.attempts >= policy.maxAttempts() || asked.compareTo(policy.maxRetryAfter()) > 0
                || !mayRepeat(failed.outcome, failed.reason, policy)) {
            return Optional.empty();
        }
        Duration pause = asked.plusNanos(random.nextLong(policy.longestPause(failed.attempts).toNanos()));
        return pause.compareTo(failed.timeLeft) < 0 ? Optional.of(pause) : Optional.empty();
    }

    /**
     * Returns true if the service cannot have executed the attempt, or if the policy accepts that it may have.
     *
     * <p>A retry cannot fix a bad host name, a certificate or missing credentials. A caller that interrupts or closes does not want a
     * retry.
     */
    private static boolean mayRepeat(Outcome outcome, Reason reason, RetryPolicy policy) {
        return switch (outcome) {
            case NOT_SENT -> reason == Reason.NETWORK;
            case REJECTED -> reason == Reason.THROTTLED;
            case UNKNOWN -> policy.repeatsUnknownOutcomes()
                    && (reason == Reason.NETWORK || reason == Reason.TLS || reason == Reason.SERVER_ERROR);
            case ACCEPTED -> false;
        };
    }
}
