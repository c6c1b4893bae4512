package io.dataarts.rerun.track;

import io.dataarts.rerun.find.InstanceState;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Watches what a rerun changes, by looking at the service's lists. {@code DataArtsStudio.track(Rerun)} makes it before you send the rerun,
 * and keeps what the service lists then: the state before.
 *
 * <p>No source documents which fields of an instance a rerun changes, and none of this was verified against the live service. The times
 * that it compares are the service's: those of the lists, and the header {@code Date}. No clock of this machine takes part.
 *
 * <p>Both methods look at once, then again after pauses that grow from 500 ms to 30 s. They begin no request after the limit, and answer
 * from the lists that were read by then. A limit of zero looks once, however long that takes.
 *
 * <p>A look costs two requests for each list of fewer than 1,000 instances: one around the planned times, one since the state before. It
 * costs a third if the list has exactly 10, 50, 100, 200 or 500, since such a page may be cut. Lists of Quality have 100 a page. The service
 * allows a user 10 requests a second in the Factory, and 40 in ten seconds in Quality. A track sends nothing but these look-ups: no verdict
 * leads to another rerun.
 *
 * <p>Not thread-safe: use a track on one thread at a time.
 */
public interface Track {

    /**
     * Looks whether the rerun ran, for example after its outcome was unknown. Returns as soon as a run is seen. Returns at once if no look
     * could tell, because the first look failed, or because nothing was at its end then. A failed look is repeated until the limit. Four
     * answers end it instead: HTTP 400, 401, 403 and 404. After a 401, the other lists are not asked either.
     *
     * <p>Only what was at its end in the state before gives evidence:
     * <ul>
     * <li>A job instance has left that end, or its start or end time has changed. Or a new instance id has its job id and planned time, and
     *     not the submit time of another instance. A time that was missing has not changed: the service may list it late.
     * <li>A quality or comparison job has an instance that was not listed before, or a listed one that has changed as above.
     * </ul>
     * An instance's version and its flags of success alone are no evidence. A person who sets a status by hand looks like a run.
     *
     * <p>If the thread is interrupted, this method keeps its flag and returns {@code CANNOT_TELL}.
     *
     * @param limit how long to look; zero looks once
     * @throws IllegalArgumentException if the limit is negative
     * @throws IllegalStateException if the studio is closed
     */
    Evidence settle(Duration limit);

    /** Does the same as {@link #follow(Duration, Consumer)}, without a listener. */
    default Ending follow(Duration limit) {
        return follow(limit, state -> {});
    }

    /**
     * Follows the instances until each has moved from the state before and is at an end. The state before is no end. If the first look
     * failed, the first look that succeeds is the state before. Of a quality or comparison job, each new run counts, also one that its
     * schedule started.
     *
     * <p>A failed look is repeated. Four answers end following instead: HTTP 400, 401, 403 and 404. If the thread is interrupted, this
     * method keeps its flag and returns what is known.
     *
     * @param limit how long to follow; zero looks once
     * @param listener gets each state that differs from the one before, on this thread. What it throws is logged once and changes nothing
     * @throws IllegalArgumentException if the limit is negative
     * @throws IllegalStateException if the studio is closed
     */
    Ending follow(Duration limit, Consumer<? super InstanceState> listener);
}
