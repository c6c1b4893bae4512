package io.dataarts.contract.size;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of one round of calls.
 *
 * @param callsPerSecond the throughput of all threads together, from the first start to the last end
 * @param p50 the duration of the median call, in microseconds
 * @param p99 the 99th percentile of the durations, in microseconds
 * @param longest the longest duration, in microseconds
 * @param bytesPerCall the bytes that the calling threads allocated; 0 for virtual threads, which the JVM does not count
 * @param cpuPerCall the processor time of the calling threads, in microseconds, without other processes
 * @param errors the number of failed calls
 * @param firstError the failure of one of them
 * @param pinned the number of times that a virtual thread blocked its carrier thread
 */
record Round(
        int threads,
        int calls,
        double callsPerSecond,
        double p50,
        double p99,
        double longest,
        double bytesPerCall,
        double cpuPerCall,
        long errors,
        @Nullable String firstError,
        long pinned) {

    static Round of(
            int threads,
            long[] nanos,
            long wallNanos,
            long bytes,
            long cpuNanos,
            long errors,
            @Nullable String firstError,
            long pinned) {
        Arrays.sort(nanos);
        return new Round(
                threads,
                nanos.length,
                nanos.length * 1e9 / wallNanos,
                nanos[nanos.length / 2] / 1e3,
                nanos[(int) Math.ceil(nanos.length * 0.99) - 1] / 1e3,
                nanos[nanos.length - 1] / 1e3,
                (double) bytes / nanos.length,
                cpuNanos / 1e3 / nanos.length,
                errors,
                firstError,
                pinned);
    }

    Round withPinned(long times) {
        return new Round(
                threads, calls, callsPerSecond, p50, p99, longest, bytesPerCall, cpuPerCall, errors, firstError, times);
    }
}
