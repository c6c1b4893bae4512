package io.dataarts.rerun.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.internal.call.Reason;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A call is retried only if the service cannot have executed the last attempt, unless the policy accepts that it may have. */
class RetryRuleTest {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final RetryPolicy STANDARD = RetryPolicy.standard();
    private static final RetryPolicy MAY_RUN_TWICE = STANDARD.repeatingUnknownOutcomesWhichMayRunTwice();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "NOT_SENT | NETWORK                      | NETWORK",
        "REJECTED | THROTTLED                    | THROTTLED",
        "UNKNOWN  |                              | NETWORK, TLS, SERVER_ERROR",
        "ACCEPTED |                              |",
    })
    @DisplayName("outcome | reasons to retry | reasons to retry if the policy accepts that a rerun may run twice")
    void table(Outcome outcome, String standard, String mayRunTwice) {
        assertThat(repeated(outcome, STANDARD)).isEqualTo(reasons(standard));
        assertThat(repeated(outcome, MAY_RUN_TWICE)).isEqualTo(reasons(mayRunTwice));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    @DisplayName("no attempt follows the last one that the policy allows, for any reason")
    void pause_whenNoAttemptIsLeft_thenNone(Reason reason) {
        for (Outcome outcome : Outcome.values()) {
            assertThat(pause(outcome, reason, 3, null, LONG, MAY_RUN_TWICE)).isEmpty();
        }
    }

    @Test
    @DisplayName("a pause is random, and below the policy's longest pause")
    void pause_whenRandom_thenBelowTheLongest() {
        assertThat(pause(Outcome.NOT_SENT, Reason.NETWORK, 1, null, LONG, STANDARD)).contains(Duration.ofMillis(200).minusNanos(1));
        assertThat(pause(Outcome.NOT_SENT, Reason.NETWORK, 2, null, LONG, STANDARD)).contains(Duration.ofMillis(400).minusNanos(1));
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, PT0.199999999S", "PT0.1S, PT0.299999999S", "PT7S, PT7.199999999S", "PT30S, PT30.199999999S", "PT30.000000001S,", "PT87600H,"
    })
    @DisplayName("the random pause follows the service's wait, up to the policy's limit of that wait; beyond the limit no attempt follows")
    void pause_whenTheServiceAsksForOne(Duration asked, Duration pause) {
        assertThat(pause(Outcome.REJECTED, Reason.THROTTLED, 1, asked, LONG, STANDARD)).isEqualTo(Optional.ofNullable(pause));
    }

    @Test
    @DisplayName("no attempt follows if the pause would last beyond the call's deadline")
    void pause_whenItOutlastsTheDeadline_thenNone() {
        Duration asked = Duration.ofSeconds(7);
        Duration pause = asked.plusMillis(200).minusNanos(1);
        assertThat(pause(Outcome.REJECTED, Reason.THROTTLED, 1, asked, pause.plusNanos(1), STANDARD)).contains(pause);
        assertThat(pause(Outcome.REJECTED, Reason.THROTTLED, 1, asked, pause, STANDARD)).isEmpty();
        assertThat(pause(Outcome.NOT_SENT, Reason.NETWORK, 1, null, Duration.ofMillis(200), STANDARD)).isPresent();
        assertThat(pause(Outcome.NOT_SENT, Reason.NETWORK, 1, null, Duration.ofMillis(200).minusNanos(1), STANDARD)).isEmpty();
    }

    @Test
    @DisplayName("the policy's own limits of the random pause count")
    void pause_whenThePolicySetsLimits_thenBelowThem() {
        RetryPolicy slow = STANDARD.maxAttempts(10).firstPause(Duration.ofSeconds(5)).maxPause(Duration.ofSeconds(15));
        assertThat(pause(Outcome.NOT_SENT, Reason.NETWORK, 1, null, LONG, slow)).contains(Duration.ofSeconds(5).minusNanos(1));
        assertThat(pause(Outcome.NOT_SENT, Reason.NETWORK, 2, null, LONG, slow)).contains(Duration.ofSeconds(10).minusNanos(1));
        assertThat(pause(Outcome.NOT_SENT, Reason.NETWORK, 3, null, LONG, slow)).contains(Duration.ofSeconds(15).minusNanos(1));
        assertThat(pause(Outcome.REJECTED, Reason.THROTTLED, 9, Duration.ofSeconds(1), LONG, slow))
                .contains(Duration.ofSeconds(16).minusNanos(1));
    }

    @Test
    @DisplayName("the shortest limit is no pause, and the longest does not overflow")
    void pause_whenThePolicySetsTheOutermostLimits() {
        Duration day = Duration.ofDays(1);
        RetryPolicy shortest = STANDARD.firstPause(Duration.ofNanos(1));
        RetryPolicy longest = STANDARD.maxAttempts(10).firstPause(day).maxPause(day);
        assertThat(pause(Outcome.NOT_SENT, Reason.NETWORK, 1, null, LONG, shortest)).contains(Duration.ZERO);
        assertThat(pause(Outcome.NOT_SENT, Reason.NETWORK, 9, null, day, longest)).contains(day.minusNanos(1));
    }

    private static Set<Reason> repeated(Outcome outcome, RetryPolicy policy) {
        Set<Reason> reasons = EnumSet.allOf(Reason.class);
        reasons.removeIf(reason -> pause(outcome, reason, 1, null, LONG, policy).isEmpty());
        return reasons;
    }

    private static Set<Reason> reasons(String names) {
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        if (names != null) {
            for (String name : names.split(", ")) {
                reasons.add(Reason.valueOf(name));
            }
        }
        return reasons;
    }

    /** Returns the pause for a random generator that always gives the greatest value. */
    private static Optional<Duration> pause(
            Outcome outcome, Reason reason, int attempts, Duration retryAfter, Duration timeLeft, RetryPolicy policy) {
        RandomGenerator greatest = new RandomGenerator() {
            @Override
            public long nextLong() {
                return -1;
            }

            @Override
            public long nextLong(long bound) {
                return bound - 1;
            }
        };
        return RetryRule.pause(new RetryRule.Failed(outcome, reason, attempts, retryAfter, timeLeft), policy, greatest);
    }
}
