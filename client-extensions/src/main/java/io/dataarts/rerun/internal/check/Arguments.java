package io.dataarts.rerun.internal.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Checks of what callers give, made before anything is sent. A message shows the value, unless it is a secret. */
public final class Arguments {

    private Arguments() {}

    /**
     * A value of a path segment. Characters that would name another resource are refused rather than encoded: gateways decode them
     * at different points, and {@code ..} in {@code jobs/{job_name}/instances/retry} is {@code /instances/retry} of the folder above.
     */
    public static String pathValue(String name, String value) {
        text(name, value);
        if (value.equals(".") || value.equals("..")) {
            throw new IllegalArgumentException(name + " must not be \"" + value + "\", which would reach another resource");
        }
        for (int i = 0; i < value.length(); i++) {
            if ("/\\%?#".indexOf(value.charAt(i)) >= 0) {
                throw new IllegalArgumentException(
                        name + " must not contain '" + value.charAt(i) + "', which would reach another resource: " + value);
            }
        }
        return value;
    }

    /** What is to be rerun: something, and nothing twice. */
    public static <T> List<T> distinct(String name, String element, List<T> given) {
        Objects.requireNonNull(given, name);
        List<T> copy = new ArrayList<>(given.size());
        Set<T> seen = new HashSet<>();
        for (T each : given) {
            copy.add(Objects.requireNonNull(each, element));
            // The hash of a record costs a cold JVM 50 classes, which a single one can do without.
            if (given.size() > 1 && !seen.add(each)) {
                throw new IllegalArgumentException(name + " must not name a " + element + " twice, has " + each);
            }
        }
        if (copy.isEmpty()) {
            throw new IllegalArgumentException(name + " must name at least one " + element);
        }
        return List.copyOf(copy);
    }

    /** A text that is not empty, and that JSON and UTF-8 can carry. */
    public static String text(String name, String value) {
        Objects.requireNonNull(value, name);
        if (value.isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isISOControl(c)) {
                throw new IllegalArgumentException(
                        String.format("%s must not contain control characters, has U+%04X at index %d", name, (int) c, i));
            }
        }
        return wellFormed(name, value);
    }

    /** A text, maybe empty, that UTF-8 can carry: Java writes a question mark for half of a character. */
    public static String wellFormed(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new IllegalArgumentException(
                        String.format("%s must be well-formed text, has a lone surrogate U+%04X at index %d", name, (int) c, i));
            }
        }
        return value;
    }

    /** A header value: line breaks would start another header, and other characters do not survive the wire. */
    public static String headerValue(String name, String value) {
        Objects.requireNonNull(value, name);
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
                throw new IllegalArgumentException(String.format(
                        "%s must be printable ASCII, as it travels in a header; has U+%04X at index %d", name, (int) value.charAt(i), i));
            }
        }
        if (value.charAt(0) == ' ' || value.charAt(value.length() - 1) == ' ') {
            throw new IllegalArgumentException(name + " must not begin or end with a space: \"" + value + "\"");
        }
        return value;
    }

    /** A project id, which travels in the path and in a header. */
    public static String projectId(String value) {
        return headerValue("projectId", pathValue("projectId", value));
    }

    /** A workspace id, which travels in a header. */
    public static String workspace(String value) {
        return headerValue("workspace", value);
    }

    /** An identifier without white space. */
    public static String token(String name, String value) {
        secret(name, value);
        if (value.indexOf(',') >= 0) {
            throw new IllegalArgumentException(name + " must not contain ','");
        }
        return value;
    }

    /** Like {@link #token}, with messages that do not show the value. */
    public static String secret(String name, String value) {
        Objects.requireNonNull(value, name);
        if (value.isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) <= ' ' || value.charAt(i) > '~') {
                throw new IllegalArgumentException(
                        name + " must be printable ASCII without white space; look at character " + (i + 1) + " of " + value.length());
            }
        }
        return value;
    }

    /** A time in epoch milliseconds; what is finer is cut off. */
    public static long epochMillis(String name, Instant time) {
        Objects.requireNonNull(time, name);
        try {
            return time.toEpochMilli();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(name + " must be epoch milliseconds with 13 digits, was " + time, e);
        }
    }

    /** Epoch milliseconds as the service takes them: 13 digits. */
    public static long epochMillis(String name, long value) {
        if (value >= 1_000_000_000_000L && value <= 9_999_999_999_999L) {
            return value;
        }
        String advice = value >= 1_000_000_000L && value <= 9_999_999_999L
                ? "; it looks like seconds: multiply it by 1000"
                : "";
        throw new IllegalArgumentException(name + " must be epoch milliseconds with 13 digits, was " + value + advice);
    }
}
