package io.dataarts.contract.handbook.quickstart;

/** The flags do not make one live rerun. The message is meant for the person who gave them. */
final class IncompleteFlagsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    IncompleteFlagsException(String message) {
        super(message);
    }
}
