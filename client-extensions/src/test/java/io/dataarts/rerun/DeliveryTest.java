package io.dataarts.rerun;

import static io.dataarts.rerun.DeliveryExample.RERUN;
import static io.dataarts.rerun.DeliveryExample.studio;
import static io.dataarts.rerun.DeliveryServer.HOLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.CredentialsProvider;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows of the delivery matrix that need what only this package can inject, or more than one call at a time. */
@Timeout(30)
class DeliveryTest {

    private final DeliveryClock clock = new DeliveryClock();

    @Test
    @DisplayName("a name that does not resolve: not sent, not repeated, and the next call works")
    void unresolvedName() {
        AtomicInteger asked = new AtomicInteger();
        DnsResolver resolver = new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                if (asked.incrementAndGet() == 1) {
                    throw new UnknownHostException(host);
                }
                return new InetAddress[] {InetAddress.getByAddress(new byte[] {127, 0, 0, 1})};
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
        try (DeliveryServer server = new DeliveryServer();
                DataArtsStudio studio = studio(URI.create("http://localhost:" + server.port()))
                        .sleeper(clock)
                        .dnsResolver(resolver)
                        .build()) {
            NotSentException failure = catchThrowableOfType(NotSentException.class, () -> studio.rerun(RERUN));
            assertThat(failure).hasMessage("Not sent: the host name of localhost:" + server.port()
                    + " does not resolve: check the region or the endpoint, and the network's DNS");
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failure.attempts()).isOne();
            assertThat(asked).hasValue(1);
            assertThat(server.requests()).isEmpty();

            studio.rerun(RERUN);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("all connections in use until the deadline: not sent, not repeated, and the message names maxConnections")
    void poolExhausted() throws Exception {
        CountDownLatch waiterStarted = new CountDownLatch(1);
        CountDownLatch connectionTaken = new CountDownLatch(1);
        Thread waiter = Thread.currentThread();
        AccessKey key = AccessKey.of("EXAMPLEAK00000000001", "ExampleSecretKey0000000000000000000000000");
        // The call that waits is begun before the one that has the connection, so that its deadline comes first.
        CredentialsProvider provider = () -> {
            if (Thread.currentThread() == waiter) {
                waiterStarted.countDown();
                await(connectionTaken);
            }
            return key;
        };
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (DeliveryServer server = new DeliveryServer(HOLD);
                DataArtsStudio studio = studio(server.endpoint())
                        .credentials(provider)
                        .sleeper(clock)
                        .callTimeout(Duration.ofSeconds(2))
                        .build()) {
            CompletableFuture<Throwable> holder = CompletableFuture.supplyAsync(
                    () -> {
                        await(waiterStarted);
                        return catchThrowable(() -> studio.rerun(RERUN));
                    },
                    other);
            CompletableFuture<Void> arrival = CompletableFuture.runAsync(() -> {
                server.awaitRequests(1);
                connectionTaken.countDown();
            });
            NotSentException failure = catchThrowableOfType(NotSentException.class, () -> studio.rerun(RERUN));
            assertThat(failure).hasMessage("Not sent: the call did not end within its timeout of 2 s (127.0.0.1:" + server.port()
                    + "); all 1 connections may be in use: see maxConnections");
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
    @DisplayName("close: what is on the wire ends unknown, what waits is not sent, no thread stays")
    void close() throws Exception {
        try (DeliveryServer server = new DeliveryServer(HOLD)) {
            DataArtsStudio studio = studio(server.endpoint()).sleeper(clock).build();
            ExecutorService others = Executors.newFixedThreadPool(2);
            try {
                CompletableFuture<Throwable> onTheWire =
                        CompletableFuture.supplyAsync(() -> catchThrowable(() -> studio.rerun(RERUN)), others);
                server.awaitRequests(1);
                CompletableFuture<Thread> waiting = new CompletableFuture<>();
                CompletableFuture<Throwable> inThePool = CompletableFuture.supplyAsync(
                        () -> {
                            waiting.complete(Thread.currentThread());
                            Throwable failure = catchThrowable(() -> studio.rerun(RERUN));
                            assertThat(Thread.currentThread().isInterrupted()).isFalse();
                            return failure;
                        },
                        others);
                while (waiting.join().getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                }

                studio.close();

                assertThat(onTheWire.get(5, TimeUnit.SECONDS))
                        .isInstanceOf(NoResponseException.class)
                        .hasMessage("Sent, but whether it was executed is unknown: this DataArtsStudio is closed")
                        .extracting(failure -> ((DataArtsException) failure).outcome())
                        .isEqualTo(Outcome.UNKNOWN);
                assertThat(inThePool.get(5, TimeUnit.SECONDS))
                        .isInstanceOf(NotSentException.class)
                        .hasMessage("Not sent: this DataArtsStudio is closed")
                        .hasNoSuppressedExceptions()
                        .extracting(failure -> ((DataArtsException) failure).outcome())
                        .isEqualTo(Outcome.NOT_SENT);
            } finally {
                others.shutdownNow();
            }
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> studio.rerun(RERUN))
                    .withMessage("this DataArtsStudio is closed");
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().startsWith("dataarts-rerun")) {
                    thread.join(5_000);
                    assertThat(thread.isAlive()).describedAs(thread.getName()).isFalse();
                }
            }
        }
    }
}
