package io.dataarts.rerun;

import static io.dataarts.rerun.CredentialsServer.A_RERUN;
import static io.dataarts.rerun.CredentialsServer.RERUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dataarts.rerun.CredentialsServer.Reply;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.CredentialsProvider;
import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.error.AuthenticationException;
import io.dataarts.rerun.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsAttemptTest {

    private CredentialsServer server;

    @TempDir
    private Path home;

    @BeforeEach
    void start() throws IOException {
        server = new CredentialsServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private DataArtsStudio studio(CredentialsProvider provider) {
        return server.studio(Map.of(), home).credentials(provider).build();
    }

    private static AccessKey key(int number) {
        return AccessKey.of("AK-" + number, "SK-" + number, "token-" + number);
    }

    @Test
    void rerun_whenTheProviderGivesAnotherKeyEachTime_thenEachAttemptUsesOneFromItsStartToItsEnd() {
        AtomicInteger asked = new AtomicInteger();
        server.on(RERUN, request -> Reply.of(server.received(RERUN).size() < 3 ? 429 : 200, ""));
        try (DataArtsStudio studio = studio(() -> key(asked.incrementAndGet()))) {
            assertThat(studio.rerun(A_RERUN).attempts()).isEqualTo(3);
        }
        assertThat(asked).hasValue(3);
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(server.received(RERUN).get(attempt - 1).isSignedBy(key(attempt))).isTrue();
        }
    }

    @Test
    void rerun_whenAKeyIsFollowedByAToken_thenNothingOfTheKeyIsLeft() {
        AtomicInteger asked = new AtomicInteger();
        server.on(RERUN, request -> Reply.of(server.received(RERUN).size() < 2 ? 429 : 200, ""));
        try (DataArtsStudio studio = studio(() -> asked.incrementAndGet() == 1 ? key(1) : IamToken.of("token-2"))) {
            studio.rerun(A_RERUN);
        }
        assertThat(server.received(RERUN).get(1).header("X-Auth-Token")).isEqualTo("token-2");
        assertThat(server.received(RERUN).get(1).headers()).doesNotContainKeys("Authorization", "X-security-token", "X-sdk-date");
    }

    @Test
    void rerun_whenASignatureIsRefused_thenItIsNeverRepeatedThoughTheProviderHasAnotherKey() {
        AtomicInteger asked = new AtomicInteger();
        server.on(RERUN, request -> Reply.of(401, "{\"error_code\":\"APIGW.0307\",\"error_msg\":\"expired\"}"));
        try (DataArtsStudio studio = studio(() -> key(asked.incrementAndGet()))) {
            assertThatThrownBy(() -> studio.rerun(A_RERUN)).isInstanceOf(AuthenticationException.class);
        }
        assertThat(server.received(RERUN)).hasSize(1);
    }

    @Test
    void rerun_whenTheProviderThrows_thenConfigurationWithItsFailure() {
        IllegalStateException failure = new IllegalStateException("vault is sealed");
        try (DataArtsStudio studio = studio(() -> {
            throw failure;
        })) {
            assertThatThrownBy(() -> studio.rerun(A_RERUN))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("Not sent: the credentials provider failed: java.lang.IllegalStateException: vault is sealed")
                    .hasCause(failure);
        }
    }

    @Test
    void rerun_whenTheProviderGivesNull_thenConfiguration() {
        Credentials none = null;
        try (DataArtsStudio studio = studio(() -> none)) {
            assertThatThrownBy(() -> studio.rerun(A_RERUN))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("Not sent: the credentials provider returned null");
        }
    }

    @Test
    void rerun_whenAnAnswerEchoesTheTokenOfAnEarlierAttempt_thenItIsHidden() {
        AtomicInteger asked = new AtomicInteger();
        server.on(RERUN, request -> server.received(RERUN).size() < 2
                ? Reply.of(429, "")
                : Reply.of(400, "{\"error_code\":\"X\",\"error_msg\":\"not the-first-token\"}"));
        try (DataArtsStudio studio = studio(() -> IamToken.of(asked.incrementAndGet() == 1 ? "the-first-token" : "another"))) {
            assertThatThrownBy(() -> studio.rerun(A_RERUN)).hasMessageContaining("not ****").hasMessageNotContaining("first");
        }
    }

    @Test
    void rerun_whenInvalidateFailsWithTheTokenInItsMessage_thenItIsHidden() {
        server.on(RERUN, request -> Reply.of(401, "{\"error_code\":\"APIGW.0307\",\"error_msg\":\"expired\"}"));
        CredentialsProvider provider = new CredentialsProvider() {
            @Override
            public Credentials resolve() {
                return IamToken.of("the-only-token");
            }

            @Override
            public void invalidate(Credentials refused) {
                throw new IllegalStateException("cannot forget the-only-token");
            }
        };
        try (DataArtsStudio studio = studio(provider)) {
            assertThatThrownBy(() -> studio.rerun(A_RERUN))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("cannot forget ****")
                    .hasNoCause();
        }
    }

    @Test
    void rerun_whenInvalidateFailsWithTheTokenInWhatItSuppressed_thenItIsHidden() {
        server.on(RERUN, request -> Reply.of(401, "{\"error_code\":\"APIGW.0307\",\"error_msg\":\"expired\"}"));
        CredentialsProvider provider = new CredentialsProvider() {
            @Override
            public Credentials resolve() {
                return IamToken.of("the-only-token");
            }

            @Override
            public void invalidate(Credentials refused) {
                IllegalStateException failure = new IllegalStateException("vault");
                failure.addSuppressed(new IOException("the-only-token is locked"));
                throw failure;
            }
        };
        try (DataArtsStudio studio = studio(provider)) {
            assertThatThrownBy(() -> studio.rerun(A_RERUN)).isInstanceOf(ConfigurationException.class).hasNoCause();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 401})
    void rerun_whenTheProviderFailsLaterWithTheTokenInItsMessage_thenItIsHidden(int status) {
        AtomicInteger asked = new AtomicInteger();
        server.on(RERUN, request -> Reply.of(status, "{\"error_code\":\"APIGW.0307\",\"error_msg\":\"expired\"}"));
        try (DataArtsStudio studio = studio(() -> {
            if (asked.getAndIncrement() == 0) {
                return IamToken.of("the-only-token");
            }
            throw new IllegalStateException("cannot renew the-only-token");
        })) {
            assertThatThrownBy(() -> studio.rerun(A_RERUN))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("Not sent: the credentials provider failed: java.lang.IllegalStateException: cannot renew ****")
                    .hasNoCause();
        }
    }

    @Test
    void rerun_whenTheProviderFailsWithoutAMessage_thenItsCauseIsKept() {
        IOException cause = new IOException();
        try (DataArtsStudio studio = studio(() -> {
            throw new ConfigurationException(cause.getMessage(), cause);
        })) {
            assertThatThrownBy(() -> studio.rerun(A_RERUN))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("Not sent: the credentials provider failed")
                    .hasCause(cause);
        }
    }

    @Test
    void rerun_whenTheProviderQuotesTheTokenThatItJustGave_thenItIsHidden() {
        AtomicInteger asked = new AtomicInteger();
        server.on(RERUN, request -> Reply.of(401, "{\"error_code\":\"APIGW.0307\",\"error_msg\":\"expired\"}"));
        try (DataArtsStudio studio = studio(() -> switch (asked.getAndIncrement()) {
            case 0 -> IamToken.of("the-first-token");
            case 1 -> IamToken.of("the-second-token");
            default -> throw new IllegalStateException("the-second-token is gone");
        })) {
            assertThatThrownBy(() -> studio.rerun(A_RERUN)).hasMessageEndingWith("IllegalStateException: **** is gone").hasNoCause();
        }
    }

    @Test
    void rerun_whenTheProviderIsInterrupted_thenTheThreadStaysSo() {
        try (DataArtsStudio studio = studio(() -> {
            throw Failing.<RuntimeException>sneaky(new InterruptedException());
        })) {
            assertThatThrownBy(() -> studio.rerun(A_RERUN)).isInstanceOf(ConfigurationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void rerun_whenInvalidateIsInterrupted_thenTheThreadStaysSo() {
        server.on(RERUN, request -> Reply.of(401, "{\"error_code\":\"APIGW.0307\",\"error_msg\":\"expired\"}"));
        CredentialsProvider provider = new CredentialsProvider() {
            @Override
            public Credentials resolve() {
                return IamToken.of("the-only-token");
            }

            @Override
            public void invalidate(Credentials refused) {
                throw Failing.<RuntimeException>sneaky(new InterruptedException());
            }
        };
        try (DataArtsStudio studio = studio(provider)) {
            assertThatThrownBy(() -> studio.rerun(A_RERUN)).isInstanceOf(ConfigurationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void rerun_whenTheProviderThrowsWhatItDoesNotDeclare_thenNotSent() {
        try (DataArtsStudio studio = studio(() -> {
            throw Failing.<RuntimeException>sneaky(new TimeoutException("vault"));
        })) {
            assertThatThrownBy(() -> studio.rerun(A_RERUN))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("Not sent: the credentials provider failed: java.util.concurrent.TimeoutException: vault");
        }
        assertThat(server.received(RERUN)).isEmpty();
    }
}
