package io.dataarts.rerun.internal.credentials;

import org.jspecify.annotations.Nullable;

/** Why a source gives no credentials, and what to do. */
final class NoCredentialsException extends RuntimeException {

    final boolean sourceInUse;

    private NoCredentialsException(boolean sourceInUse, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.sourceInUse = sourceInUse;
    }

    /** Nobody uses the source. */
    static NoCredentialsException absent(String message) {
        return new NoCredentialsException(false, message, null);
    }

    /** The source is in use, but broken: falling through to the next would use somebody else's credentials. */
    static NoCredentialsException broken(String message, @Nullable Throwable cause) {
        return new NoCredentialsException(true, message, cause);
    }
}
