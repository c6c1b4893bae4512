package io.dataarts.rerun.batch;

import io.dataarts.rerun.error.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a batch is. Immutable.
 *
 * @param done how many reruns are done, whether sent or not
 * @param total how many reruns there are, null if the stream does not say
 * @param counts how many reruns have which outcome
 * @param perSecond how many were sent in a second, on average
 */
public record BatchProgress(long done, @Nullable Long total, Map<Outcome, Long> counts, double perSecond) {

    /** Makes a progress. Keeps a copy of the counts. */
    public BatchProgress {
        counts = Map.copyOf(counts);
    }

    /** Returns how many reruns have this outcome. */
    public long count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    /** Returns how long the rest takes at this pace. Empty if nothing was sent, or the stream does not say how many reruns there are. */
    public Optional<Duration> timeLeft() {
        return total == null || perSecond == 0 ? Optional.empty()
                : Optional.of(Duration.ofSeconds((long) Math.ceil((total - done) / perSecond)));
    }

    /** Returns the progress as a line. */
    @Override
    public String toString() {
        return done + (total == null ? "" : " of " + total) + " done: " + count(Outcome.ACCEPTED) + " accepted, "
                + count(Outcome.UNKNOWN) + " unknown, " + count(Outcome.REJECTED) + " rejected, " + count(Outcome.NOT_SENT) + " not sent; "
                + Math.round(perSecond * 10) / 10.0 + " a second" + timeLeft().map(left -> ", " + left.toSeconds() + " s left").orElse("");
    }
}
