package io.dataarts.rerun.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * No storm of interrupts, cancelled calls and timeouts takes a connection out of the pool.
 *
 * <p>{@code -Ddataarts.soak.seconds} sets how long all storms last together. Virtual threads need JDK 21.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PoolStormTest {

    private static final Duration STORM = Duration.ofMillis(Integer.getInteger("dataarts.soak.seconds", 3) * 1000L / 6);

    private final AtomicReference<Gathering> gathering = new AtomicReference<>();

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "256, false", "1, true", "2, true", "256, true"})
    @DisplayName("after a storm, as many calls as there are connections are in flight at once")
    void storm(int connections, boolean virtual) throws Exception {
        ExecutorService threads = virtual ? virtualThreads() : Executors.newCachedThreadPool();
        try (LoopbackServer server = LoopbackServer.answeringEach(request ->
                        request.target().contains("/calm/") ? gathering.get().reply() : stormy());
                DataArtsStudio studio = Example.builder(server)
                        .maxConnections(connections).callTimeout(Duration.ofSeconds(30)).build();
                DataArtsStudio hasty = Example.builder(server)
                        .maxConnections(connections).callTimeout(Duration.ofMillis(5)).build()) {
            int cancelled = rage(threads, studio) + rage(threads, hasty);
            System.out.println("pool of " + connections + ": " + cancelled + " cancelled calls on "
                    + (virtual ? "virtual" : "platform") + " threads");
            assertThat(cancelled).isPositive();
            assertThat(inFlightAtOnce(threads, studio, connections)).isEqualTo(connections);
        } finally {
            threads.shutdownNow();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Answers after 2 ms, or closes the connection. */
    private static Reply stormy() {
        return connection -> {
            TimeUnit.MILLISECONDS.sleep(2);
            (ThreadLocalRandom.current().nextInt(10) == 0 ? Reply.drop() : Reply.empty(204)).give(connection);
        };
    }

    private static int rage(ExecutorService threads, DataArtsStudio studio) throws Exception {
        AtomicInteger cancelled = new AtomicInteger();
        List<Future<?>> workers = new ArrayList<>();
        long end = System.nanoTime() + STORM.toNanos() / 2;
        for (int i = 0; i < 6; i++) {
            workers.add(threads.submit(() -> {
                while (System.nanoTime() - end < 0) {
                    Future<?> call = threads.submit(() -> studio.rerun(Example.QUALITY));
                    try {
                        call.get(ThreadLocalRandom.current().nextInt(1_000, 3_000), TimeUnit.MICROSECONDS);
                    } catch (TimeoutException e) {
                        cancelled.incrementAndGet();
                        call.cancel(true);
                    } catch (ExecutionException e) {
                        assertThat(e.getCause()).isInstanceOf(DataArtsException.class);
                    }
                }
                return null;
            }));
        }
        for (Future<?> worker : workers) {
            worker.get();
        }
        return cancelled.get();
    }

    /** Returns how many calls arrive before one of them is answered. */
    private int inFlightAtOnce(ExecutorService threads, DataArtsStudio studio, int calls) throws Exception {
        Gathering calm = new Gathering(calls);
        gathering.set(calm);
        List<Future<?>> receipts = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            receipts.add(threads.submit(() -> studio.rerun(Example.job("calm"))));
        }
        for (Future<?> receipt : receipts) {
            receipt.get(60, TimeUnit.SECONDS);
        }
        return calm.arrived.get();
    }

    /** Answers when all calls have arrived. */
    private static final class Gathering {

        private final AtomicInteger arrived = new AtomicInteger();
        private final CountDownLatch all;

        Gathering(int calls) {
            all = new CountDownLatch(calls);
        }

        Reply reply() {
            arrived.incrementAndGet();
            all.countDown();
            return Reply.after(all, Reply.empty(204));
        }
    }

    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads need JDK 21");
        return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }
}
