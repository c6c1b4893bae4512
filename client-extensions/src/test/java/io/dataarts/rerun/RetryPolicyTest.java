package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A retry policy keeps its settings, and refuses numbers and durations out of range. */
class RetryPolicyTest {

    @Test
    void standard_whenNothingIsChanged_thenThreeAttemptsHalfAMinuteAndNothingTwice() {
        RetryPolicy policy = RetryPolicy.standard();
        assertThat(policy.maxAttempts()).isEqualTo(3);
        assertThat(policy.maxRetryAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(policy.repeatsUnknownOutcomes()).isFalse();
        assertThat(policy.longestPause(1)).isEqualTo(Duration.ofMillis(200));
        assertThat(policy).hasToString("RetryPolicy[maxAttempts=3, firstPause=PT0.2S, maxPause=PT1M, maxRetryAfter=PT30S,"
                + " repeatsUnknownOutcomes=false]");
    }

    @Test
    void repeatingUnknownOutcomes_whenAskedFor_thenItSaysSoAndTheRestStays() {
        RetryPolicy policy = RetryPolicy.standard()
                .maxAttempts(7)
                .maxRetryAfter(Duration.ofSeconds(9))
                .maxPause(Duration.ofSeconds(4))
                .firstPause(Duration.ofSeconds(3))
                .repeatingUnknownOutcomesWhichMayRunTwice();
        assertThat(policy.repeatsUnknownOutcomes()).isTrue();
        assertThat(policy.maxAttempts()).isEqualTo(7);
        assertThat(policy.maxRetryAfter()).isEqualTo(Duration.ofSeconds(9));
        assertThat(policy.longestPause(1)).isEqualTo(Duration.ofSeconds(3));
        assertThat(policy.longestPause(2)).isEqualTo(Duration.ofSeconds(4));
        assertThat(policy).hasToString("RetryPolicy[maxAttempts=7, firstPause=PT3S, maxPause=PT4S, maxRetryAfter=PT9S,"
                + " repeatsUnknownOutcomes=true]");
    }

    @Test
    @DisplayName("changing the numbers keeps the repetition of unknown outcomes")
    void unknownOutcomesFirst() {
        RetryPolicy policy = RetryPolicy.standard()
                .repeatingUnknownOutcomesWhichMayRunTwice()
                .firstPause(Duration.ofMillis(1))
                .maxPause(Duration.ofMillis(3))
                .maxRetryAfter(Duration.ZERO)
                .maxAttempts(2);
        assertThat(policy.repeatsUnknownOutcomes()).isTrue();
        assertThat(policy.maxRetryAfter()).isZero();
        assertThat(policy.maxAttempts()).isEqualTo(2);
        assertThat(policy.longestPause(1)).isEqualTo(Duration.ofMillis(1));
        assertThat(policy.longestPause(3)).isEqualTo(Duration.ofMillis(3));
    }

    @Test
    @DisplayName("a changed policy is another policy")
    void immutable() {
        RetryPolicy.standard().firstPause(Duration.ofSeconds(9)).maxPause(Duration.ofSeconds(9));
        assertThat(RetryPolicy.standard().longestPause(1)).isEqualTo(Duration.ofMillis(200));
        assertThat(RetryPolicy.standard().longestPause(9)).isEqualTo(Duration.ofMillis(51_200));
    }

    @Test
    @DisplayName("never() makes one attempt, and is otherwise the standard policy")
    void never() {
        assertThat(RetryPolicy.never().maxAttempts()).isOne();
        assertThat(RetryPolicy.never().maxAttempts(3)).hasToString(RetryPolicy.standard().toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    void maxAttempts_whenAtTheEndsOfTheRange_thenTaken(int attempts) {
        assertThat(RetryPolicy.standard().maxAttempts(attempts).maxAttempts()).isEqualTo(attempts);
    }

    @ParameterizedTest
    @CsvSource({"1, PT0.2S", "2, PT0.4S", "3, PT0.8S", "9, PT51.2S", "10, PT60S"})
    void longestPause_whenAfterMoreAttempts_thenTwiceAsMuchEachTimeUpToTheLimit(int attempts, Duration pause) {
        assertThat(RetryPolicy.standard().longestPause(attempts)).isEqualTo(pause);
    }

    @ParameterizedTest
    @CsvSource({"1, PT2S", "2, PT4S", "3, PT5S", "10, PT5S"})
    void longestPause_whenThePolicySetsLimits_thenWithinThem(int attempts, Duration pause) {
        RetryPolicy policy = RetryPolicy.standard().firstPause(Duration.ofSeconds(2)).maxPause(Duration.ofSeconds(5));
        assertThat(policy.longestPause(attempts)).isEqualTo(pause);
    }

    @Test
    @DisplayName("maxPause also limits the first pause, in any order of the two settings")
    void firstPauseAboveMaxPause() {
        Duration second = Duration.ofSeconds(1);
        Duration hour = Duration.ofHours(1);
        assertThat(RetryPolicy.standard().firstPause(hour).maxPause(second).longestPause(1)).isEqualTo(second);
        assertThat(RetryPolicy.standard().maxPause(second).firstPause(hour).longestPause(1)).isEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.000000001S", "PT24H"})
    void pauses_whenAtTheEndsOfTheRange_thenTaken(Duration limit) {
        RetryPolicy policy = RetryPolicy.standard().firstPause(limit).maxPause(limit);
        assertThat(policy.longestPause(1)).isEqualTo(limit);
        assertThat(policy.longestPause(10)).isEqualTo(limit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-0.000000001S", "PT24H0.000000001S", "PT8760000H"})
    @DisplayName("a limit of pauses must be more than zero and at most 24 hours")
    void pausesOutOfRange(Duration limit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.standard().firstPause(limit))
                .withMessage("firstPause must be more than zero and at most 24 hours, was " + limit);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.standard().maxPause(limit))
                .withMessage("maxPause must be more than zero and at most 24 hours, was " + limit);
    }

    @Test
    void pauses_whenNull_thenNamed() {
        assertThatNullPointerException().isThrownBy(() -> RetryPolicy.standard().firstPause(null)).withMessage("firstPause");
        assertThatNullPointerException().isThrownBy(() -> RetryPolicy.standard().maxPause(null)).withMessage("maxPause");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11, -1})
    void longestPause_whenNoSuchAttempt_thenRefused(int attempts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.standard().longestPause(attempts))
                .withMessage("attempts must be between 1 and 10, was " + attempts);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 11})
    @DisplayName("maxAttempts accepts 1 to 10")
    void maxAttemptsOutOfRange(int attempts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.standard().maxAttempts(attempts))
                .withMessage("maxAttempts must be between 1 and 10, was " + attempts);
    }

    @Test
    @DisplayName("a limit for Retry-After must not be negative")
    void maxRetryAfterNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.standard().maxRetryAfter(Duration.ofSeconds(-1)))
                .withMessage("maxRetryAfter must not be negative, was PT-1S");
    }
}
