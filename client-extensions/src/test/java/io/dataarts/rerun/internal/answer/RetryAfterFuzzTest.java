package io.dataarts.rerun.internal.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Any text in Retry-After gives no pause, or one that is not negative. */
class RetryAfterFuzzTest {

    @FuzzTest(maxDuration = "20s")
    void parse_whateverTheHeaderSays_thenNoWaitOrOneThatIsNotNegative(byte[] input) {
        String value = new String(input, StandardCharsets.ISO_8859_1);
        Duration wait = RetryAfter.parse(value, Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(wait == null || !wait.isNegative()).as(value).isTrue();
    }
}
