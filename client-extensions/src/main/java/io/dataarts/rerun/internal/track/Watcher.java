package io.dataarts.rerun.internal.track;

import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.error.ThrottledException;
import io.dataarts.rerun.error.UnreadableResponseException;
import io.dataarts.rerun.find.InstanceState;
import io.dataarts.rerun.internal.find.Lists;
import io.dataarts.rerun.internal.find.Search;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Looks at one list of the service, for all targets that it shows. */
final class Watcher {

    /** The clocks of a service may differ by this. The first look lists as much before its time as later looks do. */
    static final long SKEW = Duration.ofMinutes(10).toMillis();
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 404);

    private final List<Watched> watched = new ArrayList<>();
    private final Lists lists;
    private final Target any;
    private long latest;
    private @Nullable RuntimeException failure;

    /** @param any a target that the list shows */
    Watcher(Lists lists, Target any) {
        this.lists = lists;
        this.any = any;
    }

    /** Looks for this target, too. Goes on from its state before, unless that is null. All targets have one, or none has. */
    Watched watch(Target target, @Nullable Before before) {
        Watched added = new Watched(target, this);
        watched.add(added);
        if (before == null) {
            added.unseen = "the state before was not kept";
        } else {
            latest = Math.max(latest, before.first());
            added.begin(before.first(), before.instances());
        }
        return added;
    }

    /**
     * Looks, and keeps a failure of the look-up until a look succeeds.
     *
     * @param check runs before each request. If it throws {@link CancellationException}, the look before counts
     * @return the failure, null if there is none
     */
    @Nullable RuntimeException look(Runnable check) {
        try {
            lookOnce(check);
            failure = null;
        } catch (CancellationException e) {
            // the look before counts
        } catch (DataArtsException | IllegalArgumentException e) { // the latter for a name that no path can carry
            failure = e;
        }
        return failure;
    }

    /**
     * Asks around the planned times, then since the state before. Where windows are on start times, a rerun moves an instance from the one
     * to the other, and an instance that moves meanwhile is in one of them.
     */
    private void lookOnce(Runnable check) {
        Map<Object, InstanceState> listed = new LinkedHashMap<>();
        LongSummaryStatistics night = watched.stream().flatMapToLong(Watched::times).summaryStatistics();
        boolean isFirst = watched.get(0).before == null;
        if (isFirst || any.kind() == null) { // the first look learns the service's time here, also from DataArts Quality
            ask(night.getMin(), night.getMax() + (isFirst ? HOUR : 0), listed, check);
        }
        long now = latest;
        long since = isFirst ? firstSince(now, night.getMin(), listed.values())
                : watched.stream().mapToLong(each -> each.before.first()).min().getAsLong() - SKEW;
        long until;
        do { // again if much time has passed since the last look, so that the window ended before the service's now
            until = latest + SKEW;
            ask(since, until, listed, check);
        } while (latest > until);
        watched.forEach(isFirst ? each -> each.begin(now, List.copyOf(listed.values())) : each -> each.see(listed));
    }

    /** Returns from when the first look lists. An earlier rerun, or another's just now, may have moved an instance out of the night. */
    private long firstSince(long now, long night, Collection<InstanceState> listed) {
        boolean isComplete = watched.stream().allMatch(each -> listed.stream().anyMatch(each.target::means));
        return any.kind() != null ? now - 24 * HOUR : isComplete ? now - SKEW : Math.min(night, now - SKEW);
    }

    private void ask(long from, long to, Map<Object, InstanceState> listed, Runnable check) {
        Search search = any.search(lists, Lists.window(from, to));
        search.stream(check).forEach(state -> listed.put(key(state), state));
        if (search.date() == null) {
            throw new UnreadableResponseException(
                    "the answer has no valid Date, from which windows count", null, Outcome.ACCEPTED, 1, null, 200);
        }
        latest = Math.max(latest, search.date().toEpochMilli());
    }

    static Object key(InstanceState state) {
        return Arrays.asList(state.workspace(), state.jobId() == null ? state.name() : state.jobId(), state.planTime(),
                state.instanceId() == null ? state.submitTime() : state.instanceId());
    }

    /** Keeps a failure until a look succeeds, and returns it. */
    RuntimeException fail(RuntimeException reason) {
        failure = reason;
        return reason;
    }

    /** Returns why the last look failed, null if it did not. */
    @Nullable String failure() {
        return failure == null ? null : "the list of " + any.listName() + " could not be read: " + failure.getMessage();
    }

    /** Returns whether the service refused the last look, so that it would refuse the next, too. */
    boolean isRefused() {
        return failure instanceof ServiceException answer && !(failure instanceof ThrottledException)
                && REFUSALS.contains(answer.httpStatus());
    }
}
