package io.dataarts.rerun.auth;

import io.dataarts.rerun.internal.check.Arguments;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An access key (AK and SK), permanent or temporary. The SDK signs requests with it, and never sends the SK.
 *
 * <p>A temporary key comes with a security token, which the SDK sends and signs as {@code X-Security-Token}. Immutable.
 */
public final class AccessKey implements Credentials {

    private final String accessKeyId;
    private final String secretKey;
    private final @Nullable String securityToken;

    private AccessKey(String accessKeyId, String secretKey, @Nullable String securityToken) {
        this.accessKeyId = Arguments.token("access key (AK)", accessKeyId);
        this.secretKey = Arguments.secret("secret key (SK)", secretKey);
        this.securityToken = securityToken == null ? null : Arguments.secret("security token", securityToken);
    }

    /**
     * Returns a permanent access key.
     *
     * @param accessKeyId the AK
     * @param secretKey the SK
     * @throws IllegalArgumentException if one is empty, or holds white space or characters beyond ASCII
     */
    public static AccessKey of(String accessKeyId, String secretKey) {
        return new AccessKey(accessKeyId, secretKey, null);
    }

    /**
     * Returns a temporary access key.
     *
     * @param accessKeyId the AK
     * @param secretKey the SK
     * @param securityToken the security token that was issued with the key
     * @throws IllegalArgumentException if one is empty, or holds white space or characters beyond ASCII
     */
    public static AccessKey of(String accessKeyId, String secretKey, String securityToken) {
        return new AccessKey(accessKeyId, secretKey, Objects.requireNonNull(securityToken, "securityToken"));
    }

    /** Returns the AK. */
    public String accessKeyId() {
        return accessKeyId;
    }

    /** Returns the SK, a secret. */
    public String secretKey() {
        return secretKey;
    }

    /** Returns the security token of a temporary key, a secret. */
    public Optional<String> securityToken() {
        return Optional.ofNullable(securityToken);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AccessKey that && accessKeyId.equals(that.accessKeyId) && secretKey.equals(that.secretKey)
                && Objects.equals(securityToken, that.securityToken);
    }

    @Override
    public int hashCode() {
        return Objects.hash(accessKeyId, secretKey, securityToken);
    }

    /** Returns the masked AK, and whether the key is temporary. */
    @Override
    public String toString() {
        int length = accessKeyId.length();
        String masked = length < 12 ? "****" : accessKeyId.substring(0, 4) + "****" + accessKeyId.substring(length - 4);
        return "AccessKey[" + masked + (securityToken == null ? "]" : ", temporary]");
    }
}
