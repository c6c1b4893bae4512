package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A retry policy keeps its settings, and refuses numbers out of range. */
class RetryPolicyTest {

    @Test
    void standard_whenNothingIsChanged_thenThreeAttemptsHalfAMinuteAndNothingTwice() {
        RetryPolicy policy = RetryPolicy.standard();
        assertThat(policy.maxAttempts()).isEqualTo(3);
        assertThat(policy.maxRetryAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(policy.repeatsUnknownOutcomes()).isFalse();
        assertThat(policy).hasToString("RetryPolicy[at most 3 attempts]");
    }

    @Test
    void repeatingUnknownOutcomes_whenAskedFor_thenItSaysSoAndTheRestStays() {
        RetryPolicy policy = RetryPolicy.standard()
                .maxAttempts(7)
                .maxRetryAfter(Duration.ofSeconds(9))
                .repeatingUnknownOutcomesWhichMayRunTwice();
        assertThat(policy.repeatsUnknownOutcomes()).isTrue();
        assertThat(policy.maxAttempts()).isEqualTo(7);
        assertThat(policy.maxRetryAfter()).isEqualTo(Duration.ofSeconds(9));
        assertThat(policy).hasToString("RetryPolicy[at most 7 attempts, may run twice]");
    }

    @Test
    @DisplayName("changing the numbers keeps the repetition of unknown outcomes")
    void unknownOutcomesFirst() {
        RetryPolicy policy = RetryPolicy.standard()
                .repeatingUnknownOutcomesWhichMayRunTwice()
                .maxRetryAfter(Duration.ZERO)
                .maxAttempts(2);
        assertThat(policy.repeatsUnknownOutcomes()).isTrue();
        assertThat(policy.maxRetryAfter()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    void maxAttempts_whenAtTheEndsOfTheRange_thenTaken(int attempts) {
        assertThat(RetryPolicy.standard().maxAttempts(attempts).maxAttempts()).isEqualTo(attempts);
    }

    @ParameterizedTest
    @CsvSource({"1, PT0.2S", "2, PT0.4S", "3, PT0.8S", "9, PT51.2S"})
    void longestPause_whenAfterMoreAttempts_thenTwiceAsMuchEachTime(int attempts, Duration pause) {
        assertThat(RetryPolicy.standard().longestPause(attempts)).isEqualTo(pause);
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
