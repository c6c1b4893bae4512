package io.dataarts.rerun.error;

/** 429, or the gateway's code 0308: too many requests. {@link #retryAfter()} returns how long to wait. */
public final class ThrottledException extends ServiceException {

    /** See {@link ServiceException#ServiceException}. */
    public ThrottledException(String message, Outcome outcome, int attempts, ServiceAnswer answer) {
        super(message, outcome, attempts, answer);
    }
}
