package io.dataarts.rerun.batch;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dataarts.rerun.RequestPreview;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.internal.batch.Plan;
import io.dataarts.rerun.track.Ending;
import io.dataarts.rerun.track.Evidence;
import io.dataarts.rerun.track.Evidence.Verdict;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a batch did with one rerun. Immutable. Later versions may add fields.
 *
 * @param number its place among the reruns of this run, from 1; 0 if only the journal has it
 * @param rerun the rerun
 * @param decision what the batch decided
 * @param outcome the outcome, here or in an earlier run; null if there is none
 * @param httpStatus the status of the answer, null without one
 * @param requestId the id under which the service knows the request, null if it gave none
 * @param instanceId the id of the new instance of a quality or comparison job, null if the service gave none
 * @param reason why it was not accepted or not sent, null otherwise
 * @param evidence whether it ran, null if the batch did not look
 * @param ending how it ended, null if the batch did not follow it
 * @param preview the request that a dry run shows, null in other runs
 */
public record BatchEntry(long number, Rerun rerun, Decision decision, @Nullable Outcome outcome, @Nullable Integer httpStatus,
        @Nullable String requestId, @Nullable String instanceId, @Nullable String reason, @Nullable Evidence evidence,
        @Nullable Ending ending, @Nullable RequestPreview preview) {

    /** What a batch decides about a rerun. */
    public enum Decision {
        /** It was sent, or the batch tried to. */
        SENT,
        /** An earlier run on this journal sent it, and the service accepted it. */
        ALREADY_ACCEPTED,
        /** An earlier run on this journal began it, and only {@code sendAgain} allows to send it again. */
        NOT_SENT_AGAIN,
        /** Another rerun of this batch has the same target. */
        DUPLICATE,
        /** Its instances ran since an earlier look of a batch, so that sending it would run them twice. */
        MOVED,
        /** A dry run would have sent it. */
        PREVIEWED
    }

    /** Returns what to do next, as an imperative; empty if nothing is to do. */
    @JsonProperty
    public String advice() {
        return switch (decision) {
            case DUPLICATE, PREVIEWED -> "";
            case MOVED -> "check how it ended before you rerun it in a new batch";
            case SENT, ALREADY_ACCEPTED, NOT_SENT_AGAIN -> switch (Objects.requireNonNull(outcome)) {
                case ACCEPTED -> ending == null || ending.succeeded() ? ""
                        : ending.finished() ? "find out why it failed; rerun it in a new batch, with a new journal"
                        : "follow it in the console; do not rerun it before it has ended";
                case UNKNOWN -> evidence != null && evidence.verdict() == Verdict.RAN_SINCE ? "do not send it again: it ran"
                        : "check in the console whether it ran; if not, send this one again, by sendAgain(...) if the batch has a journal";
                case REJECTED, NOT_SENT -> httpStatus == null || Plan.SENT_AGAIN.contains(httpStatus)
                        ? "fix the reason, then send this one again: with a journal, run the batch again on it"
                        : "correct the rerun, and send it in a new batch";
            };
        };
    }

    @Override
    public String toString() {
        return (outcome == null ? decision : outcome) + " " + printable(rerun.toString()) + (reason == null ? "" : ": " + printable(reason))
                + (requestId == null || reason != null && reason.contains(requestId) ? "" : " (request id " + requestId + ")")
                + (evidence == null ? "" : "\n    " + evidence.verdict() + ": " + printable(evidence.reason()))
                + (ending == null ? "" : "\n    " + printable(ending.instances() + ": " + ending.reason()))
                + (advice().isEmpty() ? "" : "\n    To do: " + advice());
    }

    /** Returns the text on one line. The service's words must not look like those of the report. */
    static String printable(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }
}
