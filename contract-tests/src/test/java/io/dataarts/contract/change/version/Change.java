package io.dataarts.contract.change.version;

import io.dataarts.contract.spec.Level;

/**
 * One difference between two API descriptions.
 *
 * @param where the operation, and the place in it
 * @param what what is different
 * @param callers what it means for those who call the SDK
 * @param service what it means for the service, and for who plays it in tests
 */
record Change(Level level, String where, String what, String callers, String service) {

    @Override
    public String toString() {
        return level + " " + where + ": " + what;
    }
}
