package io.dataarts.rerun.internal.call;

import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of the API, from its start to its result: its deadline, its attempts, and their gravest outcome.
 *
 * <p>The layers pass it as an argument. The engine's connection has no such argument, so it reads the call from the thread.
 */
public final class Call implements AutoCloseable {

    private static final ThreadLocal<@Nullable Call> CURRENT = new ThreadLocal<>();

    private final @Nullable Call outer = CURRENT.get();
    private final RequestHead head;
    private final @Nullable Gate gate;
    private final long startNanos = System.nanoTime();
    private final Deadline deadline;
    private final List<Attempt> attempts = new ArrayList<>(1);
    private final List<DataArtsException> earlierFailures = new ArrayList<>(0);
    private @Nullable Credentials renewed;

    /** Starts a call for credentials on this thread. It ends no later than the call that needs them, and passes the same gate. */
    public Call(RequestHead head, Limit limit) {
        this(head, limit, null);
    }

    /**
     * Starts a call on this thread.
     *
     * @param gate holds back each attempt, null for the gate of the call that needs this one, if any
     */
    public Call(RequestHead head, Limit limit, @Nullable Gate gate) {
        this.head = head;
        this.gate = gate == null && outer != null ? outer.gate : gate;
        Deadline own = Deadline.of(limit);
        this.deadline = outer != null && outer.deadline.nanos() - own.nanos() < 0 ? outer.deadline : own;
        CURRENT.set(this);
    }

    /** Returns the call in flight on this thread. */
    public static Call current() {
        Call call = CURRENT.get();
        if (call == null) {
            throw new IllegalStateException("a call must stay on the thread that started it");
        }
        return call;
    }

    @Override
    public void close() {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }

    public RequestHead head() {
        return head;
    }

    public @Nullable Gate gate() {
        return gate;
    }

    public Duration duration() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    public Deadline deadline() {
        return deadline;
    }

    public Attempt startAttempt() {
        Attempt attempt = new Attempt(this, attempts.size() + 1);
        attempts.add(attempt);
        return attempt;
    }

    /** Returns the attempt in flight, or the last attempt; null before the first. */
    public @Nullable Attempt lastAttempt() {
        return attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
    }

    /** Returns the gravest outcome of the attempts. */
    public Outcome outcome() {
        return attempts.isEmpty() ? Outcome.NOT_SENT : Collections.max(attempts, Comparator.comparing(Attempt::outcome)).outcome();
    }

    /** Records the failure of an attempt that another attempt follows. */
    public void retriedAfter(DataArtsException failure) {
        earlierFailures.add(failure);
    }

    /** Records other credentials, which no attempt has used yet. The next failure of their provider may quote them. */
    public void renewedTo(Credentials others) {
        renewed = others;
    }

    public boolean isRenewed() {
        return renewed != null;
    }

    /** Returns the secrets that an answer or a failure of this call may echo. */
    public List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        for (Attempt attempt : attempts) {
            Secrets.add(attempt.credentials(), secrets);
            if (attempt.signature() != null) {
                String authorization = attempt.signature().authorization();
                secrets.add(authorization.substring(authorization.lastIndexOf('=') + 1));
            }
        }
        Secrets.add(renewed, secrets);
        return secrets;
    }

    /** Returns the exception for a failure above the attempts, by how far the last attempt got. */
    public DataArtsException exception(String reason, @Nullable Throwable thrown) {
        Attempt last = lastAttempt();
        return last == null ? new NotSentException("Not sent: " + reason, thrown, Outcome.NOT_SENT, 0)
                : last.exception(reason, thrown);
    }

    public DataArtsException withEarlierFailures(DataArtsException failure) {
        earlierFailures.forEach(failure::addSuppressed);
        return failure;
    }
}
