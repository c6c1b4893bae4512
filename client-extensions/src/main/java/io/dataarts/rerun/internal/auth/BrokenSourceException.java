package io.dataarts.rerun.internal.auth;

import org.jspecify.annotations.Nullable;

/** A source is there, but does not give credentials: falling through to the next would use somebody else's. */
final class BrokenSourceException extends RuntimeException {

    BrokenSourceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
