package io.dataarts.rerun.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.error.Outcome;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A batch needs little memory, however many reruns its stream has.
 *
 * <p>{@code -Ddataarts.batch.reruns=1000000} sends 1,000,000 reruns in a JVM with 64 MB, which takes some minutes.
 */
@Timeout(1800)
class MemoryTest {

    private static final long RERUNS = Long.getLong("dataarts.batch.reruns", 2_000);
    /** Without reruns, the JVM, the SDK and its libraries need some 15 MB. A million may need 64 MB. */
    private static final long MEGABYTES = 17 + RERUNS * 47 / 1_000_000;
    private static final byte[] ACCEPTED = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    @Test
    @EnabledIfSystemProperty(named = "dataarts.batch.reruns", matches = ".*", disabledReason = "the other test needs more memory")
    @DisplayName("without a journal, too")
    void noJournal() throws Exception {
        requireLittle(false);
    }

    @Test
    @DisplayName("a million reruns pass through a JVM with 64 MB, and a second run knows them")
    void journal() throws Exception {
        requireLittle(true);
    }

    private void requireLittle(boolean hasJournal) throws Exception {
        Path journal = folder.resolve("night.journal");
        AtomicLong requests = new AtomicLong();
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            new Thread(() -> accept(server, requests)).start();
            String result = "accepted " + RERUNS + ", already 0, duplicates 1";
            assertThat(child(server.getLocalPort(), hasJournal ? journal : null)).isEqualTo(result);
            assertThat(requests).hasValue(RERUNS);
            if (hasJournal) {
                assertThat(child(server.getLocalPort(), journal)).isEqualTo("accepted 0, already " + RERUNS + ", duplicates 1");
                assertThat(requests).hasValue(RERUNS);
            }
        }
    }

    private static String child(int port, Path journal) throws Exception {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + MEGABYTES + "m",
                "-XX:+ExitOnOutOfMemoryError", "-cp", System.getProperty("java.class.path"), Child.class.getName(),
                Integer.toString(port), Long.toString(RERUNS), String.valueOf(journal)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            String[] lines = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip().split("\n");
            return lines[lines.length - 1];
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private static void accept(ServerSocket server, AtomicLong requests) {
        try {
            while (true) {
                Socket connection = server.accept();
                connection.setTcpNoDelay(true);
                new Thread(() -> serve(connection, requests)).start();
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    /** Answers each request without a look at it: a head, and a body of the announced length. */
    private static void serve(Socket connection, AtomicLong requests) {
        try (connection; InputStream in = new BufferedInputStream(connection.getInputStream())) {
            StringBuilder head = new StringBuilder();
            for (int next; (next = in.read()) >= 0; ) {
                head.append((char) next);
                if (next == '\n' && head.indexOf("\r\n\r\n", head.length() - 4) >= 0) {
                    int at = head.indexOf("Content-Length: ") + 16;
                    in.skipNBytes(Integer.parseInt(head.substring(at, head.indexOf("\r", at))));
                    head.setLength(0);
                    requests.incrementAndGet();
                    connection.getOutputStream().write(ACCEPTED);
                }
            }
        } catch (IOException e) {
            // The client went away.
        }
    }

    /** Runs a batch of many reruns, and prints its report. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) {
            long reruns = Long.parseLong(arguments[1]);
            RerunBatch batch = RerunBatch.of(LongStream.concat(LongStream.range(0, reruns), LongStream.of(0))
                    .mapToObj(id -> QualityRerun.qualityJob(Long.toString(id)))).requestsAtATime(8);
            if (!arguments[2].equals("null")) {
                batch.journal(Path.of(arguments[2]));
            }
            try (DataArtsStudio studio = DataArtsStudio.builder().endpoint(URI.create("http://127.0.0.1:" + arguments[0])).projectId("p")
                    .workspace("w").credentials(AccessKey.of("ak", "sk")).build()) {
                BatchReport report = batch.run(studio.atMostPerSecond(100_000));
                System.out.println("accepted " + report.count(Outcome.ACCEPTED) + ", already " + report.already() + ", duplicates "
                        + report.duplicates());
            }
        }
    }
}
