package io.dataarts.contract.pact;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Remembers which consumer tests passed in this run: only these have written their interaction. */
final class KeptPromises implements TestWatcher {

    private static final Set<Method> PASSED = ConcurrentHashMap.newKeySet();

    static Set<Method> passed() {
        return Set.copyOf(PASSED);
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        PASSED.add(context.getRequiredTestMethod());
    }
}
