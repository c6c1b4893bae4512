package io.dataarts.contract.signature;

import java.util.Optional;

/**
 * A key whose signatures are accepted.
 *
 * @param securityToken the token that a temporary key has to send and sign; empty for a permanent key
 */
public record SigningKey(String accessKey, String secretKey, Optional<String> securityToken) {

    /** Returns a permanent key. */
    public static SigningKey permanent(String accessKey, String secretKey) {
        return new SigningKey(accessKey, secretKey, Optional.empty());
    }

    /** Returns a temporary key, which has to send and sign its security token. */
    public static SigningKey temporary(String accessKey, String secretKey, String securityToken) {
        return new SigningKey(accessKey, secretKey, Optional.of(securityToken));
    }

    /** Returns the access key only, because the rest is secret. */
    @Override
    public String toString() {
        return "SigningKey[" + accessKey + "]";
    }
}
