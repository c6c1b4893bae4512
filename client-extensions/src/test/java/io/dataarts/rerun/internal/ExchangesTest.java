package io.dataarts.rerun.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ExchangesTest {

    @Test
    @DisplayName("however many exchanges begin and end, and however many deadlines pass, the timer has one look planned")
    void begin_whenManyForLong_thenOneLookPlanned() throws Exception {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        AtomicInteger most = new AtomicInteger();
        long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try (Exchanges exchanges = new Exchanges(timer)) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                done.add(callers.submit(() -> {
                    while (System.nanoTime() - end < 0) {
                        try (Call call = Call.begin(Duration.ofMillis(20))) {
                            HttpUriRequestBase exchange = exchange();
                            exchanges.begin(exchange, call);
                            most.accumulateAndGet(timer.getQueue().size(), Math::max);
                            exchanges.end(exchange);
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
    @DisplayName("each exchange is aborted at its own deadline, also one that is earlier than that of an exchange before")
    void begin_whenDeadlinesDiffer_thenEachAborted() throws Exception {
        try (Exchanges exchanges = new Exchanges();
                Call late = Call.begin(Duration.ofMinutes(10))) {
            HttpUriRequestBase outlasting = exchange();
            exchanges.begin(outlasting, late);
            for (int millis : List.of(300, 200, 100)) {
                HttpUriRequestBase exchange = exchange();
                AtomicBoolean inTime = new AtomicBoolean();
                try (Call call = Call.begin(Duration.ofMillis(millis))) {
                    exchanges.begin(exchange, call);
                    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
                    while (!exchange.isAborted() && System.nanoTime() - end < 0) {
                        Thread.onSpinWait();
                    }
                    inTime.set(call.nanosLeft() <= 0 && call.timedOut());
                }
                assertThat(exchange.isAborted()).isTrue();
                assertThat(inTime).isTrue();
            }
            assertThat(outlasting.isAborted()).isFalse();
        }
    }

    private static HttpUriRequestBase exchange() {
        return new HttpUriRequestBase("POST", URI.create("http://127.0.0.1/"));
    }
}
