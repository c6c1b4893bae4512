package io.dataarts.rerun.error;

/** 404: there is no such URL. The endpoint or its path is wrong; an unknown job is a {@link BadRequestException}. */
public final class NotFoundException extends ServiceException {

    /** See {@link ServiceException#ServiceException}. */
    public NotFoundException(String message, Outcome outcome, int attempts, ServiceAnswer answer) {
        super(message, outcome, attempts, answer);
    }
}
