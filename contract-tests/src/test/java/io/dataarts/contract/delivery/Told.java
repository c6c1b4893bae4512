package io.dataarts.contract.delivery;

import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.Outcome;
import java.time.Duration;

/**
 * The result of a call, and its cost.
 *
 * @param failure the exception; null for a receipt
 * @param instanceId the instance id of the receipt; null if there is none
 * @param duration how long the call took
 * @param allocated the bytes of memory that the calling thread allocated
 */
record Told(DataArtsException failure, int attempts, String instanceId, Duration duration, long allocated) {

    Outcome outcome() {
        return failure == null ? Outcome.ACCEPTED : failure.outcome();
    }
}
