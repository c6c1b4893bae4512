package io.dataarts.contract.size;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What the figures depend on, besides the code. */
final class MeasuredMachine {

    private MeasuredMachine() {}

    static String describe() {
        return String.format(
                Locale.ROOT,
                "%d cores, %s %s, Java %s",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                System.getProperty("java.version"));
    }

    /** Above 1 for each core, others are at work too, and only ratios mean something. */
    static String load() {
        return String.format(Locale.ROOT, "%.1f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
