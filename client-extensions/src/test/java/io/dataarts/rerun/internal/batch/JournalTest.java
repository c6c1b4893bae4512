package io.dataarts.rerun.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.batch.BatchReport;
import io.dataarts.rerun.batch.Night;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What reaches the disk decides: no byte of a rerun leaves before its BEGIN is forced, and a file that fails ends the batch. */
@Timeout(60)
class JournalTest {

    /** Loses what was not forced, as a machine that loses power. */
    private static class Disk extends Forwarding {

        final ByteArrayOutputStream forced = new ByteArrayOutputStream();
        final List<Integer> groups = Collections.synchronizedList(new ArrayList<>());
        private final ByteArrayOutputStream cache = new ByteArrayOutputStream();

        @Override
        public final int write(ByteBuffer bytes) throws IOException {
            byte[] all = new byte[bytes.remaining()];
            bytes.get(all);
            write(all);
            return all.length;
        }

        synchronized void write(byte[] bytes) throws IOException {
            cache.writeBytes(bytes);
        }

        @Override
        public final void force(boolean metaData) throws IOException {
            force();
        }

        void force() throws IOException {
            byte[] bytes;
            synchronized (this) {
                bytes = cache.toByteArray();
                cache.reset();
            }
            file.write(ByteBuffer.wrap(bytes));
            file.force(false);
            groups.add((int) new String(bytes, StandardCharsets.UTF_8).lines().filter(JournalTest::isBegin).count());
            synchronized (this) {
                forced.writeBytes(bytes);
            }
        }

        synchronized boolean hasForced(String text) {
            return forced.toString(StandardCharsets.UTF_8).contains(text);
        }
    }

    private static boolean isBegin(String line) {
        return line.startsWith("{\"rerun\"") && !isEnd(line);
    }

    private static boolean isEnd(String line) {
        return line.contains("\"outcome\"");
    }

    private final Night night = new Night();

    @TempDir
    Path folder;

    private Path journal;

    @BeforeEach
    void journal() {
        journal = folder.resolve("night.journal");
    }

    @AfterEach
    void close() {
        night.close();
    }

    private Plan plan(int... ids) {
        Plan plan = new Plan(Night.reruns(ids).stream());
        plan.journal = journal;
        return plan;
    }

    private BatchReport run(Plan plan, Disk disk) {
        return run(plan, disk, night.studio);
    }

    private static BatchReport run(Plan plan, Disk disk, DataArtsStudio studio) {
        plan.seam = file -> {
            disk.file = file;
            return disk;
        };
        return new Engine(plan, (Site) studio).run();
    }

    private BatchReport second(int... ids) {
        night.arrived.clear();
        return new Engine(plan(ids), (Site) night.studio).run();
    }

    @Test
    @DisplayName("BEGIN is forced before the first byte leaves; END is not waited for, and is forced at the end")
    void order() {
        Disk disk = new Disk();
        for (int id = 1; id <= 20; id++) {
            String own = "\"jobId\":\"" + id + "\"";
            night.onEach(id, request -> {
                assertThat(disk.hasForced(own)).isTrue();
                return disk.hasForced(own) ? Night.ACCEPTED : Night.REFUSED;
            });
        }
        assertThat(run(plan(IntStream.rangeClosed(1, 20).toArray()), disk).count(Outcome.ACCEPTED)).isEqualTo(20);
        assertThat(disk.forced.toString(StandardCharsets.UTF_8).lines().filter(JournalTest::isEnd)).hasSize(20);
    }

