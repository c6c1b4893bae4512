package io.dataarts.rerun.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.auth.IamPassword;
import io.dataarts.rerun.batch.BatchEntry.Decision;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With a journal, a rerun is sent at most once over any number of runs, and none is lost. */
@Timeout(60)
class SecondRunTest {

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

    private List<JsonNode> records() throws IOException {
        List<JsonNode> records = new ArrayList<>();
        for (String line : Files.readAllLines(journal)) {
            records.add(new ObjectMapper().readTree(line));
        }
        return records;
    }

    @Test
    @DisplayName("what was accepted is not sent again")
    void accepted() {
        night.run(journal, 1, 2);
        night.arrived.clear();
        BatchReport report = night.run(journal, 1, 2, 3);
        assertThat(night.arrived).containsExactly(3);
        assertThat(report.already()).isEqualTo(2);
        assertThat(report.count(Outcome.ACCEPTED)).isEqualTo(1);
        assertThat(report.duplicates()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"drop, UNKNOWN, false", "500, UNKNOWN, false", "408, UNKNOWN, false", "400, REJECTED, false", "409, REJECTED, false",
            "401, REJECTED, true", "403, REJECTED, true", "404, REJECTED, true"})
    @DisplayName("what is sent again depends on the outcome and the status")
    void rows(String reply, Outcome outcome, boolean isSent) {
        night.on(2, reply.equals("drop") ? Reply.drop() : Reply.json(Integer.parseInt(reply), "{}", "X-Request-Id: r-9"), Night.ACCEPTED);
        BatchReport first = Night.batch(1, 2).requestsAtATime(1).journal(journal).run(night.studio);
        night.arrived.clear();
        BatchReport second = night.run(journal, 1, 2);
        assertThat(first.count(outcome)).isEqualTo(1);
        assertThat(night.arrived).isEqualTo(isSent ? List.of(2) : List.of());
        if (!isSent) {
            BatchEntry before = first.entries().get(0);
            assertThat(second.entries()).singleElement().satisfies(entry -> {
                assertThat(entry.decision()).isEqualTo(Decision.NOT_SENT_AGAIN);
                assertThat(entry.outcome()).isEqualTo(outcome);
                assertThat(entry.httpStatus()).isEqualTo(before.httpStatus());
                assertThat(entry.requestId()).isEqualTo(before.requestId());
                assertThat(entry.reason()).isEqualTo(before.reason());
                assertThat(entry.number()).isEqualTo(2);
                assertThat(entry.advice()).startsWith(outcome == Outcome.REJECTED ? "correct the rerun" : "check in the console");
            });
            assertThat(second.count(outcome)).isEqualTo(1);
        } else {
            assertThat(second.count(Outcome.ACCEPTED)).isEqualTo(1);
            assertThat(second.entries()).isEmpty();
        }
    }

    @Test
    @DisplayName("what was throttled, not sent or not begun is sent")
    void sent() {
        night.on(2, Night.THROTTLED, Night.ACCEPTED);
        Night.batch(1, 2, 3).requestsAtATime(1).stopWhen(() -> night.arrived.size() > 1).journal(journal).run(night.studio);
        assertThat(night.arrived).containsExactly(1, 2);
        try (DataArtsStudio studio = Example.builder(night.server).credentials(() -> null).build()) {
            Night.batch(1, 2, 3).journal(journal).run(studio);
        }
        assertThat(night.arrived).containsExactly(1, 2);
        assertThat(night.run(journal, 1, 2, 3).count(Outcome.ACCEPTED)).isEqualTo(2);
        assertThat(night.arrived.subList(2, 4)).containsExactlyInAnyOrder(2, 3);
    }

    @Test
    @DisplayName("what the journal has and the stream lacks is reported")
    void lacking() {
        night.on(2, Reply.drop()).on(3, Night.REFUSED);
        night.run(journal, 1, 2, 3);
        List<BatchEntry> told = new ArrayList<>();
        BatchReport report = Night.batch(4).journal(journal).onEntry(told::add).run(night.studio);
        assertThat(report.entries()).extracting(BatchEntry::rerun).containsExactlyInAnyOrder(Night.rerun(2), Night.rerun(3));
        assertThat(report.entries()).extracting(BatchEntry::number).containsOnly(0L);
        assertThat(report.already()).isEqualTo(1);
        assertThat(told).hasSize(3);
    }

