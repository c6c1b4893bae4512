package io.dataarts.rerun.credentials;

import static io.dataarts.rerun.loopback.Cloud.KEY;
import static io.dataarts.rerun.loopback.Cloud.RERUN;
import static io.dataarts.rerun.loopback.Cloud.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.DataArtsStudioBuilder;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.Failing;
import io.dataarts.rerun.TestClock;
import io.dataarts.rerun.TestStudio;
import io.dataarts.rerun.WarmUp;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.loopback.ArrivedRequest;
import io.dataarts.rerun.loopback.Cloud;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On an ECS the metadata service gives a temporary key; a fault of it is named without the key. */
@ExtendWith(WarmUp.class)
class MetadataTest {

    private static final AccessKey ISSUED = AccessKey.of("AK-agency", "SK-agency-s3cret", "token-agency-s3cret");
    private static final String HINT = "; on an ECS, attach an agency";

    private final TestClock clock = new TestClock();
    private final LoopbackServer server =
            Cloud.withMetadata(Cloud.start(), ISSUED, TestClock.START.plus(Duration.ofHours(24)));

    @TempDir
    private Path home;

    @AfterEach
    void stop() {
        server.close();
    }

    private DataArtsStudioBuilder builder() {
        return builder(server.endpoint());
    }

    private DataArtsStudioBuilder builder(URI metadata) {
        return TestStudio.isolated().home(home).metadata(metadata).clock(clock).builder(server);
    }

    /** Returns the part of the message about the metadata service. */
    private String state(DataArtsStudioBuilder builder) {
        try (DataArtsStudio studio = builder.build()) {
            ConfigurationException e = Failing.rerun(studio, ConfigurationException.class);
            assertThat(Throwables.getStackTrace(e)).doesNotContain("s3cret", "session-1");
            assertThat(server.requests(RERUN)).isEmpty();
            return e.getMessage().substring(e.getMessage().indexOf("- ECS metadata: ") + 2);
        }
    }

    @Test
    void rerun_whenOnAnEcs_thenASessionAndAKeyWithTheDocumentedHeaders() {
        try (DataArtsStudio studio = builder().build()) {
            studio.rerun(Example.QUALITY);
        }
        assertThat(server.requests()).hasSize(3);
        ArrivedRequest session = server.requests().get(0);
        assertThat(session.method() + " " + session.target()).isEqualTo("PUT /meta-data/latest/api/token");
        assertThat(session.value("X-Metadata-Token-Ttl-Seconds")).isEqualTo("21600");
        assertThat(session.value("Content-Length")).isEqualTo("0");
        ArrivedRequest key = server.requests().get(1);
        assertThat(key.method() + " " + key.target()).isEqualTo("GET /openstack/latest/securitykey");
        assertThat(key.value("X-Metadata-Token")).isEqualTo("session-1");
        assertThat(server.requests().get(2)).matches(request -> request.isSignedBy(ISSUED));
        assertThat(server.requests().get(2).lowerCaseNames()).doesNotContain("x-metadata-token", "x-auth-token");
    }

    @Test
    void rerun_whenTheConnectionIsRefused_thenNotFound() {
        URI refusing = LoopbackServer.refusing();
        assertThat(state(builder(refusing)))
                .startsWith("ECS metadata: not found: ")
                .contains(refusing.getAuthority() + " refused the connection")
                .endsWith(HINT);
    }

    @Test
    void rerun_whenThereIsNoAgency_thenNotFound() {
        server.on(KEY, Reply.json(404, "{}"));
        assertThat(state(builder())).isEqualTo("ECS metadata: not found: " + server.endpoint() + KEY + " answered 404" + HINT);
    }

    @ParameterizedTest
    @CsvSource({"500", "401", "307", "204"})
    void rerun_whenTheSessionIsRefused_thenUnreadableAndItsBodyIsNotUsed(int status) {
        server.on(SESSION, Reply.of(
                status, status == 204 ? new byte[0] : "s3cret".getBytes(StandardCharsets.UTF_8), "Location: " + server.endpoint() + RERUN));
        assertThat(state(builder()))
                .isEqualTo("ECS metadata: unreadable: " + server.endpoint() + SESSION + " answered " + status);
        assertThat(server.requests(KEY)).isEmpty();
    }

    @Test
    void rerun_whenTheKeyIsRefused_thenUnreadable() {
        server.on(KEY, Reply.json(500, Cloud.keyJson(ISSUED, TestClock.START.plusSeconds(9))));
        assertThat(state(builder())).isEqualTo("ECS metadata: unreadable: " + server.endpoint() + KEY + " answered 500");
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
        server.on(KEY, Reply.json(200, body));
        assertThat(state(builder()))
                .isEqualTo("ECS metadata: unreadable: " + server.endpoint() + " gave no complete key: " + why);
    }

