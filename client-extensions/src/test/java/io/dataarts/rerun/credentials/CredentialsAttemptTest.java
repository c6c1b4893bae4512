package io.dataarts.rerun.credentials;

import static io.dataarts.rerun.loopback.Cloud.RERUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.Failing;
import io.dataarts.rerun.WarmUp;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.CredentialsProvider;
import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.error.AuthenticationException;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.loopback.Cloud;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each attempt uses one set of credentials from start to end, and a failing provider shows none of them. */
@ExtendWith(WarmUp.class)
class CredentialsAttemptTest {

    private static final Reply EXPIRED =
            Reply.json(401, "{\"error_code\":\"APIGW.0307\",\"error_msg\":\"expired\"}");

    private final LoopbackServer server = Cloud.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private DataArtsStudio studio(CredentialsProvider provider) {
        return Example.builder(server).credentials(provider).build();
    }

    @Test
    void rerun_whenTheProviderGivesAnotherKeyEachTime_thenEachAttemptUsesOneFromItsStartToItsEnd() {
        AtomicInteger asked = new AtomicInteger();
        server.on(RERUN, Reply.empty(429), Reply.empty(429), Reply.empty(200));
        try (DataArtsStudio studio = studio(() -> Example.key(asked.incrementAndGet()))) {
            assertThat(studio.rerun(Example.QUALITY).attempts()).isEqualTo(3);
        }
        assertThat(asked).hasValue(3);
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(server.requests(RERUN).get(attempt - 1).isSignedBy(Example.key(attempt))).isTrue();
        }
    }

    @Test
    void rerun_whenAKeyIsFollowedByAToken_thenNothingOfTheKeyIsLeft() {
        AtomicInteger asked = new AtomicInteger();
        server.on(RERUN, Reply.empty(429), Reply.empty(200));
        try (DataArtsStudio studio = studio(() -> asked.incrementAndGet() == 1 ? Example.key(1) : IamToken.of("token-2"))) {
            studio.rerun(Example.QUALITY);
        }
        assertThat(server.requests(RERUN).get(1).value("X-Auth-Token")).isEqualTo("token-2");
        assertThat(server.requests(RERUN).get(1).lowerCaseNames())
                .doesNotContain("authorization", "x-security-token", "x-sdk-date");
    }

    @Test
    void rerun_whenASignatureIsRefused_thenItIsNeverRepeatedThoughTheProviderHasAnotherKey() {
        AtomicInteger asked = new AtomicInteger();
        server.on(RERUN, EXPIRED);
        try (DataArtsStudio studio = studio(() -> Example.key(asked.incrementAndGet()))) {
            assertThatThrownBy(() -> studio.rerun(Example.QUALITY)).isInstanceOf(AuthenticationException.class);
        }
        assertThat(server.requests(RERUN)).hasSize(1);
    }

    @Test
    void rerun_whenTheProviderThrows_thenConfigurationWithItsFailure() {
        IllegalStateException failure = new IllegalStateException("vault is sealed");
        try (DataArtsStudio studio = studio(() -> {
            throw failure;
        })) {
            assertThatThrownBy(() -> studio.rerun(Example.QUALITY))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("Not sent: the credentials provider failed: java.lang.IllegalStateException: vault is sealed")
                    .hasCause(failure);
        }
    }

    @Test
    void rerun_whenTheProviderGivesNull_thenConfiguration() {
        Credentials none = null;
        try (DataArtsStudio studio = studio(() -> none)) {
            assertThatThrownBy(() -> studio.rerun(Example.QUALITY))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("Not sent: the credentials provider returned null");
        }
    }

    @Test
    void rerun_whenAnAnswerEchoesTheTokenOfAnEarlierAttempt_thenItIsHidden() {
        AtomicInteger asked = new AtomicInteger();
        server.on(RERUN, Reply.empty(429), Reply.json(400, "{\"error_code\":\"X\",\"error_msg\":\"not the-first-token\"}"));
        try (DataArtsStudio studio = studio(() -> IamToken.of(asked.incrementAndGet() == 1 ? "the-first-token" : "another"))) {
            assertThatThrownBy(() -> studio.rerun(Example.QUALITY)).hasMessageContaining("not ****").hasMessageNotContaining("first");
        }
    }

    @Test
    void rerun_whenInvalidateFailsWithTheTokenInItsMessage_thenItIsHidden() {
        server.on(RERUN, EXPIRED);
        CredentialsProvider provider = Failing.toRenew("the-only-token", new IllegalStateException("cannot forget the-only-token"));
        try (DataArtsStudio studio = studio(provider)) {
            assertThatThrownBy(() -> studio.rerun(Example.QUALITY))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("cannot forget ****")
                    .hasNoCause();
        }
    }

    @Test
    void rerun_whenInvalidateFailsWithTheTokenInWhatItSuppressed_thenItIsHidden() {
        server.on(RERUN, EXPIRED);
        IllegalStateException failure = new IllegalStateException("vault");
        failure.addSuppressed(new IOException("the-only-token is locked"));
        CredentialsProvider provider = Failing.toRenew("the-only-token", failure);
        try (DataArtsStudio studio = studio(provider)) {
            assertThatThrownBy(() -> studio.rerun(Example.QUALITY)).isInstanceOf(ConfigurationException.class).hasNoCause();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 401})
    void rerun_whenTheProviderFailsLaterWithTheTokenInItsMessage_thenItIsHidden(int status) {
        AtomicInteger asked = new AtomicInteger();
        server.on(RERUN, Reply.json(status, "{\"error_code\":\"APIGW.0307\",\"error_msg\":\"expired\"}"));
        try (DataArtsStudio studio = studio(() -> {
            if (asked.getAndIncrement() == 0) {
                return IamToken.of("the-only-token");
            }
            throw new IllegalStateException("cannot renew the-only-token");
        })) {
            assertThatThrownBy(() -> studio.rerun(Example.QUALITY))
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
            assertThatThrownBy(() -> studio.rerun(Example.QUALITY))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("Not sent: the credentials provider failed")
                    .hasCause(cause);
        }
    }

    @Test
    void rerun_whenTheProviderQuotesTheTokenThatItJustGave_thenItIsHidden() {
        AtomicInteger asked = new AtomicInteger();
        server.on(RERUN, EXPIRED);
        try (DataArtsStudio studio = studio(() -> switch (asked.getAndIncrement()) {
            case 0 -> IamToken.of("the-first-token");
            case 1 -> IamToken.of("the-second-token");
            default -> throw new IllegalStateException("the-second-token is gone");
        })) {
            assertThatThrownBy(() -> studio.rerun(Example.QUALITY))
                    .hasMessageEndingWith("IllegalStateException: **** is gone")
                    .hasNoCause();
        }
    }

    @Test
    void rerun_whenTheProviderIsInterrupted_thenTheThreadStaysSo() {
        try (DataArtsStudio studio = studio(() -> {
            throw Failing.<RuntimeException>sneaky(new InterruptedException());
        })) {
            assertThatThrownBy(() -> studio.rerun(Example.QUALITY)).isInstanceOf(ConfigurationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void rerun_whenInvalidateIsInterrupted_thenTheThreadStaysSo() {
        server.on(RERUN, EXPIRED);
        CredentialsProvider provider = Failing.toRenew("the-only-token", new InterruptedException());
        try (DataArtsStudio studio = studio(provider)) {
            assertThatThrownBy(() -> studio.rerun(Example.QUALITY)).isInstanceOf(ConfigurationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void rerun_whenTheProviderThrowsWhatItDoesNotDeclare_thenNotSent() {
        try (DataArtsStudio studio = studio(() -> {
            throw Failing.<RuntimeException>sneaky(new TimeoutException("vault"));
        })) {
            assertThatThrownBy(() -> studio.rerun(Example.QUALITY))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("Not sent: the credentials provider failed: java.util.concurrent.TimeoutException: vault");
        }
        assertThat(server.requests(RERUN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"java.net.ConnectException, 3", "java.net.UnknownHostException, 1", "javax.net.ssl.SSLException, 1"})
    @DisplayName("a provider that sent nothing is asked again, unless its host name or certificate is bad")
    void rerun_whenTheProviderSentNothing_thenAskedAgainWhereThatMayHelp(Class<? extends Exception> cause, int times) throws Exception {
        Exception why = cause.getConstructor(String.class).newInstance("vault");
        AtomicInteger asked = new AtomicInteger();
        try (DataArtsStudio studio = studio(() -> {
            asked.incrementAndGet();
            throw new NotSentException("Not sent: no vault", why, Outcome.NOT_SENT, 1);
        })) {
            NotSentException failure = Failing.rerun(studio, NotSentException.class);
            assertThat(failure).hasMessage("Not sent: no vault").hasCause(why);
            assertThat(failure.attempts()).isEqualTo(times);
        }
        assertThat(asked).hasValue(times);
    }

    @Test
    @DisplayName("a class that is missing while the token is renewed does not hide the rejection that was read")
    void rerun_whenInvalidateMissesAClass_thenTheRejectionIsSuppressed() {
        server.on(RERUN, EXPIRED);
        try (DataArtsStudio studio = studio(Failing.toRenew("the-only-token", new NoClassDefFoundError("vault/Client")))) {
            ConfigurationException failure = Failing.rerun(studio, ConfigurationException.class);
            assertThat(failure.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(failure.getSuppressed()).singleElement().isInstanceOfSatisfying(
                    AuthenticationException.class, read -> assertThat(read.errorCode()).contains("APIGW.0307"));
        }
    }
}
