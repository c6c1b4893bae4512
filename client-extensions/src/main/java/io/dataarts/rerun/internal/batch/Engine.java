package io.dataarts.rerun.internal.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.batch.BatchEntry.Decision;
import io.dataarts.rerun.batch.BatchReport;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ThrottledException;
import io.dataarts.rerun.internal.call.Attempt;
import io.dataarts.rerun.internal.call.AttemptFailedException;
import io.dataarts.rerun.internal.call.Failures;
import io.dataarts.rerun.internal.call.Gate;
import io.dataarts.rerun.internal.call.Reason;
import io.dataarts.rerun.internal.track.Watch;
import io.dataarts.rerun.track.Ending;
import io.dataarts.rerun.track.Evidence.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs a batch. The thread that runs it reads the reruns, decides, looks and calls the listeners. Other threads only send.
 *
 * <p>It keeps whole only the reruns in flight, what was not accepted, and what it follows.
 */
public final class Engine {

    /** How many reruns share a look. At the usual pace, they are sent within a few seconds. */
    private static final int CHUNK = 20;
    private static final Ending UNFOLLOWED = new Ending(false, false, List.of(), List.of(), "no state before it was sent is known");

    private final Plan plan;
    private final Site site;
    private final Site view; // through which all requests go
    private final Thread runner = Thread.currentThread();
    private final ThreadPoolExecutor threads;
    private final Iterator<? extends Rerun> reruns;
    private final @Nullable Long total;
    private final Tally tally;
    private final Brake brake;
    private final Identities met = new Identities(); // in this run
    private final Identities accepted = new Identities(); // by earlier runs
    private final Map<Long, Item> earlier = new LinkedHashMap<>(); // what earlier runs left, and this run has not met
    private final Deque<Item> chunk = new ArrayDeque<>(); // to look at, then to send
    private final ThreadLocal<@Nullable Item> sending = new ThreadLocal<>();
    private final Queue<Item> ended = new ConcurrentLinkedQueue<>();
    private final List<Item> unsettled = new ArrayList<>();
    private final List<Item> toFollow = new ArrayList<>();
    private @Nullable Journal journal;
    private int inFlight;
    private long read;
    private boolean hasBegun; // so that run() reports, and does not throw

