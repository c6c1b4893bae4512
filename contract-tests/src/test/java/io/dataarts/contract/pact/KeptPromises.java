package io.dataarts.contract.pact;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Records the interactions whose test passed in this run. Only these are in the written pact. */
final class KeptPromises {

    private static final Set<String> PASSED = ConcurrentHashMap.newKeySet();

    private KeptPromises() {
    }

    static void add(String description) {
        PASSED.add(description);
    }

    static boolean has(String description) {
        return PASSED.contains(description);
    }
}
