package io.dataarts.rerun;

import io.dataarts.rerun.error.ServiceException;
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
 * <p>Each pause is random. Its upper limit is {@link #firstPause(Duration)} before the second attempt. The limit doubles before each
 * further attempt, up to {@link #maxPause(Duration)}.
 *
 * <p>If the service asks for a wait, the random pause follows that wait. A throttled attempt always has such a wait: see
 * {@link ServiceException#retryAfter()}. Immutable.
 *
 * @param maxAttempts the maximum number of attempts per call, 1 to 10
 * @param firstPause the upper limit of the random pause before the second attempt; more than zero, and at most 24 hours
 * @param maxPause the upper limit of every random pause, also of the first; more than zero, and at most 24 hours
 * @param maxRetryAfter the longest wait of the service that the SDK keeps to, zero or more
 * @param repeatsUnknownOutcomes whether the SDK retries attempts that the service may have executed
 */
public record RetryPolicy(int maxAttempts, Duration firstPause, Duration maxPause, Duration maxRetryAfter, boolean repeatsUnknownOutcomes) {

    private static final RetryPolicy STANDARD =
            new RetryPolicy(3, Duration.ofMillis(200), Duration.ofMinutes(1), Duration.ofSeconds(30), false);

    /** Throws {@link IllegalArgumentException} if a value is outside its range. */
    public RetryPolicy {
        Arguments.require(maxAttempts >= 1 && maxAttempts <= 10, () -> "maxAttempts must be between 1 and 10, was " + maxAttempts);
        requirePause("firstPause", firstPause);
        requirePause("maxPause", maxPause);
        Objects.requireNonNull(maxRetryAfter, "maxRetryAfter");
        Arguments.require(!maxRetryAfter.isNegative(), () -> "maxRetryAfter must not be negative, was " + maxRetryAfter);
    }

    private static void requirePause(String name, Duration limit) {
        Objects.requireNonNull(limit, name);
        Arguments.require(limit.compareTo(Duration.ZERO) > 0 && limit.compareTo(Duration.ofDays(1)) <= 0,
                () -> name + " must be more than zero and at most 24 hours, was " + limit);
    }

    /** Returns the default policy of a studio: at most 3 attempts, and a wait for the service of at most 30 s. */
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
        return new RetryPolicy(attempts, firstPause, maxPause, maxRetryAfter, repeatsUnknownOutcomes);
    }

    /**
     * Returns the same policy with another upper limit of the random pause before the second attempt. Default: 200 ms.
     *
     * @param limit more than zero, and at most 24 hours
     * @throws IllegalArgumentException if it is outside that range
     */
    public RetryPolicy firstPause(Duration limit) {
        return new RetryPolicy(maxAttempts, limit, maxPause, maxRetryAfter, repeatsUnknownOutcomes);
    }

    /**
     * Returns the same policy with another upper limit of every random pause, also of the first. Default: 60 s.
     *
     * @param limit more than zero, and at most 24 hours
     * @throws IllegalArgumentException if it is outside that range
     */
    public RetryPolicy maxPause(Duration limit) {
        return new RetryPolicy(maxAttempts, firstPause, limit, maxRetryAfter, repeatsUnknownOutcomes);
    }

    /**
     * Returns the same policy with another limit for the wait that the service asks for. If the service asks for more, the call fails at
     * once, and {@link ServiceException#retryAfter()} returns the wait. Default: 30 s.
     *
     * @param limit zero or more
     * @throws IllegalArgumentException if it is negative
     */
    public RetryPolicy maxRetryAfter(Duration limit) {
        return new RetryPolicy(maxAttempts, firstPause, maxPause, limit, repeatsUnknownOutcomes);
    }

    /**
     * Returns the same policy, which also retries attempts that the service may have executed: without an answer, 408 and 5xx. The rerun
     * may then run once per attempt.
     */
    public RetryPolicy repeatingUnknownOutcomesWhichMayRunTwice() {
        return new RetryPolicy(maxAttempts, firstPause, maxPause, maxRetryAfter, true);
    }

    /**
     * Returns the upper limit of the random pause after the given number of attempts.
     *
     * @param attempts 1 to 10
     * @throws IllegalArgumentException if it is outside that range
     */
    public Duration longestPause(int attempts) {
        Arguments.require(attempts >= 1 && attempts <= 10, () -> "attempts must be between 1 and 10, was " + attempts);
        Duration doubled = firstPause.multipliedBy(1L << (attempts - 1));
        return doubled.compareTo(maxPause) < 0 ? doubled : maxPause;
    }
}
