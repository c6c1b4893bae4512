package io.dataarts.rerun.internal.track;

import io.dataarts.rerun.internal.call.Failures;
import io.dataarts.rerun.internal.check.Arguments;
import io.dataarts.rerun.internal.delivery.Sleeper;
import io.dataarts.rerun.internal.find.Lists;
import io.dataarts.rerun.track.Ending;
import io.dataarts.rerun.track.Evidence;
import io.dataarts.rerun.track.Evidence.Verdict;
import io.dataarts.rerun.track.InstanceState;
import io.dataarts.rerun.track.Track;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches what a rerun touches. Shares the look-ups of each list with the reruns that were given together with it.
 *
 * @param sleeper waits between two looks
 */
public record Watch(Sleeper sleeper, List<Watched> targets) implements Track {

    private static final Logger LOG = LoggerFactory.getLogger("io.dataarts.rerun");
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
        Map<Source, Watcher> watchers = new LinkedHashMap<>();
        List<Watch> watches = reruns.stream().map(targets -> new Watch(sleeper, targets.stream().map(target -> {
            Watcher watcher = watchers.computeIfAbsent(target.source(), source -> new Watcher(lists.apply(source.workspace()), source));
            watcher.watched.add(new Watched(target, watcher, new LinkedHashMap<>(), new HashSet<>()));
            return watcher.watched.get(watcher.watched.size() - 1);
        }).toList())).toList();
        for (Watcher watcher : watchers.values()) {
            watcher.look();
            watcher.unseen = watcher.failure();
        }
        return watches;
    }

    @Override
    public Evidence settle(Duration limit) {
        return evidence(poll(isSettled() ? List.of() : List.of(this), limit, watch -> watch.isSettled() || watch.isRefused(), watch -> {}));
    }

    @Override
    public Ending follow(Duration limit, Consumer<? super InstanceState> listener) {
        Objects.requireNonNull(listener, "listener");
        Map<List<?>, InstanceState> told = new HashMap<>();
        AtomicBoolean isReported = new AtomicBoolean();
        return ending(limit, poll(List.of(this), limit, watch -> watch.isFinished() || watch.isRefused(),
                watch -> watch.tell(told, listener, isReported)));
    }

    /**
     * Looks until all reruns are decided, or the limit has passed.
     *
     * @param looked is told of each rerun that was looked at
     * @return whether the thread was interrupted while it waited
     */
    static boolean poll(List<Watch> watches, Duration limit, Predicate<Watch> isDecided, Consumer<Watch> looked) {
        Arguments.require(!limit.isNegative(), () -> "limit must not be negative, was " + limit);
        Duration left = limit;
        Duration pause = FIRST_PAUSE;
        List<Watch> open = watches;
        while (true) {
            long start = System.nanoTime();
            open.stream().flatMap(watch -> watch.targets.stream()).map(Watched::watcher).distinct().forEach(Watcher::look);
            open.forEach(looked);
            open = open.stream().filter(isDecided.negate()).toList();
            left = left.minusNanos(System.nanoTime() - start);
            if (open.isEmpty() || left.isNegative() || left.isZero()) {
                return false;
            }
            pause = Collections.min(List.of(pause, left));
            try {
                open.get(0).sleeper.sleep(pause);
            } catch (InterruptedException e) {
                Failures.keepInterrupt(e);
                return true;
            }
            left = left.minus(pause);
            pause = Collections.min(List.of(pause.multipliedBy(3).dividedBy(2), LONGEST_PAUSE));
        }
    }

    /** Tells the listener of each state that differs from the one before. What it throws is logged once, and changes nothing. */
    private void tell(Map<List<?>, InstanceState> told, Consumer<? super InstanceState> listener, AtomicBoolean isReported) {
        targets.forEach(target -> target.rows().forEach((key, row) -> {
            InstanceState before = told.put(key, row.now());
            try {
                if (before == null ? row.now().moved() : !before.equals(row.now())) {
                    listener.accept(row.now());
                }
            } catch (Throwable e) { // not even an Error may hide what became of the rerun
                Failures.keepInterrupt(e);
                if (!isReported.getAndSet(true)) {
                    LOG.warn("the listener {} failed; its further failures are not logged", listener.getClass().getName(), e);
                }
            }
        }));
    }

    /** Returns whether no further look can change the verdict. */
    boolean isSettled() {
        return firstOf(Watched::run) != null || targets.stream().noneMatch(Watched::canTell);
    }

    Evidence evidence(boolean interrupted) {
        String run = firstOf(Watched::run);
        String doubt = interrupted && !isSettled() ? INTERRUPTED : firstOf(Watched::doubt);
        return run != null ? new Evidence(Verdict.RAN_SINCE, run) : doubt != null ? new Evidence(Verdict.CANNOT_TELL, doubt)
                : new Evidence(Verdict.NO_RUN_SEEN, "nothing changed after the first look at "
                        + Instant.ofEpochMilli(targets.get(0).watcher().first) + ". That is no proof: the service may list a run late");
    }

    /** Returns whether the service refuses the look-ups. */
    private boolean isRefused() {
        return targets.stream().anyMatch(target -> target.watcher().isRefused());
    }

    private boolean isFinished() {
        return targets.stream().allMatch(Watched::isFinished);
    }

    Ending ending(Duration limit, boolean interrupted) {
        List<InstanceState> states = targets.stream().flatMap(Watched::states).toList();
        boolean finished = isFinished();
        String failure = firstOf(target -> target.watcher().failure());
        long waiting = states.stream().filter(InstanceState::needsPerson).count();
        String reason = finished ? "every instance has moved and is at an end"
                : isRefused() ? failure
                : (interrupted ? INTERRUPTED : Failures.text(limit) + " passed") + " before every instance had moved and was at an end"
                        + (failure == null ? "" : "; " + failure);
        return new Ending(finished, finished && states.stream().allMatch(state -> state.succeeded() || !state.moved()), states,
                reason + (waiting == 0 ? "" : "; instances that need a person: " + waiting));
    }

    private @Nullable String firstOf(Function<Watched, @Nullable String> text) {
        return targets.stream().map(text).filter(Objects::nonNull).findFirst().orElse(null);
    }
}
