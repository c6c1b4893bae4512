package io.dataarts.rerun.internal.track;

import io.dataarts.rerun.internal.track.Watched.Row;
import io.dataarts.rerun.track.InstanceState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A target and its instances: what their changes mean.
 *
 * @param watcher looks at the list that shows the target
 * @param rows the instances by key
 * @param known the keys of all instances that the first look listed, and that match
 */
record Watched(Target target, Watcher watcher, Map<List<?>, Row> rows, Set<List<?>> known) {

    /**
     * An instance.
     *
     * @param before its state before, null if the first look did not list it
     * @param now its state at the last look that listed it
     * @param isListed whether the last look listed it
     */
    record Row(@Nullable InstanceState before, InstanceState now, boolean isListed) {

        static Row of(@Nullable InstanceState before, InstanceState now) {
            boolean moved = before == null || !Objects.equals(before.status(), now.status())
                    || !Objects.equals(before.startTime(), now.startTime()) || !Objects.equals(before.endTime(), now.endTime());
            InstanceState state = new InstanceState(now.workspace(), now.name(), now.jobId(), now.instanceId(), now.planTime(),
                    now.submitTime(), now.status(), now.startTime(), now.endTime(), moved, now.atEnd(), now.succeeded(), now.needsPerson());
            return new Row(before, state, true);
        }

        boolean wasAtEnd() {
            return before != null && before.atEnd();
        }

        /** Returns whether this may be the same instance under another id. */
        boolean isLike(Row other) {
            return Objects.equals(now.jobId(), other.now.jobId()) && Objects.equals(now.planTime(), other.now.planTime());
        }
    }

    /** Keeps the state before of what the rerun means. Of DataArts Quality, the end of a run is no sign of another run. */
    void begin(Map<List<?>, InstanceState> listed) {
        Map<List<?>, InstanceState> matching = new LinkedHashMap<>(listed);
        matching.values().removeIf(state -> !target.matches(state));
        known.addAll(matching.keySet());
        Predicate<InstanceState> isMeant = target.isQuality() ? InstanceState::atEnd : target::isSubmittedWith;
        if (target.isQuality() || matching.values().stream().anyMatch(isMeant)) {
            matching.values().removeIf(isMeant.negate());
        }
        matching.forEach((key, state) -> rows.put(key, Row.of(state, state)));
    }

    /** Takes what a later look listed. An instance that ended before that time is not new: it was in no window of the first look. */
    void see(Map<List<?>, InstanceState> listed, long since) {
        rows.replaceAll((key, row) -> listed.containsKey(key) ? Row.of(row.before, listed.get(key)) : new Row(row.before, row.now, false));
        listed.forEach((key, state) -> {
            boolean isOld = state.atEnd() && state.endTime() != null && state.endTime() < since;
            if (target.matches(state) && !known.contains(key) && !isOld) {
                rows.put(key, Row.of(null, state));
            }
        });
    }

    /** Returns the times around which the state before lies. */
    LongStream times() {
        return Stream.concat(Stream.of(target.from(), target.to()), rows.values().stream().map(Row::before).filter(Objects::nonNull)
                        .flatMap(before -> Stream.of(before.planTime(), before.startTime())))
                .filter(Objects::nonNull).mapToLong(Long::longValue);
    }

    /** Returns whether a change could be evidence: something was at its end in the state before. */
    boolean canTell() {
        return watcher.unseen == null && (target.isQuality() || rows.values().stream().anyMatch(Row::wasAtEnd));
    }

    /** Returns which instance ran since the state before and how that shows, null if none did. */
    @Nullable String run() {
        return !canTell() ? null : rows.values().stream()
                .filter(row -> row.before != null ? row.wasAtEnd() && row.now.moved()
                        : target.isQuality() || rows.values().stream().anyMatch(other -> other.wasAtEnd() && other.isLike(row)))
                .findFirst().map(this::describe).orElse(null);
    }

    private String describe(Row row) {
        String how = row.before != null ? "; before: " + row.before
                : row.now.startTime() == null || row.now.startTime() >= watcher.first ? "; its instance id is new"
                : "; its instance id is new, though it started before the first look";
        String others = target.isQuality() ? "a schedule may have started it"
                : target.jobId() == null ? "the span may hold other runs of these jobs"
                : rows.values().stream().filter(Row::wasAtEnd).count() > 1 ? "several instances have its job id and planned time" : null;
        return row.now + how + (others == null ? "" : ". It need not be this call's run: " + others);
    }

    /** Returns why it is open whether a run happened, null if nothing is. */
    @Nullable String doubt() {
        String failure = watcher.unseen != null ? watcher.unseen : watcher.failure();
        return failure != null || target.isQuality() ? failure
                : rows.isEmpty() ? target + " was not listed at the first look"
                : rows.values().stream().filter(row -> !row.wasAtEnd() || !row.isListed).findFirst().map(row -> row.now + (row.wasAtEnd()
                        ? "; it is no longer listed" : "; at the first look it was at no end, so no change is evidence")).orElse(null);
    }

    /** Returns each instance with its last state; of a quality or comparison job, only what ran since the state before. */
    Stream<InstanceState> states() {
        return rows.values().stream().map(Row::now).filter(state -> state.moved() || !target.isQuality());
    }

    /** Returns whether everything moved and is at an end. Of instances with the same job id and planned time, one has to move. */
    boolean isFinished() {
        return !rows.isEmpty() && rows.values().stream().allMatch(row -> row.now.moved() ? row.now.atEnd()
                : rows.values().stream().anyMatch(other -> other.now.moved() && other.isLike(row)));
    }
}
