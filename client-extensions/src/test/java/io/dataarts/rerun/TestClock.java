package io.dataarts.rerun;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A clock that only a test or a pause moves. A pause takes no real time. */
public final class TestClock extends Clock {

    public static final Instant START = Instant.parse("2024-11-22T03:20:00Z");

    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private volatile Instant now = START;

    /** Returns the past pauses between attempts. */
    public List<Duration> pauses() {
        return pauses;
    }

    public void pass(Duration duration) {
        now = now.plus(duration);
    }

    void pause(Duration duration) {
        if (!duration.isZero()) { // a renewed token is tried at once
            pauses.add(duration);
            pass(duration);
        }
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
