package io.dataarts.rerun.auth;

import io.dataarts.rerun.internal.check.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * An IAM token, sent as {@code X-Auth-Token}. It must be scoped to the project, not to the domain, and is valid for 24 hours.
 *
 * <p>The API reference allows up to 4096 characters. Longer tokens exist, so the SDK leaves the length to the service. Immutable.
 */
public final class IamToken implements Credentials {

    private final String value;

    private IamToken(String value) {
        this.value = Arguments.secret("IAM token", value);
    }

    /**
     * Returns a token that was obtained before: the value of {@code X-Subject-Token} in IAM's answer.
     *
     * @throws IllegalArgumentException if it is empty, or holds white space or characters beyond ASCII
     */
    public static IamToken of(String value) {
        return new IamToken(value);
    }

    /** Returns the token, a secret. */
    public String value() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IamToken that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "IamToken[****]";
    }
}
