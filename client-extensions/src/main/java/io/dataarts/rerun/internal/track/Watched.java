package io.dataarts.rerun.internal.track;

import io.dataarts.rerun.find.InstanceState;
import io.dataarts.rerun.track.Evidence;
import io.dataarts.rerun.track.Evidence.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A target and its instances: what their changes mean. Not thread-safe. */
final class Watched {

    static final String SCHEDULE = "a schedule may have started it";

    final Target target;
    /** Looks at the list that shows the target. */
    final Watcher watcher;
    /** The instances that count, by key. */
    final Map<Object, Row> rows = new LinkedHashMap<>();
    /** What the first look that succeeded listed of the target, null before it. */
    @Nullable Before before;
    /** Why there is no state from before the rerun, null if there is one. */
    @Nullable String unseen;

    Watched(Target target, Watcher watcher) {
        this.target = target;
        this.watcher = watcher;
    }

    /**
     * An instance.
     *
     * @param before its state before, null if the first look did not list it
     * @param now its state at the last look that listed it
     * @param isListed whether the last look listed it
     * @param latest the latest time that a run before the first look may have
     */
    record Row(@Nullable InstanceState before, InstanceState now, boolean isListed, long latest) {

        /** Returns whether it ran since. A time that was missing, or is now, does not count: the service may list it late. */
        boolean moved() {
            return before == null || !Objects.equals(before.status(), now.status())
                    || isOther(before.startTime(), now.startTime()) || isOther(before.endTime(), now.endTime());
        }

        private boolean isOther(@Nullable Long before, @Nullable Long now) {
            return now != null && (before == null ? now > latest : !before.equals(now));
        }

        /** Returns whether what moved is at an end. If only the start is new, status and end are those of the last run. */
        boolean isOver() {
            boolean isBegun = before != null && now.endTime() != null && now.endTime().equals(before.endTime())
                    && Objects.equals(before.status(), now.status());
            return now.atEnd() && !isBegun;
        }

        boolean wasAtEnd() {
            return before != null && before.atEnd();
        }

        /** Returns whether this may be the same instance under another id. */
        boolean isLike(Row other) {
            return Objects.equals(now.jobId(), other.now.jobId()) && Objects.equals(now.planTime(), other.now.planTime());
        }
    }

    /**
     * Keeps the state before. Of several instances, the submit time chooses. Of a quality or comparison job, the end of a run is no sign of
     * another run.
     */
    void begin(long time, List<InstanceState> listed) {
        before = new Before(time, listed.stream().filter(target::matches).toList());
        List<InstanceState> meant = before.instances().stream()
                .filter(state -> target.kind() != null ? state.atEnd() : target.means(state)).toList();
        (meant.isEmpty() && target.kind() == null ? before.instances() : meant)
                .forEach(state -> rows.put(Watcher.key(state), new Row(state, state, true, latest())));
    }

    /**
     * Takes what a later look listed. An instance that ended before the first look is not new: it was in no window of that. A new one with
     * the submit time of an instance that does not count is a run of that.
     */
    void see(Map<Object, InstanceState> listed) {
        rows.replaceAll((key, row) -> new Row(row.before, listed.getOrDefault(key, row.now), listed.containsKey(key), latest()));
        Set<Object> known = before.instances().stream().map(Watcher::key).collect(Collectors.toSet());
        listed.forEach((key, state) -> {
            boolean isOld = state.atEnd() && state.endTime() != null && state.endTime() < before.first() - Watcher.SKEW;
            if (target.matches(state) && !known.contains(key) && !isOld && !isAnothers(state)) {
                rows.put(key, new Row(null, state, true, latest()));
            }
        });
    }

    private long latest() {
        return before.first() + Watcher.SKEW;
    }

    private boolean isAnothers(InstanceState state) {
        return state.submitTime() != null && before.instances().stream()
                .anyMatch(other -> state.submitTime().equals(other.submitTime()) && !rows.containsKey(Watcher.key(other)));
    }

    /** Returns the times around which the state before lies. */
    LongStream times() {
        return Stream.concat(Stream.of(target.from(), target.to()), rows.values().stream().map(Row::before).filter(Objects::nonNull)
                        .flatMap(before -> Stream.of(before.planTime(), before.startTime())))
                .filter(Objects::nonNull).mapToLong(Long::longValue);
    }

    /** Returns whether a change could be evidence: something was at its end in the state before. */
    boolean canTell() {
        return unseen == null && (target.kind() != null || rows.values().stream().anyMatch(Row::wasAtEnd));
    }

    /** Returns what shows that a run happened, or why that is open. Of a run that was not seen, it returns nothing. */
    Stream<Evidence> evidence() {
        String failure = unseen != null ? unseen : watcher.failure();
        String doubt = failure == null && rows.isEmpty() && target.kind() == null ? target + " was not listed at the first look" : failure;
        return Stream.concat(Stream.ofNullable(doubt).map(reason -> new Evidence(Verdict.CANNOT_TELL, reason)),
                unseen != null ? Stream.of() : rows.values().stream().map(this::evidence).filter(Objects::nonNull));
    }

    private @Nullable Evidence evidence(Row row) {
        boolean wasAtEnd = row.before != null ? row.wasAtEnd()
                : target.kind() != null || rows.values().stream().anyMatch(other -> other.wasAtEnd() && other.isLike(row));
        return !wasAtEnd ? new Evidence(Verdict.CANNOT_TELL, row.now + "; at the first look it was at no end, so no change is evidence")
                : row.moved() ? new Evidence(Verdict.RAN_SINCE, describe(row))
                : row.isListed || target.kind() != null ? null
                : new Evidence(Verdict.CANNOT_TELL, row.now + "; it is no longer listed");
    }

    private String describe(Row row) {
        String how = row.before != null ? "; before: " + row.before
                : row.now.startTime() == null || row.now.startTime() >= before.first() ? "; its instance id is new"
                : "; its instance id is new, though it started before the first look";
        long candidates = row.before == null ? before.instances().size() : rows.values().stream().filter(Row::wasAtEnd).count();
        String others = target.kind() != null ? SCHEDULE
                : target.jobId() == null ? "the span may hold other runs of these jobs"
                : candidates > 1 ? "several instances have its job id and planned time" : null;
        return row.now + how + (others == null ? "" : ". It need not be this call's run: " + others);
    }

    /**
     * Returns whether everything moved and is at an end. Of instances with the same job id and planned time, one has to move. One that ran
     * at the first look ends by itself, and stands for no other.
     */
    boolean isFinished() {
        return !rows.isEmpty() && rows.values().stream().allMatch(row -> row.moved() ? row.isOver() : rows.values().stream()
                .anyMatch(other -> other.moved() && other.isLike(row) && (other.before == null || other.wasAtEnd())));
    }
}
