package io.dataarts.rerun.internal.call;

/**
 * The end of a limit of time.
 *
 * @param limit the limit that ends then
 * @param nanos when it ends, by {@link System#nanoTime}
 */
public record Deadline(Limit limit, long nanos) {

    /** Returns the deadline of a limit that begins now. */
    static Deadline of(Limit limit) {
        return new Deadline(limit, System.nanoTime() + limit.time().toNanos());
    }

    public long nanosLeft() {
        return nanos - System.nanoTime();
    }
}
