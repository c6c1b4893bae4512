package io.dataarts.rerun.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.TestStudio;
import io.dataarts.rerun.batch.BatchEntry.Decision;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.loopback.ArrivedRequest;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import io.dataarts.rerun.track.Evidence.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A batch looks before it sends and at the end, with few requests, and never sends because of what it saw. */
@Timeout(60)
class LooksTest {

    private static final long PLAN = 1732601580000L;
    private static final Pattern INSTANCE = Pattern.compile("\"plan_time\":(\\d+)");

    /** The statuses of the instances by number. A rerun makes one run, and the next look shows its end. */
    private final Map<Integer, String> statuses = new TreeMap<>();
    private final Map<Integer, Integer> runs = new TreeMap<>();
    private final List<Integer> sent = new ArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private Reply answer = Reply.empty(200);
    private final Map<Integer, Reply> answers = new TreeMap<>();
    private Reply looksAnswer;
    private String end = "success";
    private final LoopbackServer server = LoopbackServer.answeringEach(this::reply);
    private final DataArtsStudio whole = TestStudio.isolated().pause(time -> {}).builder(server).credentials(Example.KEY)
            .retryPolicy(RetryPolicy.never()).build();
    private final DataArtsStudio studio = whole.atMostPerSecond(10_000);

    @TempDir
    Path folder;

    private Path journal;

    @BeforeEach
    void journal() {
        journal = folder.resolve("night.journal");
        IntStream.rangeClosed(1, 5).forEach(number -> statuses.put(number, "fail"));
    }

    @AfterEach
    void close() {
        whole.close();
        server.close();
    }

    private synchronized Reply reply(ArrivedRequest request) {
        if (request.method().equals("GET")) {
            looks.incrementAndGet();
            if (looksAnswer != null) {
                return looksAnswer;
            }
            int offset = Integer.parseInt(request.target().replaceFirst(".*[?&]offset=(\\d+).*", "$1"));
            return Reply.json(200, "{\"total\":" + statuses.size() + ",\"instances\":["
                    + statuses.entrySet().stream().skip(offset).map(each ->
                            "{\"job_id\":917567,\"instance_id\":" + each.getKey() + ",\"plan_time\":" + (PLAN + each.getKey())
                                    + ",\"submit_time\":1732239754684,\"status\":\"" + each.getValue() + "\",\"start_time\":"
                                    + (PLAN + 1000L * runs.getOrDefault(each.getKey(), 0)) + ",\"end_time\":"
                                    + (PLAN + 1000L * runs.getOrDefault(each.getKey(), 0) + 10) + "}")
                    .collect(Collectors.joining(",")) + "]}", "Date: Tue, 26 Nov 2024 08:00:00 GMT");
        }
        Matcher plan = INSTANCE.matcher(request.raw());
        assertThat(plan.find()).isTrue();
        int number = (int) (Long.parseLong(plan.group(1)) - PLAN);
        sent.add(number);
        ran(number);
        return answers.getOrDefault(number, answer);
    }

    private void ran(int number) {
        runs.merge(number, 1, Integer::sum);
        statuses.put(number, end);
    }

    private static Rerun rerun(int number) {
        return JobRerun.job("sales").instances(JobInstance.of(917567).planned(PLAN + number).submitted(1732239754684L))
                .from(StartNode.error()).using(TaskVersion.ORIGINAL).build();
    }

    private static RerunBatch batch(int... numbers) {
        return RerunBatch.of(IntStream.of(numbers).mapToObj(LooksTest::rerun).toList()).requestsAtATime(1);
    }

    @Test
    @DisplayName("without settling and following, nothing is looked up")
    void none() {
        assertThat(batch(1, 2).journal(journal).run(studio).count(Outcome.ACCEPTED)).isEqualTo(2);
        assertThat(looks).hasValue(0);
    }

    @Test
    @DisplayName("what is unknown is settled at the end, and told again with the evidence")
    void settle() {
        answer = Reply.drop();
        List<BatchEntry> told = new ArrayList<>();
        BatchReport report = batch(1, 2, 3).settlingFor(Duration.ofSeconds(60)).onEntry(told::add).run(studio);
        assertThat(sent).containsExactly(1, 2, 3);
        assertThat(report.count(Outcome.UNKNOWN)).isEqualTo(3);
        assertThat(report.entries()).hasSize(3).allSatisfy(entry -> {
            assertThat(entry.evidence().verdict()).isEqualTo(Verdict.RAN_SINCE);
            assertThat(entry.advice()).isEqualTo("do not send it again: it ran");
        });
        assertThat(told).hasSize(6);
        assertThat(looks.get()).isLessThanOrEqualTo(4); // one list, before and after
    }

