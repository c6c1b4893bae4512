package io.dataarts.rerun.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.dataarts.rerun.CallEvent;
import io.dataarts.rerun.CallListener;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.LoggingCapture;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.RelatedJob;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.batch.BatchEntry.Decision;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.loopback.Reply;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A batch sends each rerun at most once, reports each, and stops where going on would do harm. */
@Timeout(60)
class BatchTest {

    private final Night night = new Night();

    @AfterEach
    void close() {
        night.close();
    }

    @Test
    @DisplayName("sends each rerun once, tells of each, and counts them by outcome")
    void outcomes() {
        night.on(3, Night.REFUSED).on(5, Reply.drop());
        List<BatchEntry> told = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        BatchReport report = Night.batch(1, 2, 3, 4, 5, 6).onEntry(entry -> {
            told.add(entry);
            threads.add(Thread.currentThread());
        }).run(night.studio);
        assertThat(night.arrived).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
        assertThat(report.count(Outcome.ACCEPTED)).isEqualTo(4);
        assertThat(report.count(Outcome.REJECTED)).isEqualTo(1);
        assertThat(report.count(Outcome.UNKNOWN)).isEqualTo(1);
        assertThat(report.count(Outcome.NOT_SENT)).isZero();
        assertThat(report.stoppedBecause()).isNull();
        assertThat(report.entries()).extracting(BatchEntry::outcome).containsExactlyInAnyOrder(Outcome.REJECTED, Outcome.UNKNOWN);
        assertThat(told).hasSize(6).extracting(BatchEntry::number).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(threads).containsOnly(Thread.currentThread());
        assertThat(told.get(0)).isEqualTo(new BatchEntry(
                1, Night.rerun(1), Decision.SENT, Outcome.ACCEPTED, 200, "r-1", "7", null, null, null, null));
    }

    static Stream<List<Rerun>> same() {
        JobInstance other = JobInstance.of(917568).planned(1732601580000L).submitted(1732239754684L);
        RelatedJob here = RelatedJob.of("b").inWorkspace(Example.WORKSPACE);
        return Stream.of(
                List.of(Night.rerun(1), Night.rerun(1)),
                List.of(job(Example.INSTANCE, other), job(other, Example.INSTANCE)),
                List.of(job(Example.INSTANCE), JobRerun.job("renamed").instances(Example.INSTANCE).from(StartNode.first())
                        .using(TaskVersion.CURRENT).build()),
                List.of(related(RelatedJob.of("b"), RelatedJob.of("c")), related(RelatedJob.of("c"), here)));
    }

    static Stream<List<Rerun>> different() {
        JobInstance later = JobInstance.of(917567).planned(1732601580001L).submitted(1732239754684L);
        JobInstance resubmitted = JobInstance.of(917567).planned(1732601580000L).submitted(1732239754685L);
        return Stream.of(
                List.of(Night.rerun(1), Night.rerun(2)),
                List.of(Night.rerun(1), QualityRerun.comparisonJob("1")),
                List.of(job(Example.INSTANCE), job(later)),
                List.of(job(Example.INSTANCE), job(resubmitted)),
                List.of(job(Example.INSTANCE), job(Example.INSTANCE, later)),
                List.of(related(RelatedJob.of("b")), related(RelatedJob.of("c"))),
                List.of(related(RelatedJob.of("b")), related(RelatedJob.of("b").inWorkspace("other"))));
    }

    private static JobRerun job(JobInstance... instances) {
        return JobRerun.job("a").instances(instances).from(StartNode.error()).using(TaskVersion.ORIGINAL).build();
    }

    private static JobRerun related(RelatedJob... jobs) {
        return JobRerun.job("a").withRelatedJobs(1732608520000L, 1732612120000L, jobs).from(StartNode.error())
                .using(TaskVersion.ORIGINAL).build();
    }

