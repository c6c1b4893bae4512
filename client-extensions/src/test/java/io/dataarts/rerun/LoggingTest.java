package io.dataarts.rerun;

import static io.dataarts.rerun.CredentialsServer.A_RERUN;
import static io.dataarts.rerun.CredentialsServer.KEY;
import static io.dataarts.rerun.CredentialsServer.RERUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.dataarts.rerun.CredentialsServer.Reply;
import io.dataarts.rerun.auth.AccessKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoggingTest {

    private static final AccessKey A_KEY = AccessKey.of("AK-of-somebody", "SK-of-somebody");
    private static final String PATH = "/v2/{projectId}/quality/instances/restart";

    private LoggingCapture log;
    private CredentialsServer server;

    @TempDir
    private Path home;

    @BeforeEach
    void start() throws IOException {
        log = new LoggingCapture();
        server = new CredentialsServer();
    }

    @AfterEach
    void stop() {
        server.close();
        log.close();
    }

    private DataArtsStudioBuilder builder() {
        return server.studio(Map.of(), home).credentials(A_KEY);
    }

    private List<String> lines() {
        assertThat(log.ours()).allMatch(event -> event.getLevel() == Level.DEBUG && event.getLoggerName().equals("io.dataarts.rerun"));
        return log.ours().stream()
                .map(event -> event.getFormattedMessage().replaceFirst("\\d+ ms", "N ms"))
                .toList();
    }

    @Test
    void rerun_whenAccepted_thenOneLineWithoutValuesOfPathHeadersOrBody() {
        server.on(RERUN, request -> Reply.of(200, "").with("X-Request-Id", "r1"));
        try (DataArtsStudio studio = builder().build()) {
            studio.rerun(JobRerun.job("salaries_of_j_doe")
                    .instances(JobInstance.of(917567).planned(1732601580000L).submitted(1732239754684L))
                    .from(StartNode.error())
                    .using(TaskVersion.ORIGINAL)
                    .build());
        }
        assertThat(lines())
                .containsExactly("POST " + server.uri().getAuthority()
                        + "/v2/{projectId}/factory/jobs/{jobName}/instances/retry -> 200 in N ms, request id r1, attempt 1, ACCEPTED");
        String millis = log.ours().get(0).getFormattedMessage().replaceFirst(".* in (\\d+) ms, .*", "$1");
        assertThat(Long.parseLong(millis)).isBetween(0L, Duration.ofMinutes(1).toMillis());
        assertThat(lines().get(0)).doesNotContain("salaries", "p1", "w1", "917567", "somebody", "SDK-HMAC");
    }

    @Test
    void rerun_whenRepeated_thenOneLineForEachAttempt() {
        server.on(RERUN, request -> server.received(RERUN).size() == 1 ? Reply.of(429, "") : Reply.of(200, ""));
        try (DataArtsStudio studio = builder().build()) {
            studio.rerun(A_RERUN);
        }
        String line = "POST " + server.uri().getAuthority() + PATH;
        assertThat(lines())
                .containsExactly(
                        line + " -> 429 in N ms, request id -, attempt 1, REJECTED",
                        line + " -> 200 in N ms, request id -, attempt 2, ACCEPTED");
    }

    @Test
    void rerun_whenNobodyListens_thenNoAnswer() throws IOException {
        URI nobody;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            nobody = URI.create("http://127.0.0.1:" + closed.getLocalPort());
        }
        try (DataArtsStudio studio = builder().endpoint(nobody).retryPolicy(RetryPolicy.never()).build()) {
            assertThat(catchThrowable(() -> studio.rerun(A_RERUN))).isNotNull();
        }
        assertThat(lines())
                .containsExactly("POST " + nobody.getAuthority() + PATH
                        + " -> no answer in N ms, request id -, attempt 1, NOT_SENT");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 401, 403, 404, 408, 500, 503})
    void rerun_whenItFails_thenNothingAboveDebugSinceTheExceptionSaysIt(int status) {
        server.on(RERUN, request -> Reply.of(status, "{\"error_code\":\"X\",\"error_msg\":\"m\"}"));
        try (DataArtsStudio studio = builder().build()) {
            assertThat(catchThrowable(() -> studio.rerun(A_RERUN))).isNotNull();
        }
        assertThat(lines()).hasSize(1);
        assertThat(log.events()).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.INFO));
    }

    @Test
    void rerun_whenTheBodyContradictsTheStatus_thenTheOutcomeOfTheException() {
        server.on(RERUN, request -> Reply.of(200, "{\"error_code\":\"DQC.0001\",\"error_msg\":\"m\"}"));
        try (DataArtsStudio studio = builder().build()) {
            assertThat(catchThrowable(() -> studio.rerun(A_RERUN))).hasMessageStartingWith("Whether it was executed is unknown");
        }
        assertThat(lines()).singleElement().asString().endsWith("-> 200 in N ms, request id -, attempt 1, UNKNOWN");
    }

    @Test
    void rerun_whenNoCredentialsAreFound_thenTheAttemptsLineOnly() {
        try (DataArtsStudio studio = server.studio(Map.of(), home).build()) {
            assertThat(catchThrowable(() -> studio.rerun(A_RERUN))).isNotNull();
        }
        assertThat(lines()).singleElement().asString().endsWith(" -> no answer in N ms, request id -, attempt 1, NOT_SENT");
    }

    @Test
    void preview_whenShown_thenNoLine() {
        try (DataArtsStudio studio = builder().build()) {
            studio.preview(A_RERUN);
        }
        assertThat(log.ours()).isEmpty();
    }

    @Test
    void rerun_whenARefreshFailsThatNoExceptionReports_thenOneWarning() {
        CredentialsClock clock = new CredentialsClock();
        server.metadata(AccessKey.of("AK-agency", "SK-agency", "token-agency"), CredentialsClock.START.plus(Duration.ofHours(1)));
        try (DataArtsStudio studio = server.studio(Map.of(), home).clock(clock).build()) {
            studio.rerun(A_RERUN);
            clock.pass(Duration.ofMinutes(56));
            server.on(KEY, request -> Reply.of(500, ""));
            studio.rerun(A_RERUN);
            studio.rerun(A_RERUN);
        }
        List<ILoggingEvent> warnings =
                log.ours().stream().filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO)).toList();
        assertThat(warnings).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage())
                    .isEqualTo("credentials could not be refreshed, the old ones are used until 2026-01-01T01:00:00Z: ECS metadata:"
                            + " unreadable: " + server.uri() + KEY + " answered 500");
        });
    }
}
