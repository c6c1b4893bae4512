package io.dataarts.rerun.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dataarts.generated.api.QualityApi;
import io.dataarts.generated.model.RestartQualityInstanceRequest;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.RerunReceipt;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.loopback.ArrivedRequest;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A studio opens nothing before its first call, serves many threads, and leaves nothing open after close(). */
class LifecycleTest {

    private static final RestartQualityInstanceRequest BODY = new RestartQualityInstanceRequest().ruleId("7");

    private final LoopbackServer server = LoopbackServer.answering(Reply.json(200, "{\"instance_id\":\"i\"}"));
    private final DataArtsStudio studio = Example.studio(server);

    @AfterEach
    void stop() {
        studio.close();
        server.close();
    }

    @Test
    void build_whenNothingIsCalled_thenNothingIsOpened() {
        assertThat(server.connections()).isZero();
        assertThat(threads()).isEmpty();
    }

    @Test
    void close_whenConnectionsAreOpen_thenTheServerSeesThemClosed() {
        studio.rerun(Example.QUALITY);
        studio.close();
        server.awaitConnectionsClosed();
    }

    @Test
    void close_whenThreadsRun_thenTheyEnd() throws InterruptedException {
        studio.rerun(Example.QUALITY);
        List<Thread> running = threads();
        assertThat(running).isNotEmpty().allMatch(Thread::isDaemon);
        studio.close();
        for (Thread thread : running) {
            thread.join(20_000);
        }
        assertThat(running).noneMatch(Thread::isAlive);
    }

    @Test
    @DisplayName("after close every call is refused: on the studio, on its views and on API objects from before")
    void afterClose() {
        DataArtsStudio view = studio.inWorkspace("w");
        QualityApi api = studio.api(QualityApi.class);
        QualityApi apiOfView = view.api(QualityApi.class);
        studio.close();
        refused(() -> studio.rerun(Example.QUALITY));
        refused(() -> studio.rerun(Example.INSTANCES));
        refused(() -> studio.preview(Example.QUALITY));
        refused(() -> studio.track(Example.QUALITY));
        refused(() -> studio.track(Example.INSTANCES));
        refused(() -> studio.api(QualityApi.class));
        refused(() -> view.rerun(Example.QUALITY));
        refused(() -> view.preview(Example.QUALITY));
        refused(() -> view.api(QualityApi.class));
        refused(() -> studio.inWorkspace("x").rerun(Example.QUALITY));
        refused(() -> api.restartQualityInstance("p", "w", BODY));
        refused(() -> apiOfView.restartQualityInstance("p", "w", BODY));
        assertThat(server.connections()).isZero();
    }

    @Test
    void close_whenTwice_thenTheSecondDoesNothing() {
        studio.rerun(Example.QUALITY);
        studio.close();
        studio.close();
        refused(() -> studio.rerun(Example.QUALITY));
    }

    @Test
    @DisplayName("closing a view closes neither the view nor the studio")
    void closeView() {
        DataArtsStudio view = studio.inWorkspace("w");
        DataArtsStudio viewOfView = view.inWorkspace("v");
        view.rerun(Example.QUALITY);
        view.close();
        viewOfView.close();
        view.rerun(Example.QUALITY);
        viewOfView.rerun(Example.QUALITY);
        studio.rerun(Example.QUALITY);
        assertThat(server.requests()).hasSize(4).extracting(request -> request.value("workspace"))
                .containsExactly("w", "w", "v", Example.WORKSPACE);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    @DisplayName("closing the studio ends a call on the wire at once, with outcome UNKNOWN")
    void closeDuringACall() throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread;
        try (LoopbackServer silent = LoopbackServer.answering(Reply.silence());
                DataArtsStudio waiting = Example.studio(silent)) {
            thread = new Thread(() -> failure.set(catchThrowable(() -> waiting.rerun(Example.QUALITY))));
            thread.start();
            silent.awaitRequests(1);
        }
        thread.join(20_000);
        assertThat(failure.get()).isExactlyInstanceOf(NoResponseException.class);
        assertThat(((NoResponseException) failure.get()).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    @DisplayName("many threads share a studio and its views: each call arrives once, with its own workspace, name and signature")
    void manyThreads() throws Exception {
        int calls = 400;
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Callable<RerunReceipt>> work = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                int number = i;
                work.add(() -> studio.inWorkspace("w-" + number).rerun(Example.job("job-" + number)));
            }
            for (Future<RerunReceipt> receipt : threads.invokeAll(work)) {
                assertThat(receipt.get().httpStatus()).isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }
        Set<String> names = new HashSet<>();
        Set<String> signatures = new HashSet<>();
        for (ArrivedRequest request : server.requests()) {
            String name = request.target().replaceAll(".*/jobs/(.*)/instances/retry", "$1");
            assertThat(request.value("workspace")).isEqualTo(name.replace("job-", "w-"));
            names.add(name);
            signatures.add(request.value("Authorization"));
        }
        assertThat(server.requests()).hasSize(calls);
        assertThat(names).hasSize(calls);
        assertThat(signatures).hasSize(calls);
        assertThat(server.connections()).isLessThanOrEqualTo(16);
    }

    @Test
    @DisplayName("maxConnections limits the open connections: further calls wait for one")
    void maxConnections() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (DataArtsStudio narrow = Example.builder(server).maxConnections(2).build()) {
            List<Callable<RerunReceipt>> work = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                work.add(() -> narrow.rerun(Example.QUALITY));
            }
            for (Future<RerunReceipt> receipt : threads.invokeAll(work)) {
                assertThat(receipt.get().instanceId()).contains("i");
            }
            assertThat(server.requests()).hasSize(100);
            assertThat(server.connections()).isLessThanOrEqualTo(2);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("by default 256 connections are open at a time, and the next call waits")
    void maxConnections_whenNotSet_then256() throws Exception {
        List<Thread> threads = new ArrayList<>();
        try (LoopbackServer silent = LoopbackServer.answering(Reply.silence());
                DataArtsStudio waiting = Example.studio(silent)) {
            for (int i = 1; i <= 257; i++) {
                Thread thread = new Thread(() -> catchThrowable(() -> waiting.rerun(Example.QUALITY)));
                threads.add(thread);
                thread.start();
                silent.awaitRequests(Math.min(i, 256));
            }
            Thread last = threads.get(256);
            while (last.getState() != Thread.State.TIMED_WAITING && silent.requests().size() == 256) {
                Thread.onSpinWait();
            }
            assertThat(silent.requests()).hasSize(256);
        }
        for (Thread thread : threads) {
            thread.join(); // Closing the studio ended its call.
        }
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("dataarts-rerun"))
                .toList();
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call).isExactlyInstanceOf(IllegalStateException.class).hasMessage("this DataArtsStudio is closed");
    }
}
