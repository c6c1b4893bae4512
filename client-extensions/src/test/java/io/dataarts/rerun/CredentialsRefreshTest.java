package io.dataarts.rerun;

import static io.dataarts.rerun.CredentialsServer.A_RERUN;
import static io.dataarts.rerun.CredentialsServer.KEY;
import static io.dataarts.rerun.CredentialsServer.RERUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dataarts.rerun.CredentialsServer.Reply;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.NotSentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The metadata service gives key 1, 2, 3 and so on, each valid for an hour. */
@Timeout(60)
class CredentialsRefreshTest {

    private static final Duration VALID = Duration.ofHours(1);
    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final int THREADS = 8;

    private final CredentialsClock clock = new CredentialsClock();
    private final AtomicInteger issued = new AtomicInteger();
    private CredentialsServer server;
    private DataArtsStudio studio;

    @TempDir
    private Path home;

    @BeforeEach
    void start() throws IOException {
        server = new CredentialsServer().metadata(key(0), CredentialsClock.START).on(KEY, request -> issue());
        studio = server.studio(Map.of(), home).clock(clock).build();
    }

    @AfterEach
    void stop() {
        studio.close();
        server.close();
    }

    private static AccessKey key(int number) {
        return AccessKey.of("AK-" + number, "SK-" + number, "token-" + number);
    }

    private Reply issue() {
        return Reply.of(200, CredentialsServer.metadataBody(key(issued.incrementAndGet()), clock.instant().plus(VALID)));
    }

    private void rerun() {
        studio.rerun(A_RERUN);
    }

    private CredentialsServer.Received lastRerun() {
        List<CredentialsServer.Received> reruns = server.received(RERUN);
        return reruns.get(reruns.size() - 1);
    }

    private List<Thread> startReruns(int threads, List<Throwable> failures) {
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

    /** Until so many of them wait for the one that asks. */
    private static void awaitWaiting(List<Thread> threads, int count) {
        while (threads.stream().filter(thread -> thread.getState() == Thread.State.WAITING).count() < count) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void rerun_whenTheKeyLastsLongerThanFiveMinutes_thenItIsKept() {
        rerun();
        clock.pass(VALID.minus(AHEAD).minusMillis(1));
        rerun();
        assertThat(issued).hasValue(1);
        assertThat(lastRerun().isSignedBy(key(1))).isTrue();
    }

    @Test
    void rerun_whenTheKeyLastsFiveMinutes_thenANewOneAheadOfExpiry() {
        rerun();
        clock.pass(VALID.minus(AHEAD));
        rerun();
        assertThat(issued).hasValue(2);
        assertThat(lastRerun().isSignedBy(key(2))).isTrue();
    }

    @Test
    void rerun_whenTheKeyHasExpired_thenANewOne() {
        rerun();
        clock.pass(VALID.plusSeconds(1));
        rerun();
        assertThat(issued).hasValue(2);
        assertThat(lastRerun().isSignedBy(key(2))).isTrue();
    }

    @Test
    void rerun_whenManyThreadsStartWithoutAKey_thenOneAsksAndTheOthersWait() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        server.on(KEY, request -> {
            asked.countDown();
            await(answer);
            return issue();
        });
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = startReruns(THREADS, failures);
        await(asked);
        awaitWaiting(threads, THREADS - 1);
        answer.countDown();
        join(threads);
        assertThat(failures).isEmpty();
        assertThat(server.received(KEY)).hasSize(1);
        assertThat(server.received(RERUN)).hasSize(THREADS).allMatch(request -> request.isSignedBy(key(1)));
    }

    @Test
    void rerun_whenARefreshIsUnderWay_thenTheOthersGoOnWithTheOldKey() throws InterruptedException {
        rerun();
        clock.pass(VALID.minus(AHEAD));
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        server.on(KEY, request -> {
            asked.countDown();
            await(answer);
            return issue();
        });
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> refreshing = startReruns(1, failures);
        await(asked);
        join(startReruns(THREADS, failures));
        assertThat(server.received(RERUN)).hasSize(1 + THREADS).allMatch(request -> request.isSignedBy(key(1)));
        answer.countDown();
        join(refreshing);
        assertThat(failures).isEmpty();
        assertThat(server.received(KEY)).hasSize(2);
        assertThat(lastRerun().isSignedBy(key(2))).isTrue();
    }

    @Test
    void rerun_whenTheFirstRefreshFails_thenThoseWhoWaitedShareTheFailure() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        server.on(KEY, request -> {
            asked.countDown();
            await(answer);
            return Reply.of(500, "");
        });
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = startReruns(THREADS, failures);
        await(asked);
        awaitWaiting(threads, THREADS - 1);
        answer.countDown();
        join(threads);
        assertThat(server.received(KEY)).hasSize(1);
        assertThat(failures).hasSize(THREADS).allSatisfy(failure -> assertThat(failure)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageEndingWith("- ECS metadata: unreadable: " + server.uri() + KEY + " answered 500"));
    }

