package io.dataarts.rerun.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import io.dataarts.generated.api.QualityApi;
import io.dataarts.generated.model.RestartQualityInstanceRequest;
import io.dataarts.rerun.CallEvent;
import io.dataarts.rerun.CallListener;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.Failing;
import io.dataarts.rerun.LoggingCapture;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.RerunReceipt;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.TestClock;
import io.dataarts.rerun.WarmUp;
import io.dataarts.rerun.auth.CredentialsProvider;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.ThrottledException;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listener learns of every call and attempt, on the caller's thread, and can change nothing. */
@ExtendWith(WarmUp.class)
@Timeout(60)
class CallListenerTest {

    private static final String TEMPLATE = "/v2/{projectId}/quality/instances/restart";

    private final TestClock clock = new TestClock();
    private final List<String> told = new ArrayList<>();
    private final List<CallEvent> events = new ArrayList<>();

    private final CallListener recorder = new CallListener() {
        @Override
        public void onCallStarted(CallEvent event) {
            record("started", event);
        }

        @Override
        public void onAttempt(CallEvent event) {
            record("attempt", event);
        }

        @Override
        public void onCall(CallEvent event) {
            record("call", event);
        }

        private void record(String what, CallEvent event) {
            String failure = event.failure() == null ? "" : " " + event.failure().getSimpleName();
            told.add(what + " " + event.attempt() + " " + event.status() + " " + event.outcome() + " " + event.requestId() + failure
                    + " on " + Thread.currentThread().getName());
            events.add(event);
        }
    };

    private final String here = " on " + Thread.currentThread().getName();

    /** Here, since the studio logs what a listener throws. */
    @AfterEach
    void everyEventNamesTheOperation() {
        assertThat(events).allMatch(event -> event.operation().equals("restartQualityInstance")
                && event.method().equals("POST")
                && event.pathTemplate().equals(TEMPLATE));
    }

