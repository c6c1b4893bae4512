package io.dataarts.rerun.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.DataArtsStudioBuilder;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.Failing;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.TestStudio;
import io.dataarts.rerun.WarmUp;
import io.dataarts.rerun.auth.CredentialsProvider;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Names;
import io.dataarts.rerun.loopback.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A call that fails before its first byte ends with NOT_SENT, and its message says why. */
@ExtendWith(WarmUp.class)
class NotSentTest {

    private final LoopbackServer server = LoopbackServer.answering(Reply.empty(200));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void rerun_whenTheConnectionIsRefused_thenNotSent() {
        URI refusing = LoopbackServer.refusing();
        NotSentException failure = fail(Example.builder().endpoint(refusing), NotSentException.class);
        assertThat(failure).hasMessage("Not sent: " + refusing.getAuthority() + " refused the connection");
        assertThat(failure.attempts()).isEqualTo(3);
    }

    @Test
    void rerun_whenTheHostNameDoesNotResolve_thenNotSent() {
        NotSentException failure = fail(
                TestStudio.isolated().names(Names.unknown()).builder().credentials(Example.KEY).region("cn-north-4"),
                NotSentException.class);
        assertThat(failure).hasMessage("Not sent: the host name of dayu.cn-north-4.myhuaweicloud.com does not resolve: check the region"
                + " or the endpoint, and the network's DNS");
        assertThat(failure.attempts()).isEqualTo(1);
    }

    @Test
    @DisplayName("for an unknown host, the message says that the SDK does not use the JVM's proxy")
    void unknownHostBehindProxyOfTheJvm() {
        System.setProperty("https.proxyHost", "127.0.0.1");
        try {
            NotSentException failure = fail(
                    TestStudio.isolated().names(Names.unknown()).builder().credentials(Example.KEY).region("cn-north-4"),
                    NotSentException.class);
            assertThat(failure).hasMessageEndingWith(
                    "and the network's DNS, or set proxy(...): the SDK does not use the JVM's https.proxyHost");
        } finally {
            System.clearProperty("https.proxyHost");
        }
    }

