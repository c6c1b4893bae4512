package io.dataarts.contract.size;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures throughput, latency and garbage of calls over open connections, with one thread and with eight. */
record WarmCalls(Lab lab, Settings settings, Report report) {

    void run() throws IOException {
        Map<String, Child> workers = new LinkedHashMap<>();
        try {
            for (String peer : List.of("sdk", "vendor", "feign", "bare", "socket")) {
                workers.put(peer, lab.worker(peer, Settings.java(), "-Xms256m", "-Xmx256m"));
            }
            for (Child worker : workers.values()) {
                lab.round(worker, "platform", 8, settings.warmUp());
            }
            Map<Integer, Rounds> rounds =
                    lab.inTurns(workers, "platform", List.of(1, 8), settings.rounds(), settings.calls());
            report(rounds.get(1), ", 1 thread", 1.3, 0.77);
            report(rounds.get(8), ", 8 threads", 1.35, 0.68);
        } finally {
            for (Child worker : workers.values()) {
                worker.close();
            }
        }
    }

    private void report(Rounds rounds, String from, double callsToVendor, double callsToBare) {
        report.add(new Figure("signed calls" + from, "/s", rounds.of("sdk", Round::callsPerSecond))
                .atLeast(callsToVendor, "vendor", rounds.of("vendor", Round::callsPerSecond))
                .atLeast(callsToBare, "bare", rounds.of("bare", Round::callsPerSecond))
                .beside("feign", rounds.of("feign", Round::callsPerSecond))
                .beside("floor", rounds.of("socket", Round::callsPerSecond)));
        report.add(new Figure("p99 of a call" + from, "us", rounds.of("sdk", Round::p99))
                .atMost(1, "vendor", rounds.of("vendor", Round::p99))
                .beside("bare", rounds.of("bare", Round::p99))
                .beside("feign", rounds.of("feign", Round::p99))
                .beside("floor", rounds.of("socket", Round::p99)));
        report.add(new Figure("garbage per call" + from, "B", rounds.of("sdk", Round::bytesPerCall))
                .atMost(0.5, "vendor", rounds.of("vendor", Round::bytesPerCall))
                .beside("bare", rounds.of("bare", Round::bytesPerCall))
                .beside("feign", rounds.of("feign", Round::bytesPerCall))
                .beside("floor", rounds.of("socket", Round::bytesPerCall)));
        report.add(new Figure("processor time of a call" + from, "us", rounds.of("sdk", Round::cpuPerCall))
                .beside("vendor", rounds.of("vendor", Round::cpuPerCall))
                .beside("bare", rounds.of("bare", Round::cpuPerCall))
                .beside("feign", rounds.of("feign", Round::cpuPerCall))
                .beside("floor", rounds.of("socket", Round::cpuPerCall)));
        rounds.reportErrors(from, report);
    }
}
