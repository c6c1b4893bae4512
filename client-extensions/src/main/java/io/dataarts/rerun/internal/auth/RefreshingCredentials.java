package io.dataarts.rerun.internal.auth;

import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.CredentialsProvider;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a source gave, and asks it anew from five minutes before the value expires: one caller at a time, while the others go on
 * with the old value. A refresh that fails is tried again later, and reported when the old value has run out. Thread-safe.
 */
public final class RefreshingCredentials implements CredentialsProvider {

    private static final Logger LOG = LoggerFactory.getLogger("io.dataarts.rerun");
    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(30);

    private final CredentialSource source;
    private final Clock clock;
    private final ReentrantLock refreshing = new ReentrantLock();
    private volatile CredentialSource.@Nullable Found current;
    private volatile Instant nextTry = Instant.MIN;

    public RefreshingCredentials(CredentialSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public Credentials resolve() {
        CredentialSource.Found known = current;
        Instant now = clock.instant();
        if (isValid(known, now.plus(AHEAD))) {
            return known.credentials();
        }
        if (!isValid(known, now)) {
            return refreshed();
        }
        if (!now.isBefore(nextTry) && refreshing.tryLock()) {
            try {
                nextTry = now.plus(BETWEEN_TRIES);
                current = find();
                return current.credentials();
            } catch (ConfigurationException e) {
                LOG.warn("credentials could not be refreshed, the old ones are used until {}: {}", known.expiresAt(), e.getMessage());
            } finally {
                refreshing.unlock();
            }
        }
        return known.credentials();
    }

    @Override
    public void invalidate(Credentials refused) {
        refreshing.lock();
        try {
            if (current != null && current.credentials().equals(refused)) {
                current = null;
            }
        } finally {
            refreshing.unlock();
        }
    }

    /** Waits for whoever is refreshing, and refreshes if that one did not. */
    private Credentials refreshed() {
        try {
            refreshing.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotSentException("the thread was interrupted while it waited for credentials", e, Outcome.NOT_SENT, 0);
        }
        try {
            CredentialSource.Found found = current;
            if (!isValid(found, clock.instant())) {
                found = find();
                current = found;
            }
            return found.credentials();
        } finally {
            refreshing.unlock();
        }
    }

    private CredentialSource.Found find() {
        try {
            return source.find()
                    .orElseThrow(() -> new ConfigurationException("Not sent: no credentials: " + source.absence(), null));
        } catch (BrokenSourceException e) {
            throw new ConfigurationException("Not sent: no credentials from " + source.name() + ": " + e.getMessage(), e.getCause());
        }
    }

    private static boolean isValid(CredentialSource.@Nullable Found found, Instant at) {
        return found != null && (found.expiresAt() == null || at.isBefore(found.expiresAt()));
    }
}
