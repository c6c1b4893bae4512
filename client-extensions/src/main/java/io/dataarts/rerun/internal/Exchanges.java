package io.dataarts.rerun.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges under way: aborts those that outlive their call's deadline, and all of them at the end. A timer for each would wake a
 * thread for each; as calls nearly always end long before their deadline, one timer for the earliest is enough, and is set anew when it
 * goes off. Thread-safe.
 */
final class Exchanges implements AutoCloseable {

    private final Map<HttpUriRequestBase, Call> underWay = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer;
    private volatile @Nullable Long nextLook;

    Exchanges() {
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "dataarts-rerun-deadlines");
            thread.setDaemon(true);
            return thread;
        });
    }

    void begin(HttpUriRequestBase exchange, Call call) {
        underWay.put(exchange, call);
        lookAt(call.deadline());
    }

    void end(HttpUriRequestBase exchange) {
        underWay.remove(exchange);
    }

    private void lookAt(long deadline) {
        Long planned = nextLook;
        if (planned == null || deadline - planned < 0) {
            nextLook = deadline;
            timer.schedule(this::look, deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    /** Whatever begins meanwhile is either seen here, or sees that no look is planned. */
    private void look() {
        nextLook = null;
        underWay.forEach((exchange, call) -> {
            if (call.nanosLeft() > 0) {
                lookAt(call.deadline());
            } else if (underWay.remove(exchange) != null) {
                call.timeOut();
                exchange.abort();
            }
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
        underWay.keySet().forEach(HttpUriRequestBase::abort);
        try {
            timer.awaitTermination(1, TimeUnit.SECONDS); // it is about to end; nothing of a closed studio should be left
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
