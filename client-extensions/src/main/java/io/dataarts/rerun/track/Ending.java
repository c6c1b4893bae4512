package io.dataarts.rerun.track;

import io.dataarts.rerun.find.InstanceState;
import java.util.List;
import java.util.stream.Stream;

/**
 * Says how far following a rerun came. Immutable. An instance that failed again is a result, not an exception.
 *
 * @param finished whether each instance has moved and is at an end. A new instance id may stand for one that has not moved
 * @param succeeded whether it finished, and each instance that moved ended in success
 * @param moved the last state of each instance whose status, start or end changed since the state before, or that was not listed then
 * @param unmoved the last state of each other instance; of a quality or comparison job none, as its earlier runs do not count
 * @param reason why following ended
 */
public record Ending(boolean finished, boolean succeeded, List<InstanceState> moved, List<InstanceState> unmoved, String reason) {

    /** Makes an ending. Keeps copies of the lists. */
    public Ending {
        moved = List.copyOf(moved);
        unmoved = List.copyOf(unmoved);
    }

    /** Returns each instance with its last state: first those that moved, then the others. */
    public List<InstanceState> instances() {
        return Stream.concat(moved.stream(), unmoved.stream()).toList();
    }
}
