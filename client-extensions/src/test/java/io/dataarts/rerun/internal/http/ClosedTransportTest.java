package io.dataarts.rerun.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import feign.Request;
import io.dataarts.rerun.internal.call.AttemptFailedException;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.CallTest;
import io.dataarts.rerun.internal.call.Limit;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A closed transport tells that it is closed, and keeps the state of the thread. */
class ClosedTransportTest {

    private static final Limit LIMIT = new Limit("callTimeout", Duration.ofSeconds(40));

    private final Transport transport =
            new Transport(new TransportSettings(LIMIT, LIMIT, LIMIT, 1, Duration.ofMinutes(3), null, null, null, null));

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    @DisplayName("close() ends the wait for a connection, even if the connection's user hangs")
    void waits() throws Exception {
        CountDownLatch holds = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            threads.submit(() -> send(() -> {
                holds.countDown();
                awaitForEver(release);
                throw new IllegalStateException("released");
            }));
            holds.await();
            AtomicReference<Thread> waiter = new AtomicReference<>();
            Future<?> waiting = threads.submit(() -> {
                waiter.set(Thread.currentThread());
                send(() -> null);
            });
            while (waiter.get() == null || waiter.get().getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }

            transport.close();

            assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(AttemptFailedException.class)
                    .hasMessageContaining("this DataArtsStudio is closed");
        } finally {
            release.countDown();
            threads.shutdownNow();
        }
    }

    private void send(Supplier<Request> request) {
        try (Call call = CallTest.begin(LIMIT.time())) {
            transport.send(call.startAttempt(), URI.create("http://127.0.0.1:9/"), request);
        }
    }

    private static void awaitForEver(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("an interrupt that meets close() keeps its flag")
    void interrupted() {
        transport.close();
        try {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> send(() -> null))
                    .isInstanceOf(AttemptFailedException.class).hasMessage("this DataArtsStudio is closed");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }
}
