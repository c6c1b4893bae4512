package io.dataarts.rerun.internal.http;

import io.dataarts.rerun.internal.call.Attempt;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/**
 * Aborts exchanges when their attempt expires, and all exchanges on close. Socket timeouts cannot do this: one byte per second outlives
 * them all.
 *
 * <p>A timer per exchange would wake a thread per exchange. So one check looks at all exchanges, every {@value #PERIOD_MILLIS} ms while any
 * is in flight. Thread-safe.
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
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemon("dataarts-rerun-deadlines"));
        timer.setKeepAliveTime(1, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true); // a studio that is dropped without close() should leave no thread
        return timer;
    }

    static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
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
            } catch (Throwable e) { // the JVM gave no thread: the next exchange tries again
                lookPlanned.set(false);
                throw e;
            }
        }
    }

    private void look() {
        lookPlanned.set(false);
        inFlight.forEach((exchange, attempt) -> {
            if (attempt.expire()) {
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
            timer.awaitTermination(1, TimeUnit.SECONDS); // a closed studio should leave no thread
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
