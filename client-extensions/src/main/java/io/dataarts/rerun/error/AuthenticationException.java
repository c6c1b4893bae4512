package io.dataarts.rerun.error;

/** 401: the gateway refused the signature or the token. More than five refused signatures in a row lock an access key for five minutes. */
public final class AuthenticationException extends ServiceException {

    /** See {@link ServiceException#ServiceException}. */
    public AuthenticationException(String message, Outcome outcome, int attempts, ServiceAnswer answer) {
        super(message, outcome, attempts, answer);
    }
}
