package io.dataarts.rerun.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.RerunReceipt;
import io.dataarts.rerun.TestStudio;
import io.dataarts.rerun.WarmUp;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ThrottledException;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** An interrupt ends every wait of a call but the wait for the response. The interrupt flag stays set. */
@ExtendWith(WarmUp.class)
@Timeout(120)
class InterruptionTest {

    private static final Reply ACCEPTED = Reply.empty(204);
    private static final Reply THROTTLED = Reply.empty(429, "Retry-After: 20");

    private final CountDownLatch release = new CountDownLatch(1);

    @Test
    @DisplayName("ends the pause before another attempt at once")
    void backOff() throws Exception {
        CountDownLatch pausing = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.answering(THROTTLED, ACCEPTED);
                DataArtsStudio studio = TestStudio.isolated()
                        .pause(duration -> {
                            pausing.countDown();
                            new CountDownLatch(1).await(); // without end, unless interrupted
                        })
                        .builder(server)
                        .credentials(Example.KEY)
                        .build()) {
            Caller caller = new Caller(studio);
            pausing.await();
            caller.interrupt();
            NotSentException failure = caller.failure(NotSentException.class);
            assertThat(failure).hasMessage("Not sent again: the thread was interrupted while it waited to retry");
            assertThat(failure.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(failure.attempts()).isOne();
            assertThat(failure.getSuppressed()).hasSize(1).allMatch(ThrottledException.class::isInstance);
            assertThat(caller.flagAfterwards).isTrue();
            assertThat(server.requests()).hasSize(1);
            studio.rerun(Example.QUALITY);
        }
    }

    @Test
    @DisplayName("ends a real pause at once")
    void realPause() throws Exception {
        try (LoopbackServer server = LoopbackServer.answering(THROTTLED, ACCEPTED);
                DataArtsStudio studio = TestStudio.isolated()
                        .realTime()
                        .builder(server)
                        .credentials(Example.KEY)
                        .build()) {
            Caller caller = new Caller(studio);
            server.awaitRequests(1);
            caller.awaitWaiting();
            caller.interrupt();
            assertThat(caller.failure(NotSentException.class).outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(caller.flagAfterwards).isTrue();
        }
    }

    @Test
    @DisplayName("ends the wait for a connection at once, without a retry")
    void poolWait() throws Exception {
        try (LoopbackServer server = LoopbackServer.answering(Reply.after(release, ACCEPTED));
                DataArtsStudio studio = Example.builder(server).maxConnections(1).build()) {
            Caller first = new Caller(studio);
            server.awaitRequests(1);
            Caller second = new Caller(studio);
            second.awaitWaiting();
            second.interrupt();
            NotSentException failure = second.failure(NotSentException.class);
            assertThat(failure).hasMessage(
                    "Not sent: the thread was interrupted while it waited for a connection to " + server.authority());
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failure.attempts()).isOne();
            assertThat(second.flagAfterwards).isTrue();

            release.countDown();
            assertThat(first.receipt().attempts()).isOne();
            studio.rerun(Example.QUALITY);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    @DisplayName("does not end a call whose request is on the wire")
    void onTheWire() throws Exception {
        try (LoopbackServer server = LoopbackServer.answering(Reply.after(release, ACCEPTED));
                DataArtsStudio studio = Example.studio(server)) {
            Caller caller = new Caller(studio);
            server.awaitRequests(1);
            caller.interrupt();
            release.countDown();
            assertThat(caller.receipt().attempts()).isOne();
            assertThat(caller.flagAfterwards).isTrue();
            studio.rerun(Example.QUALITY);
        }
    }

    @Test
    @DisplayName("leaves a request on the wire to the deadline of the call")
    void onTheWireUntilDeadline() throws Exception {
        try (LoopbackServer server = LoopbackServer.answering(Reply.after(release, ACCEPTED));
                DataArtsStudio studio = Example.builder(server).callTimeout(Duration.ofSeconds(1)).build()) {
            Caller caller = new Caller(studio);
            server.awaitRequests(1);
            caller.interrupt();
            NoResponseException failure = caller.failure(NoResponseException.class);
            assertThat(failure.getMessage()).matches("Sent, but whether it was executed is unknown: callTimeout of 1 s ended: the call"
                    + " waited .* for the answer of " + server.authority());
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(caller.flagAfterwards).isTrue();
        }
    }

    /** Makes one call on a thread of its own, and keeps its result. */
    private static final class Caller {

        private final Thread thread;
        private volatile RerunReceipt receipt;
        private volatile RuntimeException failure;
        private volatile boolean flagAfterwards;

        Caller(DataArtsStudio studio) {
            thread = new Thread(() -> {
                try {
                    receipt = studio.rerun(Example.QUALITY);
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

        /** Returns when the thread waits for something other than the network; the JVM calls a network read running. */
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
