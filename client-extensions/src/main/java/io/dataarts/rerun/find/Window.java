package io.dataarts.rerun.find;

import io.dataarts.rerun.internal.check.Arguments;
import java.time.Instant;

/**
 * A span of time. Both ends belong to it. Immutable.
 *
 * @param from the begin, in epoch milliseconds (13 digits)
 * @param to the end, in epoch milliseconds (13 digits)
 */
public record Window(long from, long to) {

    /**
     * Makes a window.
     *
     * @throws IllegalArgumentException if a time does not have 13 digits, or the window ends before it begins
     */
    public Window {
        Arguments.epochMillis("begin of the window (from)", from);
        Arguments.epochMillis("end of the window (to)", to);
        Arguments.require(from <= to, () -> "the window must not end before it begins, was " + Instant.ofEpochMilli(from) + " to "
                + Instant.ofEpochMilli(to));
    }

    /** Returns whether a time lies in this window. */
    public boolean contains(long epochMillis) {
        return from <= epochMillis && epochMillis <= to;
    }
}
