package io.dataarts.rerun.internal.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Retry-After is seconds or a date; any other value is ignored. */
class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2024-11-22T03:20:00Z");

    @ParameterizedTest
    @CsvSource({"0, PT0S", "1, PT1S", "120, PT2M", "' 7 ', PT7S", "007, PT7S", "999999999, PT999999999S"})
    void parse_whenSeconds_thenSoManySeconds(String value, Duration wait) {
        assertThat(RetryAfter.parse(value, NOW)).isEqualTo(wait);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Fri, 22 Nov 2024 03:20:30 GMT | PT30S",
        "Fri, 22 Nov 2024 03:20:00 GMT | PT0S",
        "Fri, 22 Nov 2024 04:20:00 GMT | PT1H",
        "Fri, 22 Nov 2024 11:20:01 +0800 | PT1S"
    })
    void parse_whenDate_thenTheTimeUntilThen(String value, Duration wait) {
        assertThat(RetryAfter.parse(value, NOW)).isEqualTo(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "-1", "+1", "1.5", "1s", "soon", "0x10", "Fri, 22 Nov 2024 03:19:59 GMT",
        "Thu, 22 Nov 2024 03:20:30 GMT", "2024-11-22T03:20:30Z", "一"
    })
    void parse_whenAnythingElseOrInThePast_thenAsIfNotThere(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isNull();
    }

    @Test
    void parse_whenNotThere_thenNull() {
        assertThat(RetryAfter.parse(null, NOW)).isNull();
    }
}
