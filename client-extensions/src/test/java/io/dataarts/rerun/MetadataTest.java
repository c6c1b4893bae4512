package io.dataarts.rerun;

import static io.dataarts.rerun.CredentialsServer.A_RERUN;
import static io.dataarts.rerun.CredentialsServer.KEY;
import static io.dataarts.rerun.CredentialsServer.RERUN;
import static io.dataarts.rerun.CredentialsServer.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dataarts.rerun.CredentialsServer.Reply;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.loopback.Answer;
import io.dataarts.rerun.loopback.LoopbackServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {

    private static final AccessKey ISSUED = AccessKey.of("AK-agency", "SK-agency-s3cret", "token-agency-s3cret");
    private static final String HINT = "; on an ECS, attach an agency";

    private final CredentialsClock clock = new CredentialsClock();
    private CredentialsServer server;

    @TempDir
    private Path home;

    @BeforeEach
    void start() throws IOException {
        server = new CredentialsServer().metadata(ISSUED, CredentialsClock.START.plus(Duration.ofHours(24)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private DataArtsStudioBuilder builder() {
        return server.studio(Map.of(), home).clock(clock);
    }

    /** The line of the message about the metadata service. */
    private String state(DataArtsStudioBuilder builder) {
        try (DataArtsStudio studio = builder.build()) {
            ConfigurationException e = catchThrowableOfType(ConfigurationException.class, () -> studio.rerun(A_RERUN));
            assertThat(e.toString() + e.getCause()).doesNotContain("s3cret", "session-1");
            assertThat(server.received(RERUN)).isEmpty();
            return e.getMessage().substring(e.getMessage().indexOf("- ECS metadata: ") + 2);
        }
    }

    @Test
    void rerun_whenOnAnEcs_thenASessionAndAKeyWithTheDocumentedHeaders() {
        try (DataArtsStudio studio = builder().build()) {
            studio.rerun(A_RERUN);
        }
        assertThat(server.received()).hasSize(3);
        CredentialsServer.Received session = server.received().get(0);
        assertThat(session.method() + " " + session.path()).isEqualTo("PUT /meta-data/latest/api/token");
        assertThat(session.header("X-Metadata-Token-Ttl-Seconds")).isEqualTo("21600");
        assertThat(session.header("Content-Length")).isEqualTo("0");
        CredentialsServer.Received key = server.received().get(1);
        assertThat(key.method() + " " + key.path()).isEqualTo("GET /openstack/latest/securitykey");
        assertThat(key.header("X-Metadata-Token")).isEqualTo("session-1");
        assertThat(server.received().get(2)).matches(request -> request.isSignedBy(ISSUED));
        assertThat(server.received().get(2).headers()).doesNotContainKeys("X-metadata-token", "X-auth-token");
    }

    @Test
    void rerun_whenNobodyListens_thenNotFound() throws IOException {
        URI nobody;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            nobody = URI.create("http://127.0.0.1:" + closed.getLocalPort());
        }
        assertThat(state(builder().metadataEndpoint(nobody)))
                .startsWith("ECS metadata: not found: " + nobody.getAuthority() + " refused the connection")
                .endsWith(HINT);
    }

    @Test
    void rerun_whenThereIsNoAgency_thenNotFound() {
        server.on(KEY, request -> Reply.of(404, "{}"));
        assertThat(state(builder())).isEqualTo("ECS metadata: not found: " + server.uri() + KEY + " answered 404" + HINT);
    }

    @ParameterizedTest
    @CsvSource({"500", "401", "307", "204"})
    void rerun_whenTheSessionIsRefused_thenUnreadableAndItsBodyIsNotUsed(int status) {
        server.on(SESSION, request -> Reply.of(status, status == 204 ? "" : "s3cret").with("Location", server.uri() + RERUN));
        assertThat(state(builder()))
                .isEqualTo("ECS metadata: unreadable: " + server.uri() + SESSION + " answered " + status);
        assertThat(server.received(KEY)).isEmpty();
    }

    @Test
    void rerun_whenTheKeyIsRefused_thenUnreadable() {
        server.on(KEY, request -> Reply.of(500, CredentialsServer.metadataBody(ISSUED, CredentialsClock.START.plusSeconds(9))));
        assertThat(state(builder())).isEqualTo("ECS metadata: unreadable: " + server.uri() + KEY + " answered 500");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "s3cret                                         | access key (AK) must not be empty",
                "[]                                             | access key (AK) must not be empty",
                "{\"credential\":null}                          | access key (AK) must not be empty",
                "{\"credential\":{\"access\":\"AK\"}}           | secret key (SK) must not be empty",
                "{\"credential\":{\"access\":\"AK\",\"secret\":null}} | secret key (SK) must not be empty",
                "{\"credential\":{\"access\":\"AK\",\"secret\":\"s3cret\"}}"
                        + "| security token must not be empty",
                "{\"credential\":{\"access\":\"AK\",\"secret\":\"s3 cret s3cret\",\"securitytoken\":\"x\"}}"
                        + "| secret key (SK) must be printable ASCII without white space; look at character 3 of 14",
                "{\"credential\":{\"access\":\"AK\",\"secret\":\"s3cret\",\"securitytoken\":\"s3cret\"}}"
                        + "| expires_at must be a time such as 2026-01-31T12:00:00Z",
                "{\"credential\":{\"access\":\"AK\",\"secret\":\"s3cret\",\"securitytoken\":\"s3cret\",\"expires_at\":\"soon\"}}"
                        + "| expires_at must be a time such as 2026-01-31T12:00:00Z",
            })
    void rerun_whenTheKeyIsGarbage_thenUnreadableAndSaysWhatIsMissing(String body, String why) {
        server.on(KEY, request -> Reply.of(200, body));
        assertThat(state(builder()))
                .isEqualTo("ECS metadata: unreadable: " + server.uri() + " gave no complete key: " + why);
    }

    @Test
    void rerun_whenTheSessionIsNoHeaderValue_thenUnreadable() {
        server.on(SESSION, request -> Reply.of(200, "<html>s3cret\n</html>"));
        assertThat(state(builder()))
                .isEqualTo("ECS metadata: unreadable: " + server.uri() + " gave no complete key: the session token must be printable ASCII"
                        + " without white space; look at character 13 of 20");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"credential\":{\"access\":\"AK\",\"secret\":\"s3cret\",\"securitytoken\":\"s3cret\"}}\r\n\r\n",
        "HTTP/1.1 200 OK\r\ns3cret\r\n\r\n",
        "HTTP/1.1 s3cret\r\n\r\n",
        "X-Subject-Token: s3cretS3cretS3cret1\r\n\r\n",
    })
    @DisplayName("an answer that is not HTTP may be the key, and is not quoted")
    void notHttp(String answer) throws IOException {
        try (LoopbackServer raw =
                LoopbackServer.answering(Answer.of(200, "session-1".getBytes(StandardCharsets.UTF_8)), Answer.text(answer))) {
            assertThat(state(builder().metadataEndpoint(raw.endpoint())))
                    .isEqualTo("ECS metadata: unreadable: " + raw.endpoint().getAuthority() + " did not answer in HTTP/1.1");
        }
    }

    @Test
    void rerun_whenTheServiceHangs_thenUnreadableAfterTwoSeconds() {
        CountDownLatch end = new CountDownLatch(1);
        server.on(SESSION, request -> await(end));
        long start = System.nanoTime();
        assertThat(state(builder()))
                .isEqualTo("ECS metadata: unreadable: " + server.uri().getAuthority() + " sent nothing for 2 s");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        end.countDown();
    }

    @Test
    void rerun_whenTheServiceHangsLongerThanTheCallMayTake_thenTheCallsTimeoutEndsIt() {
        CountDownLatch end = new CountDownLatch(1);
        server.on(SESSION, request -> await(end));
        assertThat(state(builder().callTimeout(Duration.ofMillis(300))))
                .isEqualTo("ECS metadata: unreadable: the call did not end within its timeout of 300 ms (" + server.uri().getAuthority()
                        + ")");
        end.countDown();
    }

    private static Reply await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Reply.of(404, "");
    }

    @Test
    void rerun_whenTheKeyHasExpired_thenUnusable() {
        server.metadata(ISSUED, CredentialsClock.START);
        try (DataArtsStudio studio = builder().build()) {
            assertThat(catchThrowableOfType(ConfigurationException.class, () -> studio.rerun(A_RERUN)))
                    .hasMessage("Not sent: no credentials: those found expired at 2026-01-01T00:00:00Z, and this machine's clock says"
                            + " 2026-01-01T00:00:00Z");
        }
    }

    @Test
    void rerun_whenTheExpiryHasMicroseconds_thenItIsRead() {
        server.on(KEY, request -> Reply.of(
                200, CredentialsServer.metadataBody(ISSUED, Instant.parse("2026-01-01T00:00:00.000001Z"))));
        try (DataArtsStudio studio = builder().build()) {
            assertThat(studio.rerun(A_RERUN).attempts()).isEqualTo(1);
        }
    }

    @Test
    void rerun_whenTheThreadIsInterrupted_thenNotAMatterOfConfiguration() {
        try (DataArtsStudio studio = builder().build()) {
            Thread.currentThread().interrupt();
            NotSentException e = catchThrowableOfType(NotSentException.class, () -> studio.rerun(A_RERUN));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(e).hasMessage("Not sent: the thread was interrupted while it waited for credentials");
        }
    }

    @Test
    void close_whenTheMetadataWereRead_thenNoThreadIsLeft() {
        DataArtsStudio studio = builder().build();
        studio.rerun(A_RERUN);
        studio.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("dataarts-rerun"))
                .allSatisfy(thread -> thread.join(10_000))
                .noneMatch(Thread::isAlive);
    }
}
