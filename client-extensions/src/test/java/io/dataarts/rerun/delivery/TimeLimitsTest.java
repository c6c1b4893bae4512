package io.dataarts.rerun.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dataarts.rerun.CallEvent;
import io.dataarts.rerun.CallListener;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.DataArtsStudioBuilder;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.Failing;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.TestClock;
import io.dataarts.rerun.TestStudio;
import io.dataarts.rerun.WarmUp;
import io.dataarts.rerun.auth.CredentialsProvider;
import io.dataarts.rerun.auth.IamPassword;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Names;
import io.dataarts.rerun.loopback.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each limit covers all that it promises. The message names the limit, and what the call waited for. */
@ExtendWith(WarmUp.class)
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class TimeLimitsTest {

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final String MILLIS = "(\\d+ s )?(\\d+ m?s)";

    private final LoopbackServer server = LoopbackServer.answering(Reply.empty(204));
    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        release.countDown();
        callers.shutdownNow();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"callTimeout, 1", "connectTimeout, 2"})
    @DisplayName("a look-up that hangs ends with the call's time or with the time to connect, and sends nothing afterwards")
    void lookUpHangs(String limit, int attempts) throws Exception {
        Names names = Names.after(release);
        DataArtsStudioBuilder builder = TestStudio.isolated().names(names).builder().credentials(Example.KEY)
                .endpoint(URI.create("http://localhost:" + server.port()))
                .retryPolicy(RetryPolicy.standard().maxAttempts(2)).callTimeout(LONG).connectTimeout(LONG);
        limit(builder, limit);
        try (DataArtsStudio studio = builder.build()) {
            NotSentException failure = Failing.rerun(studio, NotSentException.class);
            assertThat(failure.getMessage())
                    .matches("Not sent: " + limit + " of 1 s ended: the call waited " + MILLIS + " for the address of localhost:\\d+");
            assertThat(failure.attempts()).isEqualTo(attempts);
            assertThat(names.asked()).as("one look-up for each host at a time").hasSize(1);

            release.countDown();
            studio.rerun(Example.QUALITY);
            server.onlyRequest();
        }
    }

    @Test
    @DisplayName("close() ends the wait for a look-up, which goes on")
    void closeEndsLookUp() throws Exception {
        Names names = Names.after(release);
        DataArtsStudio studio = TestStudio.isolated().names(names).builder().credentials(Example.KEY)
                .endpoint(URI.create("http://localhost:" + server.port())).connectTimeout(LONG).callTimeout(LONG).build();
        CompletableFuture<Throwable> call = failureOf(studio);
        names.awaitAsked();

        studio.close();

        assertThat(call.get(20, TimeUnit.SECONDS)).isExactlyInstanceOf(NotSentException.class)
                .hasMessage("Not sent: this DataArtsStudio is closed");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    @DisplayName("connectTimeout covers all addresses of a host together")
    void deadAddresses() throws Exception {
        List<InetAddress> addresses = new ArrayList<>();
        List<AutoCloseable> open = new ArrayList<>();
        try {
            int port = 0;
            for (int i = 1; i <= 30; i++) {
                InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) i});
                port = occupy(address, port, open);
                addresses.add(address);
            }
            try (DataArtsStudio studio = TestStudio.isolated()
                    .names(Names.of(addresses)).builder().credentials(Example.KEY)
                    .endpoint(URI.create("http://localhost:" + port))
                    .retryPolicy(RetryPolicy.never()).connectTimeout(SHORT).callTimeout(LONG).build()) {
                long begin = System.nanoTime();
                NotSentException failure = Failing.rerun(studio, NotSentException.class);
                assertThat(failure.getMessage()).matches(
                        "Not sent: connectTimeout of 1 s ended: the call waited " + MILLIS + " for a connection to localhost:\\d+");
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).as("not a second for each").isLessThan(SHORT.multipliedBy(20));
            }
        } finally {
            for (AutoCloseable each : open) {
                each.close();
            }
        }
    }

    @Test
    @DisplayName("addresses that do not answer leave time for the address that does")
    void oneAddressAnswers() throws Exception {
        List<InetAddress> addresses = new ArrayList<>();
        List<AutoCloseable> open = new ArrayList<>();
        try {
            for (int i = 1; i <= 2; i++) {
                InetAddress dead = InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) i});
                occupy(dead, server.port(), open);
                addresses.add(dead);
            }
            addresses.add(InetAddress.getLoopbackAddress());
            try (DataArtsStudio studio = TestStudio.isolated()
                    .names(Names.of(addresses)).builder().credentials(Example.KEY)
                    .endpoint(URI.create("http://localhost:" + server.port()))
                    .retryPolicy(RetryPolicy.never()).connectTimeout(SHORT.multipliedBy(5)).callTimeout(LONG).build()) {
                studio.rerun(Example.QUALITY);
                server.onlyRequest();
            }
        } finally {
            for (AutoCloseable each : open) {
                each.close();
            }
        }
    }

    /** Opens a port that answers no request to connect, because its backlog is full. Returns the port. */
    private static int occupy(InetAddress address, int port, List<AutoCloseable> open) throws IOException {
        ServerSocket socket = new ServerSocket(port, 1, address);
        open.add(socket);
        for (int i = 0; i < 4; i++) {
            SocketChannel waiting = SocketChannel.open();
            open.add(waiting);
            waiting.configureBlocking(false);
            waiting.connect(new InetSocketAddress(address, socket.getLocalPort()));
        }
        return socket.getLocalPort();
    }

    @Test
    @DisplayName("connectTimeout covers a TLS handshake that goes on byte by byte")
    void tricklingHandshake() {
        Reply trickle = Reply.text("\u0016\u0003\u0003\u0040\u0000").then(connection -> {
            while (!release.await(20, TimeUnit.MILLISECONDS)) {
                connection.getOutputStream().write(0);
            }
        });
        try (LoopbackServer tls = LoopbackServer.greeting(trickle);
                DataArtsStudio studio = Example.builder().endpoint(tls.secureEndpoint())
                        .retryPolicy(RetryPolicy.never()).connectTimeout(SHORT).callTimeout(LONG).build()) {
            NotSentException failure = Failing.rerun(studio, NotSentException.class);
            assertThat(failure.getMessage()).matches(
                    "Not sent: connectTimeout of 1 s ended: the call waited " + MILLIS
                            + " for the TLS handshake with " + tls.authority());
        }
    }

    @Test
    @DisplayName("connectTimeout covers a proxy that opens no tunnel")
    void silentProxy() {
        try (LoopbackServer proxy = LoopbackServer.answering(Reply.silence());
                DataArtsStudio studio = Example.builder().region("cn-north-4").proxy(proxy.endpoint())
                        .retryPolicy(RetryPolicy.never()).connectTimeout(SHORT).callTimeout(LONG).build()) {
            NotSentException failure = Failing.rerun(studio, NotSentException.class);
            assertThat(failure.getMessage()).matches(
                    "Not sent: connectTimeout of 1 s ended: the call waited " + MILLIS
                            + " for a tunnel through the proxy " + proxy.endpoint());
        }
    }

    @Test
    @DisplayName("a provider that takes longer than the call sends nothing, and is named")
    void slowProvider() {
        CredentialsProvider slow = () -> {
            sleep(SHORT.multipliedBy(2));
            return Example.KEY;
        };
        NotSentException failure = fails(Example.builder(server).credentials(slow).callTimeout(SHORT));
        assertThat(failure.getMessage())
                .matches("Not sent: callTimeout of 1 s ended: the call waited " + MILLIS + " for the credentials provider");
        assertThat(failure.attempts()).isOne();
        assertThat(server.connections()).isZero();
    }

    @Test
    @DisplayName("a listener that takes longer than the call sends nothing, and is named")
    void slowListener() {
        CallListener slow = new CallListener() {
            @Override
            public void onCallStarted(CallEvent event) {
                sleep(SHORT.multipliedBy(2));
            }
        };
        NotSentException failure = fails(Example.builder(server).addListener(slow).callTimeout(SHORT));
        assertThat(failure.getMessage()).matches("Not sent: callTimeout of 1 s ended: the call waited " + MILLIS
                + " for the listeners and the body of the request");
        assertThat(server.connections()).isZero();
    }

    @Test
    @DisplayName("a call waits for another call's log-in until its own time ends")
    void anotherCallsLogIn() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch holds = new CountDownLatch(1);
        AtomicReference<Thread> early = new AtomicReference<>();
        CallListener order = new CallListener() {
            @Override
            public void onCallStarted(CallEvent event) {
                if (Thread.currentThread() == early.get()) {
                    begun.countDown();
                    await(holds);
                }
            }
        };
        try (LoopbackServer iam = LoopbackServer.answering(Reply.silence());
                DataArtsStudio studio = TestStudio.isolated().builder(server).credentials(IamPassword.of("d", "u", "p"))
                        .iamEndpoint(iam.endpoint()).addListener(order).callTimeout(Duration.ofSeconds(4)).build()) {
            early.set(Thread.currentThread());
            callers.submit(() -> {
                await(begun); // the other call's time begins, and ends, before this one's
                sleep(Duration.ofSeconds(1));
                return catchThrowable(() -> studio.rerun(Example.QUALITY));
            });
            callers.submit(() -> {
                iam.awaitRequests(1);
                holds.countDown();
            });
            NotSentException failure = Failing.rerun(studio, NotSentException.class);
            assertThat(failure.getMessage())
                    .matches("Not sent: callTimeout of 4 s ended: the call waited " + MILLIS + " for the credentials provider");
        }
    }

    @Test
    @DisplayName("a call that runs out of time in its log-in leaves other calls their own time to log in")
    void logInOutlastsCall() throws Exception {
        try (LoopbackServer iam = LoopbackServer.answering(Reply.silence(), Reply.empty(201, "X-Subject-Token: token"));
                DataArtsStudio studio = TestStudio.isolated().builder(server).credentials(IamPassword.of("d", "u", "p"))
                        .iamEndpoint(iam.endpoint()).callTimeout(Duration.ofSeconds(6)).build()) {
            CompletableFuture<Throwable> first = failureOf(studio);
            iam.awaitRequests(1);
            sleep(Duration.ofSeconds(3));
            studio.rerun(Example.QUALITY);

            server.onlyRequest();
            assertThat(first.get()).hasMessageContaining("callTimeout of 6 s ended: the call waited");
        }
    }

    @Test
    @DisplayName("a signature is made when a connection is free, however long the call waited for it")
    void signedLate() throws Exception {
        TestClock clock = new TestClock();
        try (LoopbackServer busy = LoopbackServer.answering(Reply.after(release, Reply.empty(204)), Reply.empty(204));
                DataArtsStudio studio = Example.builder(busy, clock).maxConnections(1).build()) {
            CompletableFuture<Throwable> first = failureOf(studio);
            busy.awaitRequests(1);
            AtomicReference<Thread> second = new AtomicReference<>();
            CompletableFuture<Throwable> waits = CompletableFuture.supplyAsync(() -> {
                second.set(Thread.currentThread());
                return catchThrowable(() -> studio.rerun(Example.QUALITY));
            }, callers);
            awaitWaiting(second);
            clock.pass(Duration.ofMinutes(20));
            release.countDown();

            assertThat(first.get()).isNull();
            assertThat(waits.get()).isNull();
            assertThat(busy.requests()).extracting(request -> request.value("X-Sdk-Date"))
                    .containsExactly("20241122T032000Z", "20241122T034000Z");
        }
    }

    @Test
    @DisplayName("close() ends the pause before another attempt")
    void closeEndsPause() throws Exception {
        try (LoopbackServer throttling = LoopbackServer.answering(Reply.empty(429, "Retry-After: 25"))) {
            DataArtsStudio studio = TestStudio.isolated().realTime().builder(throttling).credentials(Example.KEY).build();
            AtomicReference<Thread> caller = new AtomicReference<>();
            CompletableFuture<Throwable> call = CompletableFuture.supplyAsync(() -> {
                caller.set(Thread.currentThread());
                return catchThrowable(() -> studio.rerun(Example.QUALITY));
            }, callers);
            throttling.awaitRequests(1);
            awaitWaiting(caller);

            studio.close();

            assertThat(call.get(20, TimeUnit.SECONDS)).isExactlyInstanceOf(NotSentException.class)
                    .satisfies(failure -> assertThat(((DataArtsException) failure).outcome())
                            .isEqualTo(Outcome.REJECTED));
            throttling.onlyRequest();
        }
    }

    @Test
    @DisplayName("a studio that is dropped without close() leaves no thread")
    void threadsEnd() throws Exception {
        try (LoopbackServer iam = LoopbackServer.answering(Reply.empty(201, "X-Subject-Token: token"))) {
            DataArtsStudio dropped = TestStudio.isolated().builder(server).credentials(IamPassword.of("d", "u", "p"))
                    .iamEndpoint(iam.endpoint()).build();
            dropped.rerun(Example.QUALITY);
            List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("dataarts-rerun")).toList();
            assertThat(threads).isNotEmpty();
            for (Thread thread : threads) {
                thread.join(20_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
            dropped.rerun(Example.QUALITY);
            dropped.close();
        }
    }

    private CompletableFuture<Throwable> failureOf(DataArtsStudio studio) {
        return CompletableFuture.supplyAsync(() -> catchThrowable(() -> studio.rerun(Example.QUALITY)), callers);
    }

    private static NotSentException fails(DataArtsStudioBuilder builder) {
        try (DataArtsStudio studio = builder.build()) {
            return Failing.rerun(studio, NotSentException.class);
        }
    }

    private static void limit(DataArtsStudioBuilder builder, String name) {
        if (name.equals("callTimeout")) {
            builder.callTimeout(SHORT);
        } else {
            builder.connectTimeout(SHORT);
        }
    }

    private static void awaitWaiting(AtomicReference<Thread> thread) {
        while (thread.get() == null || thread.get().getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
