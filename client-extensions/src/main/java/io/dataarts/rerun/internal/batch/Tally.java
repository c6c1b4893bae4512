package io.dataarts.rerun.internal.batch;

import io.dataarts.rerun.batch.BatchEntry.Decision;
import io.dataarts.rerun.batch.BatchProgress;
import io.dataarts.rerun.batch.BatchReport;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.internal.call.ListenerGuard;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Counts what a batch did, keeps what a person has to look at, and tells the listeners. */
final class Tally {

    private static final int MAX_ENTRIES = 10_000;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Plan plan;
    private final @Nullable Long total;
    private final ListenerGuard guard = new ListenerGuard();
    private final List<Item> entries = new ArrayList<>();
    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    private final Map<Decision, Long> decisions = new EnumMap<>(Decision.class);
    private final long start = System.nanoTime();
    private long nextProgress = start + SECOND;
    private long done;
    private long entriesLeftOut;
    long already;
    long notBegun;

    /** @param total how many reruns there are, null if the stream does not say */
    Tally(Plan plan, @Nullable Long total) {
        this.plan = plan;
        this.total = total;
    }

    long count(Decision decision) {
        return decisions.getOrDefault(decision, 0L);
    }

    void done(Item item) {
        done++;
        decisions.merge(item.decision, 1L, Long::sum);
        if (item.outcome != null && item.decision != Decision.ALREADY_ACCEPTED) {
            counts.merge(item.outcome, 1L, Long::sum);
        }
        report(item);
    }

    /** Keeps what a person has to look at, and tells of it. */
    void report(Item item) {
        if (item.isOpen() && entries.size() < MAX_ENTRIES) {
            entries.add(item);
        } else if (item.isOpen()) {
            entriesLeftOut++;
        }
        tell(item);
    }

    void tell(Item item) {
        guard.call(plan.onEntry, () -> plan.onEntry.accept(item.entry()));
    }

    void tellProgress(boolean isLast) {
        long now = System.nanoTime();
        if (isLast || now - nextProgress >= 0) {
            nextProgress = now + SECOND;
            double perSecond = count(Decision.SENT) * 1e9 / Math.max(1, now - start);
            BatchProgress progress = new BatchProgress(done, total == null ? null : (Long) Math.max(total, done), counts, perSecond);
            guard.call(plan.onProgress, () -> plan.onProgress.accept(progress));
        }
    }

    /** Closes the stream. */
    void close() {
        guard.call(plan, plan.reruns::close);
    }

    BatchReport report(@Nullable String stopped, @Nullable Long secondsNeeded) {
        return new BatchReport(counts, already, count(Decision.DUPLICATE), count(Decision.MOVED), count(Decision.PREVIEWED), notBegun,
                stopped, entries.stream().map(Item::entry).toList(), entriesLeftOut, secondsNeeded);
    }
}
