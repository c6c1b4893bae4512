package io.dataarts.rerun.error;

/**
 * A search ended before it had everything. The message says how far it got. The results so far are valid, and searching again is safe.
 *
 * <p>If a call failed, its exception leaves the search, and this is one of its {@linkplain Throwable#getSuppressed() suppressed
 * exceptions}. This is thrown itself if the service answered, but its pages do not follow each other.
 */
public final class IncompleteSearchException extends DataArtsException {

    /**
     * @param message how far the search got
     * @param outcome the outcome of the last call
     * @param attempts how many attempts the last call made
     */
    public IncompleteSearchException(String message, Outcome outcome, int attempts) {
        super(message, null, outcome, attempts, null);
    }
}
