package io.dataarts.rerun;

import io.dataarts.rerun.internal.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A clock that stands still but for pauses, which take no time. */
final class DeliveryClock extends Clock implements Sleeper {

    static final Instant START = Instant.parse("2024-11-22T03:20:00Z");

    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private volatile Instant now = START;

    List<Duration> pauses() {
        return pauses;
    }

    void pass(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public void sleep(Duration duration) {
        pauses.add(duration);
        pass(duration);
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
