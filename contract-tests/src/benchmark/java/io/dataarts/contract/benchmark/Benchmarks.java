package io.dataarts.contract.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures the SDK, the vendor's SDK and what both cannot beat, in turns and against the same server; prints one table, and leaves
 * the raw values and a picture behind. See docs/performance.md.
 */
public final class Benchmarks {

    private static final List<String> NEIGHBOURS = List.of("sdk", "vendor", "bare");
    private static final List<String> SAME_HEAP = List.of("-Xms256m", "-Xmx256m");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Settings settings;
    private final Report report = new Report();
    private final Child server;
    private final String endpoint;
    private final String signed;
    private long sent;

    private Benchmarks(Path folder, Settings settings, Child server) throws IOException {
        this.folder = folder;
        this.settings = settings;
        this.server = server;
        this.endpoint = "http://127.0.0.1:" + server.read();
        this.signed = captured("sdk");
        captured("vendor");
    }

    /** The argument is the folder to write to. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Settings settings = Settings.fromSystemProperties();
        String classPath = System.getProperty("java.class.path");
        Report report;
        try (Child server = Child.start(Settings.java(), List.of("-Xmx64m", "-XX:+UseSerialGC"), classPath, LoopbackServer.class)) {
            report = new Benchmarks(folder, settings, server).run();
        }
        report.writeJson(folder.resolve("benchmark.json"));
        Picture.write(report, folder.resolve("benchmark.svg"));
        System.out.println(report.table());
        System.out.println("Raw values and a picture are in " + folder);
        System.exit(settings.strict() && !report.meetsAll() ? 1 : 0);
    }

    private Report run() throws Exception {
        report.remark(Machine.describe() + "; load when it began: " + Machine.load());
        if (settings.runs("signing")) {
            progress("signing");
            signing();
        }
        if (settings.runs("calls")) {
            calls();
        }
        if (settings.runs("cold")) {
            coldStarts();
        }
        if (settings.runs("closure")) {
            closures();
        }
        if (settings.runs("sweep")) {
            sweeps();
        }
        if (settings.runs("endurance")) {
            endurance();
        }
        long arrived = Long.parseLong(server.ask("count"));
        report.add(new Figure("requests that arrived, of those sent", "", Sample.of(arrived)).atMost(1, "sent", Sample.of(sent)));
        report.remark("Load when it ended: " + Machine.load());
        return report;
    }

    private void progress(String what) {
        System.out.println("... " + what);
    }

    /** One call of the peer, as the server received it: shows that it is signed, and what the others have to send. */
    private String captured(String peer) throws IOException {
        server.ask("capture");
        try (Child worker = worker(peer, Settings.java(), List.of(), "")) {
            round(worker, "platform", 1, 1);
        }
        String request = server.read();
        String text = new String(Base64.getDecoder().decode(request), StandardCharsets.UTF_8);
        if (!text.matches("(?s)POST " + Example.PATH + " .*Authorization: SDK-HMAC-SHA256 Access=.*Signature=[0-9a-f]{64}\r.*")
                || !text.contains("\r\n" + Example.BODY)) {
            throw new IllegalStateException(peer + " does not send what the others send: " + text.lines().findFirst().orElse(""));
        }
        return request;
    }

    private Child worker(String peer, Path java, List<String> options, String request) throws IOException {
        return Child.start(java, options, System.getProperty("java.class.path"), Worker.class, peer, endpoint, request);
    }

    private Round round(Child worker, String kind, int threads, int calls) throws IOException {
        sent += calls;
        return JSON.readValue(worker.ask(kind + " " + threads + " " + calls), Round.class);
    }

