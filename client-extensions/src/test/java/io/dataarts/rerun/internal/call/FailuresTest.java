package io.dataarts.rerun.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages show durations in the units that people use, and never round them. */
class FailuresTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s", "PT0.4S, 400 ms", "PT1S, 1 s", "PT1.5S, 1 s 500 ms", "PT59S, 59 s", "PT60S, 1 min", "PT90S, 1 min 30 s",
        "PT120S, 2 min", "PT15M1S, 15 min 1 s", "PT1H, 1 h", "PT23H59M59.999S, 23 h 59 min 59 s 999 ms", "P1D, 1 day", "P2DT3H, 2 days 3 h",
        "P100D, 100 days", "PT0.0005S, 500000 ns", "PT1.000000001S, 1 s 1 ns"
    })
    void text(Duration duration, String expected) {
        assertThat(Failures.text(duration)).isEqualTo(expected);
    }
}
