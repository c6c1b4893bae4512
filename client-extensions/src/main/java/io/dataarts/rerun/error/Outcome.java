package io.dataarts.rerun.error;

/**
 * Whether the rerun happened. The outcome follows how far the request got, never the kind of failure.
 *
 * <p>The constants stand in the order of gravity. The outcome of a call is the gravest of its attempts.
 */
public enum Outcome {
    /** No byte of the request was handed to a connection. The rerun did not happen, and calling again is safe. */
    NOT_SENT,
    /**
     * The service or its gateway refused the request: a 4xx other than 408. The rerun did not happen. The API reference does not say
     * whether the service refuses a rerun of several instances as a whole.
     */
    REJECTED,
    /** The request was sent, and nothing says whether it was executed. Check the job's instances before you call again. */
    UNKNOWN,
    /** The service accepted the request: a 2xx. The rerun happens, so do not call again. */
    ACCEPTED
}
