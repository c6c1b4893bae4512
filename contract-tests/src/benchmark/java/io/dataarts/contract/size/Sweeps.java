package io.dataarts.contract.size;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures whether more threads than processors cost throughput, and whether virtual threads block their carriers. */
record Sweeps(Lab lab, Settings settings, Report report) {

    void run() throws IOException {
        run("platform", Settings.java());
        Optional<Path> java25 = Settings.java25();
        if (java25.isPresent()) {
            run("virtual", java25.get());
        } else {
            report.remark("!! NOT RUN: virtual threads, since there is no JDK 25: set benchmark.java25 or JAVA_HOME_25");
        }
    }

    private void run(String kind, Path java) throws IOException {
        Map<Integer, Rounds> byThreads;
        try (Child sdk = lab.worker("sdk", java, "-Xms256m", "-Xmx256m");
                Child bare = lab.worker("bare", java, "-Xms256m", "-Xmx256m")) {
            Map<String, Child> workers = Map.of("sdk", sdk, "bare", bare);
            for (Child worker : workers.values()) {
                // Warms up with the largest number of threads, so that code for a full connection pool is compiled, too.
                lab.round(worker, kind, 256, settings.warmUp());
            }
            byThreads = lab.inTurns(
                    workers, kind, List.of(1, 2, 4, 8, 16, 32, 64, 128, 256), settings.sweepRounds(), settings.calls());
        }
        report.add(new Figure("1 to 256 " + kind + " threads, least of peak", "", Sample.of(leastBeyondPeak("sdk", byThreads)))
                .beside("own peak", Sample.of(1))
                .beside("bare", Sample.of(leastBeyondPeak("bare", byThreads))));
        byThreads.forEach((threads, rounds) -> report.add(
                new Figure(threads + " " + kind + (threads == 1 ? " thread" : " threads"), "/s", rounds.of("sdk", Round::callsPerSecond))
                        .beside("bare", rounds.of("bare", Round::callsPerSecond))));
        List<Round> all = byThreads.values().stream().flatMap(rounds -> rounds.byPeer().get("sdk").stream()).toList();
        new Rounds(Map.of("sdk", all)).reportErrors(", " + kind, report);
        if (kind.equals("virtual")) {
            report.add(new Figure("pinned virtual threads", "", Sample.of(all.stream().mapToLong(Round::pinned).sum()))
                    .atMost(0, "none", Sample.of(0)));
        }
    }

    private static double leastBeyondPeak(String peer, Map<Integer, Rounds> byThreads) {
        double peak = 0;
        double least = 0;
        for (Rounds rounds : byThreads.values()) {
            double calls = rounds.of(peer, Round::callsPerSecond).median();
            peak = Math.max(peak, calls);
            least = calls == peak ? peak : Math.min(least, calls);
        }
        return least / peak;
    }
}