    @Test
    @DisplayName("a server without TLS gets no request")
    void noTls() {
        NotSentException failure = fail(
                Example.builder().endpoint(server.secureEndpoint()).connectTimeout(Duration.ofSeconds(1)),
                NotSentException.class);
        assertThat(failure.getMessage())
                .startsWith("Not sent: connectTimeout of 1 s ended: the call waited ")
                .endsWith(" for the TLS handshake with " + server.authority());
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.1 400 Bad Request, 1", "'', 3"})
    @DisplayName("a TLS handshake is not retried after a response in clear, and is retried if the server ends it")
    void brokenHandshake(String response, int attempts) {
        try (LoopbackServer plain = LoopbackServer.greeting(Reply.text(response).then(Reply.endOfOutput()))) {
            NotSentException failure = fail(Example.builder().endpoint(plain.secureEndpoint()), NotSentException.class);
            assertThat(failure).hasMessageStartingWith("Not sent: TLS with " + plain.authority() + " failed: ");
            assertThat(failure.attempts()).isEqualTo(attempts);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "407, false, ': set the right user and password with proxyCredentials(...); the SDK knows Basic authentication only', 1",
        "407, true, ': set the right user and password with proxyCredentials(...); the SDK knows Basic authentication only', 1",
        "403, true, '', 1",
        "404, false, '', 1",
        "302, false, '', 1",
        "502, true, '', 3",
        "503, false, '', 3"
    })
    @DisplayName("a proxy that refuses the tunnel is named, gets no credentials of the service, and is asked again only after a 5xx")
    void tunnelRefused(int status, boolean password, String advice, int attempts) {
        try (LoopbackServer proxy = LoopbackServer.answering(Reply.empty(status, "Proxy-Authenticate: Basic realm=x"))) {
            DataArtsStudioBuilder builder = Example.builder().region("cn-north-4").proxy(proxy.endpoint());
            NotSentException failure =
                    fail(password ? builder.proxyCredentials("user", "pass") : builder, NotSentException.class);
            assertThat(failure).hasMessage("Not sent: the proxy " + proxy.endpoint()
                    + " refused the tunnel to dayu.cn-north-4.myhuaweicloud.com with status " + status + advice);
            assertThat(failure.attempts()).isEqualTo(attempts);
            assertThat(proxy.requests()).hasSize(attempts);
            assertThat(proxy.requests().get(0).requestLine()).isEqualTo("CONNECT dayu.cn-north-4.myhuaweicloud.com:443 HTTP/1.1");
            assertThat(proxy.requests().get(0).names())
                    .containsExactlyInAnyOrderElementsOf(password ? List.of("Host", "Proxy-Authorization") : List.of("Host"));
        }
    }

    @Test
    @DisplayName("the message names a proxy that refuses the connection")
    void proxyRefuses() {
        URI proxy = LoopbackServer.refusing();
        NotSentException failure = fail(
                Example.builder().region("cn-north-4").proxy(proxy).retryPolicy(RetryPolicy.never()), NotSentException.class);
        assertThat(failure).hasMessage("Not sent: the proxy " + proxy + " refused the connection");
    }

    @Test
    @DisplayName("the message names a proxy that resets the connection, or that switches protocols")
    void proxyFailsOtherwise() {
        for (Reply reply : List.of(Reply.reset(), Reply.empty(101))) {
            try (LoopbackServer proxy = LoopbackServer.answering(reply)) {
                NotSentException failure = fail(
                        Example.builder().region("cn-north-4").proxy(proxy.endpoint()).retryPolicy(RetryPolicy.never()),
                        NotSentException.class);
                assertThat(failure.getMessage()).endsWith("(the proxy " + proxy.endpoint() + ")");
            }
        }
    }

    @Test
    @DisplayName("the message names a proxy that answers in another protocol")
    void proxySpeaksSomethingElse() {
        try (LoopbackServer proxy = LoopbackServer.answering(Reply.text("hello world\r\n\r\n"))) {
            NotSentException failure = fail(
                    Example.builder().region("cn-north-4").proxy(proxy.endpoint()).retryPolicy(RetryPolicy.never()),
                    NotSentException.class);
            assertThat(failure).hasMessage("Not sent: the proxy " + proxy.endpoint() + " did not answer in HTTP/1.1");
        }
    }

    @Test
    @DisplayName("a TLS handshake through a tunnel without a response ends after connectTimeout")
    void silentTunnel() {
        try (LoopbackServer proxy = LoopbackServer.answering(Reply.empty(200).then(Reply.silence()))) {
            NotSentException failure = fail(
                    Example.builder()
                            .region("cn-north-4")
                            .proxy(proxy.endpoint())
                            .connectTimeout(Duration.ofSeconds(1))
                            .callTimeout(Duration.ofSeconds(20))
                            .retryPolicy(RetryPolicy.never()),
                    NotSentException.class);
            assertThat(failure.getMessage()).startsWith("Not sent: connectTimeout of 1 s ended: the call waited ")
                    .endsWith(" for the TLS handshake with dayu.cn-north-4.myhuaweicloud.com");
        }
    }

    @Test
    @DisplayName("build() refuses a proxy for a plain http endpoint, whose requests would leave the machine in clear")
    void plainThroughProxy() {
        try (LoopbackServer proxy = LoopbackServer.answering(Reply.empty(200))) {
            DataArtsStudioBuilder builder = Example.builder().endpoint(URI.create("http://127.0.0.1:9")).proxy(proxy.endpoint());
            assertThatThrownBy(builder::build)
                    .isExactlyInstanceOf(ConfigurationException.class)
                    .hasMessage("The configuration is incomplete:\n- proxy is set for a plain http endpoint, so the proxy could read every"
                            + " request: use https, or no proxy");
        }
    }

    @Test
    @DisplayName("a call on an interrupted thread sends nothing, and the flag stays set")
    void interrupted() {
        try (DataArtsStudio studio = Example.studio(server)) {
            Thread.currentThread().interrupt();
            Throwable failure = catchThrowable(() -> studio.rerun(Example.QUALITY));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(failure).isExactlyInstanceOf(NotSentException.class)
                    .hasMessage("Not sent: the thread was interrupted while it waited for a connection to " + server.authority());
            assertThat(((DataArtsException) failure).attempts()).isEqualTo(1);
            assertThat(server.requests()).isEmpty();
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    @DisplayName("a call that is interrupted while it waits for a connection sends nothing, and the flag stays set")
    void interruptedInTheQueue() throws Exception {
        List<Thread> threads = new ArrayList<>();
        try (LoopbackServer slow = LoopbackServer.answering(Reply.silence());
                DataArtsStudio busy = Example.builder(slow).maxConnections(1).build()) {
            Thread first = new Thread(() -> catchThrowable(() -> busy.rerun(Example.QUALITY)));
            threads.add(first);
            first.start();
            slow.awaitRequests(1);
            AtomicReference<Throwable> failure = new AtomicReference<>();
            AtomicBoolean flag = new AtomicBoolean();
            Thread second = new Thread(() -> {
                failure.set(catchThrowable(() -> busy.rerun(Example.QUALITY)));
                flag.set(Thread.currentThread().isInterrupted());
            });
            second.start();
            while (second.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            second.interrupt();
            second.join();
            assertThat(failure.get()).isExactlyInstanceOf(NotSentException.class)
                    .hasMessage("Not sent: the thread was interrupted while it waited for a connection to " + slow.authority());
            assertThat(flag).isTrue();
            assertThat(slow.requests()).hasSize(1);
        }
        threads.get(0).join(); // Closing the studio ended its call.
    }

    @Test
    @DisplayName("a call whose timeout has passed before its first byte is not sent, even if the timer is late")
    void overBeforeSent() {
        Duration timeout = Duration.ofMillis(20);
        CredentialsProvider slow = () -> {
            long end = System.nanoTime() + timeout.toNanos();
            while (System.nanoTime() - end < 0) {
                Thread.onSpinWait();
            }
            return Example.KEY;
        };
        try (DataArtsStudio studio =
                Example.builder(server).credentials(slow).callTimeout(timeout).build()) {
            for (int i = 0; i < 20; i++) {
                NotSentException failure = catchThrowableOfType(NotSentException.class, () -> studio.rerun(Example.QUALITY));
                assertThat(failure).hasMessageStartingWith("Not sent: callTimeout of 20 ms ended: the call waited ");
                assertThat(failure.attempts()).isEqualTo(1);
            }
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void rerun_whenTheProviderFindsNothing_thenItsMessageAndNotSent() {
        ConfigurationException cause = new ConfigurationException("no key in the safe", null);
        ConfigurationException failure = fail(() -> { throw cause; });
        assertThat(failure).hasMessage("no key in the safe");
        assertThat(failure.attempts()).isEqualTo(1);
    }

    @Test
    void rerun_whenTheProviderBreaks_thenItIsNamedAndNotSent() {
        IllegalStateException cause = new IllegalStateException("safe jammed");
        ConfigurationException failure = fail(() -> { throw cause; });
        assertThat(failure)
                .hasMessage("Not sent: the credentials provider failed: java.lang.IllegalStateException: safe jammed")
                .hasCause(cause);
        assertThat(failure.attempts()).isEqualTo(1);
    }

    @Test
    @DisplayName("the outcome of the provider's own call does not become the outcome of this call")
    void providersOwnCall() {
        NoResponseException cause = new NoResponseException("own call", null, Outcome.UNKNOWN, 1);
        assertThat(fail(() -> { throw cause; })).hasCause(cause);
    }

    @Test
    void rerun_whenTheProviderReturnsNull_thenItIsNamedAndNotSent() {
        assertThat(fail(() -> null)).hasMessage("Not sent: the credentials provider returned null").hasNoCause();
    }

    @Test
    @DisplayName("the provider gives credentials once for each attempt")
    void askedOncePerAttempt() {
        AtomicInteger asked = new AtomicInteger();
        CredentialsProvider provider = () -> {
            asked.incrementAndGet();
            return Example.KEY;
        };
        try (DataArtsStudio studio = Example.builder(server).credentials(provider).build()) {
            assertThat(asked).hasValue(0);
            studio.rerun(Example.QUALITY);
            studio.rerun(Example.QUALITY);
            assertThat(asked).hasValue(2);
        }
    }

    private ConfigurationException fail(CredentialsProvider provider) {
        ConfigurationException failure =
                fail(Example.builder(server).credentials(provider), ConfigurationException.class);
        assertThat(server.connections()).isZero();
        return failure;
    }

    private static <T extends DataArtsException> T fail(DataArtsStudioBuilder builder, Class<T> type) {
        try (DataArtsStudio studio = builder.build()) {
            T failure = Failing.rerun(studio, type);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            return failure;
        }
    }
}