    @Test
    void rerun_whenAcceptedAtTheSecondAttempt_thenEachIsTold() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(429, "X-Request-Id: r-1"), Reply.empty(200, "X-Request-Id: r-2"));
                DataArtsStudio studio = Example.builder(server, clock).addListener(recorder).build()) {
            studio.rerun(Example.QUALITY);
        }
        assertThat(told).containsExactly(
                "started 0 null NOT_SENT null" + here,
                "attempt 1 429 REJECTED r-1 ThrottledException" + here,
                "attempt 2 200 ACCEPTED r-2" + here,
                "call 2 200 ACCEPTED r-2" + here);
        assertThat(events.get(0).duration()).isZero();
        assertThat(events.get(1).duration()).isPositive();
        assertThat(events.get(3).duration())
                .isGreaterThanOrEqualTo(events.get(1).duration().plus(events.get(2).duration()))
                .isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void rerun_whenItFails_thenTheClassThatTheCallerCatches() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.drop());
                DataArtsStudio studio = Example.builder(server, clock).addListener(recorder).build()) {
            assertThat(catchThrowable(() -> studio.rerun(Example.QUALITY))).isInstanceOf(NoResponseException.class);
        }
        assertThat(told).containsExactly(
                "started 0 null NOT_SENT null" + here,
                "attempt 1 null UNKNOWN null NoResponseException" + here,
                "call 1 null UNKNOWN null NoResponseException" + here);
    }

    @Test
    @DisplayName("the call's outcome is the gravest of its attempts, an attempt's outcome is its own")
    void rerun_whenALaterAttemptIsLessGrave_thenTheGravestForTheCall() {
        RetryPolicy twice = RetryPolicy.standard().repeatingUnknownOutcomesWhichMayRunTwice();
        try (LoopbackServer server = LoopbackServer.answering(Reply.drop(), Reply.empty(429, "Retry-After: 99"));
                DataArtsStudio studio = Example.builder(server, clock).retryPolicy(twice).addListener(recorder).build()) {
            assertThat(catchThrowable(() -> studio.rerun(Example.QUALITY))).isInstanceOf(ThrottledException.class);
        }
        assertThat(told).element(2).asString().startsWith("attempt 2 429 REJECTED");
        assertThat(told).last().asString().startsWith("call 2 429 UNKNOWN");
    }

    @Test
    void rerun_whenThereAreNoCredentials_thenTheAttemptIsTold() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(204));
                DataArtsStudio studio = Example.builder(server, clock).credentials(() -> null).addListener(recorder).build()) {
            assertThat(catchThrowable(() -> studio.rerun(Example.QUALITY))).isInstanceOf(ConfigurationException.class);
        }
        assertThat(told).last().isEqualTo("call 1 null NOT_SENT null ConfigurationException" + here);
    }

    @Test
    void api_whenARawCallIsMade_thenItIsToldAsTypedOnesAre() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(200));
                DataArtsStudio studio = Example.builder(server, clock).addListener(recorder).build()) {
            studio.inWorkspace("other").api(QualityApi.class).restartQualityInstance("p", null, new RestartQualityInstanceRequest());
        }
        assertThat(told).hasSize(3).last().isEqualTo("call 1 200 ACCEPTED null" + here);
    }

    @Test
    @DisplayName("a call that cannot be read reports its failure at its end, although its attempt succeeded")
    void api_whenTheModelCannotBeRead_thenTheCallHasTheFailure() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(200, "<html>"));
                DataArtsStudio studio = Example.builder(server, clock).addListener(recorder).build()) {
            QualityApi api = studio.api(QualityApi.class);
            assertThat(catchThrowable(() -> api.restartQualityInstance("p", null, new RestartQualityInstanceRequest()))).isNotNull();
        }
        assertThat(told).element(1).isEqualTo("attempt 1 200 ACCEPTED null" + here);
        assertThat(told).last().isEqualTo("call 1 200 ACCEPTED null UnreadableResponseException" + here);
    }

    @Test
    void previewAndRefusedArguments_whenNothingIsCalled_thenNothingIsTold() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(204));
                DataArtsStudio studio = Example.builder(server, clock).addListener(recorder).build()) {
            studio.preview(Example.QUALITY);
            QualityApi api = studio.api(QualityApi.class);
            assertThat(catchThrowable(() -> api.restartQualityInstance("..", null, new RestartQualityInstanceRequest()))).isNotNull();
        }
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class})
    @DisplayName("an exception of a listener is logged once, changes nothing, and reaches no other listener")
    void listener_whenItThrows_thenLoggedOnce(Class<? extends Throwable> type) throws Exception {
        Throwable thrown = type.getConstructor().newInstance();
        CallListener failing = new CallListener() {
            @Override
            public void onCallStarted(CallEvent event) {
                throw Failing.<RuntimeException>sneaky(thrown);
            }

            @Override
            public void onAttempt(CallEvent event) {
                throw Failing.<RuntimeException>sneaky(thrown);
            }

            @Override
            public void onCall(CallEvent event) {
                throw Failing.<RuntimeException>sneaky(thrown);
            }

            @Override
            public int hashCode() {
                throw new IllegalStateException("hash");
            }
        };
        try (LoggingCapture log = new LoggingCapture();
                LoopbackServer server = LoopbackServer.answering(Reply.empty(200), Reply.empty(400));
                DataArtsStudio studio = Example.builder(server, clock).addListener(failing).addListener(recorder).build()) {
            assertThat(studio.rerun(Example.QUALITY).attempts()).isOne();
            assertThat(catchThrowable(() -> studio.rerun(Example.QUALITY))).hasMessageStartingWith("Rejected: HTTP 400").hasNoSuppressedExceptions();
            assertThat(server.requests()).hasSize(2);
            assertThat(log.ours()).filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.INFO)).singleElement().satisfies(event -> {
                assertThat(event.getLevel()).isEqualTo(Level.WARN);
                assertThat(event.getFormattedMessage())
                        .isEqualTo("the listener " + failing.getClass().getName() + " failed; its further failures are not logged");
                assertThat(event.getThrowableProxy().getClassName()).isEqualTo(type.getName());
            });
        }
        assertThat(told).hasSize(6);
    }

    @Test
    @DisplayName("a thread that was interrupted within a listener stays so")
    void listener_whenInterrupted_thenTheThreadStaysSo() {
        CallListener interrupted = new CallListener() {
            @Override
            public void onCall(CallEvent event) {
                throw Failing.<RuntimeException>sneaky(new InterruptedException());
            }
        };
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(204));
                DataArtsStudio studio = Example.builder(server, clock).addListener(interrupted).build()) {
            assertThat(studio.rerun(Example.QUALITY).attempts()).isOne();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    @DisplayName("a listener that calls the studio does not confuse the call that it observes")
    void listener_whenItMakesACall_thenBothAreTold() {
        DataArtsStudio[] studio = new DataArtsStudio[1];
        CallListener calling = new CallListener() {
            private boolean called;

            @Override
            public void onCallStarted(CallEvent event) {
                if (!called) {
                    called = true;
                    studio[0].rerun(QualityRerun.qualityJob("2"));
                }
            }
        };
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(200, "X-Request-Id: inner"), Reply.empty(200, "X-Request-Id: outer"));
                DataArtsStudio made = Example.builder(server, clock).addListener(calling).addListener(recorder).build()) {
            studio[0] = made;
            assertThat(made.rerun(Example.QUALITY).requestId()).contains("outer");
            assertThat(server.requests()).hasSize(2);
        }
        assertThat(told).filteredOn(line -> line.startsWith("call")).containsExactly(
                "call 1 200 ACCEPTED inner" + here, "call 1 200 ACCEPTED outer" + here);
    }

    @Test
    @DisplayName("an attempt that ends in an error is told, too")
    void rerun_whenAnErrorEndsTheAttempt_thenTheAttemptIsTold() {
        CredentialsProvider failing = () -> {
            throw new StackOverflowError();
        };
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(204));
                DataArtsStudio studio = Example.builder(server, clock).credentials(failing).addListener(recorder).build()) {
            assertThat(catchThrowable(() -> studio.rerun(Example.QUALITY))).isInstanceOf(StackOverflowError.class);
        }
        assertThat(told).containsExactly(
                "started 0 null NOT_SENT null" + here,
                "attempt 1 null NOT_SENT null StackOverflowError" + here,
                "call 1 null NOT_SENT null StackOverflowError" + here);
    }

    @Test
    @DisplayName("a call that a listener makes at the end of a call has a deadline of its own")
    void listener_whenItMakesACallAfterATimeout_thenThatCallHasItsOwnTime() {
        try (LoopbackServer silent = LoopbackServer.answering(Reply.silence());
                LoopbackServer server = LoopbackServer.answering(Reply.empty(204));
                DataArtsStudio other = Example.builder(server, clock).build()) {
            List<RerunReceipt> receipts = new ArrayList<>();
            CallListener calling = new CallListener() {
                @Override
                public void onCall(CallEvent event) {
                    receipts.add(other.rerun(Example.QUALITY));
                }
            };
            try (DataArtsStudio studio = Example.builder(silent, clock).callTimeout(Duration.ofSeconds(1)).addListener(calling).build()) {
                assertThat(catchThrowable(() -> studio.rerun(Example.QUALITY))).isInstanceOf(NoResponseException.class);
            }
            assertThat(receipts).singleElement().extracting(RerunReceipt::httpStatus).isEqualTo(204);
        }
    }
}