    @Test
    @DisplayName("what the stream may have yet is not reported when the run stops")
    void stopped() {
        night.on(2, Night.THROTTLED);
        Night.batch(1, 2).requestsAtATime(1).stopWhen(() -> night.arrived.size() > 1).journal(journal).run(night.studio);
        BatchReport report = Night.batch(1, 3, 2).journal(journal).stopWhen(() -> true).run(night.studio);
        assertThat(report.notBegun()).isEqualTo(3);
        assertThat(report.entries()).isEmpty();
    }

    @Test
    @DisplayName("sendAgain decides about the unknown and the rejected, and the decision is in the journal before the send")
    void sendAgain() throws IOException {
        night.on(2, Reply.drop(), Night.ACCEPTED).on(3, Night.REFUSED).on(4, Reply.drop());
        night.run(journal, 1, 2, 3, 4);
        night.arrived.clear();
        List<BatchEntry> asked = new ArrayList<>();
        BatchReport report = Night.batch(1, 2, 3, 4, 5).requestsAtATime(1).journal(journal).sendAgain(entry -> {
            asked.add(entry);
            return !entry.rerun().equals(Night.rerun(4));
        }).run(night.studio);
        assertThat(asked).extracting(BatchEntry::outcome).containsExactly(Outcome.UNKNOWN, Outcome.REJECTED, Outcome.UNKNOWN);
        assertThat(night.arrived).containsExactly(2, 3, 5);
        assertThat(report.count(Outcome.ACCEPTED)).isEqualTo(2);
        assertThat(report.count(Outcome.UNKNOWN)).isEqualTo(1);
        assertThat(report.count(Outcome.REJECTED)).isEqualTo(1);
        List<JsonNode> again = records().stream().filter(record -> record.at("/rerun/jobId").asText().equals("2")).toList();
        assertThat(again).extracting(record -> record.path("outcome").asText("begun"))
                .containsExactly("begun", "UNKNOWN", "begun", "ACCEPTED");
        night.arrived.clear();
        assertThat(night.run(journal, 1, 2, 3, 4, 5).already()).isEqualTo(3);
        assertThat(night.arrived).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 429})
    @DisplayName("what a person sends again may have run before, so that it stays unknown if it is refused or does not leave")
    void sentAgainInVain(int status) {
        night.on(2, Reply.drop(), Reply.json(status, "{}", "Retry-After: 3600"), Night.ACCEPTED);
        night.run(journal, 1, 2);
        BatchReport refused = Night.batch(1, 2).journal(journal).sendAgain(entry -> true).run(night.studio);
        requireUnknown(refused, "HTTP " + status);
        requireUnknown(night.run(journal, 1, 2), "");
        try (DataArtsStudio studio = Example.builder(night.server).credentials(() -> null).build()) {
            requireUnknown(Night.batch(1, 2).journal(journal).sendAgain(entry -> true).run(studio), "Not sent: ");
        }
        requireUnknown(night.run(journal, 1, 2), "Not sent: ");
        assertThat(night.arrived).containsExactly(1, 2, 2);
    }

    private static void requireUnknown(BatchReport report, String reason) {
        assertThat(report.counts()).containsOnlyKeys(Outcome.UNKNOWN);
        assertThat(report.entries()).singleElement().satisfies(entry ->
                assertThat(entry.reason()).startsWith("An earlier call may have run. ").containsIgnoringCase(reason));
    }

    @Test
    @DisplayName("what the duplicate guard refuses may have run before, so that a second run does not send it")
    void guarded() {
        try (DataArtsStudio studio = Example.builder(night.server).duplicateGuard(Duration.ofHours(1)).build()) {
            studio.rerun(Night.rerun(1));
            requireUnknown(Night.batch(1).journal(journal).run(studio), "Not sent: ");
        }
        requireUnknown(night.run(journal, 1), "Not sent: ");
        assertThat(night.arrived).containsExactly(1);
    }

    @Test
    @DisplayName("each kind of rerun comes back from the journal as it was")
    void kinds() {
        List<Rerun> reruns = List.of(Example.INSTANCES, Example.RELATED_JOBS, Example.QUALITY, Example.job("b\u4e2d"));
        assertThat(Rerun.class.getPermittedSubclasses()).as("a new kind has to be read, too").hasSize(2);
        night.server.on("/", Night.ACCEPTED, Reply.drop());
        RerunBatch.of(reruns.subList(2, 3)).journal(journal).run(night.studio); // proves the key
        RerunBatch.of(reruns.subList(0, 2)).journal(journal).run(night.studio);
        BatchReport report = Night.batch().journal(journal).run(night.studio);
        assertThat(report.entries()).extracting(BatchEntry::rerun).containsExactlyElementsOf(reruns.subList(0, 2));
        assertThat(report.count(Outcome.UNKNOWN)).isEqualTo(2);
    }

    @Test
    @DisplayName("the journal cut at every byte of its last records: nothing is sent twice, and nothing is lost")
    void cut() throws IOException {
        Night.batch(1, 2).requestsAtATime(1).journal(journal).run(night.studio);
        byte[] whole = Files.readAllBytes(journal);
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < whole.length; i++) {
            if (whole[i] == '\n') {
                ends.add(i + 1);
            }
        }
        assertThat(ends).hasSize(5);
        for (int length = ends.get(2); length <= whole.length; length++) {
            Files.write(journal, Arrays.copyOf(whole, length));
            night.arrived.clear();
            BatchReport report = Night.batch(1, 2).requestsAtATime(1).journal(journal).run(night.studio);
            // What is begun is not sent, whether its end is there or not.
            boolean isBegun = length >= ends.get(3);
            assertThat(night.arrived).as("cut at " + length).isEqualTo(isBegun ? List.of() : List.of(2));
            long unknown = isBegun && length < ends.get(4) ? 1 : 0;
            assertThat(report.count(Outcome.UNKNOWN)).as("cut at " + length).isEqualTo(unknown);
            assertThat(report.count(Outcome.ACCEPTED) + report.count(Outcome.UNKNOWN) + report.already()).isEqualTo(2);
            if (length % 10 == 0) {
                night.arrived.clear();
                assertThat(night.run(journal, 1, 2).count(Outcome.UNKNOWN)).isEqualTo(unknown);
                assertThat(night.arrived).isEmpty();
            }
        }
    }

    @Test
    @DisplayName("each rerun has its BEGIN before its END, also one whose call asks for a token first")
    void token() throws IOException {
        try (DataArtsStudio studio = Example.builder(night.server).credentials(IamPassword.of("domain", "user", "password"))
                .iamEndpoint(night.server.endpoint()).build()) {
            Night.batch(1, 2).journal(journal).run(studio);
            assertThat(records()).extracting(record -> record.path("format").asText() + record.at("/rerun/jobId").asText()
                    + record.path("outcome").asText()).containsSubsequence("1", "1", "1ACCEPTED").containsSubsequence("2", "2ACCEPTED")
                    .hasSize(5);
            assertThat(Night.batch(1, 2).journal(journal).run(studio).already()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("a rerun whose call gets no token was not begun, and a second run sends it")
    void noToken() throws IOException {
        try (LoopbackServer iam = LoopbackServer.answering(Reply.json(403, "{}"));
                DataArtsStudio studio = Example.builder(night.server).credentials(IamPassword.of("domain", "user", "password"))
                        .iamEndpoint(iam.endpoint()).build()) {
            assertThat(Night.batch(1).journal(journal).run(studio).count(Outcome.NOT_SENT)).isEqualTo(1);
        }
        assertThat(records().subList(1, 2)).extracting(record -> record.path("outcome").asText()).containsExactly("NOT_SENT");
        assertThat(night.run(journal, 1).count(Outcome.ACCEPTED)).isEqualTo(1);
    }

    @Test
    @DisplayName("the header cut at every byte is written anew")
    void cutHeader() throws IOException {
        night.run(journal);
        byte[] header = Files.readAllBytes(journal);
        for (int length = 0; length < header.length; length++) {
            Files.write(journal, Arrays.copyOf(header, length));
            night.run(journal);
            assertThat(Files.readAllBytes(journal)).isEqualTo(header);
        }
    }

    private void requireRefusal(String message) throws IOException {
        byte[] before = Files.exists(journal) ? Files.readAllBytes(journal) : new byte[0];
        night.arrived.clear();
        assertThatThrownBy(() -> night.run(journal, 1, 2)).isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("The journal " + journal.toRealPath() + " ").hasMessageContaining(message);
        assertThat(night.arrived).isEmpty();
        assertThat(Files.readAllBytes(journal)).isEqualTo(before);
    }

    @Test
    @DisplayName("damage before the end is refused, and the file stays as it is")
    void damaged() throws IOException {
        night.run(journal, 1, 2);
        byte[] whole = Files.readAllBytes(journal);
        for (int at : new int[] {3, 300, whole.length / 2, whole.length - 3}) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(journal, damaged);
            requireRefusal(at == 3 ? "it is no journal of a batch, or an editor changed it" : " is damaged. Restore it");
        }
    }

    @Test
    @DisplayName("a file that is no journal is refused, and stays as it is")
    void noJournal() throws IOException {
        Files.writeString(journal, "my notes");
        requireRefusal("it is no journal of a batch. Use another file");
        Files.writeString(journal, "my notes\n");
        requireRefusal("it is no journal of a batch, or an editor changed it. Restore it; if no batch used this file, use another one");
    }

    @Test
    @DisplayName("the journal of another workspace, project or endpoint is refused")
    void otherStudio() throws IOException {
        night.run(journal, 1);
        byte[] before = Files.readAllBytes(journal);
        try (DataArtsStudio endpoint = Example.builder().endpoint(night.server.endpoint().resolve("/other")).build();
                DataArtsStudio project = Example.builder(night.server).projectId("other").build()) {
            for (DataArtsStudio other : List.of(endpoint, project, night.studio.inWorkspace("other"))) {
                assertThatThrownBy(() -> Night.batch(2).journal(journal).run(other)).isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining(" it belongs to another studio: ")
                        .hasMessageEndingWith("Use the same endpoint, project and workspace");
            }
        }
        assertThat(night.arrived).containsExactly(1);
        assertThat(Files.readAllBytes(journal)).isEqualTo(before);
    }

    @Test
    @DisplayName("a newer format is refused")
    void newerFormat() throws IOException {
        night.run(journal, 1);
        List<String> lines = new ArrayList<>(Files.readAllLines(journal));
        String header = lines.get(0).substring(0, lines.get(0).indexOf(",\"crc\"")).replace("\"format\":1", "\"format\":2");
        CRC32 crc = new CRC32();
        crc.update((header + "}").getBytes(StandardCharsets.UTF_8));
        lines.set(0, header + ",\"crc\":\"" + String.format("%08x", crc.getValue()) + "\"}");
        Files.write(journal, lines);
        requireRefusal("it has the format 2, and this version of the SDK knows 1. Use the version that wrote it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"night.journal", "link", "../%s/night.journal"})
    @DisplayName("a second batch on the journal in this process is refused while the first runs, by any name of the file")
    void sameProcess(String first) throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), journal); // its target does not exist yet
        List<String> refused = new ArrayList<>();
        Night.batch(1).journal(folder.resolve(String.format(first, folder.getFileName()))).onEntry(entry -> {
            for (String name : List.of("night.journal", "link", "../%s/night.journal")) {
                assertThatThrownBy(() -> night.run(folder.resolve(String.format(name, folder.getFileName())), 2))
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageEndingWith(" another batch of this process uses it. Wait for that");
                refused.add(name);
            }
        }).run(night.studio);
        assertThat(refused).hasSize(3);
        assertThat(night.arrived).containsExactly(1);
        assertThat(night.run(journal, 2).count(Outcome.ACCEPTED)).isEqualTo(1);
    }

    @Test
    @DisplayName("a journal with two names is refused, and so is the name of a lock")
    void names() throws IOException {
        night.run(journal, 1);
        Files.createLink(folder.resolve("second"), journal);
        requireRefusal("the file has several names (hard links), and a batch on each could run. Remove the others");
        Path lock = folder.resolve("night.journal.lock");
        assertThatThrownBy(() -> night.run(lock, 1)).isInstanceOf(ConfigurationException.class)
                .hasMessageEndingWith("files with this name lock journals. Use another name");
    }

    @Test
    @DisplayName("a journal that is replaced while the batch runs ends the batch")
    void replaced() throws IOException {
        night.onEach(2, request -> {
            try {
                Files.copy(journal, folder.resolve("edited"));
                Files.move(folder.resolve("edited"), journal, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Night.ACCEPTED;
        });
        BatchReport report = Night.batch(1, 2, 3, 4).requestsAtATime(1).journal(journal).run(night.studio);
        assertThat(night.arrived).containsExactly(1, 2);
        assertThat(report.stoppedBecause()).contains("another file has taken its place");
        assertThat(night.run(journal, 1, 2, 3, 4).count(Outcome.ACCEPTED)).isEqualTo(2);
        assertThat(night.arrived).containsExactlyInAnyOrder(1, 2, 3, 4);
    }

    @Test
    @DisplayName("sendAgain that throws ends the batch, and no rerun is lost")
    void sendAgainFails() {
        night.on(2, Reply.drop());
        night.run(journal, 1, 2);
        BatchReport report = Night.batch(1, 2, 3).journal(journal).sendAgain(entry -> {
            throw new IllegalStateException("ask");
        }).run(night.studio);
        assertThat(report.stoppedBecause()).isEqualTo("sendAgain failed: java.lang.IllegalStateException: ask");
        assertThat(report.already() + report.count(Outcome.UNKNOWN) + report.notBegun()).isEqualTo(3);
        assertThat(night.arrived).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    @DisplayName("what was throttled, and then got no turn in time, is sent by a second run")
    void throttledAndLate() {
        night.on(1, Night.THROTTLED, Night.ACCEPTED);
        try (DataArtsStudio studio = Example.builder(night.server).callTimeout(Duration.ofMillis(700)).build()) {
            BatchReport first = Night.batch(1).journal(journal).run(studio.atMostPerSecond(1));
            assertThat(first.entries()).singleElement().satisfies(entry -> {
                assertThat(entry.outcome()).isEqualTo(Outcome.REJECTED);
                assertThat(entry.httpStatus()).isNull();
            });
        }
        assertThat(night.run(journal, 1).count(Outcome.ACCEPTED)).isEqualTo(1);
        assertThat(night.arrived).containsExactly(1, 1);
    }

    @Test
    @DisplayName("what a run has not read when it stops counts as not begun, whatever the journal has")
    void counts() {
        night.on(5, Reply.drop());
        night.run(journal, 1, 2, 3, 4, 5);
        BatchReport report = Night.batch(6, 7, 8, 9).journal(journal).requestsAtATime(1).stopWhen(() -> night.arrived.contains(6))
                .run(night.studio);
        assertThat(report.already()).isEqualTo(4);
        assertThat(report.count(Outcome.UNKNOWN)).isEqualTo(1);
        assertThat(report.count(Outcome.ACCEPTED)).isEqualTo(1);
        assertThat(report.notBegun()).isEqualTo(3);
        assertThat(report.toString()).contains("To do: send what was not begun. With a journal, run the batch again on it.");
    }

    @Test
    @DisplayName("a thread that is interrupted before sends nothing, and keeps its flag and the journal")
    void interruptedBefore() {
        Thread.currentThread().interrupt();
        BatchReport report = night.run(journal, 1);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.stoppedBecause()).isEqualTo("the thread was interrupted");
        assertThat(report.notBegun()).isEqualTo(1);
        assertThat(night.run(journal, 1).count(Outcome.ACCEPTED)).isEqualTo(1);
        assertThat(night.arrived).containsExactly(1);
    }

    @Test
    @DisplayName("a second batch on the journal in another process is refused while the first runs")
    void otherProcess() throws Exception {
        night.run(journal, 1);
        Process holder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), LockHolder.class.getName(), folder.resolve("night.journal.lock").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            assertThat(holder.getInputStream().read()).isEqualTo('!');
            requireRefusal("another process uses it. Wait for that");
        } finally {
            holder.getOutputStream().close();
            holder.waitFor();
        }
        assertThat(night.run(journal, 2).count(Outcome.ACCEPTED)).isEqualTo(1);
    }

    @Test
    @DisplayName("what is refused in this process, also under another class loader, leaves the lock of the batch that runs")
    void lockStays() {
        Path lock = folder.resolve("night.journal.lock");
        List<String> refusals = new ArrayList<>();
        Night.batch(1).journal(journal).onEntry(entry -> {
            refusals.add(refusal(() -> night.run(lock, 3)));
            refusals.add(refusal(() -> Night.batch(3).journal(lock).dryRun(night.studio)));
            refusals.add(refusal(() -> {
                try (URLClassLoader others = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
                    Method run = others.loadClass(OtherRun.class.getName()).getDeclaredMethod("main", String[].class);
                    run.setAccessible(true);
                    run.invoke(null, (Object) new String[] {journal.toString()});
                }
            }));
            refusals.add(refusal(() -> {
                Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                        System.getProperty("java.class.path"), OtherRun.class.getName(), journal.toString()).redirectErrorStream(true).start();
                throw new IOException(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
                        .filter(line -> line.contains("ConfigurationException")).findFirst().orElse("it ran"));
            }));
        }).run(night.studio);
        assertThat(refusals).satisfiesExactly(
                first -> assertThat(first).endsWith("files with this name lock journals. Use another name"),
                second -> assertThat(second).isEqualTo(refusals.get(0)),
                third -> assertThat(third).endsWith("another batch of this process uses it. Wait for that"),
                fourth -> assertThat(fourth).endsWith("another process uses it. Wait for that"));
        assertThat(night.arrived).containsExactly(1);
    }

    /** Returns the message of the last cause. */
    private static String refusal(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        while (thrown instanceof InvocationTargetException) {
            thrown = thrown.getCause();
        }
        return String.valueOf(thrown.getMessage());
    }

    private static URL[] classPath() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    /** Runs an empty batch on a journal. */
    static final class OtherRun {

        private OtherRun() {}

        public static void main(String[] arguments) {
            try (Night other = new Night()) {
                Night.batch().journal(Path.of(arguments[0])).run(other.studio);
            }
        }
    }

    /** Locks a file until its standard input ends. */
    static final class LockHolder {

        private LockHolder() {}

        public static void main(String[] arguments) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
                channel.lock();
                System.out.print('!');
                System.out.flush();
                System.in.read();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing/night.journal", "file/night.journal"})
    @DisplayName("a place that cannot hold a journal is refused before the first request")
    void unusable(String name) throws IOException {
        Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> night.run(folder.resolve(name), 1)).isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(" cannot be used: java.nio.file.").hasMessageEndingWith("Check the folder, its permissions and the disk");
        assertThat(night.arrived).isEmpty();
        assertThatThrownBy(() -> night.run(folder.resolve(name), 1)).hasMessageContaining(" cannot be used: java.nio.file."); // it is not in use
    }

    @Test
    @DisplayName("what is no file is refused")
    void noFile() throws IOException {
        Files.createDirectory(journal);
        assertThatThrownBy(() -> night.run(journal, 1)).isInstanceOf(ConfigurationException.class).hasMessageEndingWith(": it is no file. Use the path of a file");
    }

    @Test
    @DisplayName("only the owner can read the journal, which holds no secret")
    void rights() throws IOException {
        night.run(journal, 1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(journal))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("night.journal.lock"))))
                .isEqualTo("rw-------");
        assertThat(Files.readString(journal)).doesNotContain(Example.AK, Example.SK);
    }

    @Test
    @DisplayName("a dry run reads the journal, and neither writes nor locks")
    void dryRun() throws IOException {
        night.on(2, Reply.drop());
        night.run(journal, 1, 2);
        byte[] before = Files.readAllBytes(journal);
        Files.delete(folder.resolve("night.journal.lock"));
        BatchReport report = Night.batch(1, 2, 3).journal(journal).dryRun(night.studio);
        assertThat(report.previewed()).isEqualTo(1);
        assertThat(report.already()).isEqualTo(1);
        assertThat(report.count(Outcome.UNKNOWN)).isEqualTo(1);
        report = Night.batch(1, 2, 3).journal(journal).sendAgain(entry -> true).dryRun(night.studio);
        assertThat(report.previewed()).isEqualTo(2);
        assertThat(report.counts()).isEmpty();
        assertThat(Files.readAllBytes(journal)).isEqualTo(before);
        Night.batch(1).journal(folder.resolve("none")).dryRun(night.studio);
        assertThat(folder).isDirectoryNotContaining("glob:**.lock").isDirectoryNotContaining("glob:**none");
        Files.writeString(journal, "my notes");
        assertThatThrownBy(() -> Night.batch(1).journal(journal).dryRun(night.studio)).isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("it is no journal");
    }
}
