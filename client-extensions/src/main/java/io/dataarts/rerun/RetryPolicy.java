package io.dataarts.rerun;

import io.dataarts.rerun.internal.check.Arguments;
import java.time.Duration;
import java.util.Objects;

/**
 * When a call is attempted again by itself. What may have been executed is never repeated, unless
 * {@link #repeatingUnknownOutcomesWhichMayRunTwice} says so.
 *
 * <p>Repeated are attempts of which nothing was sent (but not for want of credentials, for certificates or host names, or when
 * interrupted), throttled ones, and once a call whose token has to be renewed. Pauses are random, up to 200 ms before the second
 * attempt and twice as much before each further one, or what {@code Retry-After} asks for. Immutable.
 */
public final class RetryPolicy {

    private static final RetryPolicy STANDARD = new RetryPolicy(3, Duration.ofSeconds(30), false);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final int maxAttempts;
    private final Duration maxRetryAfter;
    private final boolean repeatUnknown;

    private RetryPolicy(int maxAttempts, Duration maxRetryAfter, boolean repeatUnknown) {
        this.maxAttempts = maxAttempts;
        this.maxRetryAfter = maxRetryAfter;
        this.repeatUnknown = repeatUnknown;
    }

    /** At most 3 attempts, and a {@code Retry-After} of up to 30 s: what a studio does unless told otherwise. */
    public static RetryPolicy standard() {
        return STANDARD;
    }

    /** One attempt only. */
    public static RetryPolicy never() {
        return STANDARD.maxAttempts(1);
    }

    /**
     * The same policy with another number of attempts.
     *
     * @param attempts 1 to 10
     * @throws IllegalArgumentException when it is outside that range
     */
    public RetryPolicy maxAttempts(int attempts) {
        Arguments.require(attempts >= 1 && attempts <= 10, () -> "maxAttempts must be between 1 and 10, was " + attempts);
        return new RetryPolicy(attempts, maxRetryAfter, repeatUnknown);
    }

    /**
     * The same policy with another limit for {@code Retry-After}; when the service asks for more, the call fails at once, and the
     * exception carries what was asked.
     *
     * @throws IllegalArgumentException when it is negative
     */
    public RetryPolicy maxRetryAfter(Duration limit) {
        Objects.requireNonNull(limit, "maxRetryAfter");
        Arguments.require(!limit.isNegative(), () -> "maxRetryAfter must not be negative, was " + limit);
        return new RetryPolicy(maxAttempts, limit, repeatUnknown);
    }

    /**
     * The same policy, which also repeats attempts that may have been executed: without an answer, 408 and 5xx. The rerun may happen
     * as often as there are attempts.
     */
    public RetryPolicy repeatingUnknownOutcomesWhichMayRunTwice() {
        return new RetryPolicy(maxAttempts, maxRetryAfter, true);
    }

    /** How many attempts a call has at most. */
    public int maxAttempts() {
        return maxAttempts;
    }

    /** The longest {@code Retry-After} that is waited for. */
    public Duration maxRetryAfter() {
        return maxRetryAfter;
    }

    /** Whether attempts that may have been executed are repeated. */
    public boolean repeatsUnknownOutcomes() {
        return repeatUnknown;
    }

    /**
     * The longest pause after the given number of attempts.
     *
     * @param attempts 1 to 10
     * @throws IllegalArgumentException when it is outside that range
     */
    public Duration longestPause(int attempts) {
        Arguments.require(attempts >= 1 && attempts <= 10, () -> "attempts must be between 1 and 10, was " + attempts);
        return FIRST_PAUSE.multipliedBy(1L << (attempts - 1));
    }

    @Override
    public String toString() {
        return "RetryPolicy[at most " + maxAttempts + " attempts" + (repeatUnknown ? ", may run twice]" : "]");
    }
}
