package io.dataarts.rerun.internal.call;

import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceAnswer;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.error.UnreadableResponseException;
import io.dataarts.rerun.signing.Signature;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a call: how far it got, and what it waits for.
 *
 * <p>The thread of the call owns it; only {@link #expire} may come from another thread.
 */
public final class Attempt {

    private final Call call;
    private final int number;
    private final long startNanos = System.nanoTime();
    private Outcome outcome = Outcome.NOT_SENT;
    private @Nullable Integer status;
    private @Nullable String requestId;
    private @Nullable Credentials credentials;
    private @Nullable Signature signature;
    private String waitsFor = "the listeners and the body of the request";
    private long waitsSince = startNanos;
    private Deadline deadline;
    private int addressesLeft;
    private @Nullable Duration waited; // null until the attempt expires

    Attempt(Call call, int number) {
        this.call = call;
        this.number = number;
        this.deadline = call.deadline();
    }

    public Call call() {
        return call;
    }

    /** Returns the number of this attempt in its call, from 1. */
    public int number() {
        return number;
    }

    public Duration duration() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    public void authenticatedBy(Credentials used, @Nullable Signature made) {
        credentials = used;
        signature = made;
    }

    public @Nullable Credentials credentials() {
        return credentials;
    }

    public @Nullable Signature signature() {
        return signature;
    }

    /**
     * Records what this attempt waits for from now on, unless it is expired. A message about a timeout names it.
     *
     * @param what may hold <code>{host}</code> for the service, and <code>{peer}</code> for the proxy or else the service
     */
    public synchronized void waitsFor(String what) {
        if (!expire()) {
            waitsFor = what;
            waitsSince = System.nanoTime();
        }
    }

    /** Records that this attempt connects from now on, within the limit or what is left of the call's. */
    public synchronized void connects(Limit within) {
        waitsFor("the address of {peer}");
        if (within.time().toNanos() < nanosLeft()) {
            deadline = Deadline.of(within);
        }
    }

    /** Records that this attempt has found the addresses of the peer, and connects to one after the other. */
    public void found(int addresses) {
        addressesLeft = addresses;
        waitsFor("a connection to {peer}");
    }

    /** Returns the next address's share of the time left, so that an address that does not answer leaves time for the others. */
    public long nanosForNextAddress() {
        return nanosLeft() / Math.max(1, addressesLeft--);
    }

    /** Records that this attempt has a connection. The limit for connecting ends here. */
    public synchronized void connected() throws InterruptedIOException {
        requireTime();
        deadline = call.deadline();
    }

    /**
     * Records that the request is sent: its first byte is about to reach the connection.
     *
     * @throws InterruptedIOException if the attempt expired before
     */
    public synchronized void sent() throws InterruptedIOException {
        connected();
        outcome = Outcome.UNKNOWN;
        waitsFor("the answer of {host}");
    }

    public boolean wasSent() {
        return outcome != Outcome.NOT_SENT;
    }

    /** Records that a complete response head came, and the outcome that it means. */
    public void answered(int statusOfAnswer, Outcome meaning) {
        status = statusOfAnswer;
        outcome = meaning;
    }

    /** Returns what a complete response head with this status means for the outcome. The body may correct it. */
    public static Outcome meaningOf(int status) {
        return status / 100 == 2 ? Outcome.ACCEPTED : status / 100 == 4 && status != 408 ? Outcome.REJECTED : Outcome.UNKNOWN;
    }

    public Outcome outcome() {
        return outcome;
    }

    public @Nullable Integer status() {
        return status;
    }

    public void identified(@Nullable String id) {
        requestId = id;
    }

    public @Nullable String requestId() {
        return requestId == null ? null : Secrets.mask(requestId, call.secrets());
    }

    /** Returns the time until this attempt expires. */
    public synchronized long nanosLeft() {
        return deadline.nanosLeft();
    }

    /** Expires this attempt if its time has ended. Returns whether it is expired. */
    public synchronized boolean expire() {
        if (waited == null && nanosLeft() <= 0) {
            waited = Duration.ofNanos(System.nanoTime() - waitsSince).truncatedTo(ChronoUnit.MILLIS);
        }
        return waited != null;
    }

    /** Throws an exception if this attempt is expired. */
    public void requireTime() throws InterruptedIOException {
        if (expire()) {
            throw new InterruptedIOException(timeout());
        }
    }

    /** Returns which limit ended during which wait. */
    public synchronized String timeout() {
        return deadline.limit() + " ended: the call waited " + Failures.text(waited) + " for " + waitsFor;
    }

    /** Returns the failure of this attempt, for the layers above. */
    public AttemptFailedException failed(Reason reason, String message, @Nullable Throwable cause) {
        return new AttemptFailedException(reason, Secrets.mask(message, call.secrets()), exception(message, cause));
    }

    /**
     * Returns the exception for the caller, by how far this attempt got. Masks secrets, because an engine's message may quote received
     * bytes.
     */
    public DataArtsException exception(String reason, @Nullable Throwable thrown) {
        String message = Secrets.mask(reason, call.secrets());
        Throwable cause = Secrets.without(call.secrets(), thrown);
        Outcome gravest = call.outcome();
        return switch (outcome) {
            case NOT_SENT -> new NotSentException("Not sent: " + message, cause, gravest, number);
            case ACCEPTED -> new UnreadableResponseException(
                    "Accepted (HTTP " + status + "), but the body cannot be read: " + message, cause, gravest, number, requestId(), status);
            case REJECTED -> new ServiceException(
                    "Rejected (HTTP " + status + "), but the answer cannot be read: " + message, gravest, number,
                    new ServiceAnswer(status, null, null, requestId(), "", null));
            case UNKNOWN -> new NoResponseException("Sent, but " + call.head().doubt() + message, cause, gravest, number);
        };
    }
}
