package io.dataarts.rerun.internal.credentials;

import org.jspecify.annotations.Nullable;

/** Says why a source gives no credentials, and what to do. */
final class NoCredentialsException extends RuntimeException {

    final boolean sourceInUse;

    private NoCredentialsException(boolean sourceInUse, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.sourceInUse = sourceInUse;
    }

    /** Returns the exception of a source that is not in use. */
    static NoCredentialsException absent(String message) {
        return new NoCredentialsException(false, message, null);
    }

    /** Returns the exception of a source that is in use, but broken. Falling through to the next source could use the wrong credentials. */
    static NoCredentialsException broken(String message, @Nullable Throwable cause) {
        return new NoCredentialsException(true, message, cause);
    }
}
