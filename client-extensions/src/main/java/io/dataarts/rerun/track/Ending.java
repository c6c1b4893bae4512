package io.dataarts.rerun.track;

import java.util.List;

/**
 * Says how far following a rerun came. Immutable. An instance that failed again is a result, not an exception.
 *
 * @param finished whether each instance has moved from the state before, and is at an end
 * @param succeeded whether it finished, and each instance that moved ended in success
 * @param instances each instance with its last state; of a quality or comparison job, only what ran since the state before
 * @param reason why following ended
 */
public record Ending(boolean finished, boolean succeeded, List<InstanceState> instances, String reason) {

    /** Makes an ending. Keeps a copy of the list. */
    public Ending {
        instances = List.copyOf(instances);
    }
}
