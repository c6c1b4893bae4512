package io.dataarts.rerun.internal.track;

import static io.dataarts.rerun.internal.find.Search.ALL_TIMES;

import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.error.ThrottledException;
import io.dataarts.rerun.error.UnreadableResponseException;
import io.dataarts.rerun.find.Window;
import io.dataarts.rerun.internal.find.Lists;
import io.dataarts.rerun.track.InstanceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at one list of the service, for all targets that it shows. */
final class Watcher {

    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 404);

    final List<Watched> watched = new ArrayList<>();
    /** The service's time at the first look that succeeded, null before it. */
    @Nullable Long first;
    /** Why the first look failed, null if it did not. */
    @Nullable String unseen;

    private final Lists lists;
    private final Source source;
    private long latest;
    private @Nullable DataArtsException failure;

    Watcher(Lists lists, Source source) {
        this.lists = lists;
        this.source = source;
    }

    /** Looks, and keeps a failure of the look-up. */
    void look() {
        try {
            Map<List<?>, InstanceState> listed = new LinkedHashMap<>();
            LongSummaryStatistics times = watched.stream().flatMapToLong(Watched::times).summaryStatistics();
            if (first == null) {
                first = askBefore(times.getMin(), times.getMax() + HOUR, listed);
                watched.forEach(each -> each.begin(listed));
            } else {
                askSince(first - MINUTE, times, listed);
                watched.forEach(each -> each.see(listed, first - MINUTE));
            }
            failure = null;
        } catch (DataArtsException e) {
            failure = e;
        }
    }

    /** Asks for the state before, and returns the service's time. */
    private long askBefore(long from, long to, Map<List<?>, InstanceState> listed) {
        boolean isQuality = source.kind() != null;
        long now = isQuality ? ask(0, 0, listed) : ask(from, to, listed); // nothing, but the time
        if (isQuality) {
            ask(now - 24 * HOUR, now + 10 * MINUTE, listed);
        } else if (to < now && watched.stream().anyMatch(each -> listed.values().stream().noneMatch(each.target()::matches))) {
            ask(from, now, listed); // an earlier rerun may have moved the start time
        }
        return now;
    }

    /** Asks around the state before, and since then: where a window is on start times, a rerun moves an instance from one to the other. */
    private void askSince(long since, LongSummaryStatistics night, Map<List<?>, InstanceState> listed) {
        boolean isQuality = source.kind() != null;
        boolean isOneWindow = !isQuality && night.getMax() >= since && night.getMin() <= latest + 10 * MINUTE;
        if (!isQuality && !isOneWindow) {
            ask(night.getMin(), night.getMax(), listed); // before the other, so that an instance that moves meanwhile is in one of them
        }
        long until;
        do { // again if much time has passed since the last look, so that the window ended before the service's now
            until = latest + 10 * MINUTE;
        } while (ask(isOneWindow ? Math.min(night.getMin(), since) : since, isOneWindow ? Math.max(night.getMax(), until) : until, listed)
                > until);
    }

    private long ask(long from, long to, Map<List<?>, InstanceState> listed) {
        Window window = new Window(Math.max(from, ALL_TIMES.from()), Math.max(ALL_TIMES.from(), Math.min(to, ALL_TIMES.to())));
        Instant date = source.read(lists, window,
                state -> listed.put(Arrays.asList(source, state.jobId(), state.planTime(), state.instanceId()), state));
        if (date == null) {
            throw new UnreadableResponseException("the answer has no Date, from which windows count", null, Outcome.ACCEPTED, 1, null, 200);
        }
        latest = Math.max(latest, date.toEpochMilli());
        return date.toEpochMilli();
    }

    /** Returns why the last look failed, null if it did not. */
    @Nullable String failure() {
        return failure == null ? null : "the list of " + source + " could not be read: " + failure.getMessage();
    }

    /** Returns whether the service refused the last look, so that it would refuse the next, too. */
    boolean isRefused() {
        return failure instanceof ServiceException answer && !(failure instanceof ThrottledException)
                && REFUSALS.contains(answer.httpStatus());
    }
}
