package io.dataarts.contract.handbook.quickstart;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.batch.RerunBatch;
import io.dataarts.rerun.find.FoundRule;
import io.dataarts.rerun.find.RuleQuery;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/** A process that reruns the checks of the stock as a batch, until it is killed. */
final class CutProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final Process process;

    private CutProcess(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /** Starts the process. Its journal is in a folder of its own. */
    static CutProcess start(URI endpoint) {
        try {
            Path folder = Files.createTempDirectory("dataarts-quickstart");
            return new CutProcess(folder, new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1", "-cp", classPath(), CutProcess.class.getName(), endpoint.toString(),
                    folder.resolve("night.journal").toString())
                    .redirectErrorStream(true).redirectOutput(folder.resolve("out").toFile()).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns this JVM's class path. If Maven runs the quickstart, its class loader has it. */
    private static String classPath() {
        return CutProcess.class.getClassLoader() instanceof URLClassLoader loader
                ? Arrays.stream(loader.getURLs()).map(CutProcess::path).collect(Collectors.joining(File.pathSeparator))
                : System.getProperty("java.class.path");
    }

    private static String path(URL url) {
        try {
            return Path.of(url.toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    Path journal() {
        return folder.resolve("night.journal");
    }

    /** Kills the process when it has sent so many reruns, and waits until it has ended. */
    void killAfter(int reruns, IntSupplier sent) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (sent.getAsInt() < reruns && process.isAlive() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        boolean endedItself = !process.isAlive();
        kill();
        if (endedItself) {
            throw new IllegalStateException("the process ended by itself: " + output());
        }
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("out")).lines().findFirst().orElse("without a message");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills the process, and deletes its folder. */
    @Override
    public void close() {
        kill();
        for (File file : folder.toFile().listFiles()) {
            file.delete();
        }
        folder.toFile().delete();
    }

    /** Runs the batch. The arguments are the endpoint and the journal. */
    public static void main(String[] arguments) {
        try (DataArtsStudio studio = DataArtsStudio.builder().endpoint(URI.create(arguments[0])).projectId(Tour.PROJECT)
                .workspace(Tour.WORKSPACE).credentials(Night.KEY).build()) {
            List<QualityRerun> night = studio.find(RuleQuery.qualityJobs())
                    .filter(rule -> rule.name().startsWith("stock"))
                    .map(FoundRule::rerun).toList();
            RerunBatch.of(night)
                    .journal(Path.of(arguments[1]))
                    .settlingFor(Duration.ofMinutes(1))
                    .run(studio.atMostPerSecond(8));
        }
    }
}
