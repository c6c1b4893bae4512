package io.dataarts.contract.size;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Measures the first call of a program. The class path holds only the jars that the peer needs. */
record ColdStarts(Lab lab, Settings settings, Report report) {

    private static final List<String> PEERS = List.of("sdk", "vendor", "bare");

    void run() throws IOException {
        Map<String, Closure> closures = lab.closures();
        Map<String, List<Double>> millis = new HashMap<>();
        Map<String, List<Double>> megabytes = new HashMap<>();
        Map<String, Sample> classes = new HashMap<>();
        for (int i = 0; i < settings.coldStarts(); i++) {
            for (int turn = 0; turn < PEERS.size(); turn++) {
                String peer = PEERS.get((i + turn) % PEERS.size());
                List<String> lines = lab.coldStart(peer, closures.get(peer));
                millis.computeIfAbsent(peer, missing -> new ArrayList<>()).add(valueOf("answered", lines) / 1e6);
                megabytes.computeIfAbsent(peer, missing -> new ArrayList<>()).add(valueOf("resident", lines) / 1e3);
            }
        }
        for (String peer : PEERS) {
            classes.put(peer, Sample.of(loadedClasses(lab.coldStart(peer, closures.get(peer), "-Xlog:class+load"))));
        }
        report.add(new Figure("first answer in a cold JVM", "ms", new Sample(millis.get("sdk")))
                .atMost(0.45, "vendor", new Sample(millis.get("vendor")))
                .beside("bare", new Sample(millis.get("bare"))));
        report.add(new Figure("classes loaded until then", "", classes.get("sdk"))
                .atMost(0.5, "vendor", classes.get("vendor"))
                .beside("bare", classes.get("bare")));
        report.add(new Figure("resident memory then", "MB", new Sample(megabytes.get("sdk")))
                .atMost(0.7, "vendor", new Sample(megabytes.get("vendor")))
                .beside("bare", new Sample(megabytes.get("bare"))));
    }

    private static double valueOf(String name, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a cold JVM ended without an answer: " + lines));
    }

    private static double loadedClasses(List<String> lines) {
        return lines.stream()
                .takeWhile(line -> !line.startsWith("answered"))
                .filter(line -> line.contains(" source: "))
                .count();
    }
}