    @Test
    @DisplayName("one force serves all that wait")
    void group() {
        Disk slow = new Disk() {
            @Override
            void force() throws IOException {
                try {
                    TimeUnit.MILLISECONDS.sleep(40);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                super.force();
            }
        };
        Plan plan = plan(IntStream.rangeClosed(1, 33).toArray());
        plan.requestsAtATime = 8;
        run(plan, slow);
        assertThat(slow.groups).anyMatch(begins -> begins > 3);
        assertThat(slow.groups.size()).isLessThan(20);
    }

    @Test
    @DisplayName("a file that forgets what was not forced: nothing is sent twice, and at most requestsAtATime become unknown")
    void forgets() throws IOException {
        Plan plan = plan(IntStream.rangeClosed(1, 30).toArray());
        Disk disk = new Disk() {
            private int left = 9;

            @Override
            void force() throws IOException {
                if (--left < 0) {
                    throw new IOException("the power is gone");
                }
                super.force();
            }
        };
        run(plan, disk);
        List<Integer> first = List.copyOf(night.arrived);
        assertThat(first.size()).isBetween(1, 29);
        BatchReport report = second(IntStream.rangeClosed(1, 30).toArray());
        assertThat(night.arrived).doesNotContainAnyElementsOf(first);
        assertThat(night.arrived).hasSize((int) report.count(Outcome.ACCEPTED));
        assertThat(report.already() + report.count(Outcome.ACCEPTED) + report.count(Outcome.UNKNOWN)).isEqualTo(30);
        assertThat(report.count(Outcome.UNKNOWN)).isBetween(1L, 4L);
    }

    @Test
    @DisplayName("a force that takes long lets no requests arrive together")
    void slowForce() {
        Disk slow = new Disk() {
            private int left = 3;

            @Override
            void force() throws IOException {
                if (--left == 0) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1500));
                }
                super.force();
            }
        };
        List<Long> times = Collections.synchronizedList(new ArrayList<>());
        IntStream.rangeClosed(1, 20).forEach(id -> night.onEach(id, request -> {
            times.add(System.nanoTime());
            return Night.ACCEPTED;
        }));
        Plan plan = plan(IntStream.rangeClosed(1, 20).toArray());
        plan.requestsAtATime = 16;
        run(plan, slow, night.whole.atMostPerSecond(10));
        // 11 of them take a second. On a busy machine they may come closer; together they come within milliseconds.
        assertThat(IntStream.range(10, 20).mapToLong(i -> times.get(i) - times.get(i - 10))).hasSize(10).allMatch(span -> span > 500_000_000);
    }

    @Test
    @DisplayName("a call that is retried after a force that failed is not sent either")
    void forceFailsBeforeRetry() {
        Disk broken = new Disk() {
            @Override
            void force() throws IOException {
                if (!groups.isEmpty()) { // that of the header
                    throw new IOException("Input/output error");
                }
                super.force();
            }
        };
        try (DataArtsStudio studio = Example.builder(night.server).retryPolicy(RetryPolicy.standard()).build()) {
            BatchReport report = run(plan(1, 2), broken, studio.atMostPerSecond(100));
            assertThat(night.arrived).isEmpty();
            assertThat(report.count(Outcome.NOT_SENT)).isEqualTo(1);
            assertThat(report.stoppedBecause()).contains("Input/output error");
        }
    }

    @Test
    @DisplayName("a call that gives up waiting for the disk was not sent, and a second run sends it")
    void forceBeyondTheCall() {
        Disk slow = new Disk() {
            @Override
            void force() throws IOException {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
                super.force();
            }
        };
        try (DataArtsStudio studio = Example.builder(night.server).callTimeout(Duration.ofMillis(200)).build()) {
            BatchReport report = run(plan(1), slow, studio.atMostPerSecond(100));
            assertThat(report.entries()).singleElement().satisfies(entry -> {
                assertThat(entry.outcome()).isEqualTo(Outcome.NOT_SENT);
                assertThat(entry.reason()).endsWith("for the journal, until it is on disk");
            });
        }
        assertThat(second(1).count(Outcome.ACCEPTED)).isEqualTo(1);
    }

    @Test
    @DisplayName("what waits for its turn when the studio is closed was not sent, though its BEGIN is on disk")
    void closedBeforeItsTurn() throws IOException {
        Disk disk = new Disk();
        Plan plan = plan(1, 2, 3);
        plan.stopWhen = () -> {
            if (List.copyOf(disk.groups).stream().mapToInt(Integer::intValue).sum() > 1) {
                night.whole.close();
            }
            return false;
        };
        BatchReport report = run(plan, disk, night.whole.atMostPerSecond(1));
        assertThat(report.count(Outcome.UNKNOWN)).isZero();
        assertThat(Files.readString(journal)).contains("\"outcome\":\"NOT_SENT\"");
        assertThat(night.arrived).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource({"begin, false", "begin, true", "end, false", "end, true"})
    @DisplayName("a disk that is full at a BEGIN or at an END: nothing more is sent, and the second run sends the rest")
    void full(String record, boolean isTorn) throws IOException {
        List<byte[]> late = Collections.synchronizedList(new ArrayList<>());
        Disk disk = new Disk() {
            private int left = 3;

            @Override
            synchronized void write(byte[] bytes) throws IOException {
                late.addAll(left <= 0 ? List.of(bytes) : List.of());
                String text = new String(bytes, StandardCharsets.UTF_8);
                if ((record.equals("begin") ? isBegin(text) : isEnd(text)) && --left == 0) {
                    if (isTorn) {
                        super.write(text.substring(0, text.length() / 2).getBytes(StandardCharsets.UTF_8));
                        force();
                    }
                    throw new IOException("No space left on device");
                }
                super.write(bytes);
            }
        };
        Plan plan = plan(1, 2, 3, 4, 5, 6);
        plan.requestsAtATime = 1;
        BatchReport report = run(plan, disk);
        List<Integer> first = List.copyOf(night.arrived);
        assertThat(first).hasSizeBetween(2, 3);
        assertThat(report.stoppedBecause()).startsWith("the journal " + journal.toRealPath() + " cannot be written (java.io.IOException: "
                + "No space left on device)").contains(": check the disk");
        assertThat(report.count(Outcome.ACCEPTED)).isEqualTo(first.size());
        assertThat(late).as("a line behind a torn one would be damage").isEmpty();
        BatchReport second = second(1, 2, 3, 4, 5, 6);
        assertThat(night.arrived).doesNotContainAnyElementsOf(first).hasSize(6 - first.size());
        assertThat(second.count(Outcome.UNKNOWN)).isEqualTo(record.equals("end") || disk.hasForced("\"jobId\":\"2\"") && first.size() == 2
                && disk.forced.toString(StandardCharsets.UTF_8).lines().filter(JournalTest::isEnd).count() < 2 ? 1 : 0);
        assertThat(second.count(Outcome.ACCEPTED) + second.already() + second.count(Outcome.UNKNOWN)).isEqualTo(6);
    }

    @Test
    @DisplayName("a disk that is full at the last END: the report says that the journal lacks it")
    void fullAtTheEnd() {
        Disk disk = new Disk() {
            @Override
            void force() throws IOException {
                if (hasForced("\"jobId\":\"1\"")) {
                    throw new IOException("No space left on device");
                }
                super.force();
            }
        };
        BatchReport report = run(plan(1), disk);
        assertThat(report.count(Outcome.ACCEPTED)).isEqualTo(1);
        assertThat(report.stoppedBecause()).contains("No space left on device")
                .endsWith("; a second run takes the outcomes that it lacks for UNKNOWN");
        assertThat(second(1).count(Outcome.UNKNOWN)).isEqualTo(1);
        assertThat(night.arrived).isEmpty();
    }

    @Test
    @DisplayName("a writer that is interrupted ends the batch, and nothing more is sent")
    void interrupted() {
        Disk disk = new Disk() {
            @Override
            synchronized void write(byte[] bytes) throws IOException {
                if (night.arrived.size() == 2) {
                    Thread.currentThread().interrupt();
                }
                super.write(bytes);
            }
        };
        Plan plan = plan(1, 2, 3, 4);
        plan.requestsAtATime = 1;
        BatchReport report = run(plan, disk);
        assertThat(night.arrived).containsExactly(1, 2);
        assertThat(report.stoppedBecause()).contains("cannot be written (java.");
        assertThat(second(1, 2, 3, 4).count(Outcome.ACCEPTED)).isEqualTo(2);
        assertThat(night.arrived).containsExactlyInAnyOrder(3, 4);
    }

    @ParameterizedTest
    @CsvSource({"nfs4, true", "nfs, true", "cifs, true", "smb2, true", "fuse.sshfs, true", "fuse.obsfs, true", "virtiofs, true",
            "fuse.fuse-overlayfs, false", "fuseblk, false", "ext2/ext3, false", "ext4, false",
            "overlay, false", "tmpfs, false", "xfs, false", "NTFS, false", "apfs, false"})
    @DisplayName("a network file system is refused")
    void remote(String type, boolean isRemote) {
        assertThat(Journal.isRemote(type)).isEqualTo(isRemote);
    }

    @Test
    @DisplayName("a record that makes no sense is refused, though its checksum is right")
    void senseless() throws IOException {
        Disk disk = new Disk() {
            @Override
            synchronized void write(byte[] bytes) throws IOException {
                String text = new String(bytes, StandardCharsets.UTF_8);
                super.write(isEnd(text) ? sealed(text.replace("\"ACCEPTED\"", "\"BOUGHT\"")) : bytes);
            }
        };
        run(plan(1), disk);
        assertThat(Files.readString(journal)).contains("\"outcome\":\"BOUGHT\"");
        assertThatThrownBy(() -> second(1)).isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(" cannot be used: ").hasMessageContaining("BOUGHT");
    }

    private static byte[] sealed(String line) {
        String fields = line.substring(0, line.indexOf(",\"crc\""));
        CRC32 crc = new CRC32();
        crc.update((fields + "}").getBytes(StandardCharsets.UTF_8));
        return String.format("%s,\"crc\":\"%08x\"}\n", fields, crc.getValue()).getBytes(StandardCharsets.UTF_8);
    }
}
