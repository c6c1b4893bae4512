package io.dataarts.rerun.batch;

import io.dataarts.rerun.error.Outcome;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a batch did: counts, and each rerun that a person has to look at. Immutable. {@link #toString()} is a text to read.
 *
 * @param counts how many reruns have which outcome, without those that an earlier run had accepted
 * @param already how many reruns an earlier run on this journal had sent, and the service had accepted
 * @param duplicates how many reruns were not sent, since another of the batch has the same target
 * @param moved how many reruns were not sent, since their instances ran since an earlier look
 * @param previewed how many reruns a dry run would have sent
 * @param notBegun how many reruns the batch had not begun when it stopped. It includes those that only the journal knows yet. Of a stream
 *     without a size, it counts only those that the batch had read
 * @param stoppedBecause why the batch stopped before its end, null if it did not
 * @param entries what was not accepted, or ended otherwise than in success; the first 10,000
 * @param entriesLeftOut how many entries there are beyond these
 * @param secondsNeeded how long sending takes at the pace of the studio, in a dry run; null in other runs
 */
public record BatchReport(Map<Outcome, Long> counts, long already, long duplicates, long moved, long previewed, long notBegun,
        @Nullable String stoppedBecause, List<BatchEntry> entries, long entriesLeftOut, @Nullable Long secondsNeeded) {

    /** Makes a report. Keeps copies of the collections. */
    public BatchReport {
        counts = Map.copyOf(counts);
        entries = List.copyOf(entries);
    }

    /** Returns how many reruns have this outcome, without those that an earlier run had accepted. */
    public long count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    /** Returns the report as a text for a person, of several lines. */
    @Override
    public String toString() {
        return (stoppedBecause != null ? "Stopped: " + BatchEntry.printable(stoppedBecause)
                        : secondsNeeded == null ? "Done" : "Dry run: " + previewed + " would be sent, which takes " + secondsNeeded + " s")
                + "\n" + count(Outcome.ACCEPTED) + " accepted, " + count(Outcome.UNKNOWN) + " unknown, " + count(Outcome.REJECTED)
                + " rejected, " + count(Outcome.NOT_SENT) + " not sent, " + notBegun + " not begun; " + already
                + " already accepted by an earlier run, " + duplicates + " duplicates, " + moved + " moved\n"
                + entries.stream().map(entry -> "- " + entry + "\n").collect(Collectors.joining())
                + (entriesLeftOut == 0 ? "" : "- and " + entriesLeftOut + " more: onEntry and the journal have them\n")
                + (stoppedBecause == null || secondsNeeded != null ? "" : "To do: send what was not begun. With a journal, run the batch again"
                        + " on it. Without one, leave out all that onEntry told of\n");
    }
}