    @Test
    @DisplayName("what is accepted is followed to its end, and what failed again is reported")
    void follow() {
        end = "fail";
        BatchReport report = batch(1, 2).followingFor(Duration.ofHours(2)).run(studio);
        assertThat(report.count(Outcome.ACCEPTED)).isEqualTo(2);
        assertThat(report.entries()).hasSize(2).allSatisfy(entry -> {
            assertThat(entry.outcome()).isEqualTo(Outcome.ACCEPTED);
            assertThat(entry.ending().finished()).isTrue();
            assertThat(entry.ending().succeeded()).isFalse();
        });
        assertThat(report.toString()).contains("To do: find out why it failed; rerun it in a new batch, with a new journal");
        end = "success";
        assertThat(batch(1, 2).followingFor(Duration.ofHours(2)).run(studio).entries()).isEmpty();
    }

    @Test
    @DisplayName("what has not ended at the limit, and what nobody could follow, is reported")
    void unfollowed() {
        end = "running";
        assertThat(batch(1).followingFor(Duration.ofSeconds(1)).run(studio).entries()).singleElement().satisfies(entry ->
                assertThat(entry.advice()).isEqualTo("follow it in the console; do not rerun it before it has ended"));
        looksAnswer = Reply.json(403, "{}");
        assertThat(batch(2).followingFor(Duration.ofSeconds(1)).run(studio).entries()).singleElement().satisfies(entry ->
                assertThat(entry.ending().reason()).isEqualTo("no state before it was sent is known"));
    }

    @Test
    @DisplayName("what a person sends again is sent, also if it ran")
    void sendAgain() {
        answer = Reply.drop();
        batch(1).settlingFor(Duration.ZERO).journal(journal).run(studio);
        answer = Reply.empty(200);
        BatchReport report = batch(1).settlingFor(Duration.ZERO).journal(journal).sendAgain(entry -> {
            assertThat(entry.evidence().verdict()).isEqualTo(Verdict.RAN_SINCE);
            return true;
        }).run(studio);
        assertThat(sent).containsExactly(1, 1);
        assertThat(report.count(Outcome.ACCEPTED)).isEqualTo(1);
    }

