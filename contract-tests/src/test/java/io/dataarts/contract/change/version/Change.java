package io.dataarts.contract.change.version;

import io.dataarts.contract.spec.Level;

/**
 * One difference between two API descriptions.
 *
 * @param where the operation, and the place in it
 * @param what the difference
 * @param callers the effect on callers of the SDK
 * @param service the effect on the service, and on its stand-ins in tests
 */
record Change(Level level, String where, String what, String callers, String service) {

    @Override
    public String toString() {
        return level + " " + where + ": " + what;
    }
}