    public Engine(Plan plan, Site site) {
        this.plan = plan;
        this.site = site;
        this.view = site.through(pace -> attempt -> pass(pace, attempt));
        Spliterator<? extends Rerun> given = plan.reruns.spliterator();
        this.total = given.getExactSizeIfKnown() < 0 ? null : given.getExactSizeIfKnown();
        this.reruns = Spliterators.iterator(given);
        this.tally = new Tally(plan, total);
        this.brake = new Brake(plan);
        this.threads = new ThreadPoolExecutor(plan.requestsAtATime, plan.requestsAtATime, 0, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), task -> new Thread(task, "dataarts-rerun-batch"));
    }

    /** Sends the reruns. */
    public BatchReport run() {
        brake.isCancelled(); // takes the interrupt flag, for which channels of files would close
        try (Journal opened = plan.journal == null ? null : Journal.open(plan.journal, site, this::remember, plan.seam)) {
            journal = opened;
            watch(earlier.values().stream().filter(item -> item.outcome == Outcome.UNKNOWN && brake.stopped == null).toList(),
                    Objects.requireNonNullElse(plan.settling, Duration.ZERO), false);
            threads.prestartAllCoreThreads(); // without threads, nothing begins
            for (boolean isBusy = true; isBusy; ) {
                try {
                    isBusy = step();
                    if (!isBusy) {
                        finish();
                        settleAndFollow();
                    }
                } catch (Throwable e) { // such as a checked exception of another language
                    if (!hasBegun) {
                        throw e;
                    }
                    Failures.keepInterrupt(e);
                    brake.stop("the batch failed: " + e, false);
                }
            }
        } finally {
            release();
        }
        if (journal != null && journal.failure() != null) {
            brake.stop(journal.failure(), false);
        }
        return tally.report(brake.stopped, null);
    }

    /** Previews the reruns. */
    public BatchReport dryRun() {
        double seconds = 0;
        try {
            if (plan.journal != null) {
                Journal.read(plan.journal, site, this::remember);
            }
            while (!brake.isCancelled() && reruns.hasNext()) {
                take(reruns.next());
                for (Item item; (item = chunk.poll()) != null; done(item)) {
                    item.decision = Decision.PREVIEWED;
                    item.outcome = null;
                    item.preview = site.preview(item.rerun);
                    seconds += 1 / site.perSecond(item.rerun);
                }
            }
            finish();
        } finally {
            release();
        }
        return tally.report(brake.stopped, (long) Math.ceil(seconds));
    }

    /** Closes the stream, and gives the thread its interrupt flag back. */
    private void release() {
        threads.shutdown();
        tally.close();
        brake.restoreInterrupt();
    }

    /** Takes a record of the journal. */
    private void remember(JsonNode record) {
        Item item = Item.left(record, site);
        earlier.put(item.id, item);
        if (item.outcome == Outcome.ACCEPTED) {
            tally.already += accepted.add(item.id) ? 1 : 0;
            if (plan.following == null) {
                earlier.remove(item.id);
            }
        }
    }

    /**
     * Returns when the attempt may send: the rerun's BEGIN is on disk, and then its turn has come.
     *
     * @throws AttemptFailedException if the batch has stopped meanwhile
     */
    private void pass(Gate pace, Attempt attempt) throws IOException, InterruptedException {
        Item item = sending.get(); // null for a look
        if (item != null && !item.isBegun && !attempt.call().head().operation().equals("credentials")) { // which is no rerun
            if (journal != null) {
                attempt.waitsFor("the journal, until it is on disk");
                journal.addForced(item.begin(), attempt);
            }
            item.isBegun = true; // not before it is on disk: a retry of the call comes here, too
        }
        pace.pass(attempt);
        if (item != null && brake.stopped != null) {
            throw attempt.failed(Reason.CLOSED, "the batch stopped", null);
        }
    }

    private void send(Item item) {
        sending.set(item);
        try {
            item.accepted(view.rerun(item.rerun));
        } catch (Throwable e) { // not even an Error may hide what became of the rerun
            item.failed(e);
        }
        try {
            if (journal != null) {
                journal.add(item.end());
            }
        } finally {
            ended.add(item);
            LockSupport.unpark(runner);
        }
    }

    /** Sends one more if it may, otherwise waits until something happens. Returns whether anything is left to do. */
    private boolean step() {
        attend();
        Item next = next();
        if (next != null) {
            inFlight++;
            hasBegun = true;
            next.isBegun = false;
            next.decision = Decision.SENT;
            threads.execute(() -> send(next));
            return true;
        }
        boolean isBusy = inFlight > 0 || brake.stopped == null && (!chunk.isEmpty() || reruns.hasNext());
        if (isBusy) {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(100)); // which an end or an interrupt cuts short
        }
        return isBusy;
    }

    /** Does what must not wait for the stream or for a look: takes what has ended, tells the progress, stops if the user wants it. */
    private void attend() {
        if (site.isClosed()) {
            brake.stop("the studio is closed", false);
        }
        for (Item item; (item = ended.poll()) != null; ) {
            ended(item);
        }
        tally.tellProgress(false);
        brake.isCancelled();
    }

    private void ended(Item item) {
        inFlight--;
        Throwable failure = item.failure;
        if (brake.stopped != null && item.outcome == Outcome.NOT_SENT) { // while it waited for its turn
            tally.notBegun++;
            return;
        }
        if (failure instanceof ThrottledException throttled && throttled.outcome() == Outcome.REJECTED) {
            chunk.addFirst(item);
            chunk.forEach(each -> each.isLooked = false); // what was seen before the pause is old after it
            brake.throttle(throttled.retryAfter().orElse(Duration.ZERO));
            return;
        }
        brake.ended(item, journal == null ? null : journal.failure());
        done(item);
    }

    /** Returns the next rerun to send, null if there is none now. */
    private @Nullable Item next() {
        while (brake.mayBegin(inFlight)) {
            if (!chunk.isEmpty() && chunk.peek().isLooked) {
                return chunk.poll();
            } else if (chunk.size() < (plan.looks() ? CHUNK : 1) && reruns.hasNext()) {
                take(reruns.next());
            } else if (!chunk.isEmpty()) {
                look();
            } else {
                return null;
            }
            attend();
        }
        return null;
    }

    /** Decides about a rerun: adds it to the chunk, or is done with it. */
    private void take(Rerun rerun) {
        Objects.requireNonNull(rerun, () -> "rerun number " + (read + 1) + " is null");
        Item item = new Item(rerun, site.targets(rerun));
        boolean isDuplicate = !met.add(item.id);
        Item left = isDuplicate ? null : earlier.remove(item.id);
        if (left != null) {
            item = left;
            item.rerun = rerun;
            item.targets = site.targets(rerun); // a job may have another name meanwhile
        }
        item.number = ++read;
        if (isDuplicate) {
            item.decision = Decision.DUPLICATE;
            item.reason = "the batch has another rerun of the same target";
        } else if (accepted.contains(item.id)) {
            item.decision = Decision.ALREADY_ACCEPTED;
            item.outcome = Outcome.ACCEPTED;
        } else if (left == null || left.isToSend() || isSentAgain(left)) {
            chunk.add(item);
            return;
        }
        done(item);
    }

    private boolean isSentAgain(Item item) {
        try {
            if (plan.sendAgain.test(item.entry())) {
                item.isInDoubt = item.outcome == Outcome.UNKNOWN;
                item.before = null; // a person has looked, so that what earlier looks saw does not matter any more
                item.evidence = null;
                return true;
            }
        } catch (Throwable e) { // not even an Error may hide what became of the rerun
            brake.stop("sendAgain failed: " + e, false);
        }
        return false;
    }

    /** Looks for the state before of the chunk, if the batch looks at all. Is done with what ran since an earlier look. */
    private void look() {
        if (plan.looks()) {
            watch(chunk.stream().filter(item -> item.before != null).toList(), Duration.ZERO, false);
            List<Item> fresh = chunk.stream().filter(item -> item.before == null || item.evidence.verdict() == Verdict.CANNOT_TELL).toList();
            List<Watch> watches = Watch.of(view::lists, site.sleeper(), fresh.stream().map(item -> item.targets).toList());
            for (int i = 0; i < fresh.size(); i++) {
                fresh.get(i).before = watches.get(i).before();
            }
        } else {
            chunk.forEach(item -> item.before = null); // an earlier run's, which says nothing of this one
        }
        for (Item item : List.copyOf(chunk)) {
            if (item.evidence != null && item.evidence.verdict() == Verdict.RAN_SINCE) {
                item.decision = Decision.MOVED;
                item.outcome = null;
                item.reason = "it ran since an earlier look";
                chunk.remove(item);
                done(item);
            } else {
                item.evidence = null;
                item.isLooked = true;
            }
        }
    }

    /** Looks until it is known whether the reruns ran, or how they ended, but not beyond the limit. */
    private void watch(List<Item> items, Duration limit, boolean follows) {
        List<Watch> watches = Watch.of(view::lists, site.sleeper(), items.stream().map(item -> item.targets).toList(),
                items.stream().map(item -> item.before).toList());
        Predicate<Watch> isDone = watch -> watch.before() == null || (follows ? watch.isFinished() : watch.isSettled());
        Watch.poll(watches.stream().filter(isDone.negate()).toList(), limit,
                watch -> isDone.test(watch) || watch.isRefused() || brake.isCancelled(), watch -> {});
        String cut = brake.isCancelled() ? brake.stopped : null; // also by an interrupt that ended a pause
        for (int i = 0; i < items.size(); i++) {
            Watch watch = watches.get(i);
            if (follows) {
                items.get(i).ending = watch.before() == null ? UNFOLLOWED : watch.ending(limit, cut);
            } else {
                items.get(i).evidence = watch.evidence(cut);
            }
        }
    }

    /** Is done with what is left. */
    private void finish() {
        for (Item item : chunk) {
            if (item.decision == Decision.SENT && item.outcome != null) { // throttled
                done(item);
            } else {
                tally.notBegun++;
            }
        }
        tally.notBegun += total == null ? 0 : Math.max(0, total - read);
        earlier.values().stream().filter(item -> brake.stopped == null || !item.isToSend()).forEach(this::done); // else it may come yet
        tally.tellProgress(true);
    }

    private void settleAndFollow() {
        if (brake.mayLook && plan.settling != null) {
            watch(unsettled, plan.settling, false);
            unsettled.forEach(tally::tell);
        }
        if (brake.mayLook && plan.following != null && brake.stopped == null) {
            watch(toFollow, plan.following, true);
            toFollow.forEach(tally::report);
        }
    }

    private void done(Item item) {
        if (item.outcome == Outcome.ACCEPTED && plan.following != null) {
            toFollow.add(item);
        } else if (item.outcome == Outcome.UNKNOWN && item.decision == Decision.SENT && plan.settling != null) {
            unsettled.add(item);
        }
        tally.done(item);
    }
}
