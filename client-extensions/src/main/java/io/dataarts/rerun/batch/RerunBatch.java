package io.dataarts.rerun.batch;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.internal.batch.Engine;
import io.dataarts.rerun.internal.batch.Plan;
import io.dataarts.rerun.internal.batch.Site;
import io.dataarts.rerun.internal.check.Arguments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Sends many reruns, each at most once. With a {@linkplain #journal journal} that holds across a crash, too: a second run on the journal
 * sends what the first did not.
 *
 * <p>One rerun is one request. A second rerun of the same target in a batch is not sent. The target of a rerun is the workspace, with the
 * job id, planned and submit time of each instance; or the kind and id of a quality or comparison job; or the job, the times and the
 * related jobs.
 *
 * <p>The thread that calls {@link #run} reads the reruns as they are sent, and calls all listeners. If a listener throws, its first
 * exception is logged, and the batch continues.
 *
 * <p>The first rerun goes alone, until the service has answered one. The batch stops if the service refuses the signature, the token or
 * the permission, if there are no credentials, if the studio is closed, or if the journal cannot be written. It also stops after
 * {@linkplain #stopAfter some} failures in a row. Requests in flight end. Throttled reruns are sent again after a pause of the whole batch.
 *
 * <p>Not thread-safe: configure and run a batch on one thread. It runs once.
 */
public final class RerunBatch {

    private final Plan plan;
    private final AtomicBoolean hasRun = new AtomicBoolean();

    private RerunBatch(Plan plan) {
        this.plan = plan;
    }

    /** Returns a batch of these reruns. */
    public static RerunBatch of(Iterable<? extends Rerun> reruns) {
        Objects.requireNonNull(reruns, "reruns");
        return new RerunBatch(new Plan(StreamSupport.stream(reruns::spliterator, 0, false)));
    }

    /** Returns a batch of the reruns of a stream, which it reads as it sends them, and closes at the end. */
    public static RerunBatch of(Stream<? extends Rerun> reruns) {
        Objects.requireNonNull(reruns, "reruns");
        return new RerunBatch(new Plan(reruns));
    }

    /**
     * Keeps a journal in this file. Default: none. Each rerun is on disk before it is sent, and its outcome afterwards.
     *
     * <p>A run on an existing journal goes on from it. It does not send what was accepted, and what has an unknown outcome, or none because
     * the process ended. It sends what was rejected only if the status is 401, 403, 404 or 429. It sends the rest. It reports what only the
     * journal has.
     *
     * <p>A journal belongs to one endpoint, project and workspace. It holds the reruns, and no secrets. While a batch runs, it locks the
     * file {@code <name>.lock} beside the journal, which stays.
     */
    public RerunBatch journal(Path file) {
        plan.journal = Objects.requireNonNull(file, "file");
        return this;
    }

    /**
     * Sets how many requests are in flight at most. Default: 4. Their wait for a turn counts for the studio's {@code callTimeout}: it has to
     * be longer than this number divided by the pace.
     *
     * @throws IllegalArgumentException if it is not between 1 and 256
     */
    public RerunBatch requestsAtATime(int requests) {
        Arguments.require(requests >= 1 && requests <= 256, () -> "requestsAtATime must be between 1 and 256, was " + requests);
        plan.requestsAtATime = requests;
        return this;
    }

    /**
     * Looks at what the reruns change just before they are sent, and at the end for so long whether the unknown ones ran. Default: off. A
     * rerun that ran since an earlier look is not sent. See {@code Track.settle} for what a look costs and shows.
     *
     * <p>A batch does not look at the end if it was cancelled, or if the service refuses its requests.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    public RerunBatch settlingFor(Duration limit) {
        plan.settling = notNegative("settlingFor", limit);
        return this;
    }

    /**
     * Follows what was accepted to its end, at most for so long. Default: off. Also looks just before sending, as {@link #settlingFor}
     * does. On a journal, it follows what earlier runs sent, too. A batch that stopped does not follow. See {@code Track.follow}.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    public RerunBatch followingFor(Duration limit) {
        plan.following = notNegative("followingFor", limit);
        return this;
    }

    private static Duration notNegative(String name, Duration limit) {
        Arguments.require(!limit.isNegative(), () -> name + " must not be negative, was " + limit);
        return limit;
    }

    /**
     * Stops the batch after this many reruns in a row whose outcome is {@code UNKNOWN} or {@code NOT_SENT}. Default: 5.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public RerunBatch stopAfter(int failures) {
        Arguments.require(failures >= 1, () -> "stopAfter must be positive, was " + failures);
        plan.stopAfter = failures;
        return this;
    }

    /**
     * Stops the batch when this is true. The batch asks at least ten times a second while it sends, and after each look while it settles or
     * follows. While it reads a list or a journal, or the stream of reruns blocks, it does not ask. Interrupting the thread stops it, too.
     */
    public RerunBatch stopWhen(BooleanSupplier cancelled) {
        plan.stopWhen = Objects.requireNonNull(cancelled, "cancelled");
        return this;
    }

    /**
     * Sends again what an earlier run left {@code UNKNOWN}, or what was rejected with another status than 401, 403, 404 and 429, if this is
     * true. Default: nothing. Look in the console first: sending an unknown rerun again may run it twice. An unknown one stays so if it is
     * refused, or does not leave.
     *
     * @param decision gets the entry of the earlier run, with evidence if that run looked before it sent
     */
    public RerunBatch sendAgain(Predicate<? super BatchEntry> decision) {
        plan.sendAgain = Objects.requireNonNull(decision, "decision");
        return this;
    }

    /**
     * Tells of each rerun that is done, not of those that were not begun. Tells again when looking at the end has added evidence or an
     * ending.
     */
    public RerunBatch onEntry(Consumer<? super BatchEntry> listener) {
        plan.onEntry = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /** Tells how far the batch is, at most once a second, and at the end of sending. */
    public RerunBatch onProgress(Consumer<? super BatchProgress> listener) {
        plan.onProgress = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Sends the reruns, and returns when all are done. After the first rerun has begun, this method reports what happens, and does not throw.
     *
     * @param studio sends the reruns. Without {@code atMostPerSecond}, the batch sends 8 a second in the Factory and 3 in Quality
     * @throws ConfigurationException if the journal cannot be used, which says what to do
     * @throws IllegalArgumentException if the studio is not one that {@code DataArtsStudio.builder()} made
     * @throws IllegalStateException if this batch has already run, or the studio is closed
     */
    public BatchReport run(DataArtsStudio studio) {
        return engine(studio).run();
    }

    /**
     * Previews what {@link #run} would send. Uses no network and no credentials. Reads the journal, but neither writes nor locks it.
     *
     * @throws ConfigurationException if the journal cannot be used, which says what to do
     * @throws IllegalArgumentException if the studio is not one that {@code DataArtsStudio.builder()} made
     * @throws IllegalStateException if this batch has already run, or the studio is closed
     */
    public BatchReport dryRun(DataArtsStudio studio) {
        return engine(studio).dryRun();
    }

    private Engine engine(DataArtsStudio studio) {
        Objects.requireNonNull(studio, "studio");
        Arguments.require(studio instanceof Site, () -> "studio must be one that DataArtsStudio.builder() made, was " + studio.getClass());
        if (((Site) studio).isClosed()) {
            throw new IllegalStateException("the studio is closed");
        }
        if (hasRun.getAndSet(true)) {
            throw new IllegalStateException("a batch runs once: make another with RerunBatch.of(...)");
        }
        return new Engine(plan, (Site) studio);
    }
}
