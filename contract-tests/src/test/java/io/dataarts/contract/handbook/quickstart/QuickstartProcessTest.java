package io.dataarts.contract.handbook.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.contract.fault.FaultServer;
import io.dataarts.contract.provider.RecordedExchange;
import io.dataarts.contract.provider.ReferenceProvider;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart stays on loopback in any environment and locale, and its exit status shows the result. */
@Timeout(600)
class QuickstartProcessTest {

    @TempDir
    private Path folder;

    @Test
    @DisplayName("without flags it calls only its stand-in and prints UTF-8, in any environment and locale")
    void hostileEnvironment() throws Exception {
        try (FaultServer elsewhere = FaultServer.builder().start()) {
            String trap = elsewhere.endpoint().toString();
            Finished quickstart = start(Map.of(
                    "LC_ALL", "C", "DATAARTS_ENDPOINT", trap, "DATAARTS_REGION", "cn-north-4", "DATAARTS_WORKSPACE", "w",
                    "HUAWEICLOUD_SDK_AK", "an-access-key", "HUAWEICLOUD_SDK_SK", "a-secret-key", "HUAWEICLOUD_SDK_PROJECT_ID", "p",
                    "HTTP_PROXY", trap, "http_proxy", trap, "HTTPS_PROXY", trap));

            assertThat(quickstart.err()).isEmpty();
            assertThat(quickstart.status()).isZero();
            assertThat(quickstart.out()).contains("An instance of job 销售日报 (\"daily sales\"), which the service does not know.")
                    .doesNotContain("an-access-key", "a-secret-key", trap);
            assertThat(elsewhere.connections()).isZero();
        }
    }

    @Test
    @DisplayName("with all flags, credentials come from the environment")
    void live() throws Exception {
        try (ReferenceProvider service = ReferenceProvider.builder().accessKey("an-access-key", "a-secret-key").start()) {
            service.memory().advanceAfterEachList(Duration.ofMinutes(2)).qualityJob(7, "orders_complete", values -> {});
            Finished quickstart = start(Map.of("HUAWEICLOUD_SDK_AK", "an-access-key", "HUAWEICLOUD_SDK_SK", "a-secret-key"),
                    "-Dquickstart.endpoint=" + service.endpoint(), "-Dquickstart.project=p", "-Dquickstart.workspace=w",
                    "-Dquickstart.job=quality:7", "-Dquickstart.confirm=yes");

            assertThat(quickstart.err()).isEmpty();
            assertThat(quickstart.status()).isZero();
            assertThat(quickstart.out())
                    .contains("RerunReceipt[HTTP 200, instance 1440764172232400896,", "  now       orders_complete-1: SUCCESS\n")
                    .doesNotContain("a-secret-key");
            assertThat(service.count("restartQualityInstance")).isOne();
        }
    }

    @Test
    @DisplayName("with region, project and workspace it only looks")
    void look() throws Exception {
        try (ReferenceProvider service = ReferenceProvider.builder().accessKey("an-access-key", "a-secret-key").start()) {
            Finished quickstart = start(Map.of("HUAWEICLOUD_SDK_AK", "an-access-key", "HUAWEICLOUD_SDK_SK", "a-secret-key"),
                    "-Dquickstart.endpoint=" + service.endpoint(), "-Dquickstart.project=p", "-Dquickstart.workspace=w");

            assertThat(quickstart.err()).isEmpty();
            assertThat(quickstart.status()).isZero();
            assertThat(quickstart.out()).contains("Nothing failed in these 24 hours.").doesNotContain("a-secret-key");
            assertThat(service.exchanges()).extracting(RecordedExchange::method).containsOnly("GET");
        }
    }

    @Test
    @DisplayName("with some flags only, it prints an explanation without a stack trace, and exits with 2")
    void someFlags() throws Exception {
        Finished quickstart = start(Map.of(), "-Dquickstart.region=cn-north-4");

        assertThat(quickstart.status()).isEqualTo(2);
        assertThat(quickstart.err()).isEmpty();
        assertThat(quickstart.out()).startsWith("Nothing was sent, because flags are missing or wrong:\n");
    }

    private record Finished(int status, String out, String err) {
    }

    private Finished start(Map<String, String> environment, String... flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", classPath(), Quickstart.class.getName()));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("JAVA_") || name.startsWith("JDK_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        return new Finished(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Copies entries beyond ASCII into the temporary folder, because a JVM under {@code LC_ALL=C} cannot open such names. */
    private String classPath() throws IOException {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(entry);
            entries.add(ascii ? entry : copy(Path.of(entry), folder.resolve("entry" + entries.size())).toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }
}
