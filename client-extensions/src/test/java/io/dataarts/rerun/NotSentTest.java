package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.CredentialsProvider;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.loopback.Answer;
import io.dataarts.rerun.loopback.LoopbackServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Failures before the first byte: nothing can have been executed. */
class NotSentTest {

    private final LoopbackServer server = LoopbackServer.answering(Answer.empty(200));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void rerun_whenNobodyListens_thenNotSent() throws IOException {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = gone.getLocalPort();
        }
        NotSentException failure = fail(Example.builder().endpoint(URI.create("http://127.0.0.1:" + port)), NotSentException.class);
        assertThat(failure).hasMessage("Not sent: 127.0.0.1:" + port + " refused the connection");
        assertThat(failure.attempts()).isEqualTo(3);
    }

    @Test
    void rerun_whenTheHostNameDoesNotResolve_thenNotSent() {
        NotSentException failure = fail(Example.builder().region("cn-north-4").dnsResolver(new NoNames()), NotSentException.class);
        assertThat(failure).hasMessage("Not sent: the host name of dayu.cn-north-4.myhuaweicloud.com does not resolve: check the region"
                + " or the endpoint, and the network's DNS");
        assertThat(failure.attempts()).isEqualTo(1);
    }

    @Test
    @DisplayName("a server that speaks no TLS gets no request")
    void noTls() {
        NotSentException failure = fail(
                Example.builder().endpoint(URI.create("https://" + server.authority())).connectTimeout(Duration.ofMillis(200)),
                NotSentException.class);
        assertThat(failure).hasMessage("Not sent: no connection to " + server.authority() + " within 200 ms");
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.1 400 Bad Request, 1", "'', 3"})
    @DisplayName("a handshake that is answered in clear fails each time, one that the other side ends may not: a server restarts")
    void brokenHandshake(String answer, int attempts) throws Exception {
        ServerSocket plain = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        Thread answering = new Thread(() -> answer(plain, answer));
        answering.start();
        String authority = "127.0.0.1:" + plain.getLocalPort();
        try (plain) {
            NotSentException failure = fail(Example.builder().endpoint(URI.create("https://" + authority)), NotSentException.class);
            assertThat(failure).hasMessageStartingWith("Not sent: TLS with " + authority + " failed: ");
            assertThat(failure.attempts()).isEqualTo(attempts);
        }
        answering.join();
    }

    private static void answer(ServerSocket server, String answer) {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                connection.shutdownOutput();
                connection.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // The client went away, or the test is over.
            }
        }
    }

    @Test
    @DisplayName("a proxy that refuses the tunnel is the reason, and saw no credentials")
    void tunnelRefused() {
        try (LoopbackServer proxy = LoopbackServer.answering(Answer.empty(407, "Proxy-Authenticate: Basic realm=x"))) {
            NotSentException failure = fail(
                    Example.builder().region("cn-north-4").proxy(proxy.endpoint()).retryPolicy(RetryPolicy.never()),
                    NotSentException.class);
            assertThat(failure).hasMessage("Not sent: the proxy " + proxy.endpoint()
                    + " refused the tunnel with status 407 (dayu.cn-north-4.myhuaweicloud.com)");
            assertThat(proxy.onlyRequest().requestLine()).isEqualTo("CONNECT dayu.cn-north-4.myhuaweicloud.com:443 HTTP/1.1");
            assertThat(proxy.onlyRequest().names()).containsOnly("Host");
        }
    }

    @Test
    @DisplayName("a proxy that refuses the connection is the one that the message names")
    void proxyRefuses() throws IOException {
        URI proxy;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            proxy = URI.create("http://127.0.0.1:" + gone.getLocalPort());
        }
        NotSentException failure = fail(
                Example.builder().region("cn-north-4").proxy(proxy).retryPolicy(RetryPolicy.never()), NotSentException.class);
        assertThat(failure).hasMessage("Not sent: the proxy " + proxy + " refused the connection");
    }

    @Test
    @DisplayName("a proxy that answers in another protocol is the one that the message names")
    void proxySpeaksSomethingElse() {
        try (LoopbackServer proxy = LoopbackServer.answering(Answer.text("hello world\r\n\r\n"))) {
            NotSentException failure = fail(
                    Example.builder().region("cn-north-4").proxy(proxy.endpoint()).retryPolicy(RetryPolicy.never()),
                    NotSentException.class);
            assertThat(failure).hasMessage("Not sent: the proxy " + proxy.endpoint() + " did not answer in HTTP/1.1");
        }
    }

    @Test
    @DisplayName("a tunnel in which nobody answers the TLS handshake is given up after the time for connecting")
    void silentTunnel() {
        try (LoopbackServer proxy = LoopbackServer.answering(Answer.empty(200).then(Answer.silence()))) {
            NotSentException failure = fail(
                    Example.builder()
                            .region("cn-north-4")
                            .proxy(proxy.endpoint())
                            .connectTimeout(Duration.ofMillis(200))
                            .callTimeout(Duration.ofSeconds(20))
                            .retryPolicy(RetryPolicy.never()),
                    NotSentException.class);
            assertThat(failure).hasMessage("Not sent: no connection to dayu.cn-north-4.myhuaweicloud.com in time: the proxy or the TLS"
                    + " handshake did not answer");
        }
    }

    @Test
    @DisplayName("a plain request through a proxy, which would leave the machine in clear, is refused when the studio is built")
    void plainThroughProxy() {
        try (LoopbackServer proxy = LoopbackServer.answering(Answer.empty(200))) {
            DataArtsStudioBuilder builder = Example.builder().endpoint(URI.create("http://127.0.0.1:9")).proxy(proxy.endpoint());
            assertThatThrownBy(builder::build)
                    .isExactlyInstanceOf(ConfigurationException.class)
                    .hasMessage("The configuration is incomplete:\n- proxy is set for a plain http endpoint, which would travel in clear"
                            + " to the proxy: use https, or no proxy");
        }
    }

    @Test
    @DisplayName("a thread that was interrupted before sends nothing, and stays interrupted")
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
    @DisplayName("a thread that is interrupted while all connections are in use sends nothing, and stays interrupted")
    void interruptedInTheQueue() throws Exception {
        List<Thread> threads = new ArrayList<>();
        try (LoopbackServer slow = LoopbackServer.answering(Answer.silence());
                DataArtsStudio busy = Example.builder().endpoint(slow.endpoint()).maxConnections(1).build()) {
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
        threads.get(0).join(); // closing the studio ended its call
    }

    @Test
    @DisplayName("a call whose time is over before its first byte is not sent, however soon the timer would have ended it")
    void overBeforeSent() {
        Duration timeout = Duration.ofMillis(20);
        AccessKey key = AccessKey.of("EXAMPLEAK00000000001", "ExampleSecretKey0000000000000000000000000");
        CredentialsProvider slow = () -> {
            long end = System.nanoTime() + timeout.toNanos();
            while (System.nanoTime() - end < 0) {
                Thread.onSpinWait();
            }
            return key;
        };
        try (DataArtsStudio studio =
                Example.builder().endpoint(server.endpoint()).credentials(slow).callTimeout(timeout).build()) {
            for (int i = 0; i < 20; i++) {
                NotSentException failure = catchThrowableOfType(NotSentException.class, () -> studio.rerun(Example.QUALITY));
                assertThat(failure).hasMessageStartingWith("Not sent: the call did not end within its timeout of 20 ms");
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
    @DisplayName("what happened to a call of the provider's own says nothing about this one")
    void providersOwnCall() {
        NoResponseException cause = new NoResponseException("own call", null, Outcome.UNKNOWN, 1);
        assertThat(fail(() -> { throw cause; })).hasCause(cause);
    }

    @Test
    void rerun_whenTheProviderReturnsNull_thenItIsNamedAndNotSent() {
        assertThat(fail(() -> null)).hasMessage("Not sent: the credentials provider returned null").hasNoCause();
    }

    @Test
    @DisplayName("the provider is asked once for each attempt")
    void askedOncePerAttempt() {
        AtomicInteger asked = new AtomicInteger();
        CredentialsProvider provider = () -> {
            asked.incrementAndGet();
            return Example.KEY;
        };
        try (DataArtsStudio studio = Example.builder().endpoint(server.endpoint()).credentials(provider).build()) {
            assertThat(asked).hasValue(0);
            studio.rerun(Example.QUALITY);
            studio.rerun(Example.QUALITY);
            assertThat(asked).hasValue(2);
        }
    }

    private ConfigurationException fail(CredentialsProvider provider) {
        ConfigurationException failure =
                fail(Example.builder().endpoint(server.endpoint()).credentials(provider), ConfigurationException.class);
        assertThat(server.connections()).isZero();
        return failure;
    }

    private static <T extends DataArtsException> T fail(DataArtsStudioBuilder builder, Class<T> type) {
        try (DataArtsStudio studio = builder.build()) {
            T failure = Failing.rerun(studio, Example.QUALITY, type);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            return failure;
        }
    }

    private static final class NoNames implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            throw new UnknownHostException(host);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
