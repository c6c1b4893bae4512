package io.dataarts.rerun.internal;

import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceAnswer;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.error.UnreadableResponseException;
import io.dataarts.rerun.signing.Signature;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call of the API, from its start to its result: how far its attempts got, and what that makes of the outcome.
 *
 * <p>Feign has no place for what belongs to one call, so the call travels with the thread, which Feign never leaves. The layers
 * report to it ({@link #startAttempt}, {@link #sent}, {@link #answered}); every exception takes its outcome from it.
 */
public final class Call implements AutoCloseable {

    private static final ThreadLocal<@Nullable Call> CURRENT = new ThreadLocal<>();

    private final @Nullable Call outer;
    private final long deadline;
    private final Duration timeout;
    private final boolean bodyOptional;
    private boolean entered;
    private int attempts;
    private Outcome attemptOutcome = Outcome.NOT_SENT;
    private int status;
    private Outcome earlierOutcome = Outcome.NOT_SENT;
    private final List<DataArtsException> earlierFailures = new ArrayList<>();
    private final List<DataArtsException> ownFailures = new ArrayList<>(0);
    private String path = "";
    private Map<String, Collection<String>> headers = Map.of();
    private String pathTemplate = "";
    private @Nullable URI uri;
    private @Nullable Credentials credentials;
    private @Nullable Signature signature;
    private final Set<String> otherSecrets = new LinkedHashSet<>();
    private @Nullable IOException brokenBody;
    private volatile boolean timedOut;

    private Call(Duration timeout, boolean bodyOptional) {
        this.outer = CURRENT.get();
        long own = System.nanoTime() + timeout.toNanos();
        // A call for credentials ends no later than the call that needs them.
        boolean outerEndsFirst = outer != null && outer.deadline - own < 0;
        this.deadline = outerEndsFirst ? outer.deadline : own;
        this.timeout = outerEndsFirst ? outer.timeout : timeout;
        this.bodyOptional = bodyOptional;
        CURRENT.set(this);
    }

    /** Starts a call whose result does without a body that cannot be understood. */
    public static Call begin(Duration timeout) {
        return new Call(timeout, true);
    }

    /** The call that was begun on this thread for the API method that is entered now; a new one if there is none. */
    static Call enter(Duration timeout) {
        Call current = CURRENT.get();
        Call call = current == null || current.entered ? new Call(timeout, false) : current;
        call.entered = true;
        return call;
    }

    /** The call under way on this thread. */
    static Call current() {
        Call call = CURRENT.get();
        if (call == null) {
            throw new IllegalStateException("a call may not change its thread between the API method and the transport");
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

    void startAttempt() {
        attempts++;
        brokenBody = null;
        earlierOutcome = outcome();
        attemptOutcome = Outcome.NOT_SENT;
    }

    /** The next byte that is handed to the connection is one of the request. */
    void sent() {
        attemptOutcome = Outcome.UNKNOWN;
    }

    /** A complete response head came. */
    void answered(int statusOfAnswer) {
        if (attemptOutcome == Outcome.NOT_SENT) {
            return; // a proxy's own answer
        }
        status = statusOfAnswer;
        if (status >= 200 && status < 300) {
            attemptOutcome = Outcome.ACCEPTED;
        } else if (status >= 400 && status < 500 && status != 408) {
            attemptOutcome = Outcome.REJECTED;
        }
    }

    /** The answer's body ended too early; what came of it is the response's body. */
    void bodyBroke(IOException failure) {
        brokenBody = failure;
    }

    @Nullable IOException brokenBody() {
        return brokenBody;
    }

    /** The answer's body contradicts its status. */
    void contradicted() {
        attemptOutcome = Outcome.UNKNOWN;
    }

    void entered(String template, String pathOfOperation, Map<String, Collection<String>> headersOfOperation) {
        pathTemplate = template;
        path = pathOfOperation;
        headers = headersOfOperation;
    }

    /** The path without the values of its parameters. */
    String pathTemplate() {
        return pathTemplate;
    }

    /** Path and query. */
    String path() {
        return path;
    }

    /** A request's URL, taken apart once for all layers and attempts. */
    URI uri(String url) {
        URI known = uri;
        if (known == null || !known.toString().equals(url)) {
            known = URI.create(url);
            uri = known;
        }
        return known;
    }

    /** All but authentication. */
    Map<String, Collection<String>> headers() {
        return headers;
    }

    void authenticatedWith(Credentials used) {
        if (credentials != null) { // an answer may echo what an earlier attempt was sent with
            otherSecrets.addAll(Secrets.of(this));
        }
        credentials = used;
        signature = null;
    }

    /** Besides the credentials and the signature of this attempt. */
    Set<String> otherSecrets() {
        return otherSecrets;
    }

    void signedAs(Signature made) {
        signature = made;
    }

    @Nullable Signature signature() {
        return signature;
    }

    /** This attempt failed, and another one follows. */
    void failed(DataArtsException failure) {
        earlierFailures.add(failure);
    }

    /** A failure of this call: a capability around it may make other calls, whose failures tell nothing of this one. */
    <E extends DataArtsException> E own(E failure) {
        ownFailures.add(failure);
        return failure;
    }

    /** Whether the failure is this call's, and the last word about it. */
    boolean isTold(DataArtsException failure) {
        return ownFailures.contains(failure) && failure.outcome() == outcome();
    }

    <E extends DataArtsException> E withEarlierFailures(E failure) {
        earlierFailures.forEach(failure::addSuppressed);
        return failure;
    }

    @Nullable Credentials credentials() {
        return credentials;
    }

    /** The deadline passed; whoever waits for the network is about to be interrupted. */
    void timeOut() {
        timedOut = true;
    }

    boolean timedOut() {
        return timedOut;
    }

    Duration timeout() {
        return timeout;
    }

    /** As {@link System#nanoTime} will tell it. */
    long deadline() {
        return deadline;
    }

    long nanosLeft() {
        return deadline - System.nanoTime();
    }

    boolean wasSent() {
        return attemptOutcome != Outcome.NOT_SENT;
    }

    boolean bodyOptional() {
        return bodyOptional;
    }

    /** How many attempts were started. */
    public int attempts() {
        return attempts;
    }

    Outcome outcomeOfAttempt() {
        return attemptOutcome;
    }

    /** The gravest outcome of the attempts so far. */
    Outcome outcome() {
        return attemptOutcome.compareTo(earlierOutcome) >= 0 ? attemptOutcome : earlierOutcome;
    }

    /** A failure of this attempt without an answer, or after one that was taken. An engine's message may hold what was received. */
    DataArtsException failure(String reason, @Nullable Throwable thrown) {
        String message = Secrets.mask(reason, this);
        Throwable cause = Secrets.without(Secrets.of(this), thrown);
        return switch (attemptOutcome) {
            case NOT_SENT -> new NotSentException("Not sent: " + message, cause, outcome(), attempts);
            case ACCEPTED -> new UnreadableResponseException(
                    "Accepted, but the answer cannot be read: " + message, cause, outcome(), attempts, null, status);
            case REJECTED -> rejected(message, cause);
            case UNKNOWN -> new NoResponseException(
                    "Sent, but whether it was executed is unknown: " + message, cause, outcome(), attempts);
        };
    }

    /** What was read of the answer, if it was; whatever was thrown then, tells less. */
    private ServiceException rejected(String message, @Nullable Throwable thrown) {
        ServiceException rejected = null;
        for (DataArtsException own : ownFailures) {
            if (own instanceof ServiceException answer && answer.attempts() == attempts) {
                rejected = answer;
            }
        }
        if (rejected == null) {
            rejected = new ServiceException(
                    "The last attempt was rejected (HTTP " + status + "), and its answer lost: " + message,
                    outcome(),
                    attempts,
                    new ServiceAnswer(status, null, null, null, "", null));
        }
        if (thrown != null) {
            rejected.addSuppressed(thrown);
        }
        return rejected;
    }
}
