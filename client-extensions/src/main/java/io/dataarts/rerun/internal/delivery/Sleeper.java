package io.dataarts.rerun.internal.delivery;

import java.time.Duration;

/** Waits between attempts. */
@FunctionalInterface
public interface Sleeper {

    /**
     * Waits for the given time.
     *
     * @throws InterruptedException as soon as the thread is interrupted
     */
    void sleep(Duration duration) throws InterruptedException;
}
