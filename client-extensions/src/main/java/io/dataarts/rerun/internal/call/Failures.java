package io.dataarts.rerun.internal.call;

import java.time.Duration;

/** Helps the layers to handle and describe failures. */
public final class Failures {

    private Failures() {}

    /** Restores the interrupt flag, which throwing {@link InterruptedException} cleared. */
    public static void keepInterrupt(Throwable failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns a duration as a message shows it, in seconds or milliseconds. */
    public static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
