package io.dataarts.contract.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import feign.TypedResponse;
import io.dataarts.contract.fault.FaultServer;
import io.dataarts.contract.fault.Faults;
import io.dataarts.contract.fault.LoopbackCertificates;
import io.dataarts.contract.fault.ServerConnection;
import io.dataarts.contract.fault.ServerTls;
import io.dataarts.contract.loopback.ReceivedRequest;
import io.dataarts.contract.signature.SignatureCheck;
import io.dataarts.contract.signature.SigningKey;
import io.dataarts.generated.api.FactoryApi;
import io.dataarts.generated.model.RetryJobInstancesRequest;
import io.dataarts.generated.model.RetryLocation;
import io.dataarts.generated.model.RetryTaskVersion;
import io.dataarts.generated.model.TaskRetry;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.RerunReceipt;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.Outcome;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many concurrent calls each end in one true receipt or exception, even if the server fails at random.
 *
 * <p>The server drops, delays, throttles and fails requests over TLS. The random numbers have a fixed seed, but thread scheduling
 * decides which call meets which fault.
 */
class LoadTest {

    private static final int ALL = 100_000;
    private static final int CALLS = Integer.getInteger("dataarts.load.calls", 2_000);
    private static final long SEED = Long.getLong("dataarts.load.seed", 20241122);
    private static final int THREADS = 64;
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(1);
    private static final Instant PLANNED = Instant.ofEpochMilli(1732601580000L);
    private static final Pattern TARGET = Pattern.compile("/v2/" + MatrixCalls.PROJECT + "/factory/jobs/load_(\\d+)_(ws\\d+)/instances/retry");

    private final Service service = new Service();

    @Test
    @Timeout(1_800)
    @DisplayName("64 threads: each call ends in one true receipt or exception, and no connection or thread stays")
    void load() throws Exception {
        Threads threads = Threads.now();
        AtomicReferenceArray<Outcome> outcomes = new AtomicReferenceArray<>(CALLS);
        AtomicIntegerArray attempts = new AtomicIntegerArray(CALLS);
        AtomicInteger receipts = new AtomicInteger();
        AtomicInteger exceptions = new AtomicInteger();
        long start = System.nanoTime();
        double seconds;
        int connections;
        try (FaultServer server = FaultServer.builder()
                .tls(LoopbackCertificates.server())
                .eachConnection(service::connect)
                .otherwise(service::serve)
                .start()) {
            try (DataArtsStudio studio = DataArtsStudio.builder()
                    .endpoint(server.endpoint())
                    .projectId(MatrixCalls.PROJECT)
                    .workspace(MatrixCalls.WORKSPACE)
                    .credentials(AccessKey.of(MatrixCalls.AK, MatrixCalls.SK))
                    .responseTimeout(RESPONSE_TIMEOUT)
                    .maxConnections(THREADS)
                    .sslContext(LoopbackCertificates.client())
                    .build()) {
                AtomicInteger next = new AtomicInteger();
                onThreads(() -> {
                    String workspace = "ws" + Thread.currentThread().getId();
                    DataArtsStudio view = studio.inWorkspace(workspace);
                    FactoryApi raw = studio.api(FactoryApi.class);
                    for (int id = next.getAndIncrement(); id < CALLS; id = next.getAndIncrement()) {
                        try {
                            attempts.set(id, id % 2 == 0 ? typed(view, id, workspace) : raw(raw, id));
                            outcomes.set(id, Outcome.ACCEPTED);
                            receipts.incrementAndGet();
                        } catch (DataArtsException e) {
                            attempts.set(id, e.attempts());
                            outcomes.set(id, e.outcome());
                            exceptions.incrementAndGet();
                        }
                    }
                });
                seconds = (System.nanoTime() - start) / 1e9;
            }
            server.awaitAllClosed();
            connections = server.connections();
        }

        assertThat(service.wrong).isEmpty();
        assertThat(receipts.get() + exceptions.get()).describedAs("receipts and exceptions").isEqualTo(CALLS);
        for (int id = 0; id < CALLS; id++) {
            String call = "call " + id + ", " + outcomes.get(id) + " after " + attempts.get(id) + " attempts";
            int executed = service.executed.get(id);
            assertThat(service.couldExecute.get(id)).describedAs("could be executed: %s", call).isLessThanOrEqualTo(1);
            assertThat(service.arrived.get(id)).describedAs("arrived: %s", call).isLessThanOrEqualTo(attempts.get(id));
            switch (outcomes.get(id)) {
                case NOT_SENT -> assertThat(service.arrived.get(id)).describedAs("arrived: %s", call).isZero();
                case REJECTED -> assertThat(service.couldExecute.get(id)).describedAs("could be executed: %s", call).isZero();
                case ACCEPTED -> assertThat(executed).describedAs("executed: %s", call).isOne();
                case UNKNOWN -> assertThat(executed).describedAs("executed: %s", call).isBetween(0, 1);
            }
        }
        Map<Outcome, Long> counts = IntStream.range(0, CALLS).mapToObj(outcomes::get)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        // A call with NOT_SENT is too rare for a reduced run, because all its attempts have to fail.
        assertThat(counts).describedAs("outcomes; the server has to cause all of these")
                .containsKeys(Outcome.REJECTED, Outcome.UNKNOWN, Outcome.ACCEPTED);
        if (CALLS >= ALL) {
            assertThat(counts).containsKey(Outcome.NOT_SENT);
        }
        threads.assertNoneLeft();
        System.out.printf("Load: %,d calls in %.1f s, %,.0f calls/s over %,d connections, %s%s%n",
                CALLS, seconds, CALLS / seconds, connections,
                Arrays.stream(Outcome.values()).map(outcome -> outcome + " " + counts.getOrDefault(outcome, 0L)).collect(Collectors.joining(", ")),
                CALLS < ALL ? "; reduced, all " + ALL + " with -Ddataarts.load.calls=" + ALL : "");
    }

