package io.dataarts.contract.delivery;

import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.Outcome;

/**
 * What a call told its caller, and what it cost.
 *
 * @param failure null for a receipt
 * @param instanceId null without
 * @param allocated bytes of memory that the calling thread took
 */
record Told(DataArtsException failure, int attempts, String instanceId, long allocated) {

    Outcome outcome() {
        return failure == null ? Outcome.ACCEPTED : failure.outcome();
    }
}
