package io.dataarts.rerun;

import io.dataarts.rerun.internal.check.Arguments;
import java.time.Duration;
import java.util.Objects;

/**
 * Decides when the SDK retries a call. It never retries an attempt that the service may have executed, unless
 * {@link #repeatingUnknownOutcomesWhichMayRunTwice} allows that.
 *
 * <p>The SDK retries an attempt that sent nothing, and a throttled attempt. It retries a call once if its token has to be renewed. It does
 * not retry an attempt that sent nothing because of credentials, a certificate, a host name or an interrupt.
 *
 * <p>Each pause is random. It is at most 200 ms before the second attempt, and at most twice as long before each further one. If
 * {@code Retry-After} asks for more, the SDK waits that long. Immutable.
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

    /** Returns the default policy of a studio: at most 3 attempts, and a {@code Retry-After} of at most 30 s. */
    public static RetryPolicy standard() {
        return STANDARD;
    }

    /** Returns the standard policy with one attempt per call. */
    public static RetryPolicy never() {
        return STANDARD.maxAttempts(1);
    }

    /**
     * Returns the same policy with another maximum number of attempts.
     *
     * @param attempts 1 to 10
     * @throws IllegalArgumentException if it is outside that range
     */
    public RetryPolicy maxAttempts(int attempts) {
        Arguments.require(attempts >= 1 && attempts <= 10, () -> "maxAttempts must be between 1 and 10, was " + attempts);
        return new RetryPolicy(attempts, maxRetryAfter, repeatUnknown);
    }

    /**
     * Returns the same policy with another limit for {@code Retry-After}. If the service asks for more, the call fails at once, and the
     * exception says how long to wait.
     *
     * @param limit zero or more
     * @throws IllegalArgumentException if it is negative
     */
    public RetryPolicy maxRetryAfter(Duration limit) {
        Objects.requireNonNull(limit, "maxRetryAfter");
        Arguments.require(!limit.isNegative(), () -> "maxRetryAfter must not be negative, was " + limit);
        return new RetryPolicy(maxAttempts, limit, repeatUnknown);
    }

    /**
     * Returns the same policy, which also retries attempts that the service may have executed: without an answer, 408 and 5xx. The rerun
     * may then run once per attempt.
     */
    public RetryPolicy repeatingUnknownOutcomesWhichMayRunTwice() {
        return new RetryPolicy(maxAttempts, maxRetryAfter, true);
    }

    /** Returns the maximum number of attempts per call. */
    public int maxAttempts() {
        return maxAttempts;
    }

    /** Returns the longest {@code Retry-After} that the SDK waits for. */
    public Duration maxRetryAfter() {
        return maxRetryAfter;
    }

    /** Returns whether the SDK retries attempts that the service may have executed. */
    public boolean repeatsUnknownOutcomes() {
        return repeatUnknown;
    }

    /**
     * Returns the upper limit of the random pause after the given number of attempts.
     *
     * @param attempts 1 to 10
     * @throws IllegalArgumentException if it is outside that range
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