    private int typed(DataArtsStudio view, int id, String workspace) {
        RerunReceipt receipt = view.rerun(JobRerun.job("load_" + id + "_" + workspace)
                .instances(JobInstance.of(id + 1).planned(PLANNED).submitted(PLANNED))
                .from(StartNode.error())
                .using(TaskVersion.ORIGINAL)
                .build());
        service.check(receipt.requestId().orElse("").equals("id-" + id), "the receipt of another call", id);
        return receipt.attempts();
    }

    private int raw(FactoryApi api, int id) {
        String workspace = "ws" + id;
        TypedResponse<Void> response = api.retryFactoryJobInstance(MatrixCalls.PROJECT, "load_" + id + "_" + workspace, workspace,
                new RetryJobInstancesRequest()
                        .retryLocation(RetryLocation.ERROR_NODE)
                        .retryTaskVersion(RetryTaskVersion.ORIGINAL_VERSION)
                        .taskRetrys(List.of(new TaskRetry().jobId(id + 1L).planTime(1732601580000L).submitTime(1732601580000L))));
        service.check(response.headers().get("X-Request-Id").contains("id-" + id), "the response of another call", id);
        return Integer.MAX_VALUE; // A raw response does not hold the number of attempts.
    }

    private static void onThreads(Runnable caller) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> callers = IntStream.range(0, THREADS).<Future<?>>mapToObj(i -> executor.submit(caller)).toList();
            for (Future<?> each : callers) {
                each.get();
            }
        } finally {
            executor.shutdown();
        }
    }

    /** Behaves at random, and records what it did for each call. */
    private static final class Service {

        private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
        private final AtomicIntegerArray arrived = new AtomicIntegerArray(CALLS);
        private final AtomicIntegerArray couldExecute = new AtomicIntegerArray(CALLS);
        private final AtomicIntegerArray executed = new AtomicIntegerArray(CALLS);
        private final SignatureCheck signatures = new SignatureCheck(
                List.of(SigningKey.permanent(MatrixCalls.AK, MatrixCalls.SK)), Clock.systemUTC());
        private final SplittableRandom seeds = new SplittableRandom(SEED);
        private final ServerTls tls = LoopbackCertificates.server();

        private synchronized int roll() {
            return seeds.nextInt(1000);
        }

        void check(boolean right, String what, int id) {
            if (!right) {
                wrong.add(what + ": call " + id);
            }
        }

        void connect(ServerConnection connection) throws IOException {
            if (roll() < 400) {
                connection.close();
            } else {
                connection.secure(tls);
            }
        }

        void serve(ServerConnection connection) throws IOException {
            int dice = roll();
            if (dice < 5) {
                connection.readHalfOfRequest();
                connection.close();
                return;
            }
            ReceivedRequest arrival = connection.readRequest();
            int id = verified(arrival);
            String requestId = "X-Request-Id: id-" + id;
            if (dice < 35) {
                connection.write(Faults.head(429, "Content-Length: 0", "Retry-After: 0") + "\r\n");
            } else if (dice < 45) {
                connection.write(Faults.head(400, "Content-Length: 0", requestId) + "\r\n");
            } else {
                couldExecute.incrementAndGet(id);
                execute(connection, id, dice, Faults.head(204, requestId) + "\r\n");
            }
        }

        private void execute(ServerConnection connection, int id, int dice, String accepted) throws IOException {
            if (dice < 50) {
                connection.close();
                return;
            }
            if (dice < 55) {
                connection.write(Faults.head(503, "Content-Length: 0", "Retry-After: 0") + "\r\n");
                return;
            }
            executed.incrementAndGet(id);
            if (dice < 60) {
                connection.reset();
            } else if (dice < 65) {
                connection.write(Faults.head(500, "Content-Length: 0") + "\r\n");
            } else if (dice < 67) {
                connection.pause(RESPONSE_TIMEOUT.multipliedBy(2));
                connection.close();
            } else if (dice < 70) {
                connection.write("HTTP/1.1 2");
                connection.close();
            } else if (dice < 90) {
                connection.pause(Duration.ofMillis(dice - 65));
                connection.write(accepted);
            } else if (dice < 93) {
                connection.write(accepted);
                connection.close();
            } else if (dice < 98) {
                connection.write(accepted + "HTTP/1.1 204 No Content\r\nX-Request-Id: id-unasked\r\n\r\n");
            } else {
                connection.write(accepted);
            }
        }

        private int verified(ReceivedRequest arrival) {
            Matcher target = TARGET.matcher(arrival.target());
            if (!target.matches()) {
                wrong.add("target " + arrival.target());
                return 0;
            }
            int id = Integer.parseInt(target.group(1));
            arrived.incrementAndGet(id);
            signatures.refuse(arrival).ifPresent(wrong::add);
            check(arrival.headers().get("workspace").equals(List.of(target.group(2))), "the workspace of another call", id);
            check(arrival.headers().get("x-project-id").equals(List.of(MatrixCalls.PROJECT)), "the project of another call", id);
            check(arrival.headers().get("authorization").size() == 1, "two signatures", id);
            check(arrival.bodyText().contains("\"job_id\":" + (id + 1) + ","), "the body of another call", id);
            return id;
        }
    }
}
