package io.dataarts.contract.size;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dataarts.contract.fault.FaultServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Measures programs that rerun a night, each in a JVM of its own: by a batch, with and without a journal, by a loop over the SDK, and by
 * a loop over the vendor's.
 */
record Nights(Settings settings, Report report) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RERUNS = 1_000;
    private static final List<String> PROGRAMS = List.of("batch", "journal", "loop", "vendor");
    /** Nothing is collected, so that the heap shows what was allocated. */
    private static final List<String> OPTIONS = List.of("-XX:+UnlockExperimentalVMOptions", "-XX:+UseEpsilonGC", "-Xmx1g", "-Xlog:disable");

    void run() throws IOException {
        Map<String, List<Night>> nights = nights(Duration.ofMillis(20), PROGRAMS);
        report.add(figure(nights, "1,000 reruns, server of 20 ms", "s", Night::seconds));
        report.add(figure(nights, "processor time of that process", "s", Night::cpuSeconds));
        report.add(figure(nights, "garbage of that process", "MB", Night::megabytes));
        reportJournal(nights, "20 ms");
        reportJournal(nights(Duration.ofMillis(1), List.of("loop", "journal")), "1 ms");
    }

    private static Figure figure(Map<String, List<Night>> nights, String name, String unit, ToDoubleFunction<Night> value) {
        Figure figure = new Figure(name, unit, of(nights, "batch", value));
        PROGRAMS.stream().skip(1).forEach(program -> figure.beside(program, of(nights, program, value)));
        return figure;
    }

    private static Sample of(Map<String, List<Night>> nights, String program, ToDoubleFunction<Night> value) {
        return new Sample(nights.get(program).stream().mapToDouble(value).boxed().toList());
    }

    /** Compares the reruns per second with those that the time of a send and two forces allow. */
    private void reportJournal(Map<String, List<Night>> nights, String server) {
        List<Double> possible = new ArrayList<>();
        for (int i = 0; i < nights.get("loop").size(); i++) {
            double send = nights.get("loop").get(i).seconds() * Night.AT_A_TIME / RERUNS;
            possible.add(Night.AT_A_TIME / (send + 2 * nights.get("journal").get(i).forceMillis() / 1e3));
        }
        report.add(new Figure("reruns with a journal, server of " + server, "/s", of(nights, "journal", night -> RERUNS / night.seconds()))
                .atLeast(0.7, "possible", new Sample(possible)));
    }

    private Map<String, List<Night>> nights(Duration send, List<String> programs) throws IOException {
        Map<String, List<Night>> nights = new LinkedHashMap<>();
        programs.forEach(program -> nights.put(program, new ArrayList<>()));
        try (FaultServer server = FaultServer.builder().otherwise(connection -> {
            connection.readRequest();
            connection.pause(send);
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: application/json\r\nX-Request-Id: r\r\n\r\n{}");
        }).start()) {
            for (int i = 0; i < settings.nights(); i++) {
                for (int turn = 0; turn < programs.size(); turn++) {
                    String program = programs.get((i + turn) % programs.size());
                    int before = server.begun();
                    nights.get(program).add(night(program, server.endpoint().toString()));
                    if (server.begun() - before != RERUNS) {
                        throw new IllegalStateException(program + " sent " + (server.begun() - before) + " requests");
                    }
                }
            }
        }
        return nights;
    }

    private static Night night(String program, String endpoint) throws IOException {
        Path folder = Files.createTempDirectory("dataarts-night");
        try (Child child = Child.start(Settings.java(), OPTIONS, System.getProperty("java.class.path"), Night.class,
                program, endpoint, Integer.toString(RERUNS), folder.toString())) {
            return JSON.readValue(child.read(), Night.class);
        } finally {
            for (File file : folder.toFile().listFiles()) {
                file.delete();
            }
            folder.toFile().delete();
        }
    }
}
