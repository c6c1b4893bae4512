package io.dataarts.rerun.error;

/**
 * Whether the rerun happened. It follows how far the request got, never the kind of failure.
 *
 * <p>The constants are in the order of gravity: the outcome of a call is the gravest of its attempts.
 */
public enum Outcome {
    /** Not one byte of the request was handed to a connection. The rerun did not happen; calling again is safe. */
    NOT_SENT,
    /**
     * The service or its gateway refused the request (a 4xx other than 408). The rerun did not happen. Whether a rerun of several
     * instances is refused as a whole, the API reference does not say.
     */
    REJECTED,
    /** The request was sent, and nothing tells whether it was executed. Look at the job's instances before you call again. */
    UNKNOWN,
    /** The service took the request (a 2xx). The rerun happens; do not call again. */
    ACCEPTED
}
