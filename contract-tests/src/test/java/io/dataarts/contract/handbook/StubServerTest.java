package io.dataarts.contract.handbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.error.ServerErrorException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The stub's command line tells a person without Java how to call it, and checks signatures if asked. */
@DisplayName("The stub's command line")
@Timeout(60)
class StubServerTest {

    private static final String SK = "ExampleSecretKey0000000000000000000000000";

    @Test
    @DisplayName("prints a URL, tokens, states, and a curl line that works when pasted")
    void main_whenStarted_thenPrintsCurlThatWorks() throws Exception {
        try (Server server = new Server()) {
            assertThat(server.lines.get(0)).isEqualTo(server.endpoint().toString());
            assertThat(server.lines).contains(
                    "Tokens: ExampleIamToken",
                    "Signatures are compared by their form only. -Dstub.signatures=true checks them.",
                    "  a rerun of a quality job (the documentation's example), if quality job 1440764172232392705 exists");
            assertThat(curl(server.line("Try: "))).isEqualTo("{\"instance_id\":\"1440764172232400896\"}");
        }
    }

    @Test
    @DisplayName("takes the README's curl line")
    void main_whenReadmesCurlIsPasted_thenWorks() throws Exception {
        Matcher line = Pattern.compile("(?s)\n(curl .*?)\n```").matcher(Files.readString(Path.of("../README.md")));
        assertThat(line.find()).isTrue();
        try (Server server = new Server()) {
            String pasted = line.group(1).replace("http://127.0.0.1:8080", server.endpoint().toString());
            assertThat(curl(pasted)).isEqualTo("{\"instance_id\":\"1440764172232400896\"}");
        }
    }

    @Test
    @DisplayName("accepts the signature of the SDK if it checks signatures, and says how another differs")
    void main_whenSignaturesAreChecked_thenSaysWhatDiffers() throws Exception {
        try (Server server = new Server("-Dstub.signatures=true")) {
            assertThat(server.line("Signatures are checked.")).contains("EXAMPLEAK00000000001 with " + SK);
            rerun(server, AccessKey.of("EXAMPLEAK00000000001", SK));
            rerun(server, AccessKey.of("EXAMPLEAK00000000002", SK, "ExampleSecurityToken"));

            assertThat(refusal(server, AccessKey.of("EXAMPLEAK00000000001", "another-secret-key"))).contains(
                    "the nearest is \"a rerun of a quality job (the documentation's example)\": signature: verify aksk signature fail,"
                            + " canonicalRequest:POST|/v2/62099355b894428e8916573ae635f1f9/quality/instances/restart/||");
            assertThat(refusal(server, AccessKey.of("UNKNOWN", SK))).endsWith("signature: Get secretKey failed,ak:****,err:ak not exist");
        }
    }

    private static String refusal(Server server, AccessKey key) {
        return catchThrowableOfType(ServerErrorException.class, () -> rerun(server, key)).errorMessage().orElseThrow();
    }

    private static void rerun(Server server, AccessKey key) {
        try (DataArtsStudio studio = DataArtsStudio.builder()
                .endpoint(server.endpoint())
                .projectId("62099355b894428e8916573ae635f1f9")
                .workspace("62fbba734e634c5087656fc3ff7adf34")
                .credentials(key)
                .build()) {
            studio.rerun(QualityRerun.qualityJob("1440764172232392705"));
        }
    }

    /** Runs a command line in a shell, as if it was pasted. */
    private static String curl(String line) throws IOException, InterruptedException {
        Process shell;
        try {
            new ProcessBuilder("curl", "--version").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
            shell = new ProcessBuilder("sh", "-c", line).redirectErrorStream(true).start();
        } catch (IOException e) {
            return Assumptions.abort("there is no curl or no shell: " + e.getMessage());
        }
        String output = new String(shell.getInputStream().readAllBytes());
        assertThat(shell.waitFor()).as(output).isZero();
        return output;
    }

    /** A stub in a process of its own. Reads what it prints until it is ready. */
    private static final class Server implements AutoCloseable {

        private final Process process;
        private final List<String> lines = new ArrayList<>();

        Server(String... options) throws IOException {
            List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
            command.addAll(List.of(options));
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.dataarts.contract.stub.StubServer"));
            process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            BufferedReader out = process.inputReader();
            String line;
            while ((line = out.readLine()) != null && !line.startsWith("Press Enter")) {
                lines.add(line);
            }
        }

        URI endpoint() {
            return URI.create(lines.get(0));
        }

        String line(String start) {
            return lines.stream().filter(line -> line.startsWith(start)).findFirst().orElseThrow().substring(start.length());
        }

        @Override
        public void close() throws IOException, InterruptedException {
            process.getOutputStream().write('\n');
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}
