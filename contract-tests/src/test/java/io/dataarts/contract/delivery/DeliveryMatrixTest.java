package io.dataarts.contract.delivery;

import static io.dataarts.contract.fault.Faults.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.dataarts.contract.fault.FaultServer;
import io.dataarts.contract.fault.LoopbackCertificates;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.error.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Under each fault and policy, the SDK sends at most one request that could run, and reports the true outcome.
 *
 * <p>It also frees its connection and threads. The studio has one connection, so that a leaked connection fails the next call.
 */
class DeliveryMatrixTest {

    /** Limits the bytes that the server can write: the SDK reads some, and kernel and TLS buffer the rest. */
    private static final long MOST_BYTES_TAKEN = 32 << 20;

    /** Limits the memory that a call allocates, freed memory included. It is far below the size of the largest answers. */
    private static final long MOST_MEMORY = 64 << 20;

    /** Runs several rows at a time, because most of them wait. Each thread has a group, so that a row knows its threads. */
    private static final ExecutorService ROWS = Executors.newFixedThreadPool(8, rows -> new Thread(new ThreadGroup("rows"), rows));

    @TestFactory
    @DisplayName("each situation with the standard policy, each sixth with one attempt; all with -Ddataarts.full=true")
    Stream<DynamicContainer> matrix() {
        return Stream.of(
                tests("one attempt", Boolean.getBoolean("dataarts.full") ? 1 : 6, row -> check(row, RetryPolicy.never(), row.once())),
                tests("standard policy", 1, row -> check(row, RetryPolicy.standard(), row.standard())));
    }

    /** @param step 1 for each row, 6 for each sixth */
    private static DynamicContainer tests(String name, int step, RowCheck check) {
        List<DynamicTest> tests = new ArrayList<>();
        List<Situation> rows = Situations.all();
        for (int i = 0; i < rows.size(); i += step) {
            Situation row = rows.get(i);
            Future<?> checked = ROWS.submit(() -> {
                check.check(row);
                return null;
            });
            tests.add(dynamicTest(row.name(), () -> {
                try {
                    checked.get(2, TimeUnit.MINUTES);
                } catch (ExecutionException e) {
                    throw e.getCause();
                }
            }));
        }
        return dynamicContainer(name, tests);
    }

    private interface RowCheck {
        void check(Situation row) throws Exception;
    }

    /** The JVM takes long to set up TLS for the first time, which no row should measure. */
    @BeforeAll
    static void setUpTls() {
        FaultServer.Builder answering = FaultServer.builder().tls(LoopbackCertificates.server()).onRequests(answer(204));
        Situation warmUp = new Situation("warm-up", () -> Rig.server(answering));
        try (Rig rig = warmUp.open();
                DataArtsStudio studio = MatrixCalls.studio(rig.endpoint(), warmUp, RetryPolicy.never())) {
            studio.rerun(MatrixCalls.JOB);
        }
    }

    @AfterAll
    static void endThreads() {
        ROWS.shutdownNow();
    }

    private static void check(Situation situation, RetryPolicy policy, List<ExpectedOutcome> oneOf) throws Exception {
        Threads threads = Threads.now();
        int complete;
        int begun;
        long bytes;
        Told told;
        try (Rig rig = situation.open()) {
            int calls = 1;
            try (DataArtsStudio studio = MatrixCalls.studio(rig.endpoint(), situation, policy)) {
                if (situation.isKeptAlive()) {
                    assertThat(MatrixCalls.call(studio, situation).failure()).isNull();
                    calls++;
                    rig.beforeFault();
                }
                told = MatrixCalls.call(studio, situation);
                rig.repaired();
                assertThat(MatrixCalls.call(studio, situation).failure()).describedAs("the next call").isNull();
            }
            FaultServer server = rig.repaired();
            server.close();
            begun = server.begun() - calls;
            complete = server.complete() - calls;
            bytes = server.bytesWritten();
        }
        check(told, begun, complete, oneOf);
        assertThat(bytes).describedAs("bytes written").isLessThan(MOST_BYTES_TAKEN);
        threads.assertNoneLeft();
    }

    private static void check(Told told, int begun, int complete, List<ExpectedOutcome> oneOf) {
        ExpectedOutcome expected = oneOf.stream().filter(each -> each.outcome() == told.outcome()).findFirst().orElse(oneOf.get(0));
        assertThat(told.outcome()).describedAs(told.toString()).isEqualTo(expected.outcome());
        if (expected.exception() == null) {
            assertThat(told.instanceId()).isNotEqualTo("unasked");
        } else {
            assertThat(told.failure()).isExactlyInstanceOf(expected.exception());
            assertThat(told.failure().getMessage()).matches(expected.message());
            assertThat(told.failure().getSuppressed()).hasSize(expected.attempts() - 1);
        }
        if (told.failure() instanceof ServiceException answer) {
            assertThat(answer.retryAfter()).isEqualTo(expected.retryAfter());
            assertThat(answer.rawBody()).hasSizeLessThanOrEqualTo(64 << 10);
        }
        assertThat(told.attempts()).describedAs("attempts").isEqualTo(expected.attempts());
        assertThat(told.duration()).describedAs("duration, of which a part is the pause").isGreaterThanOrEqualTo(expected.pause());
        assertThat(begun).describedAs("requests that arrived at least in part").isEqualTo(expected.begun());
        assertThat(complete).describedAs("requests that arrived completely").isEqualTo(expected.complete());
        assertThat(told.allocated()).describedAs("memory for the call").isLessThan(MOST_MEMORY);
    }
}
