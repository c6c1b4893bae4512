package io.dataarts.rerun.find;

import io.dataarts.rerun.internal.check.Arguments;
import java.time.Instant;

/**
 * Asks for the window of a query. It is mandatory: without it, the service would list the instances of the current day only.
 *
 * @param <Q> the query that the window completes
 */
@FunctionalInterface
public interface WindowStage<Q> {

    /**
     * Sets the window. Both ends belong to it.
     *
     * @param from the begin, in epoch milliseconds (13 digits)
     * @param to the end, in epoch milliseconds (13 digits)
     * @throws IllegalArgumentException if a time does not have 13 digits, or the window ends before it begins
     */
    Q between(long from, long to);

    /**
     * Sets the window. Both ends belong to it. The SDK cuts off what is finer than a millisecond.
     *
     * @throws IllegalArgumentException if a time does not have 13 digits in epoch milliseconds, or the window ends before it begins
     */
    default Q between(Instant from, Instant to) {
        return between(Arguments.epochMillis("begin of the window (from)", from), Arguments.epochMillis("end of the window (to)", to));
    }
}
