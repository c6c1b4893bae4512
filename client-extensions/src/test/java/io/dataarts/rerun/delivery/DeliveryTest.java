package io.dataarts.rerun.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.Failing;
import io.dataarts.rerun.TestStudio;
import io.dataarts.rerun.WarmUp;
import io.dataarts.rerun.auth.CredentialsProvider;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Names;
import io.dataarts.rerun.loopback.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A call reports correctly whether it was sent, even if names do not resolve or calls run concurrently.
 *
 * <p>The delivery matrix holds all other faults.
 */
@ExtendWith(WarmUp.class)
@Timeout(120)
class DeliveryTest {

    private static final Reply ACCEPTED = Reply.empty(204);

    @Test
    @DisplayName("a host name that does not resolve: not sent, not retried, and the next call works")
    void unresolvedName() {
        Names names = Names.unknownOnce();
        try (LoopbackServer server = LoopbackServer.answering(ACCEPTED);
                DataArtsStudio studio = TestStudio.isolated()
                        .names(names)
                        .builder()
                        .credentials(Example.KEY)
                        .endpoint(URI.create("http://localhost:" + server.port()))
                        .build()) {
            NotSentException failure = Failing.rerun(studio, NotSentException.class);
            assertThat(failure).hasMessage("Not sent: the host name of localhost:" + server.port()
                    + " does not resolve: check the region or the endpoint, and the network's DNS");
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failure.attempts()).isOne();
            assertThat(names.asked()).hasSize(1);
            assertThat(server.requests()).isEmpty();

            studio.rerun(Example.QUALITY);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("all connections are in use until the deadline: not sent, not retried, and the message names maxConnections")
    void poolExhausted() throws Exception {
        CountDownLatch waiterStarted = new CountDownLatch(1);
        CountDownLatch connectionTaken = new CountDownLatch(1);
        Thread waiter = Thread.currentThread();
        // The waiting call begins before the call that holds the connection, so that its deadline comes first.
        CredentialsProvider provider = () -> {
            if (Thread.currentThread() == waiter) {
                waiterStarted.countDown();
                await(connectionTaken);
            }
            return Example.KEY;
        };
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (LoopbackServer server = LoopbackServer.answering(Reply.silence());
                DataArtsStudio studio = Example.builder(server)
                        .credentials(provider)
                        .maxConnections(1)
                        .callTimeout(Duration.ofSeconds(3))
                        .build()) {
            CompletableFuture<Throwable> holder = CompletableFuture.supplyAsync(
                    () -> {
                        await(waiterStarted);
                        return catchThrowable(() -> studio.rerun(Example.QUALITY));
                    },
                    other);
            CompletableFuture<Void> arrival = CompletableFuture.runAsync(() -> {
                server.awaitRequests(1);
                connectionTaken.countDown();
            });
            NotSentException failure = Failing.rerun(studio, NotSentException.class);
            assertThat(failure.getMessage()).matches("Not sent: callTimeout of 3 s ended: the call waited .* for a free connection, as"
                    + " all are in use: see maxConnections");
            assertThat(failure.attempts()).isOne();
            assertThat(holder.get()).isInstanceOf(NoResponseException.class);
            arrival.get();
            assertThat(server.requests()).hasSize(1);
        } finally {
            other.shutdown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("close: a call on the wire ends with UNKNOWN, a call that waits with NOT_SENT, and no thread stays")
    void close() throws Exception {
        try (LoopbackServer server = LoopbackServer.answering(Reply.silence())) {
            DataArtsStudio studio = Example.builder(server).maxConnections(1).build();
            ExecutorService others = Executors.newFixedThreadPool(2);
            try {
                CompletableFuture<Throwable> onTheWire =
                        CompletableFuture.supplyAsync(() -> catchThrowable(() -> studio.rerun(Example.QUALITY)), others);
                server.awaitRequests(1);
                CompletableFuture<Thread> waiting = new CompletableFuture<>();
                CompletableFuture<Throwable> inThePool = CompletableFuture.supplyAsync(
                        () -> {
                            waiting.complete(Thread.currentThread());
                            Throwable failure = catchThrowable(() -> studio.rerun(Example.QUALITY));
                            assertThat(Thread.currentThread().isInterrupted()).isFalse();
                            return failure;
                        },
                        others);
                while (waiting.join().getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                }

                studio.close();

                assertThat(onTheWire.get(20, TimeUnit.SECONDS))
                        .isInstanceOf(NoResponseException.class)
                        .hasMessage("Sent, but whether it was executed is unknown: this DataArtsStudio is closed")
                        .extracting(failure -> ((DataArtsException) failure).outcome())
                        .isEqualTo(Outcome.UNKNOWN);
                assertThat(inThePool.get(20, TimeUnit.SECONDS))
                        .isInstanceOf(NotSentException.class)
                        .hasMessage("Not sent: this DataArtsStudio is closed")
                        .hasNoSuppressedExceptions()
                        .extracting(failure -> ((DataArtsException) failure).outcome())
                        .isEqualTo(Outcome.NOT_SENT);
            } finally {
                others.shutdownNow();
            }
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> studio.rerun(Example.QUALITY))
                    .withMessage("this DataArtsStudio is closed");
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().startsWith("dataarts-rerun")) {
                    thread.join(20_000);
                    assertThat(thread.isAlive()).describedAs(thread.getName()).isFalse();
                }
            }
        }
    }
}
