package io.dataarts.contract.size;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** Describes the machine and the JVM on which the benchmarks run, because the figures depend on both. */
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

    /** Returns the load average. Above 1 per core, other processes distort the absolute values: only ratios count then. */
    static String load() {
        return String.format(Locale.ROOT, "%.1f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
