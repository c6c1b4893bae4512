package io.dataarts.rerun.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dataarts.generated.api.QualityApi;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.Failing;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.auth.IamPassword;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.find.RuleQuery;
import io.dataarts.rerun.loopback.ArrivedRequest;
import io.dataarts.rerun.loopback.Cloud;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A view with a pace sends at most so many requests in any second, and hardly fewer. */
@Timeout(60)
class PaceTest {

    private static final Reply ACCEPTED = Reply.json(200, "{\"instance_id\":\"7\"}");
    private static final int PER_SECOND = 20;

    private final Random random = new Random(7);
    private final List<Long> arrivals = Collections.synchronizedList(new ArrayList<>());

    private LoopbackServer server(Reply... replies) {
        LoopbackServer script = LoopbackServer.answering(replies);
        return script.onEach("/", arrived -> {
            arrivals.add(System.nanoTime());
            return arrived.target().equals(Cloud.LOGIN) ? Cloud.token("t", "null")
                    : arrived.method().equals("GET") ? Reply.json(200, "{\"count\":0,\"resources\":[]}")
                    : replies[random.nextInt(replies.length)];
        });
    }

    /** Calls from as many threads, each until the time is over. */
    private static void call(int threads, Duration time, Callable<?> call) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        long end = System.nanoTime() + time.toNanos();
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            calls.add(pool.submit(() -> {
                while (System.nanoTime() < end) {
                    call.call();
                }
                return null;
            }));
        }
        for (Future<?> each : calls) {
            each.get();
        }
        pool.shutdown();
    }

    /** Requires the pace in a round in which the machine delays no thread by more than the 25 ms of the promise. */
    private void requirePace(int threads, Callable<?> call) throws Exception {
        call.call();
        List<String> delays = new ArrayList<>();
        for (int round = 0; round < 8; round++) {
            arrivals.clear();
            AtomicLong delay = new AtomicLong();
            Thread control = new Thread(() -> measureDelays(delay));
            control.start();
            call(threads, Duration.ofSeconds(3), call);
            control.interrupt();
            control.join();
            List<Long> times = arrivals.stream().sorted().toList();
            long closest = IntStream.range(PER_SECOND, times.size()).mapToLong(i -> times.get(i) - times.get(i - PER_SECOND)).min()
                    .orElseThrow();
            double perSecond = (times.size() - 1) * 1e9 / (times.get(times.size() - 1) - times.get(0));
            if (closest > 1_000_000_000 && perSecond > 0.95 * PER_SECOND) {
                return;
            }
            String fault = PER_SECOND + 1 + " within " + closest + " ns, " + perSecond + " in a second";
            assertThat(delay.get()).as(fault + ", though the machine delayed no thread for long, in ns").isGreaterThan(10_000_000L);
            assertThat(closest).as(fault + ", which delays of " + delay + " ns do not explain").isGreaterThan(500_000_000L);
            delays.add(fault + ", and the machine delayed a thread by " + delay + " ns");
        }
        assumeTrue(false, () -> "the machine is too busy to see the pace: " + delays);
    }

    /** Keeps the longest delay of a thread that sleeps 1 ms at a time, until it is interrupted. */
    private static void measureDelays(AtomicLong delay) {
        try {
            while (true) {
                long start = System.nanoTime();
                TimeUnit.MILLISECONDS.sleep(1);
                delay.accumulateAndGet(System.nanoTime() - start - 1_000_000, Math::max);
            }
        } catch (InterruptedException e) {
            // The round is over.
        }
    }

    @Test
    @DisplayName("reruns of eight threads and two workspaces share the pace, and use it")
    void threads() throws Exception {
        try (LoopbackServer server = server(ACCEPTED);
                DataArtsStudio studio = Example.studio(server)) {
            DataArtsStudio paced = studio.atMostPerSecond(PER_SECOND);
            DataArtsStudio other = paced.inWorkspace("other");
            requirePace(8, () -> List.of(paced.rerun(Example.INSTANCES), other.rerun(Example.QUALITY)));
        }
    }

    @Test
    @DisplayName("look-ups, retries, refused attempts and the request for a token count, too")
    void everything() throws Exception {
        try (LoopbackServer server = server(ACCEPTED, ACCEPTED, ACCEPTED, Reply.json(429, "{}", "Retry-After: 0"));
                DataArtsStudio studio = Example.builder(server).credentials(IamPassword.of("domain", "user", "password"))
                        .iamEndpoint(server.endpoint()).retryPolicy(RetryPolicy.standard().maxAttempts(9)).build()) {
            DataArtsStudio paced = studio.atMostPerSecond(PER_SECOND);
            requirePace(4, () -> List.of(paced.rerun(Example.INSTANCES), paced.find(RuleQuery.qualityJobs()).toList(),
                    paced.api(QualityApi.class).listComparisonJobs(Example.PROJECT, null, null, null, null, null, null, null, 10, 0)));
            assertThat(server.requests(Cloud.LOGIN)).hasSize(1);
            assertThat(server.requests()).extracting(ArrivedRequest::method).contains("GET", "POST");
        }
    }

    @Test
    @DisplayName("a rerun waits for its turn after the request for its token")
    void token() {
        try (LoopbackServer server = server(ACCEPTED);
                DataArtsStudio studio = Example.builder(server).credentials(IamPassword.of("domain", "user", "password"))
                        .iamEndpoint(server.endpoint()).build()) {
            long start = System.nanoTime();
            studio.atMostPerSecond(1).rerun(Example.QUALITY);
            assertThat(System.nanoTime() - start).isGreaterThan(900_000_000L);
        }
    }

    @Test
    @DisplayName("the studio itself and another view have no part in the pace")
    void apart() {
        try (LoopbackServer server = server(ACCEPTED);
                DataArtsStudio studio = Example.studio(server)) {
            DataArtsStudio paced = studio.atMostPerSecond(1);
            paced.rerun(Example.QUALITY);
            long start = System.nanoTime();
            studio.rerun(Example.QUALITY);
            studio.inWorkspace("other").rerun(Example.QUALITY);
            studio.atMostPerSecond(1).rerun(Example.QUALITY);
            assertThat(System.nanoTime() - start).isLessThan(900_000_000L);
            paced.rerun(Example.QUALITY);
            assertThat(System.nanoTime() - start).isGreaterThan(900_000_000L);
        }
    }

    @Test
    @DisplayName("a thread whose time ends behind others gives its place away")
    void limitBehindOthers() throws Exception {
        try (LoopbackServer server = server(ACCEPTED);
                DataArtsStudio studio = Example.builder(server).callTimeout(Duration.ofMillis(300)).build()) {
            DataArtsStudio paced = studio.atMostPerSecond(1);
            paced.rerun(Example.QUALITY);
            ExecutorService pool = Executors.newFixedThreadPool(2);
            Callable<String> call = () -> Failing.rerun(paced, NotSentException.class).getMessage();
            for (Future<String> message : pool.invokeAll(List.of(call, call))) {
                assertThat(message.get()).contains("callTimeout of 300 ms ended: the call waited");
            }
            pool.shutdown();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("the wait counts for the limit of the whole call, not for connecting, and is named")
    void limit() {
        try (LoopbackServer server = server(ACCEPTED);
                DataArtsStudio studio = Example.builder(server).callTimeout(Duration.ofMillis(400)).connectTimeout(Duration.ofMillis(300))
                        .retryPolicy(RetryPolicy.never()).build()) {
            DataArtsStudio paced = studio.atMostPerSecond(1);
            paced.rerun(Example.QUALITY);
            NotSentException failure = Failing.rerun(paced, NotSentException.class);
            assertThat(failure).hasMessageMatching(
                    "Not sent: callTimeout of 400 ms ended: the call waited \\d+ ms for its turn: see atMostPerSecond");
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            server.awaitRequests(1);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("interrupting ends the wait, and nothing is sent")
    void interrupted() throws Exception {
        requireEnd(1, "interrupted", (studio, threads) -> threads.forEach(Thread::interrupt));
    }

    @Test
    @DisplayName("closing ends the waits of all threads, and nothing is sent")
    void closed() throws Exception {
        requireEnd(4, "closed", (studio, threads) -> studio.close());
    }

    private void requireEnd(int count, String reason, BiConsumer<DataArtsStudio, List<Thread>> end) throws Exception {
        try (LoopbackServer server = server(ACCEPTED);
                DataArtsStudio studio = Example.studio(server)) {
            DataArtsStudio paced = studio.atMostPerSecond(1);
            paced.rerun(Example.QUALITY);
            Queue<NotSentException> failures = new ConcurrentLinkedQueue<>();
            List<Thread> threads = Stream.generate(() -> new Thread(() -> failures.add(Failing.rerun(paced, NotSentException.class))))
                    .limit(count).toList();
            threads.forEach(Thread::start);
            while (!threads.stream().allMatch(PaceTest::waits)) {
                Thread.onSpinWait();
            }
            long start = System.nanoTime();
            end.accept(studio, threads);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(System.nanoTime() - start).isLessThan(800_000_000L);
            assertThat(failures).hasSize(count).allMatch(failure -> failure.getMessage().contains(reason));
            assertThat(server.requests()).hasSize(1);
        }
    }

    private static boolean waits(Thread thread) {
        return Stream.of(thread.getStackTrace()).anyMatch(frame -> frame.getClassName().endsWith(".Pace"));
    }

    @Test
    @DisplayName("a connection that the server closes during the wait is not used, and another is")
    void stale() {
        try (LoopbackServer server = LoopbackServer.answering(ACCEPTED.then(Reply.endOfOutput()), ACCEPTED);
                DataArtsStudio studio = Example.studio(server)) {
            DataArtsStudio paced = studio.atMostPerSecond(2);
            assertThat(paced.rerun(Example.QUALITY).attempts()).isEqualTo(1);
            assertThat(paced.rerun(Example.QUALITY).httpStatus()).isEqualTo(200);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void atMostPerSecond_whenOutsideTheRange_thenRefused() {
        try (DataArtsStudio studio = Example.builder().region("cn-north-4").build()) {
            for (int wrong : new int[] {0, -1, 100001}) {
                assertThatThrownBy(() -> studio.atMostPerSecond(wrong)).isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("attempts must be between 1 and 100000, was " + wrong);
            }
        }
    }
}
