package io.dataarts.rerun.error;

/** 403: the user may not rerun this. The user needs the DAYU User permission and a workspace role that may operate. */
public final class PermissionDeniedException extends ServiceException {

    /** See {@link ServiceException#ServiceException}. */
    public PermissionDeniedException(String message, Outcome outcome, int attempts, ServiceAnswer answer) {
        super(message, outcome, attempts, answer);
    }
}