    @ParameterizedTest
    @MethodSource("same")
    @DisplayName("a second rerun of the same target is a duplicate, which is reported and not sent")
    void duplicate(List<Rerun> reruns) {
        night.server.on("/", Night.ACCEPTED);
        BatchReport report = RerunBatch.of(reruns).run(night.studio);
        assertThat(night.server.requests()).hasSize(1);
        assertThat(report.duplicates()).isEqualTo(1);
        assertThat(report.count(Outcome.ACCEPTED)).isEqualTo(1);
        assertThat(report.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.decision()).isEqualTo(Decision.DUPLICATE);
            assertThat(entry.number()).isEqualTo(2);
            assertThat(entry.outcome()).isNull();
        });
    }

    @ParameterizedTest
    @MethodSource("different")
    @DisplayName("reruns of different targets are both sent")
    void noDuplicate(List<Rerun> reruns) {
        night.server.on("/", Night.ACCEPTED);
        assertThat(RerunBatch.of(reruns.stream()).run(night.studio).count(Outcome.ACCEPTED)).isEqualTo(2);
        assertThat(night.server.requests()).hasSize(2);
    }

    @Test
    @DisplayName("never more than requestsAtATime are in flight, and the first goes alone")
    void atATime() {
        AtomicInteger inFlight = new AtomicInteger();
        List<Integer> seen = new ArrayList<>();
        for (int id = 1; id <= 12; id++) {
            night.onEach(id, request -> connection -> {
                synchronized (seen) {
                    seen.add(inFlight.incrementAndGet());
                }
                TimeUnit.MILLISECONDS.sleep(60);
                inFlight.decrementAndGet();
                Night.ACCEPTED.give(connection);
            });
        }
        Night.batch(IntStream.rangeClosed(1, 12).toArray()).requestsAtATime(3).run(night.studio);
        assertThat(seen.subList(0, 2)).containsExactly(1, 1);
        assertThat(seen).contains(3).doesNotContain(4);
    }

    @ParameterizedTest
    @CsvSource({"401, The service refuses the signature", "403, Give the account"})
    @DisplayName("a refused signature or a missing permission on the first rerun ends the batch after one request")
    void refused(int status) {
        night.on(1, Reply.json(status, "{\"error_code\":\"APIGW.0301\",\"error_msg\":\"no\"}"));
        BatchReport report = Night.batch(1, 2, 3, 4, 5).run(night.studio);
        assertThat(night.arrived).containsExactly(1);
        assertThat(report.count(Outcome.REJECTED)).isEqualTo(1);
        assertThat(report.notBegun()).isEqualTo(4);
        assertThat(report.stoppedBecause()).startsWith("number 1 failed, and others would, too: Rejected: HTTP " + status);
    }

    @Test
    @DisplayName("until one rerun is answered, each goes alone")
    void alone() {
        night.on(1, Reply.drop()).on(2, Reply.json(503, "{}")).on(3, Reply.json(401, "{}"));
        Night.batch(1, 2, 3, 4, 5).run(night.studio);
        assertThat(night.arrived).containsExactly(1, 2, 3);
    }

    @Test
    @DisplayName("missing credentials end the batch before the first request")
    void noCredentials() {
        try (DataArtsStudio studio = Example.builder(night.server).credentials(() -> null).build()) {
            BatchReport report = Night.batch(1, 2).run(studio);
            assertThat(night.arrived).isEmpty();
            assertThat(report.count(Outcome.NOT_SENT)).isEqualTo(1);
            assertThat(report.stoppedBecause()).contains("the credentials provider returned null");
        }
    }

    @Test
    @DisplayName("a studio that is closed meanwhile ends the batch, which reports what was in flight")
    void closed() {
        night.on(2, connection -> {
            night.whole.close();
            Reply.silence().give(connection);
        });
        BatchReport report = Night.batch(1, 2, 3, 4, 5).requestsAtATime(1).run(night.studio);
        assertThat(night.arrived).containsExactly(1, 2);
        assertThat(report.stoppedBecause()).isEqualTo("the studio is closed");
        assertThat(report.count(Outcome.UNKNOWN)).isEqualTo(1);
        assertThat(report.notBegun()).isEqualTo(3);
    }

    @Test
    @DisplayName("a closed studio is an exception, and nothing is sent")
    void closedBefore() {
        night.whole.close();
        assertThatThrownBy(() -> Night.batch(1, 2).run(night.studio)).isInstanceOf(IllegalStateException.class)
                .hasMessage("the studio is closed");
    }

    @Test
    @DisplayName("stops after so many unknown outcomes in a row")
    void stopAfter() {
        for (int id : List.of(2, 4, 5, 7, 8, 9)) {
            night.on(id, Reply.drop());
        }
        BatchReport report = Night.batch(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11).requestsAtATime(1).stopAfter(3).run(night.studio);
        assertThat(night.arrived).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(report.stoppedBecause()).startsWith("reruns in a row that ended UNKNOWN or NOT_SENT: 3, the last one: Sent, but");
        assertThat(report.notBegun()).isEqualTo(2);
    }

    @Test
    @DisplayName("stops after five reruns in a row that could not be sent")
    void notSent() {
        night.server.refuseConnections();
        BatchReport report = Night.batch(IntStream.range(1, 20).toArray()).run(night.studio);
        assertThat(report.count(Outcome.NOT_SENT)).isEqualTo(5);
        assertThat(report.notBegun()).isEqualTo(14);
        assertThat(report.stoppedBecause()).contains("refused the connection");
    }

    @Test
    @DisplayName("throttled reruns go back, and hold back the whole batch")
    void throttled() {
        night.on(2, Night.THROTTLED, Night.THROTTLED, Night.ACCEPTED);
        long start = System.nanoTime();
        BatchReport report = Night.batch(1, 2, 3).requestsAtATime(1).run(night.studio);
        assertThat(System.nanoTime() - start).isGreaterThan(3_000_000_000L); // 1 s, then 2 s
        assertThat(night.arrived).containsExactly(1, 2, 2, 2, 3);
        assertThat(report.count(Outcome.ACCEPTED)).isEqualTo(3);
        assertThat(report.entries()).isEmpty();
    }

    @Test
    @DisplayName("a short pause that the service asks for does not end a longer one")
    void longerPause() {
        CountDownLatch third = new CountDownLatch(1);
        CountDownLatch longer = new CountDownLatch(1);
        AtomicLong throttled = new AtomicLong();
        night.onEach(2, request -> throttle(third, throttled, "Retry-After: 2")).onEach(3, request -> {
            third.countDown();
            return throttle(longer, throttled, "Retry-After: 0"); // when the batch has the other answer
        });
        try (DataArtsStudio studio = Example.builder(night.server).retryPolicy(RetryPolicy.never()).addListener(new CallListener() {
            @Override
            public void onCall(CallEvent call) {
                if (throttled.get() != 0) {
                    longer.countDown();
                }
            }
        }).build()) {
            BatchReport report = Night.batch(1, 2, 3).requestsAtATime(2).run(studio.atMostPerSecond(10_000));
            assertThat(report.count(Outcome.ACCEPTED)).isEqualTo(3);
            assertThat(System.nanoTime() - throttled.get()).isGreaterThan(2_000_000_000L);
        }
    }

    /** Waits, then throttles. Accepts the next request. */
    private static Reply throttle(CountDownLatch latch, AtomicLong throttled, String header) {
        if (latch.getCount() == 0 && throttled.get() != 0) {
            return Night.ACCEPTED;
        }
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        throttled.compareAndSet(0, System.nanoTime());
        return Reply.json(429, "{}", header);
    }

    @Test
    @DisplayName("what was throttled when the batch stops is rejected")
    void throttledAtTheEnd() {
        night.on(2, Night.THROTTLED);
        BatchReport report = Night.batch(1, 2, 3).requestsAtATime(1).stopWhen(() -> night.arrived.size() > 1).run(night.studio);
        assertThat(report.count(Outcome.REJECTED)).isEqualTo(1);
        assertThat(report.notBegun()).isEqualTo(1);
        assertThat(report.stoppedBecause()).isEqualTo("stopWhen is true");
    }

    @Test
    @DisplayName("stopWhen ends the batch, and what is in flight ends")
    void stopWhen() {
        AtomicBoolean cancelled = new AtomicBoolean();
        CountDownLatch latch = new CountDownLatch(1);
        night.on(2, connection -> {
            cancelled.set(true);
            latch.await();
            Night.ACCEPTED.give(connection);
        });
        BatchReport report = Night.batch(1, 2, 3, 4).requestsAtATime(1).stopWhen(() -> {
            if (cancelled.get()) {
                latch.countDown();
            }
            return cancelled.get();
        }).run(night.studio);
        assertThat(night.arrived).containsExactly(1, 2);
        assertThat(report.count(Outcome.ACCEPTED)).isEqualTo(2);
        assertThat(report.notBegun()).isEqualTo(2);
        assertThat(report.stoppedBecause()).isEqualTo("stopWhen is true");
    }

    @Test
    @DisplayName("what waits for its turn when the batch stops is not sent, counts as not begun, and interrupts no listener")
    void stopsBeforeTheirTurn() {
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (DataArtsStudio studio = Example.builder(night.server).addListener(new CallListener() {
            @Override
            public void onCall(CallEvent call) {
                told.add(call.outcome() + (Thread.currentThread().isInterrupted() ? ", interrupted" : ""));
            }
        }).build()) {
            BatchReport report = RerunBatch.of(Night.reruns(IntStream.rangeClosed(1, 10).toArray()))
                    .stopWhen(() -> night.arrived.size() >= 2).run(studio.atMostPerSecond(3));
            assertThat(night.arrived).hasSize(2);
            assertThat(report.counts()).containsOnly(entry(Outcome.ACCEPTED, 2L));
            assertThat(report.notBegun()).isEqualTo(8);
            assertThat(told).contains("NOT_SENT").doesNotContain("NOT_SENT, interrupted");
        }
    }

    @Test
    @DisplayName("what is throttled and waits for another turn when the batch stops says so")
    void stopsBeforeAnotherTurn() {
        night.on(2, Night.THROTTLED);
        try (DataArtsStudio studio = Example.studio(night.server)) {
            BatchReport report = Night.batch(1, 2, 3).requestsAtATime(1).stopWhen(() -> night.arrived.size() > 1)
                    .run(studio.atMostPerSecond(1));
            assertThat(report.entries()).singleElement().satisfies(entry -> {
                assertThat(entry.outcome()).isEqualTo(Outcome.REJECTED);
                assertThat(entry.reason()).isEqualTo("Not sent: the batch stopped");
            });
        }
    }

    @Test
    @DisplayName("a service that asks for a long pause ends the batch")
    void longPause() {
        night.on(2, Reply.json(429, "{}", "Retry-After: 3600"));
        BatchReport report = Night.batch(1, 2, 3).requestsAtATime(1).run(night.studio);
        assertThat(report.stoppedBecause()).isEqualTo("the service asks for a pause of 3600 s: go on after it");
        assertThat(report.count(Outcome.REJECTED)).isEqualTo(1);
        assertThat(report.notBegun()).isEqualTo(1);
    }

    @Test
    @DisplayName("stopWhen that throws an Error ends the batch, and what is in flight ends")
    void stopWhenFails() {
        BatchReport report = Night.batch(1, 2, 3).requestsAtATime(1).stopWhen(() -> {
            if (night.arrived.size() == 2) {
                throw new AssertionError("no");
            }
            return false;
        }).run(night.studio);
        assertThat(report.count(Outcome.ACCEPTED)).isEqualTo(2);
        assertThat(report.stoppedBecause()).isEqualTo("stopWhen failed: java.lang.AssertionError: no");
    }

    @Test
    @DisplayName("a batch can be stopped while it reads nothing but duplicates")
    void stopsDuplicates() {
        AtomicInteger told = new AtomicInteger();
        BatchReport report = RerunBatch.of(Stream.generate(() -> Night.rerun(1)).limit(100_000))
                .onEntry(entry -> told.incrementAndGet()).stopWhen(() -> told.get() > 1000).run(night.studio);
        assertThat(report.count(Outcome.ACCEPTED)).isEqualTo(1);
        assertThat(report.duplicates()).isBetween(1000L, 1100L);
        assertThat(report.stoppedBecause()).isEqualTo("stopWhen is true");
    }

    @Test
    @DisplayName("a checked exception of the stream ends the batch, and what is in flight ends")
    void checkedException() {
        BatchReport report = RerunBatch.of(IntStream.range(1, 5).mapToObj(id -> {
            if (id == 3) {
                BatchTest.<RuntimeException>sneak(new IOException("the database is gone"));
            }
            return Night.rerun(id);
        })).run(night.studio);
        assertThat(report.count(Outcome.ACCEPTED)).isBetween(1L, 2L).isEqualTo(night.arrived.size());
        assertThat(report.stoppedBecause()).isEqualTo("the batch failed: java.io.IOException: the database is gone");
        assertThat(RerunBatch.of(Arrays.asList(Night.rerun(1), null)).run(night.studio).stoppedBecause())
                .isEqualTo("the batch failed: java.lang.NullPointerException: rerun number 2 is null");
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Test
    @DisplayName("an interrupt ends the batch, what is in flight ends, and the flag stays")
    void interrupted() {
        Thread runner = Thread.currentThread();
        night.on(2, connection -> {
            runner.interrupt();
            TimeUnit.MILLISECONDS.sleep(200);
            Night.ACCEPTED.give(connection);
        });
        BatchReport report = Night.batch(1, 2, 3, 4).requestsAtATime(1).run(night.studio);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(night.arrived).containsExactly(1, 2);
        assertThat(report.count(Outcome.ACCEPTED)).isEqualTo(2);
        assertThat(report.stoppedBecause()).isEqualTo("the thread was interrupted");
    }

    @Test
    @DisplayName("what listeners throw is logged once for each, and changes nothing")
    void listeners() {
        try (LoggingCapture log = new LoggingCapture()) {
            BatchReport report = Night.batch(1, 2, 3).onEntry(entry -> {
                throw new AssertionError("entry");
            }).onProgress(progress -> {
                throw new IllegalStateException("progress");
            }).run(night.studio);
            assertThat(report.count(Outcome.ACCEPTED)).isEqualTo(3);
            assertThat(log.ours()).filteredOn(event -> event.getLevel().toString().equals("WARN")).hasSize(2);
        }
    }

    @Test
    @DisplayName("reruns that cannot be read are an exception before the first, and end the batch after it")
    void broken() {
        assertThatThrownBy(() -> RerunBatch.of(failing(0)).run(night.studio)).hasMessage("broken");
        BatchReport report = RerunBatch.of(failing(2)).run(night.studio);
        assertThat(report.count(Outcome.ACCEPTED)).isBetween(1L, 2L).isEqualTo(night.arrived.size());
        assertThat(report.stoppedBecause()).isEqualTo("the batch failed: java.lang.IllegalArgumentException: broken");
    }

    @Test
    @DisplayName("a studio that is closed while the first rerun is throttled ends the batch, which reports it")
    void closedWhileThrottled() {
        night.on(1, Night.THROTTLED);
        AtomicBoolean throttled = new AtomicBoolean();
        try (DataArtsStudio studio = Example.builder(night.server).retryPolicy(RetryPolicy.never()).addListener(new CallListener() {
            @Override
            public void onCall(CallEvent event) {
                throttled.compareAndSet(false, event.method().equals("POST"));
            }
        }).build()) {
            Runnable close = studio::close;
            BatchReport report = Night.batch(1).settlingFor(Duration.ZERO).stopWhen(() -> {
                if (throttled.get()) {
                    close.run();
                }
                return false;
            }).run(studio);
            assertThat(night.arrived).containsExactly(1);
            assertThat(report.count(Outcome.REJECTED)).isEqualTo(1);
            assertThat(report.stoppedBecause()).contains("closed");
        }
    }

    private static Iterable<Rerun> failing(int after) {
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Rerun next() {
                if (++next > after) {
                    throw new IllegalArgumentException("broken");
                }
                return Night.rerun(next);
            }
        };
    }

    @Test
    @DisplayName("a stream is read as its reruns are sent, and closed")
    void lazy() {
        AtomicInteger read = new AtomicInteger();
        AtomicBoolean closed = new AtomicBoolean();
        Stream<Rerun> stream = Stream.iterate(1, id -> id + 1).peek(id -> read.incrementAndGet()).map(Night::rerun)
                .onClose(() -> closed.set(true));
        RerunBatch.of(stream).stopWhen(() -> night.arrived.size() > 20).run(night.studio);
        assertThat(read.get()).isBetween(21, 27);
        assertThat(closed).isTrue();
    }

    @Test
    @DisplayName("progress counts what is done, of how many")
    void progress() {
        List<BatchProgress> told = new ArrayList<>();
        Night.batch(1, 2, 2).onProgress(told::add).run(night.studio);
        BatchProgress last = told.get(told.size() - 1);
        assertThat(last.done()).isEqualTo(3);
        assertThat(last.total()).isEqualTo(3);
        assertThat(last.count(Outcome.ACCEPTED)).isEqualTo(2);
        assertThat(last.timeLeft()).hasValueSatisfying(left -> assertThat(left).isZero());
        RerunBatch.of(Stream.of(1).flatMap(id -> Stream.of(Night.rerun(id)))).onProgress(told::add).run(night.studio);
        assertThat(told.get(told.size() - 1).total()).isNull();
        assertThat(told.get(told.size() - 1).timeLeft()).isEmpty();
    }

    @Test
    @DisplayName("runs once, on a studio that the builder made")
    void once() {
        RerunBatch batch = Night.batch(1);
        batch.run(night.studio);
        assertThatThrownBy(() -> batch.run(night.studio)).isInstanceOf(IllegalStateException.class)
                .hasMessage("a batch runs once: make another with RerunBatch.of(...)");
        DataArtsStudio mock = (DataArtsStudio) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataArtsStudio.class}, (proxy, method, arguments) -> null);
        assertThatThrownBy(() -> Night.batch(1).run(mock)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("studio must be one that DataArtsStudio.builder() made, was class");
    }

    @Test
    @DisplayName("without a pace, sends 3 a second in Quality and 8 a second in the Factory")
    void usualPace() {
        night.server.on("/", Night.ACCEPTED);
        long start = System.nanoTime();
        Night.batch(1, 2, 3, 4).run(night.whole);
        assertThat(System.nanoTime() - start).isBetween(1_000_000_000L, 2_500_000_000L); // three intervals of 344 ms
        start = System.nanoTime();
        List<JobRerun> jobs = IntStream.range(0, 9).mapToObj(i -> job(JobInstance.of(1).planned(1732601580000L + i)
                .submitted(1732239754684L))).toList();
        RerunBatch.of(jobs).run(night.whole);
        assertThat(System.nanoTime() - start).isBetween(1_000_000_000L, 2_500_000_000L); // eight intervals of 129 ms
    }

    @Test
    @DisplayName("10,000 entries are kept, and the rest is counted")
    void manyEntries() {
        BatchReport report = RerunBatch.of(IntStream.range(0, 10_006).mapToObj(i -> Night.rerun(1))).run(night.studio);
        assertThat(report.duplicates()).isEqualTo(10_005);
        assertThat(report.entries()).hasSize(10_000);
        assertThat(report.entriesLeftOut()).isEqualTo(5);
    }

    @Test
    @DisplayName("a dry run previews, counts and says how long sending takes; nothing is sent")
    void dryRun() {
        List<BatchEntry> told = new ArrayList<>();
        BatchReport report = Night.batch(1, 2, 3, 3).onEntry(told::add).dryRun(night.whole);
        assertThat(night.server.connections()).isZero();
        assertThat(report.previewed()).isEqualTo(3);
        assertThat(report.duplicates()).isEqualTo(1);
        assertThat(report.secondsNeeded()).isEqualTo(2);
        assertThat(told.get(0).preview().body()).contains("\"rule_id\":\"1\"");
        assertThat(report.toString()).startsWith("Dry run: 3 would be sent, which takes 2 s\n");
        AtomicBoolean closed = new AtomicBoolean();
        assertThatThrownBy(() -> RerunBatch.of(Stream.<Rerun>generate(() -> null).onClose(() -> closed.set(true))).dryRun(night.studio))
                .hasMessage("rerun number 1 is null");
        assertThat(closed).isTrue();
        Thread.currentThread().interrupt();
        assertThat(Night.batch(1).dryRun(night.studio).stoppedBecause()).isEqualTo("the thread was interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    @DisplayName("what the service says cannot look like a line of the report")
    void oneLine() {
        night.on(1, Reply.json(400, "{\"error_code\":\"DQC.1\",\"error_msg\":\"no\\n3000 accepted \\u001b[2J\\u202e\"}"));
        night.on(2, Reply.json(403, "{\"error_code\":\"DQC.1\",\"error_msg\":\"no\\nDone\\n3000 accepted \\u001b[2J\\u202e\"}"));
        assertThat(Night.batch(2).run(night.studio).toString().lines()).hasSize(5).noneMatch(line -> line.matches("Done|3000.*|.*\\p{Cc}.*"));
        assertThat(Night.batch(1).run(night.studio).toString().lines()).hasSize(4).noneMatch(line -> line.startsWith("3000"))
                .noneMatch(line -> line.matches(".*[\\p{Cc}\\p{Cf}].*"));
    }

    @Test
    @DisplayName("the text of a report has the counts, and each rerun that was not accepted with reason, request id and advice")
    void text() {
        night.on(2, Night.REFUSED);
        assertThat(Night.batch(1, 2, 2).requestsAtATime(1).run(night.studio)).hasToString("""
                Done
                1 accepted, 0 unknown, 1 rejected, 0 not sent, 0 not begun; 0 already accepted by an earlier run, 1 duplicates, 0 moved
                - REJECTED QualityRerun[QUALITY_JOB 2]: Rejected: HTTP 400, DQC.1: no (request id r-2)
                    To do: correct the rerun, and send it in a new batch
                - DUPLICATE QualityRerun[QUALITY_JOB 2]: the batch has another rerun of the same target
                """);
    }
}
