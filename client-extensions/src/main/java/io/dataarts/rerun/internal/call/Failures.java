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

    /** Returns a duration as a message shows it, such as "15 min 1 s". Never rounds it. */
    public static String text(Duration duration) {
        String text = part(duration.toDays(), duration.toDays() == 1 ? "day" : "days") + part(duration.toHoursPart(), "h")
                + part(duration.toMinutesPart(), "min") + part(duration.toSecondsPart(), "s") + part(duration.toMillisPart(), "ms")
                + part(duration.toNanosPart() % 1_000_000, "ns");
        return text.isEmpty() ? "0 s" : text.stripTrailing();
    }

    private static String part(long value, String unit) {
        return value == 0 ? "" : value + " " + unit + " ";
    }
}