    private void signing() throws RunnerException {
        var results = new Runner(new OptionsBuilder()
                        .include(SigningBenchmark.class.getName())
                        .forks(settings.full() ? 5 : 1)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(1))
                        .addProfiler("gc")
                        .verbosity(VerboseMode.SILENT)
                        .resultFormat(ResultFormatType.JSON)
                        .result(folder.resolve("jmh-signing.json").toString())
                        .build())
                .run();
        Map<String, Sample> time = new LinkedHashMap<>();
        Map<String, Sample> garbage = new LinkedHashMap<>();
        for (RunResult result : results) {
            time.put(result.getPrimaryResult().getLabel(), iterations(result, ""));
            garbage.put(result.getPrimaryResult().getLabel(), iterations(result, "gc.alloc.rate.norm"));
        }
        report.add(new Figure("sign example 1", "ns", time.get("sdk"))
                .atMost(0.25, "vendor", time.get("vendor"))
                .atMost(2, "bare", time.get("bare")));
        report.add(new Figure("sign, garbage", "B", garbage.get("sdk"))
                .atMost(0.125, "vendor", garbage.get("vendor"))
                .beside("bare", garbage.get("bare")));
    }

    private static Sample iterations(RunResult result, String secondary) {
        List<Double> values = new ArrayList<>();
        result.getBenchmarkResults().forEach(fork -> fork.getIterationResults().forEach(iteration -> values.add(
                (secondary.isEmpty() ? iteration.getPrimaryResult() : iteration.getSecondaryResults().get(secondary)).getScore())));
        return new Sample(values);
    }

    private void calls() throws IOException {
        Map<String, Child> workers = new LinkedHashMap<>();
        try {
            for (String peer : List.of("sdk", "vendor", "bare", "socket")) {
                workers.put(peer, worker(peer, Settings.java(), SAME_HEAP, signed));
            }
            for (int threads : List.of(1, 8)) {
                calls(threads, workers);
            }
        } finally {
            for (Child worker : workers.values()) {
                worker.close();
            }
        }
    }

    private void calls(int threads, Map<String, Child> workers) throws IOException {
        progress("calls from " + threads + (threads == 1 ? " thread" : " threads"));
        for (Child worker : workers.values()) {
            round(worker, "platform", threads, settings.warmUp());
        }
        Map<String, List<Round>> rounds = inTurns(workers, "platform", threads, settings.rounds(), settings.calls());
        String from = threads == 1 ? ", 1 thread" : ", " + threads + " threads";
        figure("signed calls" + from, "/s", rounds, Round::callsPerSecond, threads == 1 ? 2.5 : 1.4, 0.8, true);
        figure("p99 of a call" + from, "us", rounds, Round::p99, 1, 1.5, false);
        figure("garbage per call" + from, "B", rounds, Round::bytesPerCall, 0.5, 2, false);
        errors("failed calls of " + settings.rounds() * settings.calls() + from, rounds);
    }

    private void figure(
            String name,
            String unit,
            Map<String, List<Round>> rounds,
            ToDoubleFunction<Round> value,
            double toVendor,
            double toBare,
            boolean atLeast) {
        Figure figure = new Figure(name, unit, sample(rounds.get("sdk"), value));
        Sample vendor = sample(rounds.get("vendor"), value);
        Sample bare = sample(rounds.get("bare"), value);
        report.add((atLeast
                        ? figure.atLeast(toVendor, "vendor", vendor).atLeast(toBare, "bare", bare)
                        : figure.atMost(toVendor, "vendor", vendor).atMost(toBare, "bare", bare))
                .beside("floor", sample(rounds.get("socket"), value)));
    }

    private void errors(String name, Map<String, List<Round>> rounds) {
        Figure figure = new Figure(name, "", sum(rounds.get("sdk"))).atMost(0, "limit", Sample.of(0));
        rounds.forEach((peer, its) -> {
            if (!peer.equals("sdk")) {
                figure.beside(peer.equals("socket") ? "floor" : peer, sum(its));
            }
            its.stream().map(Round::firstError).filter(error -> error != null).findFirst()
                    .ifPresent(error -> report.remark(name + ": " + peer + " failed with " + error));
        });
        report.add(figure);
    }

    private static Sample sum(List<Round> rounds) {
        return Sample.of(rounds.stream().mapToLong(Round::errors).sum());
    }

    private static Sample sample(List<Round> rounds, ToDoubleFunction<Round> value) {
        return new Sample(rounds.stream().mapToDouble(value).boxed().toList());
    }

    /** Each round begins with another peer, so that none always has the caches that a certain one left. */
    private Map<String, List<Round>> inTurns(Map<String, Child> workers, String kind, int threads, int rounds, int calls)
            throws IOException {
        Map<String, List<Round>> done = new LinkedHashMap<>();
        List<String> peers = new ArrayList<>(workers.keySet());
        peers.forEach(peer -> done.put(peer, new ArrayList<>()));
        for (int i = 0; i < rounds; i++) {
            for (int turn = 0; turn < peers.size(); turn++) {
                String peer = peers.get((i + turn) % peers.size());
                done.get(peer).add(round(workers.get(peer), kind, threads, calls));
            }
        }
        return done;
    }

    private Path dependencies() {
        return folder.resolve("dependencies.json");
    }

    private Map<String, Closure> readClosures() throws IOException {
        Map<String, Closure> closures = new LinkedHashMap<>();
        closures.put("sdk", Closure.of(dependencies(), "io.dataarts:dataarts-client-extensions"));
        closures.put("vendor", Closure.of(dependencies(), "com.huaweicloud.sdk:huaweicloud-sdk-dataartsstudio"));
        closures.put("bare", Closure.of(dependencies(), "org.apache.httpcomponents.client5:httpclient5"));
        return closures;
    }

    private void closures() throws IOException {
        Map<String, Closure> closures = readClosures();
        Closure ours = closures.get("sdk");
        Closure vendors = closures.get("vendor");
        Closure bare = closures.get("bare");
        report.add(new Figure("runtime closure", "jars", Sample.of(ours.jars().size()))
                .atMost(1, "limit", Sample.of(12))
                .beside("vendor", Sample.of(vendors.jars().size()))
                .beside("bare", Sample.of(bare.jars().size())));
        report.add(new Figure("runtime closure, size", "MB", Sample.of(ours.megabytes()))
                .atMost(1, "limit", Sample.of(5.5))
                .beside("vendor", Sample.of(vendors.megabytes()))
                .beside("bare", Sample.of(bare.megabytes())));
    }

    private void coldStarts() throws IOException {
        progress("cold JVMs");
        Map<String, Closure> closures = readClosures();
        Map<String, List<Double>> millis = new LinkedHashMap<>();
        Map<String, List<Double>> resident = new LinkedHashMap<>();
        Map<String, Double> classes = new LinkedHashMap<>();
        for (int i = 0; i < settings.coldStarts(); i++) {
            for (int turn = 0; turn < NEIGHBOURS.size(); turn++) {
                String peer = NEIGHBOURS.get((i + turn) % NEIGHBOURS.size());
                List<String> lines = coldStart(peer, closures.get(peer), List.of());
                millis.computeIfAbsent(peer, missing -> new ArrayList<>()).add(valueOf("answered", lines) / 1e6);
                resident.computeIfAbsent(peer, missing -> new ArrayList<>()).add(valueOf("resident", lines) / 1e3);
            }
        }
        for (String peer : NEIGHBOURS) {
            List<String> lines = coldStart(peer, closures.get(peer), List.of("-Xlog:class+load"));
            classes.put(peer, (double) lines.stream()
                    .takeWhile(line -> !line.startsWith("answered"))
                    .filter(line -> line.contains(" source: "))
                    .count());
        }
        report.add(new Figure("first answer in a cold JVM", "ms", new Sample(millis.get("sdk")))
                .atMost(0.4, "vendor", new Sample(millis.get("vendor")))
                .atMost(1.6, "bare", new Sample(millis.get("bare"))));
        report.add(new Figure("classes loaded until then", "", Sample.of(classes.get("sdk")))
                .atMost(0.5, "vendor", Sample.of(classes.get("vendor")))
                .beside("bare", Sample.of(classes.get("bare"))));
        report.add(new Figure("resident memory then", "MB", new Sample(resident.get("sdk")))
                .atMost(0.7, "vendor", new Sample(resident.get("vendor")))
                .beside("bare", new Sample(resident.get("bare"))));
    }

    private List<String> coldStart(String peer, Closure closure, List<String> options) throws IOException {
        sent++;
        try (Child child =
                Child.start(Settings.java(), options, closure.classPath(), ColdStart.class, peer, endpoint, signed)) {
            return child.readAll();
        }
    }

    private static double valueOf(String name, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a cold JVM ended without an answer: " + lines));
    }

    private void sweeps() throws IOException {
        sweep("platform", Settings.java());
        Optional<Path> java25 = Settings.java25();
        if (java25.isPresent()) {
            sweep("virtual", java25.get());
        } else {
            report.remark("!! NOT RUN: virtual threads, since there is no JDK 25: set benchmark.java25 or JAVA_HOME_25");
        }
    }

    private void sweep(String kind, Path java) throws IOException {
        progress("1 to 256 " + kind + " threads");
        Map<String, Map<Integer, Sample>> throughput = new LinkedHashMap<>();
        List<Round> ofSdk = new ArrayList<>();
        try (Child sdk = worker("sdk", java, SAME_HEAP, signed);
                Child bare = worker("bare", java, SAME_HEAP, signed)) {
            Map<String, Child> workers = new LinkedHashMap<>(Map.of("sdk", sdk, "bare", bare));
            for (Child worker : workers.values()) {
                round(worker, kind, 8, settings.warmUp());
            }
            for (int threads = 1; threads <= 256; threads *= 2) {
                Map<String, List<Round>> rounds = inTurns(workers, kind, threads, settings.sweepRounds(), settings.calls());
                ofSdk.addAll(rounds.get("sdk"));
                for (String peer : workers.keySet()) {
                    throughput.computeIfAbsent(peer, missing -> new LinkedHashMap<>())
                            .put(threads, sample(rounds.get(peer), Round::callsPerSecond));
                }
            }
        }
        report.add(new Figure("1 to 256 " + kind + " threads, least/peak", "", Sample.of(leastBeyondPeak(throughput.get("sdk"))))
                .atLeast(0.9, "own peak", Sample.of(1))
                .beside("bare", Sample.of(leastBeyondPeak(throughput.get("bare")))));
        throughput.get("sdk").forEach((threads, calls) -> report.add(new Figure(threads + " " + kind + " threads", "/s", calls)
                .beside("bare", throughput.get("bare").get(threads))));
        errors("failed calls of " + ofSdk.stream().mapToInt(Round::calls).sum() + ", " + kind, Map.of("sdk", ofSdk));
        if (kind.equals("virtual")) {
            report.add(new Figure("pinned virtual threads", "", Sample.of(ofSdk.stream().mapToLong(Round::pinned).sum()))
                    .atMost(0, "limit", Sample.of(0)));
        }
    }

    private static double leastBeyondPeak(Map<Integer, Sample> throughput) {
        double peak = 0;
        double least = 0;
        for (Sample calls : throughput.values()) {
            if (calls.median() >= peak) {
                peak = calls.median();
                least = peak;
            } else {
                least = Math.min(least, calls.median());
            }
        }
        return least / peak;
    }

    private void endurance() throws IOException {
        progress(settings.enduranceCalls() + " calls in 64 MB");
        try (Child worker = worker("sdk", Settings.java(), List.of("-Xmx64m"), signed)) {
            List<Round> rounds = new ArrayList<>();
            rounds.add(round(worker, "platform", 8, 10_000));
            double after10000 = Long.parseLong(worker.ask("heap")) / 1e6;
            for (int calls = 10_000; calls < settings.enduranceCalls(); calls += 10_000) {
                rounds.add(round(worker, "platform", 8, 10_000));
            }
            double atTheEnd = Long.parseLong(worker.ask("heap")) / 1e6;
            report.add(new Figure("heap after " + settings.enduranceCalls() + " calls, -Xmx64m", "MB", Sample.of(atTheEnd))
                    .atMost(1.03, "at 10000", Sample.of(after10000)));
            errors("failed calls of " + settings.enduranceCalls() + ", -Xmx64m", Map.of("sdk", rounds));
        }
        if (!settings.full()) {
            report.remark("The short round makes " + settings.enduranceCalls() + " calls in 64 MB; -Dbenchmark.round=long makes 1000000.");
        }
    }
}
