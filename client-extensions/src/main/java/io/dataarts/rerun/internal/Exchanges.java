package io.dataarts.rerun.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges under way: aborts those that outlive their call's deadline, and all of them at the end. A timer for each would wake a
 * thread for each; as calls nearly always end long before their deadline, one look at the earliest is enough, which plans the next.
 * Thread-safe.
 */
final class Exchanges implements AutoCloseable {

    private final Map<HttpUriRequestBase, Call> underWay = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer;
    private volatile @Nullable Long nextLook;
    private @Nullable Future<?> planned; // the only one that the timer has

    Exchanges() {
        this(new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "dataarts-rerun-deadlines");
            thread.setDaemon(true);
            return thread;
        }));
    }

    Exchanges(ScheduledThreadPoolExecutor timer) {
        this.timer = timer;
        timer.setRemoveOnCancelPolicy(true);
    }

    void begin(HttpUriRequestBase exchange, Call call) {
        underWay.put(exchange, call);
        Long planned = nextLook;
        if (planned == null || call.deadline() - planned < 0) {
            plan(call.deadline());
        }
    }

    void end(HttpUriRequestBase exchange) {
        underWay.remove(exchange);
    }

    private synchronized void plan(long deadline) {
        Long known = nextLook;
        if (known == null || deadline - known < 0) {
            nextLook = null; // scheduling may fail, for want of a thread: then whatever begins next plans
            if (planned != null) {
                planned.cancel(false);
            }
            planned = timer.schedule(this::look, deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            nextLook = deadline;
        }
    }

    private void look() {
        for (Map.Entry<HttpUriRequestBase, Call> late : late().entrySet()) {
            if (underWay.remove(late.getKey()) != null) {
                late.getValue().timeOut();
                late.getKey().abort();
            }
        }
    }

    /** Plans the next look, too. Whatever begins meanwhile is either seen here, or sees that no look is planned, and plans one. */
    private synchronized Map<HttpUriRequestBase, Call> late() {
        nextLook = null;
        Map<HttpUriRequestBase, Call> late = new HashMap<>();
        Call next = null;
        for (Map.Entry<HttpUriRequestBase, Call> entry : underWay.entrySet()) {
            Call call = entry.getValue();
            if (call.nanosLeft() <= 0) {
                late.put(entry.getKey(), call);
            } else if (next == null || call.deadline() - next.deadline() < 0) {
                next = call;
            }
        }
        if (next != null) {
            plan(next.deadline());
        }
        return late;
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
