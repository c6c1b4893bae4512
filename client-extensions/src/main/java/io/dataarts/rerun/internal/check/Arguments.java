package io.dataarts.rerun.internal.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/** Checks a caller's arguments, before the SDK sends anything. Messages show the value, unless it is a secret. */
public final class Arguments {

    private Arguments() {}

    /**
     * Checks a value of a path segment. It refuses characters that name another resource, and does not encode them, because gateways decode
     * them at different points. For example, {@code ..} in {@code jobs/{job_name}/instances/retry} is {@code /instances/retry} of the
     * folder above.
     */
    public static String pathValue(String name, String value) {
        text(name, value);
        require(!value.equals(".") && !value.equals(".."),
                () -> name + " must not be \"" + value + "\", which would reach another resource");
        for (char c : "/\\%?#".toCharArray()) {
            require(value.indexOf(c) < 0, () -> name + " must not contain '" + c + "', which would reach another resource: " + value);
        }
        return value;
    }

    /** Checks that the list has an element, and none twice. Returns a copy. */
    public static <T> List<T> distinct(String name, String element, List<T> given) {
        Objects.requireNonNull(given, name);
        List<T> copy = new ArrayList<>(given.size());
        Set<T> seen = new HashSet<>();
        for (T each : given) {
            copy.add(Objects.requireNonNull(each, element));
            require(seen.add(each), () -> name + " must not name a " + element + " twice, has " + each);
        }
        require(!copy.isEmpty(), () -> name + " must name at least one " + element);
        return List.copyOf(copy);
    }

    /** Checks that a text is not empty, and that JSON and UTF-8 can carry it. */
    public static String text(String name, String value) {
        requireFilled(name, value);
        requireEach(value, c -> !Character.isISOControl(c), i -> name + " must not contain control characters, has " + shown(value, i));
        return wellFormed(name, value);
    }

    /** Checks that UTF-8 can carry a text, which may be empty. Java would write a question mark for a lone surrogate. */
    public static String wellFormed(String name, String value) {
        requireEach(value, c -> Character.getType(c) != Character.SURROGATE,
                i -> name + " must be well-formed text, has a lone surrogate " + shown(value, i));
        return value;
    }

    /** Checks a header value. Line breaks would start another header, and characters beyond printable ASCII do not survive the wire. */
    public static String headerValue(String name, String value) {
        Objects.requireNonNull(value, name);
        require(!value.isBlank(), () -> name + " must not be empty");
        requireEach(value, c -> c >= ' ' && c <= '~',
                i -> name + " must be printable ASCII, as it travels in a header; has " + shown(value, i));
        require(value.equals(value.strip()), () -> name + " must not begin or end with a space: \"" + value + "\"");
        return value;
    }

    /** Checks a project id, which the SDK sends in the path and in a header. */
    public static String projectId(String value) {
        return headerValue("projectId", pathValue("projectId", value));
    }

    /** Checks a workspace id, which the SDK sends in a header. */
    public static String workspace(String value) {
        return headerValue("workspace", value);
    }

    /** Checks the id of a quality or comparison job. It is text in a rerun, and a Long in the lists that give it. */
    public static String ruleId(String value) {
        text("job id (rule_id)", value);
        require(value.matches("[0-9]{1,19}"), () -> "job id (rule_id) must have 1 to 19 digits and nothing else, was \"" + value
                + "\": take it from the list of jobs, not from the job's name");
        return value;
    }

    /** Checks an identifier: printable ASCII without white space or commas. Messages do not show it. */
    public static String token(String name, String value) {
        secret(name, value);
        require(value.indexOf(',') < 0, () -> name + " must not contain ','");
        return value;
    }

    /** Checks a secret: printable ASCII without white space. Messages do not show it. */
    public static String secret(String name, String value) {
        requireFilled(name, value);
        requireEach(value, c -> c > ' ' && c <= '~',
                i -> name + " must be printable ASCII without white space; look at character " + (i + 1) + " of " + value.length());
        return value;
    }

    /** Returns a time in epoch milliseconds. Cuts off what is finer. */
    public static long epochMillis(String name, Instant time) {
        Objects.requireNonNull(time, name);
        try {
            return time.toEpochMilli();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(name + " must be epoch milliseconds with 13 digits, was " + time, e);
        }
    }

    /** Checks that epoch milliseconds have 13 digits, as the service requires. */
    public static long epochMillis(String name, long value) {
        boolean seconds = value >= 1_000_000_000L && value <= 9_999_999_999L;
        require(value >= 1_000_000_000_000L && value <= 9_999_999_999_999L, () -> name + " must be epoch milliseconds with 13 digits, was "
                + value + (seconds ? "; it looks like seconds: multiply it by 1000" : ""));
        return value;
    }

    private static void requireFilled(String name, String value) {
        Objects.requireNonNull(value, name);
        require(!value.isEmpty(), () -> name + " must not be empty");
    }

    /** Checks each code point. The complaint gets the index of the first that is not allowed. */
    private static void requireEach(String value, IntPredicate allowed, IntFunction<String> complaint) {
        for (int i = 0; i < value.length(); i = value.offsetByCodePoints(i, 1)) {
            if (!allowed.test(value.codePointAt(i))) {
                throw new IllegalArgumentException(complaint.apply(i));
            }
        }
    }

    private static String shown(String value, int index) {
        return String.format(Locale.ROOT, "U+%04X at index %d", (int) value.charAt(index), index);
    }

    /** Throws {@link IllegalArgumentException} with the complaint if the condition is false. */
    public static void require(boolean condition, Supplier<String> complaint) {
        if (!condition) {
            throw new IllegalArgumentException(complaint.get());
        }
    }
}
