package io.dataarts.contract.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.contract.fault.FaultServer;
import io.dataarts.contract.fault.Faults;
import io.dataarts.contract.fault.ServerConnection;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.batch.BatchReport;
import io.dataarts.rerun.batch.RerunBatch;
import io.dataarts.rerun.error.Outcome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes run one batch on one journal, and each is killed at a random moment. The next one goes on. No rerun is executed twice, and
 * none is lost.
 *
 * <p>The moments are request numbers with a fixed seed, and what a process does then is up to the scheduling of its threads.
 */
class KilledBatchTest {

    private static final boolean FULL = Boolean.getBoolean("dataarts.full");
    private static final int AT_A_TIME = 4;
    private static final int PER_SECOND = 100_000;
    private static final Pattern RULE = Pattern.compile("\"rule_id\":\"(\\d+)\"");
    private static final String ACCEPTED = Faults.head(200, "Content-Length: 2") + "\r\n{}";

    @TempDir
    private Path folder;
    private final SplittableRandom random = new SplittableRandom(20241122);
    private final AtomicInteger requests = new AtomicInteger();

    @Test
    @Timeout(600)
    @DisplayName("50 kills: each leaves at most requestsAtATime reruns unknown, and all others run once")
    void kills() throws Exception {
        int kills = FULL ? 50 : 2;
        int reruns = 60 * kills;
        AtomicIntegerArray executed = new AtomicIntegerArray(reruns);
        try (FaultServer server = FaultServer.builder().otherwise(connection -> {
            executed.incrementAndGet(rule(connection));
            connection.pause(Duration.ofMillis(2));
            connection.write(ACCEPTED);
        }).start()) {
            for (int kill = 1; kill <= kills; kill++) {
                runAndKill(server.endpoint(), reruns, random.nextInt(60), Duration.ofSeconds(60));
                BatchReport left = look(server.endpoint(), reruns);
                assertThat(left.count(Outcome.UNKNOWN)).as("unknown after %d kills", kill).isBetween(0L, (long) AT_A_TIME * kill);
                assertThat(left.already() + left.count(Outcome.UNKNOWN) + left.previewed()).isEqualTo(reruns);
            }
            AtomicReferenceArray<Outcome> outcomes = finish(server.endpoint(), reruns, Duration.ofSeconds(60));
            for (int id = 0; id < reruns; id++) {
                assertThat(executed.get(id)).as("rerun %d, %s", id, outcomes.get(id)).isBetween(outcomes.get(id) == Outcome.ACCEPTED ? 1 : 0, 1);
                assertThat(outcomes.get(id)).as("rerun %d", id).isIn(Outcome.ACCEPTED, Outcome.UNKNOWN);
            }
            server.awaitAllClosed();
        }
    }

    @Test
    @Timeout(1200)
    @DisplayName("kills and a server that drops, hangs, throttles and lies: each of 20,000 reruns is accounted for, and none runs twice")
    void chaos() throws Exception {
        int kills = FULL ? 10 : 1;
        int reruns = FULL ? 20_000 : 300;
        AtomicIntegerArray executed = new AtomicIntegerArray(reruns);
        Duration timeout = Duration.ofSeconds(1);
        try (FaultServer server = FaultServer.builder().eachConnection(connection -> {
            if (roll() < 50) {
                connection.close();
            }
        }).otherwise(connection -> misbehave(connection, executed, timeout)).start()) {
            for (int kill = 0; kill < kills; kill++) {
                runAndKill(server.endpoint(), reruns, random.nextInt(reruns / kills), timeout);
            }
            AtomicReferenceArray<Outcome> outcomes = finish(server.endpoint(), reruns, timeout);
            long[] counts = new long[Outcome.values().length];
            for (int id = 0; id < reruns; id++) {
                String what = "rerun " + id + ", " + outcomes.get(id);
                assertThat(outcomes.get(id)).as(what).isNotNull();
                counts[outcomes.get(id).ordinal()]++;
                switch (outcomes.get(id)) {
                    case ACCEPTED -> assertThat(executed.get(id)).as(what).isOne();
                    case UNKNOWN -> assertThat(executed.get(id)).as(what).isBetween(0, 1);
                    case REJECTED, NOT_SENT -> assertThat(executed.get(id)).as(what).isZero();
                }
            }
            assertThat(counts[Outcome.UNKNOWN.ordinal()]).isPositive();
            assertThat(counts[Outcome.REJECTED.ordinal()]).isPositive();
            System.out.printf("Batch: %,d reruns, %d kills, %,d requests; accepted %,d, unknown %,d, rejected %,d, not sent %,d%s%n",
                    reruns, kills, requests.get(), counts[Outcome.ACCEPTED.ordinal()], counts[Outcome.UNKNOWN.ordinal()],
                    counts[Outcome.REJECTED.ordinal()], counts[Outcome.NOT_SENT.ordinal()],
                    FULL ? "" : "; reduced, all 20,000 with -Ddataarts.full=true");
            server.awaitAllClosed();
        }
    }

