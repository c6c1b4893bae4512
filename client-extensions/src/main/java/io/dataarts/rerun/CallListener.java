package io.dataarts.rerun;

/**
 * Observes calls, for metrics and traces: it can change nothing. A studio calls it on the thread of the call, for typed and raw calls
 * alike.
 *
 * <p>Events of one call come in this order: {@link #onCallStarted}, one {@link #onAttempt} for each attempt, {@link #onCall}. If a
 * listener throws, the studio logs that once at WARN and goes on. Implementations must be thread-safe and should be fast: their time
 * counts as the call's.
 */
public interface CallListener {

    /** Called before the first attempt. The event has attempt 0, the outcome {@code NOT_SENT} and no duration yet. */
    default void onCallStarted(CallEvent event) {}

    /** Called at the end of each attempt, with what this attempt came to. */
    default void onAttempt(CallEvent event) {}

    /** Called at the end of the call, with what the caller is about to learn. */
    default void onCall(CallEvent event) {}
}
