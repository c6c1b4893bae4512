package io.dataarts.contract.pact;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Records the consumer tests that passed in this run. Only these have written their interaction. */
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
