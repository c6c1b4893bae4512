package io.dataarts.contract.handbook.quickstart;

/** Thrown if flags for a real service are missing or wrong. The quickstart prints the message to its user. */
final class IncompleteFlagsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    IncompleteFlagsException(String message) {
        super(message);
    }
}
