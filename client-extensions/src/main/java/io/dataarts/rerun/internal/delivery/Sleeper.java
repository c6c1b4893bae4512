package io.dataarts.rerun.internal.delivery;

import java.time.Duration;

/** Waits between attempts. */
@FunctionalInterface
public interface Sleeper {

    /** Waits, at once interruptible. */
    void sleep(Duration duration) throws InterruptedException;
}
