package io.dataarts.rerun.credentials;

import static io.dataarts.rerun.loopback.Cloud.KEY;
import static io.dataarts.rerun.loopback.Cloud.RERUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.TestClock;
import io.dataarts.rerun.TestStudio;
import io.dataarts.rerun.WarmUp;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.loopback.ArrivedRequest;
import io.dataarts.rerun.loopback.Cloud;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One thread renews a key before it expires, while the other threads continue. Each request carries one key only. */
@ExtendWith(WarmUp.class)
@Timeout(60)
class CredentialsRefreshTest {

    private static final Duration VALID = Duration.ofHours(1);
    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final int THREADS = 8;

    private final TestClock clock = new TestClock();
    private final AtomicInteger issued = new AtomicInteger();
    /** A metadata service that gives key 1, 2, 3 and so on, each valid for an hour. */
    private final LoopbackServer server =
            Cloud.withMetadata(Cloud.start(), Example.key(0), TestClock.START).onEach(KEY, request -> issue());
    private final CountDownLatch answer = new CountDownLatch(1);
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    private DataArtsStudio studio;

    @TempDir
    private Path home;

    @BeforeEach
    void start() {
        studio = TestStudio.isolated()
                .home(home)
                .metadata(server.endpoint())
                .clock(clock)
                .builder(server)
                .build();
    }

    @AfterEach
    void stop() {
        studio.close();
        server.close();
    }

    private Reply issue() {
        return Cloud.issued(Example.key(issued.incrementAndGet()), clock.instant().plus(VALID));
    }

    private void rerun() {
        studio.rerun(Example.QUALITY);
    }

    private void assertThatTheLastRerunIsSignedBy(AccessKey key) {
        List<ArrivedRequest> reruns = server.requests(RERUN);
        assertThat(reruns.get(reruns.size() - 1)).matches(request -> request.isSignedBy(key));
    }

