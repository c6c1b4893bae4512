package io.dataarts.rerun.internal.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.batch.BatchEntry.Decision;
import io.dataarts.rerun.batch.BatchReport;
import io.dataarts.rerun.error.AuthenticationException;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.PermissionDeniedException;
import io.dataarts.rerun.error.ThrottledException;
import io.dataarts.rerun.internal.Json;
import io.dataarts.rerun.internal.call.Attempt;
import io.dataarts.rerun.internal.track.Watch;
import io.dataarts.rerun.track.Ending;
import io.dataarts.rerun.track.Evidence;
import io.dataarts.rerun.track.Evidence.Verdict;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs a batch. The thread that runs it reads the reruns, decides, looks and calls the listeners. Other threads only send.
 *
 * <p>It keeps whole only the reruns in flight, what was not accepted, and what it follows.
 */
public final class Engine {

    /** How many reruns share a look. At the usual pace, they are sent within a few seconds. */
    private static final int CHUNK = 20;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final Evidence UNSEEN = new Evidence(Verdict.CANNOT_TELL, "no state before it was sent is known");
    private static final Ending UNFOLLOWED = new Ending(false, false, List.of(), List.of(), UNSEEN.reason());
    private static final int ACCEPTED = 1; // by an earlier run
    private static final int MET = 2; // in this run

    private final Plan plan;
    private final Site site;
    private final UnaryOperator<FileChannel> seam;
    private final boolean looks;
    private final Iterator<? extends Rerun> reruns;
    private final @Nullable Long total;
    private final Tally tally;
    private final Identities known = new Identities();
    private final Map<UUID, Item> earlier = new LinkedHashMap<>(); // what earlier runs left, and this run has not met
    private final Deque<Item> backlog = new ArrayDeque<>();
    private final ThreadLocal<Item> sending = new ThreadLocal<>();
    private final BlockingQueue<Item> ended = new LinkedBlockingQueue<>();
    private final List<Item> unsettled = new ArrayList<>();
    private final List<Item> toFollow = new ArrayList<>();
    private @Nullable Journal journal;
    private int inFlight;
    private long read;
    private boolean isProven; // the service has taken a signature
    private boolean mayLook = true;
    private boolean isInterrupted;
    private boolean isCancelled;
    private int failuresInARow;
    private long pause = SECOND;
    private long notBefore = System.nanoTime();
    private volatile @Nullable String stopped; // read by the threads that send

    /** @param seam changes the file of the journal, for tests */
    public Engine(Plan plan, Site site, UnaryOperator<FileChannel> seam) {
        this.plan = plan;
        this.site = site.paced();
        this.seam = seam;
        this.looks = plan.settling != null || plan.following != null;
        Spliterator<? extends Rerun> given = plan.reruns.get();
        this.total = given.getExactSizeIfKnown() < 0 ? null : given.getExactSizeIfKnown();
        this.reruns = Spliterators.iterator(given);
        this.tally = new Tally(plan, total);
    }