    private void misbehave(ServerConnection connection, AtomicIntegerArray executed, Duration timeout) throws IOException {
        int dice = roll();
        if (dice < 3) {
            connection.readHalfOfRequest();
            connection.close();
            return;
        }
        int rule = rule(connection);
        if (dice < 33) {
            connection.write(Faults.head(429, "Content-Length: 0", "Retry-After: 0") + "\r\n");
        } else if (dice < 43) {
            connection.write(Faults.head(400, "Content-Length: 0") + "\r\n");
        } else if (dice < 46) {
            connection.write(Faults.head(503, "Content-Length: 0", "Retry-After: 0") + "\r\n");
        } else {
            executed.incrementAndGet(rule);
            lie(connection, dice, timeout);
        }
    }

    /** Answers a request that was executed. */
    private static void lie(ServerConnection connection, int dice, Duration timeout) throws IOException {
        if (dice < 50) {
            connection.reset();
        } else if (dice < 53) {
            connection.write(Faults.head(500, "Content-Length: 0") + "\r\n");
        } else if (dice < 55) {
            connection.pause(timeout.multipliedBy(2));
            connection.close();
        } else if (dice < 58) {
            connection.write("HTTP/1.1 2");
            connection.close();
        } else if (dice < 62) {
            connection.write(Faults.head(200, "Content-Length: 22") + "\r\n{\"error_code\":\"DQC.9\"}");
        } else if (dice < 66) {
            connection.write(Faults.head(200, "Content-Length: 6") + "\r\n<html>");
        } else if (dice < 70) {
            connection.write(ACCEPTED + "HTTP/1.1 204 No Content\r\n\r\n");
        } else {
            connection.write(ACCEPTED);
        }
    }

    /** A reduced run meets each fault four times as often, as it has fewer requests. */
    private synchronized int roll() {
        return random.nextInt(FULL ? 1000 : 250);
    }

    private int rule(ServerConnection connection) throws IOException {
        Matcher rule = RULE.matcher(connection.readRequest().bodyText());
        assertThat(rule.find()).isTrue();
        requests.incrementAndGet();
        return Integer.parseInt(rule.group(1));
    }

    /** Runs the batch in a process of its own, and kills it after this many requests and up to 4 ms, or while it starts. */
    private void runAndKill(URI endpoint, int reruns, int requestsUntilKill, Duration timeout) throws Exception {
        int until = requests.get() + requestsUntilKill;
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                KilledBatchTest.class.getName(), endpoint.toString(), Integer.toString(reruns), journal().toString(), timeout.toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("process.log").toFile()).start();
        try {
            while (requests.get() < until && process.isAlive()) {
                LockSupport.parkNanos(100_000);
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(4000)));
            assertThat(process.isAlive() || requests.get() >= until).as("see process.log: it ended before").isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private Path journal() {
        return folder.resolve("night.journal");
    }

    private BatchReport look(URI endpoint, int reruns) {
        try (DataArtsStudio studio = studio(endpoint, Duration.ofSeconds(60))) {
            return batch(reruns, journal()).dryRun(studio);
        }
    }

    /** Runs the batch to its end, and returns what became of each rerun. */
    private AtomicReferenceArray<Outcome> finish(URI endpoint, int reruns, Duration timeout) {
        AtomicReferenceArray<Outcome> outcomes = new AtomicReferenceArray<>(reruns);
        try (DataArtsStudio studio = studio(endpoint, timeout)) {
            BatchReport report = batch(reruns, journal()).onEntry(entry ->
                    outcomes.set(Integer.parseInt(((QualityRerun) entry.rerun()).content().jobId()), entry.outcome()))
                    .run(studio.atMostPerSecond(PER_SECOND));
            assertThat(report.stoppedBecause()).isNull();
        }
        return outcomes;
    }

    private static RerunBatch batch(int reruns, Path journal) {
        return RerunBatch.of(IntStream.range(0, reruns).mapToObj(id -> QualityRerun.qualityJob(Integer.toString(id))))
                .journal(journal).requestsAtATime(AT_A_TIME).stopAfter(Integer.MAX_VALUE);
    }

    private static DataArtsStudio studio(URI endpoint, Duration timeout) {
        return DataArtsStudio.builder().endpoint(endpoint).projectId(MatrixCalls.PROJECT).workspace(MatrixCalls.WORKSPACE)
                .credentials(AccessKey.of(MatrixCalls.AK, MatrixCalls.SK)).responseTimeout(timeout).build();
    }

    /** Runs the batch, with the arguments endpoint, number of reruns, journal and response timeout. */
    public static void main(String[] arguments) {
        try (DataArtsStudio studio = studio(URI.create(arguments[0]), Duration.parse(arguments[3]))) {
            batch(Integer.parseInt(arguments[1]), Path.of(arguments[2])).run(studio.atMostPerSecond(PER_SECOND));
        }
    }
}
