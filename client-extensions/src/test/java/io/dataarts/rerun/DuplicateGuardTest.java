package io.dataarts.rerun;

import static io.dataarts.rerun.DeliveryExample.RERUN;
import static io.dataarts.rerun.DeliveryExample.studio;
import static io.dataarts.rerun.DeliveryServer.DROP;
import static io.dataarts.rerun.DeliveryServer.HOLD;
import static io.dataarts.rerun.DeliveryServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.DuplicateRerunException;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.error.ThrottledException;
import io.dataarts.rerun.loopback.Answer;
import io.dataarts.rerun.loopback.LoopbackServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DuplicateGuardTest {

    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final String REFUSED = "Not sent: the same request was sent at 2024-11-22T03:20:00Z and %s; the duplicate guard refuses it"
            + " for 600 s. Look at what that one did before you call again";

    private final DeliveryClock clock = new DeliveryClock();
    private final ExecutorService others = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        others.shutdownNow();
    }

    @Test
    @DisplayName("is off unless asked for")
    void off() {
        try (DeliveryServer server = new DeliveryServer();
                DataArtsStudio studio = studio(server, clock).build()) {
            studio.rerun(RERUN);
            studio.rerun(RERUN);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    @DisplayName("refuses what was accepted within the window, before sending, and says when that was sent")
    void accepted() {
        try (DeliveryServer server = new DeliveryServer();
                DataArtsStudio studio = guarded(server)) {
            studio.rerun(RERUN);
            clock.pass(Duration.ofSeconds(5));
            DuplicateRerunException failure = refused(studio);
            assertThat(failure).hasMessage(REFUSED.formatted("was accepted"));
            assertThat(failure.firstSent()).isEqualTo(DeliveryClock.START);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failure.attempts()).isZero();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("refuses what has an unknown outcome")
    void unknown() {
        try (DeliveryServer server = new DeliveryServer(DROP);
                DataArtsStudio studio = guarded(server)) {
            assertThatExceptionOfType(NoResponseException.class).isThrownBy(() -> studio.rerun(RERUN));
            assertThat(refused(studio)).hasMessage(REFUSED.formatted("has an unknown outcome"));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("says unknown, not accepted, of a 200 whose body says that it failed")
    void contradicted() {
        try (LoopbackServer server = LoopbackServer.answering(Answer.json(200, "{\"error_code\":\"DQC.1\"}"));
                DataArtsStudio studio = Example.builder().endpoint(server.endpoint()).duplicateGuard(WINDOW).build()) {
            assertThatExceptionOfType(ServiceException.class).isThrownBy(() -> studio.rerun(Example.QUALITY));
            assertThatExceptionOfType(DuplicateRerunException.class)
                    .isThrownBy(() -> studio.rerun(Example.QUALITY))
                    .withMessage(REFUSED.formatted("has an unknown outcome"));
        }
    }

    @Test
    @DisplayName("refuses what is under way, also when it takes longer than the window")
    void underWay() throws Exception {
        try (DeliveryServer server = new DeliveryServer(HOLD);
                DataArtsStudio studio = guarded(server)) {
            Future<RerunReceipt> first = others.submit(() -> studio.rerun(RERUN));
            server.awaitRequests(1);
            assertThat(refused(studio)).hasMessage(REFUSED.formatted("is still under way"));
            clock.pass(WINDOW.multipliedBy(2));
            assertThat(refused(studio)).hasMessage(REFUSED.formatted("is still under way"));
            server.release();
            assertThat(first.get().attempts()).isOne();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("lets pass what was rejected")
    void rejected() {
        try (DeliveryServer server = new DeliveryServer(status(400));
                DataArtsStudio studio = guarded(server)) {
            assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> studio.rerun(RERUN));
            studio.rerun(RERUN);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    @DisplayName("lets pass what was throttled to the end")
    void throttled() {
        try (DeliveryServer server = new DeliveryServer(status(429), status(429), status(429));
                DataArtsStudio studio = guarded(server)) {
            assertThatExceptionOfType(ThrottledException.class).isThrownBy(() -> studio.rerun(RERUN));
            studio.rerun(RERUN);
            assertThat(server.requests()).hasSize(4);
        }
    }

    @Test
    @DisplayName("lets pass what was not sent, and its own refusal")
    void notSent() throws Exception {
        DeliveryServer gone = new DeliveryServer();
        gone.close();
        try (DataArtsStudio studio = guarded(gone)) {
            for (int i = 0; i < 2; i++) {
                assertThatExceptionOfType(NotSentException.class)
                        .isThrownBy(() -> studio.rerun(RERUN))
                        .isNotInstanceOf(DuplicateRerunException.class);
            }
        }
    }

    @Test
    @DisplayName("lets the same request pass when the window is over, and not a moment sooner")
    void windowOver() {
        try (DeliveryServer server = new DeliveryServer();
                DataArtsStudio studio = guarded(server)) {
            studio.rerun(RERUN);
            clock.pass(WINDOW.minusNanos(1));
            refused(studio);
            clock.pass(Duration.ofNanos(1));
            studio.rerun(RERUN);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    @DisplayName("a clock that is set back prolongs no window by what was sent before")
    void clockSetBack() {
        try (DeliveryServer server = new DeliveryServer();
                DataArtsStudio studio = guarded(server)) {
            studio.rerun(QualityRerun.comparisonJob("1440764172232392705"));
            clock.pass(Duration.ofHours(-1));
            studio.rerun(RERUN);
            clock.pass(WINDOW);
            studio.rerun(RERUN);
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    @DisplayName("the window runs from the last attempt, not from the throttled one before it")
    void laterAttempt() {
        try (DeliveryServer server = new DeliveryServer(status(429, "Retry-After: 30"));
                DataArtsStudio studio = guarded(server)) {
            studio.rerun(RERUN);
            clock.pass(WINDOW.minusSeconds(1));
            refused(studio);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    @DisplayName("a refusal does not prolong the window")
    void refusalDoesNotProlong() {
        try (DeliveryServer server = new DeliveryServer();
                DataArtsStudio studio = guarded(server)) {
            studio.rerun(RERUN);
            Instant first = clock.instant();
            clock.pass(WINDOW.dividedBy(2));
            assertThat(refused(studio).firstSent()).isEqualTo(first);
            clock.pass(WINDOW.dividedBy(2));
            studio.rerun(RERUN);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    @DisplayName("lets pass another body, another path and another workspace")
    void differentRequests() {
        try (DeliveryServer server = new DeliveryServer();
                DataArtsStudio studio = guarded(server)) {
            studio.rerun(RERUN);
            studio.rerun(QualityRerun.comparisonJob("1440764172232392705"));
            studio.rerun(job("daily_sales"));
            studio.rerun(job("daily_costs"));
            studio.inWorkspace("another").rerun(RERUN);
            assertThat(server.requests()).hasSize(5);
        }
    }

    @Test
    @DisplayName("a view shares what its studio sent")
    void views() {
        try (DeliveryServer server = new DeliveryServer();
                DataArtsStudio studio = guarded(server)) {
            studio.inWorkspace("another").rerun(RERUN);
            refused(studio.inWorkspace("another"));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("of many threads that send the same at once, exactly one does")
    void concurrency() throws Exception {
        int threads = 16;
        try (DeliveryServer server = new DeliveryServer();
                DataArtsStudio studio = studio(server, clock).maxConnections(threads).duplicateGuard(WINDOW).build()) {
            CyclicBarrier together = new CyclicBarrier(threads);
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                calls.add(() -> {
                    together.await();
                    try {
                        return studio.rerun(RERUN).attempts() == 1;
                    } catch (DuplicateRerunException e) {
                        return false;
                    }
                });
            }
            int sent = 0;
            for (Future<Boolean> call : others.invokeAll(calls)) {
                sent += call.get() ? 1 : 0;
            }
            assertThat(sent).isOne();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("a window shorter than a second is named as it is")
    void shortWindow() {
        try (DeliveryServer server = new DeliveryServer();
                DataArtsStudio studio = studio(server, clock).duplicateGuard(Duration.ofMillis(500)).build()) {
            studio.rerun(RERUN);
            assertThat(refused(studio)).hasMessageContaining("the duplicate guard refuses it for 500 ms.");
        }
    }

    @Test
    @DisplayName("a window that is none is refused")
    void noWindow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DataArtsStudio.builder().duplicateGuard(Duration.ZERO))
                .withMessage("duplicateGuard must be positive, was PT0S");
    }

    private DataArtsStudio guarded(DeliveryServer server) {
        return studio(server, clock).duplicateGuard(WINDOW).build();
    }

    private static DuplicateRerunException refused(DataArtsStudio studio) {
        DuplicateRerunException failure = catchThrowableOfType(DuplicateRerunException.class, () -> studio.rerun(RERUN));
        assertThat(failure).isNotNull();
        return failure;
    }

    private static Rerun job(String name) {
        return JobRerun.job(name)
                .instances(JobInstance.of(917567)
                        .planned(Instant.ofEpochMilli(1732601580000L))
                        .submitted(Instant.ofEpochMilli(1732239754684L)))
                .from(StartNode.error())
                .using(TaskVersion.ORIGINAL)
                .build();
    }
}
