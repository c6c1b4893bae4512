package io.dataarts.contract.size;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The parts of the benchmark that run, and their length.
 *
 * @param only the parts to run; all if empty
 * @param strict whether a missed goal fails the build
 * @param signingForks the number of JVMs that JMH forks for each signer, in turns
 * @param rounds the number of rounds of each peer
 * @param calls the number of calls in a round
 * @param warmUp the number of calls before the first round
 * @param coldStarts the number of cold starts of each peer
 * @param nights the number of nights that each peer reruns
 * @param sweepRounds the number of rounds with each number of threads
 * @param enduranceCalls the number of calls in the JVM with a small heap
 */
record Settings(
        List<String> only,
        boolean strict,
        int signingForks,
        int rounds,
        int calls,
        int warmUp,
        int coldStarts,
        int nights,
        int sweepRounds,
        int enduranceCalls) {

    static Settings fromSystemProperties() {
        String round = System.getProperty("benchmark.round", "short");
        String only = System.getProperty("benchmark.only", "");
        List<String> parts = only.isEmpty() ? List.of() : List.of(only.split(","));
        boolean strict = Boolean.getBoolean("benchmark.strict");
        return switch (round) {
            case "short" -> new Settings(parts, strict, 1, 5, 10_000, 100_000, 5, 3, 3, 250_000);
            case "long" -> new Settings(parts, strict, 5, 15, 20_000, 300_000, 15, 7, 7, 1_000_000);
            default -> throw new IllegalArgumentException("benchmark.round must be short or long, was " + round);
        };
    }

    void requireKnown(Set<String> parts) {
        if (!parts.containsAll(only)) {
            throw new IllegalArgumentException("benchmark.only must be some of " + parts + ", was " + only);
        }
    }

    boolean runs(String part) {
        return only.isEmpty() || only.contains(part);
    }

    static Path java() {
        return Path.of(System.getProperty("java.home"));
    }

    /** Returns the JDK 25 that a setting names. Without the setting, looks beside the JDK that runs this program. */
    static Optional<Path> java25() throws IOException {
        for (String home : new String[] {System.getProperty("benchmark.java25"), System.getenv("JAVA_HOME_25")}) {
            if (home != null && !home.isEmpty()) {
                return Optional.of(Path.of(home));
            }
        }
        try (Stream<Path> siblings = Files.list(java().toRealPath().getParent())) {
            return siblings.filter(Settings::isJava25).findFirst();
        }
    }

    private static boolean isJava25(Path home) {
        Properties release = new Properties();
        try (var in = Files.newInputStream(home.resolve("release"))) {
            release.load(in);
        } catch (IOException e) {
            return false;
        }
        return release.getProperty("JAVA_VERSION", "").startsWith("\"25");
    }
}
