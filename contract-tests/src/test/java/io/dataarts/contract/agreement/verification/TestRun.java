package io.dataarts.contract.agreement.verification;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the tests of one class, and holds their results. */
final class TestRun implements TestExecutionListener {

    private final List<String> passed = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    private TestRun() {
    }

    static TestRun of(Class<?> testClass) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request().selectors(selectClass(testClass)).build();
        TestRun run = new TestRun();
        LauncherFactory.create().execute(request, run);
        return run;
    }

    /** Returns the display names of the passed tests. */
    List<String> passed() {
        return passed;
    }

    /** Returns the reasons of the skipped tests. */
    List<String> skipped() {
        return skipped;
    }

    /** Returns the reasons of all failures, including those of classes and engines. */
    List<String> failed() {
        return failed;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        String reason = result.getThrowable().map(Throwable::getMessage).orElse("");
        switch (result.getStatus()) {
            case FAILED -> failed.add(reason);
            case ABORTED -> skipped.add(reason.replace("Assumption failed: ", ""));
            default -> {
                if (test.isTest()) {
                    passed.add(test.getDisplayName());
                }
            }
        }
    }
}
