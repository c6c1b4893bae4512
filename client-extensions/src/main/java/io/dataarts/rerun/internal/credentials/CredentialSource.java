package io.dataarts.rerun.internal.credentials;

import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.Credentials;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A place that may hold credentials. */
interface CredentialSource {

    /**
     * Returns the credentials that the source holds now.
     *
     * @throws NoCredentialsException if it holds none, or none that can be used
     */
    Found find();

    /**
     * Credentials, and when they expire.
     *
     * @param expiresAt null if the source does not say
     */
    record Found(Credentials credentials, @Nullable Instant expiresAt) {

        /** Returns an access key from named values, empty if none of them is set. */
        static Optional<Found> key(String place, UnaryOperator<@Nullable String> values, String ak, String sk, String securityToken) {
            List<String> there = Stream.of(ak, sk, securityToken)
                    .filter(name -> !Objects.requireNonNullElse(values.apply(name), "").isBlank()).toList();
            List<String> missing = Stream.of(ak, sk).filter(name -> !there.contains(name)).toList();
            if (there.isEmpty()) {
                return Optional.empty();
            }
            if (!missing.isEmpty()) {
                throw NoCredentialsException.broken(
                        place + ": partial: has " + String.join(" and ", there) + ", but not " + String.join(" and ", missing), null);
            }
            try {
                AccessKey key = there.contains(securityToken)
                        ? AccessKey.of(values.apply(ak), values.apply(sk), values.apply(securityToken))
                        : AccessKey.of(values.apply(ak), values.apply(sk));
                return Optional.of(new Found(key, null));
            } catch (IllegalArgumentException e) {
                throw NoCredentialsException.broken(place + ": unreadable: " + e.getMessage(), null);
            }
        }
    }
}
