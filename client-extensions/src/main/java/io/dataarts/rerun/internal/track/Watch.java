package io.dataarts.rerun.internal.track;

import io.dataarts.rerun.error.AuthenticationException;
import io.dataarts.rerun.find.InstanceState;
import io.dataarts.rerun.internal.call.Failures;
import io.dataarts.rerun.internal.call.ListenerGuard;
import io.dataarts.rerun.internal.check.Arguments;
import io.dataarts.rerun.internal.delivery.Sleeper;
import io.dataarts.rerun.internal.find.Lists;
import io.dataarts.rerun.internal.track.Watched.Row;
import io.dataarts.rerun.track.Ending;
import io.dataarts.rerun.track.Evidence;
import io.dataarts.rerun.track.Evidence.Verdict;
import io.dataarts.rerun.track.Track;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Watches what a rerun touches. Shares the look-ups of each list with the reruns that were given together with it.
 *
 * @param sleeper waits between two looks
 */
public record Watch(Sleeper sleeper, List<Watched> targets) implements Track {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final String INTERRUPTED = "the thread was interrupted";

    /**
     * Looks for the state before of some reruns.
     *
     * @param lists gives the lists of a workspace
     * @param sleeper waits between two looks
     * @param reruns the targets of each rerun
     */
    public static List<Watch> of(Function<String, Lists> lists, Sleeper sleeper, List<List<Target>> reruns) {
        List<Watch> watches = of(lists, sleeper, reruns, Collections.nCopies(reruns.size(), null));
        look(watches, () -> {});
        watches.forEach(watch -> watch.targets.forEach(target -> target.unseen = target.watcher.failure()));
        return watches;
    }

    /**
     * Goes on from states that were kept, without a look. A rerun without one settles as {@code CANNOT_TELL}.
     *
     * @param kept the state before of each rerun, null if there is none
     */
    public static List<Watch> of(
            Function<String, Lists> lists, Sleeper sleeper, List<List<Target>> reruns, List<@Nullable Before> kept) {
        Map<List<?>, Watcher> watchers = new HashMap<>();
        return IntStream.range(0, reruns.size()).mapToObj(i -> new Watch(sleeper, reruns.get(i).stream().map(target -> watchers
                        .computeIfAbsent(Arrays.asList(target.list(), kept.get(i) == null),
                                list -> new Watcher(lists.apply(target.workspace()), target))
                        .watch(target, kept.get(i))).toList()))
                .toList();
    }

    /** Returns the state before, for a journal. Returns null if the first look failed. */
    public @Nullable Before before() {
        return targets.stream().anyMatch(target -> target.unseen != null) ? null
                : new Before(targets.stream().mapToLong(target -> target.before.first()).min().getAsLong(),
                        targets.stream().flatMap(target -> target.before.instances().stream()).distinct().toList());
    }

    @Override
    public Evidence settle(Duration limit) {
        return evidence(poll(isSettled() ? List.of() : List.of(this), limit, watch -> watch.isSettled() || watch.isRefused(), watch -> {})
                ? INTERRUPTED : null);
    }

    @Override
    public Ending follow(Duration limit, Consumer<? super InstanceState> listener) {
        Objects.requireNonNull(listener, "listener");
        Map<Object, InstanceState> told = new HashMap<>();
        ListenerGuard guard = new ListenerGuard();
        return ending(limit, poll(List.of(this), limit, watch -> watch.isFinished() || watch.isRefused(),
                watch -> watch.tell(told, listener, guard)) ? INTERRUPTED : null);
    }

    /**
     * Looks until all reruns are decided, or the limit has passed. Begins no request after the limit, unless that is zero: then looks once.
     *
     * @param looked is told of each rerun that was looked at
     * @return whether the thread was interrupted while it waited
     */
    public static boolean poll(List<Watch> watches, Duration limit, Predicate<Watch> isDecided, Consumer<Watch> looked) {
        Arguments.require(!Objects.requireNonNull(limit, "limit").isNegative(), () -> "limit must not be negative, was " + limit);
        CancellationException passed = new CancellationException(Failures.text(limit) + " passed");
        watchers(watches).forEach(each -> each.fail(passed));
        List<Watch> open = watches;
        Duration left = limit;
        boolean isLast = false;
        for (Duration pause = FIRST_PAUSE; ; pause = Collections.min(List.of(pause.multipliedBy(3).dividedBy(2), LONGEST_PAUSE))) {
            long start = System.nanoTime();
            Duration most = left;
            look(open, () -> {
                if (!limit.isZero() && Duration.ofNanos(System.nanoTime() - start).compareTo(most) >= 0) {
                    throw passed;
                }
            });
            open.forEach(looked);
            open = open.stream().filter(isDecided.negate()).toList();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            left = left.minus(took);
            Duration wait = Collections.min(List.of(pause, left.minus(took))); // leaves time for the next look
            if (open.isEmpty() || isLast || wait.isNegative() || wait.isZero()) {
                return false;
            }
            isLast = wait.compareTo(pause) < 0;
            try {
                open.get(0).sleeper.sleep(wait);
            } catch (InterruptedException e) {
                Failures.keepInterrupt(e);
                return true;
            }
            left = left.minus(wait);
        }
    }

