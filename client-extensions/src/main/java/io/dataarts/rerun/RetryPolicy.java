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
 */
public final class RetryPolicy {

    private static final RetryPolicy STANDARD =
            new RetryPolicy(3, Duration.ofMillis(200), Duration.ofMinutes(1), Duration.ofSeconds(30), false);

    private final int maxAttempts;
    private final Duration firstPause;
    private final Duration maxPause;
    private final Duration maxRetryAfter;
    private final boolean repeatUnknown;

    private RetryPolicy(int maxAttempts, Duration firstPause, Duration maxPause, Duration maxRetryAfter, boolean repeatUnknown) {
        this.maxAttempts = maxAttempts;
        this.firstPause = firstPause;
        this.maxPause = maxPause;
        this.maxRetryAfter = maxRetryAfter;
        this.repeatUnknown = repeatUnknown;
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
        Arguments.require(attempts >= 1 && attempts <= 10, () -> "maxAttempts must be between 1 and 10, was " + attempts);
        return new RetryPolicy(attempts, firstPause, maxPause, maxRetryAfter, repeatUnknown);
    }

    /**
     * Returns the same policy with another upper limit of the random pause before the second attempt. Default: 200 ms.
     *
     * @param limit more than zero, and at most 24 hours
     * @throws IllegalArgumentException if it is outside that range
     */
    public RetryPolicy firstPause(Duration limit) {
        return new RetryPolicy(maxAttempts, inRange("firstPause", limit), maxPause, maxRetryAfter, repeatUnknown);
    }

    /**
     * Returns the same policy with another upper limit of every random pause, also of the first. Default: 60 s.
     *
     * @param limit more than zero, and at most 24 hours
     * @throws IllegalArgumentException if it is outside that range
     */
    public RetryPolicy maxPause(Duration limit) {
        return new RetryPolicy(maxAttempts, firstPause, inRange("maxPause", limit), maxRetryAfter, repeatUnknown);
    }

    private static Duration inRange(String name, Duration limit) {
        Objects.requireNonNull(limit, name);
        Arguments.require(limit.compareTo(Duration.ZERO) > 0 && limit.compareTo(Duration.ofDays(1)) <= 0,
                () -> name + " must be more than zero and at most 24 hours, was " + limit);
        return limit;
    }

    /**
     * Returns the same policy with another limit for the wait that the service asks for. If the service asks for more, the call fails at
     * once, and {@link ServiceException#retryAfter()} returns the wait. Default: 30 s.
     *
     * @param limit zero or more
     * @throws IllegalArgumentException if it is negative
     */
    public RetryPolicy maxRetryAfter(Duration limit) {
        Objects.requireNonNull(limit, "maxRetryAfter");
        Arguments.require(!limit.isNegative(), () -> "maxRetryAfter must not be negative, was " + limit);
        return new RetryPolicy(maxAttempts, firstPause, maxPause, limit, repeatUnknown);
    }

    /**
     * Returns the same policy, which also retries attempts that the service may have executed: without an answer, 408 and 5xx. The rerun
     * may then run once per attempt.
     */
    public RetryPolicy repeatingUnknownOutcomesWhichMayRunTwice() {
        return new RetryPolicy(maxAttempts, firstPause, maxPause, maxRetryAfter, true);
    }

    /** Returns the maximum number of attempts per call. */
    public int maxAttempts() {
        return maxAttempts;
    }

    /** Returns the longest wait of the service that the SDK keeps to. */
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
        Duration doubled = firstPause.multipliedBy(1L << (attempts - 1));
        return doubled.compareTo(maxPause) < 0 ? doubled : maxPause;
    }

    @Override
    public String toString() {
        return "RetryPolicy[maxAttempts " + maxAttempts + ", firstPause " + firstPause + ", maxPause " + maxPause + ", maxRetryAfter "
                + maxRetryAfter + (repeatUnknown ? ", may run twice]" : "]");
    }
}