    private List<Thread> startReruns(int threads) {
        List<Thread> started = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> {
                Throwable failure = catchThrowable(this::rerun);
                if (failure != null) {
                    failures.add(failure);
                }
            });
            started.add(thread);
            thread.start();
        }
        return started;
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Returns when this many threads wait for the thread that asks for a key. */
    private static void awaitWaiting(List<Thread> threads, int count) {
        while (threads.stream().filter(thread -> thread.getState() == Thread.State.TIMED_WAITING).count() < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void rerun_whenTheKeyLastsLongerThanFiveMinutes_thenItIsKept() {
        rerun();
        clock.pass(VALID.minus(AHEAD).minusMillis(1));
        rerun();
        assertThat(issued).hasValue(1);
        assertThatTheLastRerunIsSignedBy(Example.key(1));
    }

    @Test
    void rerun_whenTheKeyLastsFiveMinutes_thenANewOneAheadOfExpiry() {
        rerun();
        clock.pass(VALID.minus(AHEAD));
        rerun();
        assertThat(issued).hasValue(2);
        assertThatTheLastRerunIsSignedBy(Example.key(2));
    }

    @Test
    void rerun_whenTheKeyHasExpired_thenANewOne() {
        rerun();
        clock.pass(VALID.plusSeconds(1));
        rerun();
        assertThat(issued).hasValue(2);
        assertThatTheLastRerunIsSignedBy(Example.key(2));
    }

    @Test
    void rerun_whenManyThreadsStartWithoutAKey_thenOneAsksAndTheOthersWait() throws InterruptedException {
        server.onEach(KEY, request -> Reply.after(answer, issue()));
        List<Thread> threads = startReruns(THREADS);
        server.awaitRequests(KEY, 1);
        awaitWaiting(threads, THREADS - 1);
        answer.countDown();
        join(threads);
        assertThat(failures).isEmpty();
        assertThat(server.requests(KEY)).hasSize(1);
        assertThat(server.requests(RERUN)).hasSize(THREADS).allMatch(request -> request.isSignedBy(Example.key(1)));
    }

    @Test
    void rerun_whenARefreshIsUnderWay_thenTheOthersGoOnWithTheOldKey() throws InterruptedException {
        rerun();
        clock.pass(VALID.minus(AHEAD));
        server.onEach(KEY, request -> Reply.after(answer, issue()));
        List<Thread> refreshing = startReruns(1);
        server.awaitRequests(KEY, 2);
        join(startReruns(THREADS));
        assertThat(server.requests(RERUN)).hasSize(1 + THREADS).allMatch(request -> request.isSignedBy(Example.key(1)));
        answer.countDown();
        join(refreshing);
        assertThat(failures).isEmpty();
        assertThat(server.requests(KEY)).hasSize(2);
        assertThatTheLastRerunIsSignedBy(Example.key(2));
    }

    @Test
    void rerun_whenTheFirstRefreshFails_thenThoseWhoWaitedShareTheFailure() throws InterruptedException {
        server.onEach(KEY, request -> Reply.after(answer, Reply.empty(500)));
        List<Thread> threads = startReruns(THREADS);
        server.awaitRequests(KEY, 1);
        awaitWaiting(threads, THREADS - 1);
        answer.countDown();
        join(threads);
        assertThat(server.requests(KEY)).hasSize(1);
        assertThat(failures).hasSize(THREADS).allSatisfy(failure -> assertThat(failure)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageEndingWith("- ECS metadata: unreadable: " + server.endpoint() + KEY + " answered 500"));
    }

    @Test
    void rerun_whenARefreshFails_thenTheOldKeyAndAnotherTryAfterHalfAMinute() {
        rerun();
        clock.pass(VALID.minus(AHEAD));
        server.on(KEY, Reply.empty(500));
        rerun();
        rerun();
        clock.pass(Duration.ofMillis(29_999));
        rerun();
        assertThat(server.requests(KEY)).hasSize(2);
        clock.pass(Duration.ofMillis(1));
        rerun();
        assertThat(server.requests(KEY)).hasSize(3);
        assertThat(server.requests(RERUN)).hasSize(5).allMatch(request -> request.isSignedBy(Example.key(1)));
    }

    @Test
    void rerun_whenTheOldKeyRanOutAfterAFailedRefresh_thenTheFailureIsReported() {
        rerun();
        clock.pass(VALID.minus(AHEAD));
        server.on(KEY, Reply.empty(500));
        rerun();
        clock.pass(AHEAD);
        assertThatThrownBy(this::rerun)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("Not sent: no credentials, the last ones expired at 2024-11-22T04:20:00Z: ECS metadata: unreadable: "
                        + server.endpoint() + KEY + " answered 500");
        server.onEach(KEY, request -> issue());
        rerun();
        assertThatTheLastRerunIsSignedBy(Example.key(2));
    }

    @Test
    void rerun_whenAnotherSourceAppearsLater_thenTheFirstFoundStaysChosen() throws IOException {
        rerun();
        Files.createDirectories(home.resolve(".huaweicloud"));
        Files.writeString(home.resolve(".huaweicloud/credentials"), "[basic]\nak=AK-file\nsk=SK-file\n");
        clock.pass(VALID);
        rerun();
        assertThatTheLastRerunIsSignedBy(Example.key(2));
    }

    @Test
    void rerun_whenTheKeyLastsLessThanFiveMinutesFromTheStart_thenItIsNotAskedForWithEachCall() {
        Cloud.withMetadata(server, Example.key(1), TestClock.START.plus(Duration.ofMinutes(3)));
        rerun();
        rerun();
        rerun();
        assertThat(server.requests(KEY)).hasSize(1);
    }

    @Test
    void rerun_whenInterruptedWhileAnotherThreadAsks_thenNotSentAndTheFlagIsKept() throws InterruptedException {
        server.onEach(KEY, request -> Reply.after(answer, issue()));
        List<Boolean> flags = Collections.synchronizedList(new ArrayList<>());
        List<Thread> asking = startReruns(1);
        server.awaitRequests(KEY, 1);
        Thread waiting = new Thread(() -> {
            failures.add(catchThrowable(this::rerun));
            flags.add(Thread.currentThread().isInterrupted());
        });
        waiting.start();
        awaitWaiting(List.of(waiting), 1);
        waiting.interrupt();
        waiting.join();
        answer.countDown();
        join(asking);
        assertThat(flags).containsExactly(true);
        assertThat(failures).singleElement().satisfies(failure -> assertThat(failure)
                .isInstanceOf(NotSentException.class)
                .hasMessage("Not sent: the thread was interrupted while it waited for credentials"));
    }

    @Test
    void rerun_whenKeysChangeUnderLoad_thenNeverHalfOfOneAndHalfOfAnother() throws InterruptedException {
        Phaser round = new Phaser(THREADS);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            boolean movesTheClock = i == 0;
            Thread thread = new Thread(() -> {
                for (int call = 0; call < 40; call++) {
                    round.arriveAndAwaitAdvance();
                    if (movesTheClock) {
                        clock.pass(VALID.minus(AHEAD));
                    }
                    Throwable failure = catchThrowable(this::rerun);
                    if (failure != null) {
                        failures.add(failure);
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        join(threads);
        assertThat(failures).isEmpty();
        assertThat(server.requests(RERUN)).hasSize(THREADS * 40).allMatch(request -> {
            String number = request.value("X-Security-Token").substring("token-".length());
            return request.isSignedBy(Example.key(Integer.parseInt(number)));
        });
        assertThat(issued.get()).isGreaterThan(30);
    }
}
