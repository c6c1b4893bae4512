package io.dataarts.rerun.internal.http;

import io.dataarts.rerun.internal.call.Attempt;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/**
 * Aborts exchanges that outlive their call's deadline, and all of them at the end: a byte a second outlives every socket timeout.
 *
 * <p>A timer for each exchange would wake a thread for each. So one look at all of them follows the other, {@value #PERIOD_MILLIS} ms
 * apart, for as long as any is in flight. Thread-safe.
 */
final class Deadlines implements AutoCloseable {

    private static final long PERIOD_MILLIS = 20;

    private final Map<HttpUriRequestBase, Attempt> inFlight = new ConcurrentHashMap<>();
    private final AtomicBoolean lookPlanned = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor timer;

    Deadlines(ScheduledThreadPoolExecutor timer) {
        this.timer = timer;
    }

    static ScheduledThreadPoolExecutor timer() {
        return new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "dataarts-rerun-deadlines");
            thread.setDaemon(true);
            return thread;
        });
    }

    void begin(HttpUriRequestBase exchange, Attempt attempt) {
        inFlight.put(exchange, attempt);
        plan();
    }

    void end(HttpUriRequestBase exchange) {
        inFlight.remove(exchange);
    }

    private void plan() {
        if (!lookPlanned.get() && lookPlanned.compareAndSet(false, true)) {
            try {
                timer.schedule(this::look, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
            } catch (Throwable e) { // there was no thread to be had: the next exchange tries again
                lookPlanned.set(false);
                throw e;
            }
        }
    }

    private void look() {
        lookPlanned.set(false);
        inFlight.forEach((exchange, attempt) -> {
            if (attempt.call().nanosLeft() <= 0) {
                attempt.expire();
                exchange.abort();
            }
        });
        if (!inFlight.isEmpty()) {
            plan();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        inFlight.keySet().forEach(HttpUriRequestBase::abort);
        try {
            timer.awaitTermination(1, TimeUnit.SECONDS); // it is about to end; nothing of a closed studio should be left
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
