package io.dataarts.rerun.error;

/** 5xx: the service or a gateway failed. The service may have executed the rerun. */
public final class ServerErrorException extends ServiceException {

    /** See {@link ServiceException#ServiceException}. */
    public ServerErrorException(String message, Outcome outcome, int attempts, ServiceAnswer answer) {
        super(message, outcome, attempts, answer);
    }
}