    @Test
    @DisplayName("a second run follows what an earlier run had accepted, and does not send it")
    void followEarlier() {
        batch(1, 2).settlingFor(Duration.ZERO).journal(journal).run(studio);
        statuses.put(2, "fail");
        BatchReport report = batch(1).followingFor(Duration.ofHours(2)).journal(journal).run(studio);
        assertThat(sent).containsExactly(1, 2);
        assertThat(report.already()).isEqualTo(2);
        assertThat(report.count(Outcome.ACCEPTED)).isZero();
        assertThat(report.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.rerun()).isEqualTo(rerun(2));
            assertThat(entry.ending().succeeded()).isFalse();
        });
    }

    @Test
    @DisplayName("the journal keeps the state before, with which a second run settles what is unknown")
    void settleEarlier() throws Exception {
        answer = Reply.drop();
        batch(1, 2).settlingFor(Duration.ofSeconds(1)).journal(journal).run(studio);
        assertThat(Files.readString(journal)).contains("\"before\":{\"first\":1732608000000,\"instances\":[{");
        answer = Reply.empty(200);
        BatchReport report = batch(1, 2).journal(journal).run(studio);
        assertThat(sent).containsExactly(1, 2);
        assertThat(report.entries()).hasSize(2)
                .allSatisfy(entry -> assertThat(entry.evidence().verdict()).isEqualTo(Verdict.RAN_SINCE));
        List<BatchEntry> asked = new ArrayList<>();
        batch(1).journal(journal).sendAgain(asked::add).run(studio);
        assertThat(asked).singleElement().satisfies(entry -> assertThat(entry.evidence().verdict()).isEqualTo(Verdict.RAN_SINCE));
        assertThat(sent).containsExactly(1, 2, 1);
    }

    @Test
    @DisplayName("without a state before, nobody can tell")
    void cannotTell() {
        answer = Reply.drop();
        batch(1).journal(journal).run(studio);
        assertThat(batch().journal(journal).run(studio).entries()).singleElement()
                .satisfies(entry -> assertThat(entry.evidence().verdict()).isEqualTo(Verdict.CANNOT_TELL));
        assertThat(looks).hasValue(0);
    }

    @Test
    @DisplayName("what was refused and ran since is not sent by the second run")
    void moved() {
        answer = Reply.json(404, "{}");
        batch(1, 2).settlingFor(Duration.ZERO).journal(journal).run(studio);
        statuses.put(1, "fail"); // as if the refusal had been true
        runs.put(1, 0);
        answer = Reply.empty(200);
        BatchReport report = batch(1, 2).settlingFor(Duration.ZERO).journal(journal).run(studio);
        assertThat(sent).containsExactly(1, 2, 1);
        assertThat(report.moved()).isEqualTo(1);
        assertThat(report.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.rerun()).isEqualTo(rerun(2));
            assertThat(entry.decision()).isEqualTo(Decision.MOVED);
            assertThat(entry.outcome()).isNull();
            assertThat(entry.evidence().verdict()).isEqualTo(Verdict.RAN_SINCE);
        });
    }

    @Test
    @DisplayName("what was throttled and ran since is not sent again")
    void movedWhileThrottled() {
        answer = Reply.json(429, "{}", "Retry-After: 0");
        BatchReport report = batch(1).settlingFor(Duration.ZERO).run(studio);
        assertThat(sent).containsExactly(1);
        assertThat(report.moved()).isEqualTo(1);
    }

    @Test
    @DisplayName("a second run looks for a job under its new name, and knows its instances by the ids")
    void renamed() {
        answer = Reply.json(403, "{}");
        batch(2).settlingFor(Duration.ZERO).journal(journal).run(studio);
        batch(1).journal(journal).run(studio);
        answer = Reply.empty(200);
        Rerun renamed = JobRerun.job("turnover").instances(JobInstance.of(917567).planned(PLAN + 1).submitted(1732239754684L))
                .from(StartNode.error()).using(TaskVersion.ORIGINAL).build();
        int before = server.requests().size();
        assertThat(RerunBatch.of(List.of(renamed)).settlingFor(Duration.ZERO).journal(journal).run(studio).count(Outcome.ACCEPTED)).isOne();
        assertThat(server.requests().stream().skip(before)).filteredOn(request -> request.method().equals("GET")).isNotEmpty()
                .allMatch(request -> request.target().contains("/jobs/turnover/"));
        Rerun moved = JobRerun.job("turnover").instances(JobInstance.of(917567).planned(PLAN + 2).submitted(1732239754684L))
                .from(StartNode.error()).using(TaskVersion.ORIGINAL).build();
        assertThat(RerunBatch.of(List.of(moved)).settlingFor(Duration.ZERO).journal(journal).run(studio).moved()).isOne();
    }

    @Test
    @DisplayName("what a person sends again in vain leaves no evidence of a look that came after the earlier call")
    void sentAgainInVain() {
        answer = Reply.drop();
        batch(1).journal(journal).run(studio);
        answer = Reply.json(400, "{}");
        statuses.put(1, "fail");
        BatchReport report = batch(1).sendAgain(entry -> true).settlingFor(Duration.ZERO).journal(journal).run(studio);
        assertThat(report.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(entry.evidence().verdict()).isEqualTo(Verdict.CANNOT_TELL);
        });
    }

    @Test
    @DisplayName("a run that does not look leaves no state before, from which a later run would judge")
    void withoutLooks() {
        answer = Reply.json(403, "{}");
        batch(1).settlingFor(Duration.ZERO).journal(journal).run(studio);
        statuses.put(1, "fail");
        runs.put(1, 0);
        answer = Reply.drop();
        batch(1).journal(journal).run(studio);
        BatchReport report = batch(1).settlingFor(Duration.ZERO).journal(journal).run(studio);
        assertThat(report.entries()).singleElement().satisfies(entry ->
                assertThat(entry.evidence().verdict()).isEqualTo(Verdict.CANNOT_TELL));
    }

    @Test
    @DisplayName("after a throttled pause the batch looks again, and does not send what ran meanwhile")
    void movedInThePause() {
        answers.put(2, Reply.json(429, "{}", "Retry-After: 1"));
        BatchReport report = batch(1, 2, 3, 4).settlingFor(Duration.ZERO).stopWhen(() -> {
            synchronized (this) {
                if (sent.contains(2) && !runs.containsKey(3)) { // in the pause
                    ran(3);
                }
            }
            return false;
        }).run(studio);
        assertThat(sent).containsExactly(1, 2, 4);
        assertThat(report.moved()).isEqualTo(2);
    }

    @Test
    @DisplayName("what was running at the first look, and ended in a throttled pause, gets a new state before")
    void endedInThePause() throws IOException {
        statuses.put(1, "running");
        end = "running";
        answers.put(1, Reply.json(429, "{}", "Retry-After: 0"));
        batch(1).settlingFor(Duration.ZERO).journal(journal).stopWhen(() -> {
            synchronized (this) {
                if (sent.size() == 1 && answers.remove(1) != null) { // in the pause
                    statuses.put(1, "fail");
                }
            }
            return false;
        }).run(studio);
        assertThat(sent).containsExactly(1, 1);
        assertThat(Files.readAllLines(journal)).filteredOn(line -> line.contains("before")).satisfiesExactly(
                begin -> assertThat(begin).contains("\"status\":\"running\""), end -> assertThat(end).contains("\"status\":\"running\""),
                begin -> assertThat(begin).contains("\"status\":\"fail\""), end -> assertThat(end).contains("\"status\":\"fail\""));
    }

    @Test
    @DisplayName("an interrupt or stopWhen while the batch follows ends it, and the report says which")
    void stoppedWhileItFollows() {
        end = "running";
        AtomicBoolean cancelled = new AtomicBoolean();
        try (DataArtsStudio slow = TestStudio.isolated().pause(time -> cancelled.set(true)).builder(server).credentials(Example.KEY).build()) {
            BatchReport report = batch(1).followingFor(Duration.ofHours(2)).stopWhen(cancelled::get).run(slow);
            assertThat(report.stoppedBecause()).isEqualTo("stopWhen is true");
            assertThat(report.entries().get(0).ending().reason()).startsWith("stopWhen is true before every instance");
        }
        try (DataArtsStudio slow = TestStudio.isolated().pause(time -> {
            throw new InterruptedException();
        }).builder(server).credentials(Example.KEY).build()) {
            assertThat(batch(2).followingFor(Duration.ofHours(2)).run(slow).stoppedBecause()).isEqualTo("the thread was interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    @DisplayName("a batch that the service refuses does not look at the end")
    void refused() {
        answer = Reply.json(401, "{}");
        BatchReport report = batch(1, 2).settlingFor(Duration.ofSeconds(60)).followingFor(Duration.ofHours(2)).run(studio);
        assertThat(sent).containsExactly(1);
        assertThat(report.entries()).singleElement().satisfies(entry -> assertThat(entry.evidence()).isNull());
        assertThat(looks.get()).isLessThanOrEqualTo(2);
    }

    @Test
    @DisplayName("an interrupt while the second run settles ends it before the first request")
    void interrupted() {
        answer = Reply.drop();
        batch(1).settlingFor(Duration.ZERO).journal(journal).run(studio);
        statuses.put(1, "fail");
        runs.put(1, 0);
        try (DataArtsStudio slow = TestStudio.isolated().pause(time -> {
            throw new InterruptedException();
        }).builder(server).credentials(Example.KEY).build()) {
            BatchReport report = batch(1, 2).settlingFor(Duration.ofSeconds(60)).journal(journal).run(slow);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(sent).containsExactly(1);
            assertThat(report.stoppedBecause()).isEqualTo("the thread was interrupted");
            assertThat(report.count(Outcome.UNKNOWN)).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("49 reruns of a list share their looks")
    void shared() {
        IntStream.rangeClosed(1, 49).forEach(number -> statuses.put(number, "fail"));
        BatchReport report = batch(IntStream.rangeClosed(1, 49).toArray()).settlingFor(Duration.ZERO).followingFor(Duration.ofHours(1))
                .run(studio);
        assertThat(report.count(Outcome.ACCEPTED)).isEqualTo(49);
        assertThat(report.entries()).isEmpty();
        assertThat(looks.get()).isLessThanOrEqualTo(14); // three chunks of two, and the end
    }
}
