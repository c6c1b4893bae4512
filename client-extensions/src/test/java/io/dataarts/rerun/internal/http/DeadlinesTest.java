package io.dataarts.rerun.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.CallTest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The timer aborts an exchange at its call's deadline, whatever the network does, and its queue stays small. */
class DeadlinesTest {

    @Test
    @DisplayName("the timer has one check planned, however many exchanges begin and end and however many deadlines pass")
    void begin_whenManyForLong_thenOneLookPlanned() throws Exception {
        ScheduledThreadPoolExecutor timer = Deadlines.timer();
        AtomicInteger most = new AtomicInteger();
        long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try (Deadlines deadlines = new Deadlines(timer)) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                done.add(callers.submit(() -> {
                    while (System.nanoTime() - end < 0) {
                        try (Call call = CallTest.begin(Duration.ofMillis(20))) {
                            HttpUriRequestBase exchange = exchange();
                            deadlines.begin(exchange, call.startAttempt());
                            most.accumulateAndGet(timer.getQueue().size(), Math::max);
                            deadlines.end(exchange);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> caller : done) {
                caller.get(1, TimeUnit.MINUTES);
            }
        } finally {
            callers.shutdownNow();
        }
        assertThat(most).hasValue(1);
    }

    @Test
    @DisplayName("each exchange is aborted at its own deadline, even if an earlier exchange has a later one")
    void begin_whenDeadlinesDiffer_thenEachAborted() throws Exception {
        try (Deadlines deadlines = new Deadlines(Deadlines.timer());
                Call late = CallTest.begin(Duration.ofMinutes(10))) {
            HttpUriRequestBase outlasting = exchange();
            deadlines.begin(outlasting, late.startAttempt());
            for (int millis : List.of(300, 200, 100)) {
                HttpUriRequestBase exchange = exchange();
                try (Call call = CallTest.begin(Duration.ofMillis(millis))) {
                    deadlines.begin(exchange, call.startAttempt());
                    assertThat(isAbortedInTheEnd(exchange)).isTrue();
                    assertThat(call.deadline().nanosLeft()).isNegative();
                    assertThat(call.lastAttempt().expire()).isTrue();
                }
            }
            assertThat(outlasting.isAborted()).isFalse();
        }
    }

    @Test
    @DisplayName("each of several exchanges in flight is aborted at its own deadline")
    void begin_whenSeveralAreUnderWay_thenEachAborted() throws Exception {
        try (Deadlines deadlines = new Deadlines(Deadlines.timer())) {
            List<HttpUriRequestBase> begun = new ArrayList<>();
            for (Duration timeout : List.of(Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofMinutes(10))) {
                begun.add(begin(deadlines, timeout));
            }

            assertThat(isAbortedInTheEnd(begun.get(0))).isTrue();
            assertThat(isAbortedInTheEnd(begun.get(1))).isTrue();
            assertThat(begun.get(2).isAborted()).isFalse();
        }
    }

    @Test
    @DisplayName("if the timer gets no thread for a check, the next exchange plans the check")
    void begin_whenNoThread_thenPlannedWithTheNext() throws Exception {
        AtomicBoolean failed = new AtomicBoolean();
        ThreadFactory threads = task -> {
            if (failed.compareAndSet(false, true)) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(task);
        };
        try (Deadlines deadlines = new Deadlines(new ScheduledThreadPoolExecutor(1, threads))) {
            assertThatThrownBy(() -> begin(deadlines, Duration.ofMillis(50))).isInstanceOf(OutOfMemoryError.class);

            assertThat(isAbortedInTheEnd(begin(deadlines, Duration.ofMillis(100)))).isTrue();
        }
    }

    private static HttpUriRequestBase begin(Deadlines deadlines, Duration timeout) {
        HttpUriRequestBase exchange = exchange();
        try (Call call = CallTest.begin(timeout)) {
            deadlines.begin(exchange, call.startAttempt());
        }
        return exchange;
    }

    private static boolean isAbortedInTheEnd(HttpUriRequestBase exchange) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!exchange.isAborted() && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
        return exchange.isAborted();
    }

    private static HttpUriRequestBase exchange() {
        return new HttpUriRequestBase("POST", URI.create("http://127.0.0.1/"));
    }
}
