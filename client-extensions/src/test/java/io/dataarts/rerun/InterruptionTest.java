package io.dataarts.rerun;

import static io.dataarts.rerun.DeliveryExample.RERUN;
import static io.dataarts.rerun.DeliveryExample.studio;
import static io.dataarts.rerun.DeliveryServer.HOLD;
import static io.dataarts.rerun.DeliveryServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ThrottledException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InterruptionTest {

    @Test
    @DisplayName("ends the pause before another attempt at once, and keeps the flag")
    void backOff() throws Exception {
        CountDownLatch pausing = new CountDownLatch(1);
        try (DeliveryServer server = new DeliveryServer(status(429, "Retry-After: 20"));
                DataArtsStudio studio = studio(server.endpoint())
                        .sleeper(duration -> {
                            pausing.countDown();
                            new CountDownLatch(1).await(); // for ever, unless interrupted
                        })
                        .build()) {
            Caller caller = new Caller(studio);
            pausing.await();
            caller.interrupt();
            NotSentException failure = caller.failure(NotSentException.class);
            assertThat(failure).hasMessage("Not sent again: the thread was interrupted while it waited to repeat");
            assertThat(failure.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(failure.attempts()).isOne();
            assertThat(failure.getSuppressed()).hasSize(1).allMatch(ThrottledException.class::isInstance);
            assertThat(caller.flagAfterwards).isTrue();
            assertThat(server.requests()).hasSize(1);
            studio.rerun(RERUN);
        }
    }

    @Test
    @DisplayName("ends the real pause, too")
    void realPause() throws Exception {
        try (DeliveryServer server = new DeliveryServer(status(429, "Retry-After: 20"));
                DataArtsStudio studio = studio(server.endpoint()).build()) {
            Caller caller = new Caller(studio);
            caller.awaitWaiting();
            caller.interrupt();
            assertThat(caller.failure(NotSentException.class).outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(caller.flagAfterwards).isTrue();
        }
    }

    @Test
    @DisplayName("ends the wait for a connection at once, is not repeated, and keeps the flag")
    void poolWait() throws Exception {
        try (DeliveryServer server = new DeliveryServer(HOLD);
                DataArtsStudio studio = studio(server.endpoint()).build()) {
            Caller first = new Caller(studio);
            server.awaitRequests(1);
            Caller second = new Caller(studio);
            second.awaitWaiting();
            second.interrupt();
            NotSentException failure = second.failure(NotSentException.class);
            assertThat(failure).hasMessage(
                    "Not sent: the thread was interrupted while it waited for a connection to 127.0.0.1:" + server.port());
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failure.attempts()).isOne();
            assertThat(second.flagAfterwards).isTrue();

            server.release();
            assertThat(first.receipt().attempts()).isOne();
            studio.rerun(RERUN);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    @DisplayName("does not end a request on the wire, and keeps the flag")
    void onTheWire() throws Exception {
        try (DeliveryServer server = new DeliveryServer(HOLD);
                DataArtsStudio studio = studio(server.endpoint()).build()) {
            Caller caller = new Caller(studio);
            server.awaitRequests(1);
            caller.interrupt();
            server.release();
            assertThat(caller.receipt().attempts()).isOne();
            assertThat(caller.flagAfterwards).isTrue();
            studio.rerun(RERUN);
        }
    }

    @Test
    @DisplayName("leaves a request on the wire to the deadline of the call")
    void onTheWireUntilDeadline() throws Exception {
        try (DeliveryServer server = new DeliveryServer(HOLD);
                DataArtsStudio studio = studio(server.endpoint()).callTimeout(Duration.ofMillis(400)).build()) {
            Caller caller = new Caller(studio);
            server.awaitRequests(1);
            caller.interrupt();
            NoResponseException failure = caller.failure(NoResponseException.class);
            assertThat(failure).hasMessage("Sent, but whether it was executed is unknown: the call did not end within its timeout of 400 ms"
                    + " (127.0.0.1:" + server.port() + ")");
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(caller.flagAfterwards).isTrue();
        }
    }

    /** A thread that calls, and what came of it. */
    private static final class Caller {

        private final Thread thread;
        private volatile RerunReceipt receipt;
        private volatile RuntimeException failure;
        private volatile boolean flagAfterwards;

        Caller(DataArtsStudio studio) {
            thread = new Thread(() -> {
                try {
                    receipt = studio.rerun(RERUN);
                } catch (RuntimeException e) {
                    failure = e;
                }
                flagAfterwards = Thread.currentThread().isInterrupted();
            });
            thread.setDaemon(true);
            thread.start();
        }

        void interrupt() {
            thread.interrupt();
        }

        /** Until it waits for something other than the network, which is no waiting to the JVM. */
        void awaitWaiting() {
            while (thread.getState() != Thread.State.TIMED_WAITING && thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }

        RerunReceipt receipt() throws InterruptedException {
            thread.join();
            assertThat(failure).isNull();
            return receipt;
        }

        <E> E failure(Class<E> type) throws InterruptedException {
            thread.join();
            assertThat(failure).isInstanceOf(type);
            return type.cast(failure);
        }
    }
}
