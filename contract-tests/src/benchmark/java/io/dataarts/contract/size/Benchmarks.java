package io.dataarts.contract.size;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Measures the SDK, the vendor's SDK, plain Feign, and the limits that none of them can beat.
 *
 * <p>All take turns against the same server. The program prints one table, and writes the raw values and a picture. See
 * docs/performance.md.
 */
public final class Benchmarks {

    private interface Part {
        void run() throws Exception;
    }

    private Benchmarks() {}

    /** Runs the benchmarks; the only argument is the folder to write to. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Settings settings = Settings.fromSystemProperties();
        Report report = new Report();
        report.remark(MeasuredMachine.describe() + "; load when it began: " + MeasuredMachine.load());
        try (Lab lab = Lab.open(folder)) {
            Map<String, Part> parts = new LinkedHashMap<>();
            parts.put("signing", () -> new Signing(settings, report).run());
            parts.put("calls", () -> new WarmCalls(lab, settings, report).run());
            parts.put("cold", () -> new ColdStarts(lab, settings, report).run());
            parts.put("closure", () -> new Closures(lab, report).run());
            parts.put("batch", () -> new Nights(settings, report).run());
            parts.put("sweep", () -> new Sweeps(lab, settings, report).run());
            parts.put("endurance", () -> new Endurance(lab, settings, report).run());
            settings.requireKnown(parts.keySet());
            for (Map.Entry<String, Part> part : parts.entrySet()) {
                if (settings.runs(part.getKey())) {
                    System.out.println("... " + part.getKey());
                    part.getValue().run();
                }
            }
            report.add(new Figure("requests that arrived, of those sent", "", Sample.of(lab.arrived()))
                    .atMost(1, "sent", Sample.of(lab.sent()))
                    .atLeast(1, "sent", Sample.of(lab.sent())));
        }
        report.remark("Load when it ended: " + MeasuredMachine.load());
        report.writeJson(folder.resolve("benchmark.json"));
        Picture.write(report, folder.resolve("benchmark.svg"));
        System.out.println(report.table());
        System.out.println("Raw values and a picture are in " + folder);
        System.exit(settings.strict() && !report.meetsAll() ? 1 : 0);
    }
}
