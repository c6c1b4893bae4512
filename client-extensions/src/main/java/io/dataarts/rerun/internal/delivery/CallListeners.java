package io.dataarts.rerun.internal.delivery;

import io.dataarts.rerun.CallEvent;
import io.dataarts.rerun.CallListener;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.internal.call.Attempt;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.ListenerGuard;
import io.dataarts.rerun.internal.call.RequestHead;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports calls and attempts to the log and the listeners. A log line holds no value of a header, a path or a body.
 *
 * <p>If a listener throws, its first exception is logged, and the call continues. Thread-safe.
 */
public final class CallListeners {

    private static final Logger LOG = LoggerFactory.getLogger("io.dataarts.rerun");

    /** Reports to no listener, for previews. */
    public static final CallListeners NONE = new CallListeners("", List.of());

    private final String authority;
    private final List<CallListener> listeners;
    private final ListenerGuard guard = new ListenerGuard();

    /** @param authority the host and port that log lines show */
    public CallListeners(String authority, List<CallListener> listeners) {
        this.authority = authority;
        this.listeners = List.copyOf(listeners);
    }

    public void started(Call call) {
        tell(CallListener::onCallStarted, call, Outcome.NOT_SENT, Duration.ZERO, null);
    }

    void attempted(Attempt attempt, @Nullable Throwable failure) {
        Duration duration = attempt.duration();
        if (LOG.isDebugEnabled()) {
            RequestHead head = attempt.call().head();
            LOG.debug("{} {}{} -> {} in {} ms, request id {}, attempt {}, {}", head.method(), authority, head.pathTemplate(),
                    attempt.status() == null ? "no answer" : attempt.status(), duration.toMillis(),
                    attempt.requestId() == null ? "-" : attempt.requestId(), attempt.number(), attempt.outcome());
        }
        tell(CallListener::onAttempt, attempt.call(), attempt.outcome(), duration, failure);
    }

    public void ended(Call call, @Nullable Throwable failure) {
        tell(CallListener::onCall, call, call.outcome(), call.duration(), failure);
    }

    private void tell(BiConsumer<CallListener, CallEvent> callback, Call call, Outcome outcome, Duration duration,
            @Nullable Throwable failure) {
        if (listeners.isEmpty()) {
            return;
        }
        Attempt attempt = call.lastAttempt();
        int number = attempt == null ? 0 : attempt.number();
        Integer status = attempt == null ? null : attempt.status();
        String requestId = attempt == null ? null : attempt.requestId();
        RequestHead head = call.head();
        CallEvent event = new CallEvent(head.operation(), head.method(), head.pathTemplate(), number, status, outcome, duration, requestId,
                failure == null ? null : failure.getClass());
        for (CallListener listener : listeners) {
            guard.call(listener, () -> callback.accept(listener, event));
        }
    }
}
