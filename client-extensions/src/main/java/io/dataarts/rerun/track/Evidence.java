package io.dataarts.rerun.track;

/**
 * Says whether a rerun ran. Immutable. The service documents no such evidence, so it is for a person or a policy to decide what to do.
 *
 * @param verdict what the looks showed
 * @param reason which instance changed and how, or why the looks cannot tell
 */
public record Evidence(Verdict verdict, String reason) {

    /** What looking showed. */
    public enum Verdict {
        /** It ran after the state before, by this call or another's. Sending the rerun again would run it twice. */
        RAN_SINCE,
        /** Nothing changed for the whole time. That is no proof: the service may be slow to list a run. */
        NO_RUN_SEEN,
        /** The instance was not at an end before, is not listed, or the look failed. */
        CANNOT_TELL
    }
}
