package io.dataarts.rerun.error;

/** 400: the service refused the rerun. An unknown job gives this exception, not a {@link NotFoundException}. */
public final class BadRequestException extends ServiceException {

    /** See {@link ServiceException#ServiceException}. */
    public BadRequestException(String message, Outcome outcome, int attempts, ServiceAnswer answer) {
        super(message, outcome, attempts, answer);
    }
}