    /** Sends the reruns. */
    public BatchReport run() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(plan.requestsAtATime, plan.requestsAtATime, 0, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), task -> new Thread(task, "dataarts-rerun-batch"));
        isCancelled(); // takes the interrupt flag, for which channels of files would close
        try (Journal opened = plan.journal == null ? null : Journal.open(plan.journal, site, this::remember, seam)) {
            journal = opened;
            watch(earlier.values().stream().filter(item -> item.outcome == Outcome.UNKNOWN && stopped == null).toList(),
                    Objects.requireNonNullElse(plan.settling, Duration.ZERO), false);
            threads.prestartAllCoreThreads(); // without threads, nothing begins
            Site view = site.through(this::begin, this::requireGoing);
            for (boolean isBusy = true; isBusy; ) {
                try {
                    isBusy = step(item -> threads.execute(() -> send(view, item)));
                } catch (Throwable e) { // such as a checked exception of another language
                    if (inFlight == 0 && tally.isEmpty()) {
                        throw e;
                    }
                    stop("the batch failed: " + e, false);
                }
            }
            finish();
        } finally {
            threads.shutdown();
            release();
        }
        if (journal != null && journal.failure() != null) {
            stop(journal.failure() + "; a second run takes the outcomes that it lacks for UNKNOWN", false);
        }
        return tally.report(stopped, null);
    }

    /** Closes the stream, and gives the thread its interrupt flag back. */
    private void release() {
        tally.close();
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Previews the reruns. */
    public BatchReport dryRun() {
        double seconds = 0;
        try {
            if (plan.journal != null) {
                Journal.readOnly(plan.journal, site, this::remember);
            }
            while (!isCancelled() && reruns.hasNext()) {
                take(reruns.next());
                for (Item item; (item = backlog.poll()) != null; done(item)) {
                    item.decision = Decision.PREVIEWED;
                    item.preview = site.preview(item.rerun);
                    seconds += 1 / site.perSecond(item.rerun);
                }
            }
            mayLook = false;
            finish();
        } finally {
            release();
        }
        return tally.report(stopped, (long) Math.ceil(seconds));
    }

    /** Takes a record of the journal. */
    private void remember(JsonNode record) throws IOException {
        if (record.has("begin")) {
            earlier.put(UUID.fromString(record.get("begin").asText()), Item.begun(record, site));
        } else if (record.has("end")) {
            UUID id = UUID.fromString(record.get("end").asText());
            Item item = earlier.get(id);
            if (item == null) {
                throw new IOException("it has an end without a begin, " + id + ". Look in the console what ran, and begin a new journal");
            }
            item.ended(record);
            if (item.outcome == Outcome.ACCEPTED) {
                tally.already++;
                known.put(id, ACCEPTED);
            }
            if (item.outcome == Outcome.ACCEPTED && plan.following == null) {
                earlier.remove(id);
            }
        }
    }

    /** Returns when the rerun's BEGIN is on disk. After that, the attempt waits for its turn, and then the first byte leaves. */
    private void begin(Attempt attempt) throws IOException, InterruptedException {
        if (attempt.call().head().operation().equals("credentials")) {
            return; // the request for a token is no rerun
        }
        Item item = sending.get();
        if (journal != null && !item.isBegun) {
            attempt.waitsFor("the journal, until it is on disk");
            journal.addForced(item.begin(), attempt);
        }
        item.isBegun = true;
    }

    /** Refuses an attempt whose turn comes after the batch has stopped. */
    private void requireGoing(Attempt attempt) {
        if (stopped != null) {
            throw new CancellationException("the batch stopped");
        }
    }

    private void send(Site view, Item item) {
        sending.set(item);
        try {
            item.accepted(view.rerun(item.rerun));
        } catch (Throwable e) { // not even an Error may hide what became of the rerun
            item.failed(e);
        }
        ended.add(item);
    }

    /** Sends one more if it may, and takes one that has ended. Returns whether anything is left to do. */
    private boolean step(Consumer<Item> sender) {
        attend();
        Item next = next();
        if (next != null) {
            inFlight++;
            next.isBegun = false;
            next.decision = Decision.SENT;
            sender.accept(next);
        } else if (inFlight == 0 && (stopped != null || backlog.isEmpty() && !reruns.hasNext())) {
            return false;
        }
        try {
            Item item = next == null ? ended.poll(100, TimeUnit.MILLISECONDS) : null;
            if (item != null) {
                ended(item);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    /** Does what must not wait for the stream or for a look: takes what has ended, tells the progress, stops if the user wants it. */
    private void attend() {
        for (Item item; (item = ended.poll()) != null; ) {
            ended(item);
        }
        tally.tellProgress(false);
        isCancelled();
    }

    /** Stops if the user wants it. */
    private boolean isCancelled() {
        try {
            isInterrupted |= Thread.interrupted();
            isCancelled |= isInterrupted || plan.stopWhen.getAsBoolean();
        } catch (Throwable e) { // not even an Error may hide what is in flight
            stop("stopWhen failed: " + e, false);
            isCancelled = true;
        }
        if (isCancelled) {
            stop(isInterrupted ? "the thread was interrupted" : "stopWhen is true", false);
        }
        return isCancelled;
    }

    private void stop(@Nullable String reason, boolean settles) {
        stopped = stopped == null ? reason : stopped;
        mayLook &= settles;
    }

    private void ended(Item item) {
        inFlight--;
        if (journal != null && item.isBegun) {
            journal.add(item.end());
        }
        Throwable failure = item.failure;
        if (stopped != null && item.outcome == Outcome.NOT_SENT) { // while it waited for its turn
            item.outcome = null;
            backlog.addFirst(item);
            return;
        }
        if (failure instanceof ThrottledException throttled && item.outcome == Outcome.REJECTED) {
            long now = System.nanoTime();
            pause = now - notBefore >= 0 ? Math.min(pause * 2, 64 * SECOND) : pause; // not for each of those in flight
            Duration asked = throttled.retryAfter().orElse(Duration.ZERO);
            if (asked.compareTo(LONGEST_PAUSE) > 0) {
                stop("the service asks for a pause of " + asked.toSeconds() + " s: run the batch again after it", false);
            } else {
                notBefore = now + Math.max(pause / 2, asked.toNanos());
            }
            item.isLooked = false;
            backlog.addFirst(item);
            return;
        }
        pause = SECOND;
        failuresInARow = item.isFailure() ? failuresInARow + 1 : 0;
        if (site.isClosed()) {
            stop("the studio is closed", false);
        } else if (failure instanceof AuthenticationException || failure instanceof PermissionDeniedException
                || failure instanceof ConfigurationException) {
            stop("number " + item.number + " failed, and others would, too: " + item.reason, false);
        } else if (journal != null && journal.failure() != null) {
            stop(journal.failure(), true);
        } else if (failuresInARow >= plan.stopAfter) {
            stop("reruns in a row that ended UNKNOWN or NOT_SENT: " + failuresInARow + ", the last one: " + item.reason, true);
        }
        isProven |= item.outcome == Outcome.ACCEPTED || item.outcome == Outcome.REJECTED;
        done(item);
    }

    private boolean mayBegin() {
        return stopped == null && inFlight < (isProven ? plan.requestsAtATime : 1) && System.nanoTime() - notBefore >= 0;
    }

    /** Returns the next rerun to send, null if there is none now. */
    private @Nullable Item next() {
        while (mayBegin() && (backlog.isEmpty() || looks && !backlog.getFirst().isLooked)) {
            while (mayBegin() && backlog.size() < (looks ? CHUNK : 1) && reruns.hasNext()) {
                take(reruns.next());
                attend();
            }
            if (backlog.isEmpty() || !mayBegin()) {
                return null;
            }
            look(backlog.stream().filter(item -> looks && !item.isLooked).toList());
            attend();
        }
        return mayBegin() ? backlog.poll() : null;
    }

    /** Decides about a rerun: adds it to the backlog, or is done with it. */
    private void take(Rerun rerun) {
        Objects.requireNonNull(rerun, () -> "rerun number " + (read + 1) + " is null");
        Item item = new Item(rerun, site.targets(rerun));
        int before = known.put(item.id, MET);
        Item left = before == MET ? null : earlier.remove(item.id);
        if (left != null) {
            item = left;
            item.rerun = rerun;
        }
        item.number = ++read;
        if (before == MET) {
            item.decision = Decision.DUPLICATE;
            item.reason = "the batch has another rerun of the same target";
        } else if (before == ACCEPTED) {
            item.decision = Decision.ALREADY_ACCEPTED;
            item.outcome = Outcome.ACCEPTED;
        } else if (left == null || left.isToSend()) {
            backlog.add(item);
            return;
        } else if (isSentAgain(item)) {
            if (journal != null) {
                journal.add(Json.MAPPER.createObjectNode().put("again", item.id.toString()));
            }
            item.before = null; // a person has looked, so that what earlier looks saw does not matter any more
            item.evidence = null;
            backlog.add(item);
            return;
        }
        done(item);
    }

    private boolean isSentAgain(Item item) {
        try {
            return plan.sendAgain.test(item.entry());
        } catch (Throwable e) { // not even an Error may hide what became of the rerun
            stop("sendAgain failed: " + e, false);
            return false;
        }
    }

    /** Looks for the state before. Is done with what ran since an earlier look. */
    private void look(List<Item> items) {
        List<Item> fresh = items.stream().filter(item -> item.before == null).toList();
        List<Item> seen = items.stream().filter(item -> item.before != null).toList();
        List<Watch> watches = Watch.of(site::lists, site.sleeper(), fresh.stream().map(item -> item.targets).toList());
        for (int i = 0; i < fresh.size(); i++) {
            fresh.get(i).before = watches.get(i).before();
        }
        watch(seen, Duration.ZERO, false);
        for (Item item : items) {
            item.isLooked = true;
            if (item.evidence != null && item.evidence.verdict() == Verdict.RAN_SINCE) {
                item.decision = Decision.MOVED;
                item.outcome = null;
                item.reason = "it ran since an earlier look";
                backlog.remove(item);
                done(item);
            } else {
                item.evidence = null;
            }
        }
    }

    /** Looks until it is known whether the reruns ran, or how they ended, but not beyond the limit. */
    private void watch(List<Item> items, Duration limit, boolean follows) {
        items.forEach(item -> {
            item.ending = follows ? UNFOLLOWED : item.ending;
            item.evidence = follows ? item.evidence : UNSEEN;
        });
        List<Item> seen = items.stream().filter(item -> item.before != null).toList();
        List<Watch> watches = Watch.of(site::lists, site.sleeper(), seen.stream().map(item -> item.targets).toList(),
                seen.stream().map(item -> item.before).toList());
        Predicate<Watch> isDone = follows ? Watch::isFinished : Watch::isSettled;
        boolean interrupted = Watch.poll(watches.stream().filter(isDone.negate()).toList(), limit,
                watch -> isDone.test(watch) || watch.isRefused() || isCancelled(), watch -> {});
        for (int i = 0; i < seen.size(); i++) {
            Item item = seen.get(i);
            item.ending = follows ? watches.get(i).ending(limit, interrupted) : item.ending;
            item.evidence = follows ? item.evidence : watches.get(i).evidence(interrupted);
        }
    }

    /** Is done with what is left, settles and follows. */
    private void finish() {
        for (Item item : backlog) {
            if (item.decision == Decision.SENT && item.outcome != null) { // throttled
                done(item);
            } else {
                tally.notBegun++;
            }
        }
        long known = tally.already - tally.count(Decision.ALREADY_ACCEPTED)
                + earlier.values().stream().filter(item -> item.outcome != Outcome.ACCEPTED && !item.isToSend()).count();
        tally.notBegun += total == null ? 0 : Math.max(0, total - read - known);
        earlier.values().stream().filter(item -> stopped == null || !item.isToSend()).forEach(this::done); // else it may come yet
        tally.tellProgress(true);
        try {
            if (mayLook && plan.settling != null) {
                watch(unsettled, plan.settling, false);
                unsettled.forEach(tally::tell);
            }
            if (mayLook && plan.following != null && stopped == null) {
                watch(toFollow, plan.following, true);
                toFollow.forEach(tally::followed);
            }
        } catch (RuntimeException | Error e) { // such as a studio that was closed meanwhile
            stop("looking at the end failed: " + e, false);
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
