package io.dataarts.rerun.internal.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Retry-After is seconds or a date; any other value is ignored. Without it, a throttled call waits for the window of the rate limit. */
class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2024-11-22T03:20:00Z");
    private static final String QUALITY = "/v2/{project_id}/quality/instances/restart";
    private static final String FACTORY = "/v2/{project_id}/factory/jobs/{job_name}/instances/retry";

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

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "The throttling threshold has been reached: policy user over ratelimit,limit:10,time:1 second | PT1S",
        "The throttling threshold has been reached: policy ip over ratelimit,limit:5,time:5 second    | PT5S",
        "The throttling threshold has been reached: policy api over ratelimit,limit:2000,time:1 minute | PT1M",
        "The throttling threshold has been reached: policy user over ratelimit,limit:200,time:5 minute | PT5M",
        "policy user over ratelimit,limit:60,time:1 minute. | PT1M",
        "policy app over ratelimit,limit:60,time:2 hour     | PT2H",
        "policy app over ratelimit,limit:60,time:1 day      | PT24H",
        "limit:60,time:60 seconds                           | PT1M",
        "limit:60, time: 3minutes                           | PT3M",
        "LIMIT:60,TIME:1 MINUTE                             | PT1M",
        "limit:60,time:999999 day                           | PT23999976H"
    })
    @DisplayName("the window that the gateway's message names, for any API")
    void window_whenTheMessageNamesOne(String message, Duration window) {
        assertThat(RetryAfter.window(message, QUALITY)).isEqualTo(window);
        assertThat(RetryAfter.window(message, FACTORY)).isEqualTo(window);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {
        "", "too many requests", "limit:10", "limit:10,time:XX minute", "limit:10,time:0 second", "limit:10,time:-1 second",
        "limit:10,time:1.5 second", "limit:10,time:1 month", "limit:10,time:1", "limit:10,time:1000000 second", "starttime:5 minute",
        "time:٣ minute"
    })
    @DisplayName("the documented window if the message names none: 10 s for Quality APIs, 1 s for others")
    void window_whenTheMessageNamesNone(String message) {
        assertThat(RetryAfter.window(message, QUALITY)).isEqualTo(Duration.ofSeconds(10));
        assertThat(RetryAfter.window(message, FACTORY)).isEqualTo(Duration.ofSeconds(1));
        assertThat(RetryAfter.window(message, "/v2/{project_id}/quality-like/jobs")).isEqualTo(Duration.ofSeconds(1));
    }
}
