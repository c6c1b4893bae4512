package io.dataarts.rerun.internal.answer;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells how long to wait before the next call. */
final class RetryAfter {

    private static final BigInteger A_CENTURY_OF_SECONDS = BigInteger.valueOf(Duration.ofDays(36_525).toSeconds());

    /** The end of the gateway's message for 0308, as in {@code policy user over ratelimit,limit:60,time:1 minute}. */
    private static final Pattern WINDOW = Pattern.compile("(?i)\\btime:\\s*([1-9]\\d{0,5})\\s*(second|minute|hour|day)");

    private RetryAfter() {}

    /**
     * Reads the header {@code Retry-After}: seconds or a date (RFC 9110, 10.2.3). Ignores any other value, and a date in the past, because
     * the clocks may differ.
     */
    static @Nullable Duration parse(@Nullable String value, Instant now) {
        String text = Objects.requireNonNullElse(value, "").strip();
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

    /**
     * Returns the window of the rate limit that a throttled call exceeded: the window that the gateway's message names, or the documented
     * one. The API reference documents 10 s for the Quality APIs and 1 s for the others. The path tells them apart, also for operations
     * that the API description does not have yet.
     */
    static Duration window(@Nullable String message, String pathTemplate) {
        Matcher named = WINDOW.matcher(Objects.requireNonNullElse(message, ""));
        if (named.find()) {
            return Duration.of(Long.parseLong(named.group(1)), ChronoUnit.valueOf(named.group(2).toUpperCase(Locale.ROOT) + "S"));
        }
        return Duration.ofSeconds(pathTemplate.contains("/quality/") ? 10 : 1);
    }
}