    @Test
    void rerun_whenTheSessionIsNoHeaderValue_thenUnreadable() {
        server.on(SESSION, Reply.json(200, "<html>s3cret\n</html>"));
        assertThat(state(builder()))
                .isEqualTo("ECS metadata: unreadable: " + server.endpoint() + " gave no complete key: the session token must be"
                        + " printable ASCII without white space; look at character 13 of 20");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"credential\":{\"access\":\"AK\",\"secret\":\"s3cret\",\"securitytoken\":\"s3cret\"}}\r\n\r\n",
        "HTTP/1.1 200 OK\r\ns3cret\r\n\r\n",
        "HTTP/1.1 s3cret\r\n\r\n",
        "X-Subject-Token: s3cretS3cretS3cret1\r\n\r\n",
    })
    @DisplayName("a malformed response is not quoted, as it may hold the key")
    void notHttp(String response) {
        try (LoopbackServer raw = LoopbackServer.answering(Reply.json(200, "session-1"), Reply.text(response))) {
            assertThat(state(builder(raw.endpoint())))
                    .isEqualTo("ECS metadata: unreadable: " + raw.authority() + " did not answer in HTTP/1.1");
        }
    }

    @Test
    void rerun_whenNothingIsSent_thenNotFoundAfterTwoSeconds() {
        server.on(SESSION, Reply.silence());
        long start = System.nanoTime();
        assertThat(state(builder()))
                .isEqualTo("ECS metadata: not found: " + server.authority() + " sent nothing for 2 s (the limit for credentials)" + HINT);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void rerun_whenNothingIsSentUntilTheCallHasToEnd_thenTheCallsTimeoutEndsIt() {
        server.on(SESSION, Reply.silence());
        try (DataArtsStudio studio = builder().callTimeout(Duration.ofMillis(1_500)).build()) {
            assertThat(Failing.rerun(studio, NotSentException.class)).hasMessageMatching(
                    "Not sent: callTimeout of 1 s 500 ms ended: the call waited .* for the answer of " + server.authority());
        }
    }

    @Test
    void rerun_whenTheKeyHasExpired_thenUnusable() {
        Cloud.withMetadata(server, ISSUED, TestClock.START);
        try (DataArtsStudio studio = builder().build()) {
            assertThat(Failing.rerun(studio, ConfigurationException.class))
                    .hasMessage("Not sent: no credentials: the credentials found expired at 2024-11-22T03:20:00Z, and this machine's clock"
                            + " says 2024-11-22T03:20:00Z");
        }
    }

    @Test
    void rerun_whenTheExpiryHasMicroseconds_thenItIsRead() {
        server.on(KEY, Cloud.issued(ISSUED, TestClock.START.plusNanos(1_000)));
        try (DataArtsStudio studio = builder().build()) {
            assertThat(studio.rerun(Example.QUALITY).attempts()).isEqualTo(1);
        }
    }

    @Test
    void rerun_whenTheThreadIsInterrupted_thenNotAMatterOfConfiguration() {
        try (DataArtsStudio studio = builder().build()) {
            Thread.currentThread().interrupt();
            NotSentException e = Failing.rerun(studio, NotSentException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(e).hasMessage("Not sent: the thread was interrupted while it waited for credentials");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SESSION, KEY})
    @DisplayName("a studio that is closed while it asks for a key says so, and nothing about the metadata service")
    void closedMeanwhile(String asked) throws Exception {
        server.on(asked, Reply.silence());
        DataArtsStudio studio = builder().build();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread caller = new Thread(() -> failure.set(catchThrowable(() -> studio.rerun(Example.QUALITY))));
        caller.start();
        server.awaitRequests(asked, 1);
        studio.close();
        caller.join();
        assertThat(failure.get()).isInstanceOf(NotSentException.class).hasMessage("Not sent: this DataArtsStudio is closed");
        assertThat(((NotSentException) failure.get()).outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(((NotSentException) failure.get()).attempts()).isEqualTo(1);
    }

    @Test
    void close_whenTheMetadataWereRead_thenNoThreadIsLeft() {
        DataArtsStudio studio = builder().build();
        studio.rerun(Example.QUALITY);
        studio.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("dataarts-rerun"))
                .allSatisfy(thread -> thread.join(10_000))
                .noneMatch(Thread::isAlive);
    }
}
