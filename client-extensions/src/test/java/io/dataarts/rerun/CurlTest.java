package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dataarts.rerun.loopback.ArrivedRequest;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The curl command of a preview, run in a shell, sends the request that the studio would send. */
class CurlTest {

    @TempDir
    static Path folder;

    @BeforeAll
    static void tools() {
        assumeTrue(works("bash", "-c", "curl --version"), "NOT RUN: the curl text of previews, since bash or curl is not there");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "test_job_name", "my job", "it's", "say \"hi\"", "$HOME $(id) `id`", "a&b;c|d>e<f", "!history", "{a,b}", "[1-3]", "*", "~", "测试 作业",
        "a'b\"c$d e"
    })
    @DisplayName("sends the request of the studio")
    void sendsTheSame(String name) throws Exception {
        JobRerun rerun = JobRerun.job(name)
                .withRelatedJobs(1732608520000L, 1732612120000L, RelatedJob.of(name).inWorkspace(name))
                .from(StartNode.named(name))
                .using(TaskVersion.CURRENT)
                .build();
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(200));
                DataArtsStudio studio = Example.builder(server).credentials(Example.TOKEN).build()) {
            run(studio.preview(rerun).asCurl());
            ArrivedRequest ofCurl = server.onlyRequest();
            studio.rerun(rerun);
            ArrivedRequest ofStudio = server.requests().get(1);

            assertThat(ofCurl.requestLine()).isEqualTo(ofStudio.requestLine());
            assertThat(ofCurl.text()).isEqualTo(ofStudio.text());
            assertThat(ofCurl.headers())
                    .containsExactlyInAnyOrderElementsOf(ofStudio.headers().stream()
                            .filter(header -> !header.getKey().equals("Connection"))
                            .toList());
        }
    }

    @Test
    @DisplayName("a body that begins with @ is not taken as a file name")
    void atSign() throws Exception {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(200))) {
            run(new RequestPreview("POST", server.endpoint(), Map.of(), "@/etc/hostname").asCurl());
            assertThat(server.onlyRequest().text()).isEqualTo("@/etc/hostname");
        }
    }

    @Test
    @DisplayName("a body that is longer than an argument may be is sent whole")
    void longBody() throws Exception {
        List<JobInstance> instances = LongStream.range(0, 1_950)
                .mapToObj(id -> JobInstance.of(917567 + id).planned(1732601580000L).submitted(1732239754684L)).toList();
        JobRerun rerun = JobRerun.job("it's").instances(instances).from(StartNode.named("it's \\n %s")).using(TaskVersion.CURRENT).build();
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(200));
                DataArtsStudio studio = Example.builder(server).credentials(Example.TOKEN).build()) {
            RequestPreview preview = studio.preview(rerun);
            assertThat(preview.body().length()).isGreaterThan(128 << 10);
            run(preview.asCurl());
            assertThat(server.onlyRequest().text()).isEqualTo(preview.body());
            assertThat(server.onlyRequest().value("Content-Type")).isEqualTo("application/json;charset=UTF-8");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-n %s %d%% \\t\\\\", "@x\nEOF\n'EOF'\n", "测试 '$HOME' `id`\r\n\n"})
    @DisplayName("a long body arrives byte for byte, in bash and in sh")
    void anyLongBody(String text) throws Exception {
        String body = text.repeat((100 << 10) / text.length() + 1);
        for (String shell : new String[] {"bash", "sh"}) {
            try (LoopbackServer server = LoopbackServer.answering(Reply.empty(200))) {
                run(shell, new RequestPreview("POST", server.endpoint(), Map.of(), body).asCurl());
                assertThat(server.onlyRequest().text().equals(body)).as("the body arrives unchanged, sent by " + shell).isTrue();
            }
        }
    }

    private static void run(String command) throws IOException, InterruptedException {
        run("bash", command);
    }

    private static void run(String program, String command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        // In a file, because under LC_ALL=C the JVM cannot pass characters beyond ASCII as an argument.
        Path script = Files.writeString(folder.resolve("script"), command);
        ProcessBuilder shell =
                new ProcessBuilder(program, script.toString()).redirectErrorStream(true).redirectOutput(output.toFile());
        shell.environment().keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        shell.environment().put("HOME", folder.toString()); // No .curlrc.
        shell.environment().put("X_AUTH_TOKEN", Example.IAM_TOKEN);
        Process process = shell.start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue()).as(() -> read(output)).isZero();
    }

    private static String read(Path output) {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static boolean works(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
