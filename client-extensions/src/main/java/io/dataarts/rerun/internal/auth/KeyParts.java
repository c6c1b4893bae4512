package io.dataarts.rerun.internal.auth;

import io.dataarts.rerun.auth.AccessKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parts of an access key, as some source names them. */
final class KeyParts {

    private KeyParts() {}

    /** The key; empty when neither AK nor SK is there. */
    static Optional<AccessKey> read(
            String akName, @Nullable String ak, String skName, @Nullable String sk, @Nullable String securityToken) {
        boolean noAk = ak == null || ak.isEmpty();
        boolean noSk = sk == null || sk.isEmpty();
        if (noAk && noSk) {
            return Optional.empty();
        }
        if (noAk || noSk) {
            throw new BrokenSourceException(
                    "partial: " + (noAk ? skName : akName) + " is set, but " + (noAk ? akName : skName) + " is not", null);
        }
        try {
            boolean permanent = securityToken == null || securityToken.isEmpty();
            return Optional.of(permanent ? AccessKey.of(ak, sk) : AccessKey.of(ak, sk, securityToken));
        } catch (IllegalArgumentException e) {
            throw new BrokenSourceException("unreadable: " + e.getMessage(), null);
        }
    }
}
