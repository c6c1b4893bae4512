package io.dataarts.rerun.internal.answer;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Retry-After}: seconds or a date (RFC 9110, 10.2.3). Ignores any other value, and a date in the past. */
final class RetryAfter {

    private static final BigInteger A_CENTURY_OF_SECONDS = BigInteger.valueOf(Duration.ofDays(36_525).toSeconds());

    private RetryAfter() {}

    static @Nullable Duration parse(@Nullable String value, Instant now) {
        if (value == null) {
            return null;
        }
        String text = value.strip();
        if (text.matches("[0-9]+")) {
            return Duration.ofSeconds(new BigInteger(text).min(A_CENTURY_OF_SECONDS).longValue());
        }
        try {
            Duration wait = Duration.between(now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
            return wait.isNegative() ? null : wait;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
