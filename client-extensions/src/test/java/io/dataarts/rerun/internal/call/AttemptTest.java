package io.dataarts.rerun.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dataarts.rerun.error.Outcome;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An attempt ends with the call's time or with its time to connect, and names the wait that the limit ended. */
class AttemptTest {

    private static final Limit CONNECT = new Limit("connectTimeout", Duration.ofMillis(20));
    private static final Limit LONG_CONNECT = new Limit("connectTimeout", Duration.ofMinutes(1));

    @Test
    @DisplayName("connecting is limited by its own limit")
    void connects() {
        try (Call call = CallTest.begin(Duration.ofMinutes(1))) {
            Attempt attempt = call.startAttempt();
            assertThat(attempt.nanosLeft()).isBetween(TimeUnit.SECONDS.toNanos(30), TimeUnit.MINUTES.toNanos(1));
            attempt.connects(CONNECT);
            assertThat(attempt.nanosLeft()).isLessThanOrEqualTo(CONNECT.time().toNanos());

            awaitExpiry(attempt);

            assertThat(attempt.timeout()).matches("connectTimeout of 20 ms ended: the call waited \\d+ ms for the address of \\{peer}");
            assertThatThrownBy(attempt::sent).isInstanceOf(InterruptedIOException.class).hasMessage(attempt.timeout());
            assertThat(attempt.wasSent()).isFalse();
        }
    }

    @Test
    @DisplayName("connecting is limited by what is left of the call, if that is less")
    void connectsWithinTheCall() {
        try (Call call = CallTest.begin(Duration.ofMillis(20))) {
            Attempt attempt = call.startAttempt();
            attempt.connects(LONG_CONNECT);
            awaitExpiry(attempt);
            assertThat(attempt.timeout()).startsWith("callTimeout of 20 ms ended: the call waited ");
        }
    }

    @Test
    @DisplayName("the limit for connecting ends when the request is sent")
    void sentEndsConnecting() throws Exception {
        try (Call call = CallTest.begin(Duration.ofMinutes(1))) {
            Attempt attempt = call.startAttempt();
            attempt.connects(CONNECT);
            attempt.sent();

            assertThat(attempt.nanosLeft()).isGreaterThan(TimeUnit.SECONDS.toNanos(30));
            assertThat(attempt.expire()).isFalse();
            assertThat(attempt.outcome()).isEqualTo(Outcome.UNKNOWN);
        }
    }

    @Test
    @DisplayName("the wait that a limit ended stays the one that the message names, with its time")
    void waitStays() {
        try (Call call = CallTest.begin(Duration.ofMillis(20))) {
            Attempt attempt = call.startAttempt();
            awaitExpiry(attempt);
            String timeout = attempt.timeout();
            attempt.waitsFor("something else");
            for (long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5); System.nanoTime() - end < 0; ) {
                Thread.onSpinWait();
            }

            assertThat(attempt.expire()).isTrue();
            assertThat(attempt.timeout()).isEqualTo(timeout).endsWith(" for the listeners and the body of the request");
        }
    }

    @Test
    @DisplayName("after it was sent, an attempt waits for the answer")
    void waitsForTheAnswer() throws Exception {
        try (Call call = CallTest.begin(Duration.ofMillis(50))) {
            Attempt attempt = call.startAttempt();
            attempt.sent();
            awaitExpiry(attempt);
            assertThat(attempt.timeout()).startsWith("callTimeout of 50 ms ended: the call waited ").endsWith(" for the answer of {host}");
        }
    }

    @Test
    @DisplayName("each address of a host gets an equal share of the time that is left, and the last one all of it")
    void shares() {
        try (Call call = CallTest.begin(Duration.ofMinutes(1))) {
            Attempt attempt = call.startAttempt();
            attempt.found(3);
            assertThat(attempt.nanosForNextAddress()).isBetween(TimeUnit.SECONDS.toNanos(15), TimeUnit.SECONDS.toNanos(20));
            assertThat(attempt.nanosForNextAddress()).isBetween(TimeUnit.SECONDS.toNanos(25), TimeUnit.SECONDS.toNanos(30));
            assertThat(attempt.nanosForNextAddress()).isBetween(TimeUnit.SECONDS.toNanos(50), TimeUnit.SECONDS.toNanos(60));
        }
    }

    @Test
    @DisplayName("an attempt that has found the addresses waits for a connection")
    void waitsForAConnection() {
        try (Call call = CallTest.begin(Duration.ofMillis(20))) {
            Attempt attempt = call.startAttempt();
            attempt.found(1);
            awaitExpiry(attempt);
            assertThat(attempt.timeout()).endsWith(" for a connection to {peer}");
        }
    }

    private static void awaitExpiry(Attempt attempt) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!attempt.expire() && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
        assertThat(attempt.nanosLeft()).isNotPositive();
    }
}
