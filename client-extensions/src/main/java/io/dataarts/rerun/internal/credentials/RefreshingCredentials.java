package io.dataarts.rerun.internal.credentials;

import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.CredentialsProvider;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.internal.call.Attempt;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.Failures;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the credentials of a source, and refreshes them from five minutes before they expire. One caller refreshes, and the others use the
 * old value meanwhile.
 *
 * <p>After a failed refresh, callers use the old value until it expires, and the next refresh waits 30 s. A failure reaches callers when no
 * valid value is left. Thread-safe.
 */
public final class RefreshingCredentials implements CredentialsProvider {

    private static final Logger LOG = LoggerFactory.getLogger("io.dataarts.rerun");
    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(30);

    private final CredentialSource source;
    private final Clock clock;
    private final ReentrantLock refreshing = new ReentrantLock();
    private final AtomicReference<CredentialSource.@Nullable Found> current = new AtomicReference<>();
    private volatile Instant nextTry = Instant.MIN;
    private volatile @Nullable NoCredentialsException lastFailure;

    public RefreshingCredentials(CredentialSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public Credentials resolve() {
        CredentialSource.Found known = current.get();
        NoCredentialsException earlierFailure = lastFailure;
        Instant now = clock.instant();
        boolean usable = isValid(known, now);
        if (usable && (isValid(known, now.plus(AHEAD)) || now.isBefore(nextTry) || !refreshing.tryLock())) {
            return known.credentials();
        }
        if (!usable) {
            awaitTurn();
        }
        try {
            CredentialSource.Found renewed = current.get();
            if (renewed != known && renewed != null) {
                return renewed.credentials(); // another thread refreshed them
            }
            if (!usable && lastFailure != null && lastFailure != earlierFailure) {
                throw lastFailure; // threads that waited do not all ask again
            }
            nextTry = now.plus(BETWEEN_TRIES);
            return refresh().credentials();
        } catch (NoCredentialsException e) {
            lastFailure = e;
            if (!usable) {
                String since = known == null ? "" : ", the last ones expired at " + known.expiresAt();
                throw new ConfigurationException("Not sent: no credentials" + since + ": " + e.getMessage(), e.getCause());
            }
            LOG.warn("credentials could not be refreshed; the SDK uses the old ones until {}: {}", known.expiresAt(), e.getMessage());
            return known.credentials();
        } finally {
            refreshing.unlock();
        }
    }

    @Override
    public void invalidate(Credentials refused) {
        current.updateAndGet(known -> known != null && known.credentials().equals(refused) ? null : known);
    }

    private void awaitTurn() {
        Attempt attempt = Call.current().lastAttempt();
        try {
            if (!refreshing.tryLock(attempt.nanosLeft(), TimeUnit.NANOSECONDS)) {
                attempt.requireTime();
            }
        } catch (InterruptedIOException | InterruptedException e) {
            Failures.keepInterrupt(e);
            String why = attempt.expire() ? attempt.timeout() : "the thread was interrupted while it waited for credentials";
            throw new NotSentException("Not sent: " + why, e, Outcome.NOT_SENT, 0);
        }
    }

    private CredentialSource.Found refresh() {
        CredentialSource.Found found = source.find();
        Instant now = clock.instant();
        if (!isValid(found, now)) {
            throw NoCredentialsException.broken(
                    "the credentials found expired at " + found.expiresAt() + ", and this machine's clock says " + now, null);
        }
        current.set(found);
        return found;
    }

    private static boolean isValid(CredentialSource.@Nullable Found found, Instant at) {
        return found != null && (found.expiresAt() == null || at.isBefore(found.expiresAt()));
    }
}