    @Test
    void rerun_whenARefreshFails_thenTheOldKeyAndAnotherTryAfterHalfAMinute() {
        rerun();
        clock.pass(VALID.minus(AHEAD));
        server.on(KEY, request -> Reply.of(500, ""));
        rerun();
        rerun();
        clock.pass(Duration.ofMillis(29_999));
        rerun();
        assertThat(server.received(KEY)).hasSize(2);
        clock.pass(Duration.ofMillis(1));
        rerun();
        assertThat(server.received(KEY)).hasSize(3);
        assertThat(server.received(RERUN)).hasSize(5).allMatch(request -> request.isSignedBy(key(1)));
    }

    @Test
    void rerun_whenTheOldKeyRanOutAfterAFailedRefresh_thenTheFailureIsReported() {
        rerun();
        clock.pass(VALID.minus(AHEAD));
        server.on(KEY, request -> Reply.of(500, ""));
        rerun();
        clock.pass(AHEAD);
        assertThatThrownBy(this::rerun)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("Not sent: no credentials, the last ones expired at 2026-01-01T01:00:00Z: ECS metadata: unreadable: "
                        + server.uri() + KEY + " answered 500");
        server.on(KEY, request -> issue());
        rerun();
        assertThat(lastRerun().isSignedBy(key(2))).isTrue();
    }

    @Test
    void rerun_whenAnotherSourceAppearsLater_thenTheFirstFoundStaysChosen() throws IOException {
        rerun();
        Files.createDirectories(home.resolve(".huaweicloud"));
        Files.writeString(home.resolve(".huaweicloud/credentials"), "[basic]\nak=AK-file\nsk=SK-file\n");
        clock.pass(VALID);
        rerun();
        assertThat(lastRerun().isSignedBy(key(2))).isTrue();
    }

    @Test
    void rerun_whenTheKeyLastsLessThanFiveMinutesFromTheStart_thenItIsNotAskedForWithEachCall() {
        server.metadata(key(1), CredentialsClock.START.plus(Duration.ofMinutes(3)));
        rerun();
        rerun();
        rerun();
        assertThat(server.received(KEY)).hasSize(1);
    }

    @Test
    void rerun_whenInterruptedWhileAnotherThreadAsks_thenNotSentAndTheFlagIsKept() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        server.on(KEY, request -> {
            asked.countDown();
            await(answer);
            return issue();
        });
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Boolean> flags = Collections.synchronizedList(new ArrayList<>());
        List<Thread> asking = startReruns(1, failures);
        await(asked);
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
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
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
        assertThat(server.received(RERUN)).hasSize(THREADS * 40).allMatch(request -> {
            String number = request.header("X-Security-Token").substring("token-".length());
            return request.isSignedBy(key(Integer.parseInt(number)));
        });
        assertThat(issued.get()).isGreaterThan(30);
    }
}
