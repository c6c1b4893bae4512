package io.dataarts.rerun.internal.batch;

import io.dataarts.rerun.error.AuthenticationException;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.PermissionDeniedException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Stops a batch, or holds it back. Only {@link #stopped} is for other threads than the one that runs the batch. */
final class Brake {

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Plan plan;
    /** Why nothing begins any more, null if it may. */
    volatile @Nullable String stopped;
    /** Whether the batch may look at the service. */
    boolean mayLook = true;
    private boolean isInterrupted;
    private boolean isProven; // the service has taken a signature
    private int failuresInARow;
    private long pause = SECOND;
    private long notBefore = System.nanoTime();

    Brake(Plan plan) {
        this.plan = plan;
    }

    /** @param settles whether the batch looks at the end all the same */
    void stop(String reason, boolean settles) {
        stopped = stopped == null ? reason : stopped;
        mayLook &= settles;
    }

    boolean mayBegin(int inFlight) {
        return stopped == null && inFlight < (isProven ? plan.requestsAtATime : 1) && System.nanoTime() - notBefore >= 0;
    }

    /** Stops if the user wants it. Returns whether the batch may not even look any more. */
    boolean isCancelled() {
        try {
            isInterrupted |= Thread.interrupted();
            if (isInterrupted || plan.stopWhen.getAsBoolean()) {
                stop(isInterrupted ? "the thread was interrupted" : "stopWhen is true", false);
            }
        } catch (Throwable e) { // not even an Error may hide what is in flight
            stop("stopWhen failed: " + e, false);
        }
        return !mayLook;
    }

    /** Gives the thread the interrupt flag back that {@link #isCancelled()} took. */
    void restoreInterrupt() {
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Holds back the whole batch after a throttled rerun. */
    void throttle(Duration asked) {
        long now = System.nanoTime();
        pause = now - notBefore >= 0 ? Math.min(pause * 2, 64 * SECOND) : pause; // not for each of those in flight
        if (asked.compareTo(LONGEST_PAUSE) > 0) {
            stop("the service asks for a pause of " + asked.toSeconds() + " s: go on after it", false);
        } else {
            long until = now + Math.max(pause / 2, asked.toNanos());
            notBefore = until - notBefore > 0 ? until : notBefore;
        }
    }

    /**
     * Stops if others would fail, too.
     *
     * @param broken why the journal cannot be written, null if it can
     */
    void ended(Item item, @Nullable String broken) {
        pause = SECOND;
        failuresInARow = item.isAnswered() ? 0 : failuresInARow + 1;
        isProven |= item.isAnswered();
        if (item.failure instanceof AuthenticationException || item.failure instanceof PermissionDeniedException
                || item.failure instanceof ConfigurationException) {
            stop("number " + item.number + " failed, and others would, too: " + item.reason, false);
        } else if (broken != null) {
            stop(broken, true);
        } else if (failuresInARow >= plan.stopAfter) {
            stop("reruns in a row that ended UNKNOWN or NOT_SENT: " + failuresInARow + ", the last one: " + item.reason, true);
        }
    }
}
