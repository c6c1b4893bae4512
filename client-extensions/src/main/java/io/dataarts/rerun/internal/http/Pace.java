package io.dataarts.rerun.internal.http;

import io.dataarts.rerun.internal.call.Attempt;
import io.dataarts.rerun.internal.call.Gate;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets attempts pass one after the other, evenly spread: 0.97 of those that may arrive within a second. Thread-safe.
 *
 * <p>A thread that wakes late does not delay the turns after its own. So that they do not come too close, each turn also keeps its
 * distance from the turn as many places before it as attempts may arrive within a second.
 */
public final class Pace implements Gate {

    /** The part of the attempts that may arrive within a second, which a pace lets pass. */
    public static final double USED = 0.97;
    /** A second, the 25 ms by which the network may delay one attempt more than another, and 1 ms to spare. */
    private static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(1026);
    /** How much time without a turn the next turns make up for. */
    private static final long CATCH_UP = TimeUnit.MILLISECONDS.toNanos(200);

    private final ReentrantLock order = new ReentrantLock(true);
    private final Transport transport;
    private final long interval;
    private final long[] turns; // a ring of the last ones
    private int turn;
    private long planned = System.nanoTime();

    /** @param transport ends the waits when it is closed */
    public Pace(int perSecond, Transport transport) {
        this.transport = transport;
        this.interval = Math.round(1e9 / (USED * perSecond));
        this.turns = new long[perSecond];
        Arrays.fill(turns, planned - WINDOW);
    }

    public int perSecond() {
        return turns.length;
    }

    @Override
    public void pass(Attempt attempt) throws IOException, InterruptedException {
        attempt.waitsFor("its turn: see atMostPerSecond");
        while (!order.tryLock(attempt.nanosLeft(), TimeUnit.NANOSECONDS)) {
            attempt.requireTime();
        }
        try {
            long now = System.nanoTime();
            long wait = Math.max(planned - now, turns[turn] + WINDOW - now); // differences, as the times may overflow
            transport.pause(Duration.ofNanos(Math.min(wait, attempt.nanosLeft())));
            transport.requireOpen();
            attempt.requireTime();
            now = System.nanoTime();
            turns[turn] = now;
            turn = (turn + 1) % turns.length;
            planned = now + Math.max(planned - now, -CATCH_UP) + interval;
        } finally {
            order.unlock();
        }
    }
}