    /** Looks at each list. Asks no other list after a refused signature, since more than five refusals lock a key. */
    private static void look(List<Watch> watches, Runnable check) {
        RuntimeException failure = null;
        for (Watcher each : watchers(watches)) {
            failure = failure instanceof AuthenticationException ? each.fail(failure) : each.look(check);
        }
    }

    private static List<Watcher> watchers(List<Watch> watches) {
        return watches.stream().flatMap(watch -> watch.targets.stream()).map(target -> target.watcher).distinct().toList();
    }

    /** Tells the listener of each state that differs from the one before. */
    private void tell(Map<Object, InstanceState> told, Consumer<? super InstanceState> listener, ListenerGuard guard) {
        targets.forEach(target -> target.rows.forEach((key, row) -> {
            InstanceState before = Optional.ofNullable(told.put(key, row.now())).orElse(row.before());
            if (!row.now().equals(before)) {
                guard.call(listener, () -> listener.accept(row.now()));
            }
        }));
    }

    /** Returns whether no further look can change the verdict. */
    public boolean isSettled() {
        return targets.stream().noneMatch(Watched::canTell) || evidence(null).verdict() == Verdict.RAN_SINCE;
    }

    /**
     * Returns what the looks showed so far.
     *
     * @param cut what ended the looks before the limit, null if nothing did
     */
    public Evidence evidence(@Nullable String cut) {
        if (cut != null && !isSettled()) {
            return new Evidence(Verdict.CANNOT_TELL, cut);
        }
        return targets.stream().flatMap(Watched::evidence).min(Comparator.comparing(Evidence::verdict)) // a run before a doubt
                .orElseGet(() -> new Evidence(Verdict.NO_RUN_SEEN, "nothing changed after the first look at "
                        + Instant.ofEpochMilli(targets.get(0).before.first()) + ". That is no proof: the service may list a run late"));
    }

    /** Returns whether the service refuses the look-ups. */
    public boolean isRefused() {
        return targets.stream().anyMatch(target -> target.watcher.isRefused());
    }

    /** Returns whether all targets are finished. One new id ends one of them, also if several have its job id and planned time. */
    public boolean isFinished() {
        return targets.stream().collect(Collectors.groupingBy(each -> each.target.time())).values().stream().allMatch(alike ->
                alike.stream().allMatch(Watched::isFinished) && states(alike, Row::moved).size() >= alike.size());
    }

    /**
     * Returns how far following came.
     *
     * @param cut what ended the looks before the limit, null if nothing did
     */
    public Ending ending(Duration limit, @Nullable String cut) {
        List<InstanceState> moved = states(targets, Row::moved);
        List<InstanceState> unmoved = targets.get(0).target.kind() != null ? List.of() : states(targets, row -> !row.moved());
        boolean finished = isFinished();
        String failure = targets.stream().map(target -> target.watcher.failure()).filter(Objects::nonNull).findFirst().orElse(null);
        long waiting = Stream.of(moved, unmoved).flatMap(List::stream).filter(InstanceState::needsPerson).count();
        String reason = finished ? "every instance has moved and is at an end"
                        + (targets.get(0).target.kind() == null ? "" : "; " + Watched.SCHEDULE)
                : isRefused() ? failure
                : Objects.requireNonNullElse(cut, Failures.text(limit) + " passed") + " before every instance had moved and was at an end"
                        + (failure == null ? "" : "; " + failure);
        return new Ending(finished, finished && moved.stream().allMatch(InstanceState::succeeded), moved, unmoved,
                reason + (waiting == 0 ? "" : "; instances that need a person: " + waiting));
    }

    private static List<InstanceState> states(List<Watched> targets, Predicate<Row> which) {
        return targets.stream().flatMap(target -> target.rows.values().stream()).filter(which).map(Row::now).distinct().toList();
    }
}
