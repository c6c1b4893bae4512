package io.dataarts.rerun;

/**
 * Observes calls, for metrics and traces. A listener cannot change a call. The studio invokes it on the caller's thread, for typed and raw
 * calls alike.
 *
 * <p>Each call causes these events in this order: {@link #onCallStarted}, one {@link #onAttempt} per attempt, {@link #onCall}. If a
 * listener throws, the studio logs its first exception at WARN and continues the call. A listener that interrupts its thread interrupts
 * the call, as any other code on that thread would.
 *
 * <p>Implementations must be thread-safe. They should be fast, because the call waits for them.
 */
public interface CallListener {

    /**
     * Reports the start of a call, before its first attempt. The event has attempt 0, the outcome {@code NOT_SENT} and the duration zero.
     */
    default void onCallStarted(CallEvent event) {}

    /** Reports the end of an attempt. */
    default void onAttempt(CallEvent event) {}

    /** Reports the end of a call, before the caller gets the result or the exception. */
    default void onCall(CallEvent event) {}
}
