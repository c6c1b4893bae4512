package io.dataarts.rerun.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import feign.RequestLine;
import feign.TypedResponse;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.Failing;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.RerunReceipt;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.TestClock;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.DuplicateRerunException;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.error.ThrottledException;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The duplicate guard refuses a request that may already have been executed within the window, and no other. */
@Timeout(120)
class DuplicateGuardTest {

    private static final Reply ACCEPTED = Reply.empty(204);
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final String REFUSED = "Not sent: the same request was sent at 2024-11-22T03:20:00Z and %s; the duplicate guard"
            + " refuses it for 10 min. Check whether that rerun ran before you call again";

    /** Operations that only read. */
    interface ReadingApi {

        @RequestLine("GET /v2/regions")
        TypedResponse<Void> get();

        @RequestLine("HEAD /v2/regions")
        TypedResponse<Void> head();

        @RequestLine("OPTIONS /v2/regions")
        TypedResponse<Void> options();
    }

    private final TestClock clock = new TestClock();
    private final ExecutorService others = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        others.shutdownNow();
    }

    @Test
    @DisplayName("is off by default")
    void off() {
        try (LoopbackServer server = LoopbackServer.answering(ACCEPTED);
                DataArtsStudio studio = Example.builder(server, clock).build()) {
            studio.rerun(Example.QUALITY);
            studio.rerun(Example.QUALITY);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    @DisplayName("refuses a request that was accepted within the window, before sending, and says when the first was sent")
    void accepted() {
        try (LoopbackServer server = LoopbackServer.answering(ACCEPTED);
                DataArtsStudio studio = guarded(server)) {
            studio.rerun(Example.QUALITY);
            clock.pass(Duration.ofSeconds(5));
            DuplicateRerunException failure = refused(studio);
            assertThat(failure).hasMessage(REFUSED.formatted("was accepted"));
            assertThat(failure.firstSent()).isEqualTo(TestClock.START);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failure.attempts()).isZero();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("refuses a request with an unknown outcome")
    void unknown() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.drop(), ACCEPTED);
                DataArtsStudio studio = guarded(server)) {
            assertThatExceptionOfType(NoResponseException.class).isThrownBy(() -> studio.rerun(Example.QUALITY));
            assertThat(refused(studio)).hasMessage(REFUSED.formatted("has an unknown outcome"));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("names the outcome unknown, not accepted, if the body of a 200 holds an error code")
    void contradicted() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(200, "{\"error_code\":\"DQC.1\"}"));
                DataArtsStudio studio = guarded(server)) {
            assertThatExceptionOfType(ServiceException.class).isThrownBy(() -> studio.rerun(Example.QUALITY));
            assertThat(refused(studio)).hasMessage(REFUSED.formatted("has an unknown outcome"));
        }
    }

    @Test
    @DisplayName("refuses a request that is in flight, even after the window")
    void underWay() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.answering(Reply.after(release, ACCEPTED));
                DataArtsStudio studio = guarded(server)) {
            Future<RerunReceipt> first = others.submit(() -> studio.rerun(Example.QUALITY));
            server.awaitRequests(1);
            assertThat(refused(studio)).hasMessage(REFUSED.formatted("is still in flight"));
            clock.pass(WINDOW.multipliedBy(2));
            assertThat(refused(studio)).hasMessage(REFUSED.formatted("is still in flight"));
            release.countDown();
            assertThat(first.get().attempts()).isOne();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("allows a request that was rejected")
    void rejected() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(400), ACCEPTED);
                DataArtsStudio studio = guarded(server)) {
            assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> studio.rerun(Example.QUALITY));
            studio.rerun(Example.QUALITY);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    @DisplayName("allows a request that was throttled at every attempt")
    void throttled() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(429), Reply.empty(429), Reply.empty(429), ACCEPTED);
                DataArtsStudio studio = guarded(server)) {
            assertThatExceptionOfType(ThrottledException.class).isThrownBy(() -> studio.rerun(Example.QUALITY));
            studio.rerun(Example.QUALITY);
            assertThat(server.requests()).hasSize(4);
        }
    }

    @Test
    @DisplayName("allows a request that was not sent, even if the guard has just refused it")
    void notSent() {
        try (DataArtsStudio studio =
                Example.builder().endpoint(LoopbackServer.refusing()).duplicateGuard(WINDOW).build()) {
            for (int i = 0; i < 2; i++) {
                assertThatExceptionOfType(NotSentException.class)
                        .isThrownBy(() -> studio.rerun(Example.QUALITY))
                        .isNotInstanceOf(DuplicateRerunException.class);
            }
        }
    }

    @Test
    @DisplayName("allows the same request at the end of the window, and not a nanosecond earlier")
    void windowOver() {
        try (LoopbackServer server = LoopbackServer.answering(ACCEPTED);
                DataArtsStudio studio = guarded(server)) {
            studio.rerun(Example.QUALITY);
            clock.pass(WINDOW.minusNanos(1));
            refused(studio);
            clock.pass(Duration.ofNanos(1));
            studio.rerun(Example.QUALITY);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    @DisplayName("a clock that is set back does not prolong a window")
    void clockSetBack() {
        try (LoopbackServer server = LoopbackServer.answering(ACCEPTED);
                DataArtsStudio studio = guarded(server)) {
            studio.rerun(QualityRerun.comparisonJob("1440764172232392705"));
            clock.pass(Duration.ofHours(-1));
            studio.rerun(Example.QUALITY);
            clock.pass(WINDOW);
            studio.rerun(Example.QUALITY);
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    @DisplayName("the window begins with the last attempt, not with the throttled one before it")
    void laterAttempt() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(429, "Retry-After: 30"), ACCEPTED);
                DataArtsStudio studio = guarded(server)) {
            studio.rerun(Example.QUALITY);
            clock.pass(WINDOW.minusSeconds(1));
            refused(studio);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    @DisplayName("a refusal does not prolong the window")
    void refusalDoesNotProlong() {
        try (LoopbackServer server = LoopbackServer.answering(ACCEPTED);
                DataArtsStudio studio = guarded(server)) {
            studio.rerun(Example.QUALITY);
            Instant first = clock.instant();
            clock.pass(WINDOW.dividedBy(2));
            assertThat(refused(studio).firstSent()).isEqualTo(first);
            clock.pass(WINDOW.dividedBy(2));
            studio.rerun(Example.QUALITY);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    @DisplayName("allows another body, another path and another workspace")
    void differentRequests() {
        try (LoopbackServer server = LoopbackServer.answering(ACCEPTED);
                DataArtsStudio studio = guarded(server)) {
            studio.rerun(Example.QUALITY);
            studio.rerun(QualityRerun.comparisonJob("1440764172232392705"));
            studio.rerun(Example.job("daily_sales"));
            studio.rerun(Example.job("daily_costs"));
            studio.inWorkspace("another").rerun(Example.QUALITY);
            assertThat(server.requests()).hasSize(5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    @DisplayName("allows equal requests that only read, in flight and within the window")
    void reads(String method) throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch inFlight = new CountDownLatch(1);
        Reply late = connection -> {
            inFlight.countDown();
            Reply.after(release, ACCEPTED).give(connection);
        };
        try (LoopbackServer server = LoopbackServer.answering(late, ACCEPTED);
                DataArtsStudio studio = guarded(server)) {
            ReadingApi api = studio.api(ReadingApi.class);
            Callable<TypedResponse<Void>> read = method.equals("GET") ? api::get : method.equals("HEAD") ? api::head : api::options;
            Future<TypedResponse<Void>> first = others.submit(read);
            inFlight.await();
            assertThat(read.call().status()).isEqualTo(204);
            release.countDown();
            assertThat(first.get().status()).isEqualTo(204);
            assertThat(read.call().status()).isEqualTo(204);
            assertThat(server.requests()).hasSize(3).allMatch(request -> request.method().equals(method));
        }
    }

    @Test
    @DisplayName("compares bytes, not instances: another order or a part of the instances is another request")
    void bytes() {
        JobInstance other = JobInstance.of(917568).planned(1732601580000L).submitted(1732239754684L);
        try (LoopbackServer server = LoopbackServer.answering(ACCEPTED);
                DataArtsStudio studio = guarded(server)) {
            studio.rerun(rerun(Example.INSTANCE, other));
            studio.rerun(rerun(other, Example.INSTANCE));
            studio.rerun(rerun(Example.INSTANCE));
            assertThat(server.requests()).hasSize(3);
        }
    }

    private static JobRerun rerun(JobInstance... instances) {
        return JobRerun.job("daily_sales").instances(instances).from(StartNode.error()).using(TaskVersion.ORIGINAL).build();
    }

    @Test
    @DisplayName("a view and its studio share their requests")
    void views() {
        try (LoopbackServer server = LoopbackServer.answering(ACCEPTED);
                DataArtsStudio studio = guarded(server)) {
            studio.inWorkspace("another").rerun(Example.QUALITY);
            refused(studio.inWorkspace("another"));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("exactly one of many threads sends the same request")
    void concurrency() throws Exception {
        int threads = 16;
        try (LoopbackServer server = LoopbackServer.answering(ACCEPTED);
                DataArtsStudio studio = Example.builder(server, clock).maxConnections(threads).duplicateGuard(WINDOW).build()) {
            CyclicBarrier together = new CyclicBarrier(threads);
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                calls.add(() -> {
                    together.await();
                    try {
                        return studio.rerun(Example.QUALITY).attempts() == 1;
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
    @DisplayName("a message names a window shorter than a second in milliseconds, and a long one in days")
    void shortWindow() {
        assertThat(refused(Duration.ofMillis(500))).hasMessageContaining("the duplicate guard refuses it for 500 ms.");
        assertThat(refused(Duration.ofDays(100))).hasMessageContaining("the duplicate guard refuses it for 100 days.");
    }

    private DuplicateRerunException refused(Duration window) {
        try (LoopbackServer server = LoopbackServer.answering(ACCEPTED);
                DataArtsStudio studio = Example.builder(server, clock).duplicateGuard(window).build()) {
            studio.rerun(Example.QUALITY);
            return refused(studio);
        }
    }

    @Test
    @DisplayName("the window must be positive")
    void noWindow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DataArtsStudio.builder().duplicateGuard(Duration.ZERO))
                .withMessage("duplicateGuard must be positive, was PT0S");
    }

    private DataArtsStudio guarded(LoopbackServer server) {
        return Example.builder(server, clock).duplicateGuard(WINDOW).build();
    }

    private static DuplicateRerunException refused(DataArtsStudio studio) {
        return Failing.rerun(studio, DuplicateRerunException.class);
    }
}
