package io.dataarts.rerun.internal.auth;

import io.dataarts.rerun.auth.Credentials;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A place where credentials may be. */
interface CredentialSource {

    /**
     * Credentials, and until when they can be used.
     *
     * @param expiresAt null for credentials that do not expire
     */
    record Found(Credentials credentials, @Nullable Instant expiresAt) {}

    /** The name for messages. */
    String name();

    /**
     * What is there now; empty when this place is not in use at all.
     *
     * @throws BrokenSourceException when it is in use and does not give credentials
     */
    Optional<Found> find();

    /** Why {@link #find} was empty, and what to set. */
    String absence();
}
