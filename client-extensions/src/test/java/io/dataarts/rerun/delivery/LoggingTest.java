package io.dataarts.rerun.delivery;

import static io.dataarts.rerun.loopback.Cloud.KEY;
import static io.dataarts.rerun.loopback.Cloud.RERUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.DataArtsStudioBuilder;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.LoggingCapture;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.TestClock;
import io.dataarts.rerun.TestStudio;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.loopback.Cloud;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each attempt writes one DEBUG line with its outcome and without values. A failure without an exception writes one warning. */
class LoggingTest {

    private static final AccessKey A_KEY = AccessKey.of("AK-of-somebody", "SK-of-somebody");
    private static final String PATH = "/v2/{projectId}/quality/instances/restart";

    private final LoggingCapture log = new LoggingCapture();
    private final LoopbackServer server = Cloud.start();

    @TempDir
    private Path home;

    @AfterEach
    void stop() {
        server.close();
        log.close();
    }

    private DataArtsStudioBuilder builder() {
        return Example.builder(server).credentials(A_KEY);
    }

    /** Returns a builder that asks the metadata service of the same server for a key. */
    private DataArtsStudioBuilder withoutKey(TestClock clock) {
        return TestStudio.isolated().home(home).metadata(server.endpoint()).clock(clock).builder(server);
    }

    private List<String> lines() {
        assertThat(log.ours()).allMatch(event -> event.getLevel() == Level.DEBUG && event.getLoggerName().equals("io.dataarts.rerun"));
        return log.ours().stream()
                .map(event -> event.getFormattedMessage().replaceFirst("\\d+ ms", "N ms"))
                .toList();
    }

    @Test
    void rerun_whenAccepted_thenOneLineWithoutValuesOfPathHeadersOrBody() {
        server.on(RERUN, Reply.empty(200, "X-Request-Id: r1"));
        try (DataArtsStudio studio = builder().build()) {
            studio.rerun(JobRerun.job("salaries_of_j_doe")
                    .instances(JobInstance.of(917567).planned(1732601580000L).submitted(1732239754684L))
                    .from(StartNode.error())
                    .using(TaskVersion.ORIGINAL)
                    .build());
        }
        assertThat(lines())
                .containsExactly("POST " + server.authority()
                        + "/v2/{projectId}/factory/jobs/{jobName}/instances/retry -> 200 in N ms, request id r1, attempt 1, ACCEPTED");
        String millis = log.ours().get(0).getFormattedMessage().replaceFirst(".* in (\\d+) ms, .*", "$1");
        assertThat(Long.parseLong(millis)).isBetween(0L, Duration.ofMinutes(1).toMillis());
        assertThat(lines().get(0)).doesNotContain("salaries", Example.PROJECT, Example.WORKSPACE, "917567", "somebody", "SDK-HMAC");
    }

    @Test
    void rerun_whenRepeated_thenOneLineForEachAttempt() {
        server.on(RERUN, Reply.empty(429), Reply.empty(200));
        try (DataArtsStudio studio = builder().build()) {
            studio.rerun(Example.QUALITY);
        }
        String line = "POST " + server.authority() + PATH;
        assertThat(lines())
                .containsExactly(
                        line + " -> 429 in N ms, request id -, attempt 1, REJECTED",
                        line + " -> 200 in N ms, request id -, attempt 2, ACCEPTED");
    }

    @Test
    void rerun_whenTheConnectionIsRefused_thenNoAnswer() {
        URI refusing = LoopbackServer.refusing();
        try (DataArtsStudio studio = builder().endpoint(refusing).retryPolicy(RetryPolicy.never()).build()) {
            assertThat(catchThrowable(() -> studio.rerun(Example.QUALITY))).isNotNull();
        }
        assertThat(lines())
                .containsExactly("POST " + refusing.getAuthority() + PATH
                        + " -> no answer in N ms, request id -, attempt 1, NOT_SENT");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 401, 403, 404, 408, 500, 503})
    void rerun_whenItFails_thenNothingAboveDebugSinceTheExceptionSaysIt(int status) {
        server.on(RERUN, Reply.json(status, "{\"error_code\":\"X\",\"error_msg\":\"m\"}"));
        try (DataArtsStudio studio = builder().build()) {
            assertThat(catchThrowable(() -> studio.rerun(Example.QUALITY))).isNotNull();
        }
        assertThat(lines()).hasSize(1);
        assertThat(log.events()).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.INFO));
    }

    @Test
    void rerun_whenTheBodyContradictsTheStatus_thenTheOutcomeOfTheException() {
        server.on(RERUN, Reply.json(200, "{\"error_code\":\"DQC.0001\",\"error_msg\":\"m\"}"));
        try (DataArtsStudio studio = builder().build()) {
            assertThat(catchThrowable(() -> studio.rerun(Example.QUALITY))).hasMessageStartingWith("Whether it was executed is unknown");
        }
        assertThat(lines()).singleElement().asString().endsWith("-> 200 in N ms, request id -, attempt 1, UNKNOWN");
    }

    @Test
    void rerun_whenNoCredentialsAreFound_thenTheAttemptsLineOnly() {
        try (DataArtsStudio studio = withoutKey(new TestClock()).build()) {
            assertThat(catchThrowable(() -> studio.rerun(Example.QUALITY))).isNotNull();
        }
        assertThat(lines()).singleElement().asString().endsWith(" -> no answer in N ms, request id -, attempt 1, NOT_SENT");
    }

    @Test
    void preview_whenShown_thenNoLine() {
        try (DataArtsStudio studio = builder().build()) {
            studio.preview(Example.QUALITY);
        }
        assertThat(log.ours()).isEmpty();
    }

    @Test
    void rerun_whenARefreshFailsThatNoExceptionReports_thenOneWarning() {
        TestClock clock = new TestClock();
        Cloud.withMetadata(server, Example.key(1), TestClock.START.plus(Duration.ofHours(1)));
        try (DataArtsStudio studio = withoutKey(clock).build()) {
            studio.rerun(Example.QUALITY);
            clock.pass(Duration.ofMinutes(56));
            server.on(KEY, Reply.empty(500));
            studio.rerun(Example.QUALITY);
            studio.rerun(Example.QUALITY);
        }
        List<ILoggingEvent> warnings =
                log.ours().stream().filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO)).toList();
        assertThat(warnings).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage())
                    .isEqualTo("credentials could not be refreshed; the SDK uses the old ones until 2024-11-22T04:20:00Z: ECS metadata:"
                            + " unreadable: " + server.endpoint() + KEY + " answered 500");
        });
    }
}
