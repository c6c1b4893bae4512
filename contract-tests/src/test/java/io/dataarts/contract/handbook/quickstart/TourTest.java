package io.dataarts.contract.handbook.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.contract.provider.Course;
import io.dataarts.contract.provider.RecordedExchange;
import io.dataarts.contract.provider.ReferenceProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The tour shows each step as it happens, and fails if a step differs. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TourTest {

    private Run tour;
    private List<String> restarts;
    private Run terminal;
    private Set<Thread> left;
    private Run refused;

    @BeforeAll
    void run() {
        ReferenceProvider standIn = Night.start();
        tour = Run.tour(standIn);
        restarts = standIn.exchanges().stream().filter(exchange -> exchange.target().endsWith("/restart"))
                .map(RecordedExchange::bodyText).toList();
        // The first tour started threads of the validator's libraries, which stay.
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        terminal = Run.tourOnTerminal();
        left = new HashSet<>(Thread.getAllStackTraces().keySet());
        left.removeAll(before);
        refused = Run.tour(Night.start(ReferenceProvider.builder().accessKey(Night.KEY.accessKeyId(), "another")));
    }

    @Test
    @DisplayName("the tour passes, and its summary says so")
    void passes() {
        assertThat(tour.status()).isZero();
        assertThat(tour.out()).contains("""

                Summary
                -------
                All 10 steps went as expected. They sent 15 reruns, each once, and 23 look-ups.
                """);
    }

    @Test
    @DisplayName("the first paragraphs say that the service is a local stand-in, whose clock runs fast")
    void standIn() {
        assertThat(tour.text()).startsWith("""
                DataArts reruns: the morning after
                ==================================

                Last night a database was down. In this tour you find what failed, rerun it, and follow it.

                The service is a local stand-in on http://127.0.0.1:PORT, not Huawei Cloud.
                """).contains("Each look-up moves its clock 30 s ahead, so that you need not wait for the jobs.\n");
    }

    @Test
    @DisplayName("each of the ten steps has a title and is checked")
    void steps() {
        assertThat(tour.out().lines().filter(line -> line.contains(" of 10  ") || line.startsWith("  checked"))).containsExactly(
                "1 of 10  What failed in the night?", "  checked   as expected",
                "2 of 10  Rerun them", "  checked   as expected",
                "3 of 10  Follow them to their end", "  checked   as expected",
                "4 of 10  Which checks failed?", "  checked   as expected",
                "5 of 10  A rerun whose answer is lost", "  checked   as expected",
                "6 of 10  Did it run?", "  checked   as expected",
                "7 of 10  A night of reruns, cut in the middle", "  checked   as expected",
                "8 of 10  The second process goes on", "  checked   as expected",
                "9 of 10  A rerun that the service rejects", "  checked   as expected",
                "10 of 10  Look before you send", "  checked   as expected");
    }

    @Test
    @DisplayName("a search shows its purpose, code, expectation, request and what it found")
    void search() {
        assertThat(tour.text()).contains("""

                1 of 10  What failed in the night?
                ----------------------------------
                  asked     The instances of job hourly_sales that failed since yesterday evening.
                  code      evening = Instant.parse("2024-11-26T20:00:00Z");
                            morning = Instant.parse("2024-11-27T07:00:00Z");
                            failed = studio.find(InstanceQuery.of("hourly_sales")
                                .between(evening, morning)
                                .withStatus(InstanceStatus.FAIL)).toList();
                  expected  One look-up, which finds the two instances of 02:00 and 03:00.
                  sent      GET /v2/62099355b894428e8916573ae635f1f9/factory/jobs/hourly_sales/instances/detail
                            ?min_plan_time=1732651199999&max_plan_time=1732690800001&limit=1000&offset=0&status=fail
                  answered  HTTP 200, 663 characters of JSON
                  found     hourly_sales, planned 2024-11-27T02:00:00Z: fail, started 2024-11-27T02:00:01Z, ended 2024-11-27T02:01:00Z
                            hourly_sales, planned 2024-11-27T03:00:00Z: fail, started 2024-11-27T03:00:01Z, ended 2024-11-27T03:01:00Z
                  checked   as expected
                """);
    }

    @Test
    @DisplayName("without a terminal, following prints one plain line for each change")
    void plainLines() {
        assertThat(tour.out()).doesNotContain("\r").contains("""
                  expected  Both run and succeed, one after the other. Following sends only look-ups.
                  now       hourly_sales, planned 2024-11-27T02:00:00Z: running
                  now       hourly_sales, planned 2024-11-27T03:00:00Z: waiting
                  now       hourly_sales, planned 2024-11-27T02:00:00Z: success
                  now       hourly_sales, planned 2024-11-27T03:00:00Z: running
                  now       hourly_sales, planned 2024-11-27T03:00:00Z: success
                  sent      look-ups: 6, reruns: 0
                """);
    }

    @Test
    @DisplayName("on a terminal, following rewrites one line, which ends before the next output")
    void movingLine() {
        assertThat(terminal.status()).isZero();
        assertThat(terminal.out()).contains("""
                  expected  Both run and succeed, one after the other. Following sends only look-ups.
                \r  now       1 running; hourly_sales, planned 2024-11-27T02:00:00Z\
                \r  now       1 running, 1 waiting; hourly_sales, planned 2024-11-27T03:00:00Z\
                \r  now       1 success, 1 waiting; hourly_sales, planned 2024-11-27T02:00:00Z\
                \r  now       1 running, 1 success; hourly_sales, planned 2024-11-27T03:00:00Z\
                \r  now       2 success; hourly_sales, planned 2024-11-27T03:00:00Z           \

                  sent      look-ups: 6, reruns: 0
                """);
    }

    @Test
    @DisplayName("a lost answer is settled by looking, a second process finishes the batch of a killed one, and nothing is sent twice")
    void settled() {
        assertThat(tour.out()).contains("""
                  answered  nothing: the stand-in executed the rerun, and closed the connection
                  result    NoResponseException: \
                """, "  outcome   UNKNOWN: ", "  verdict   RAN_SINCE: orders_complete-3 ", "  now       orders_complete-3: SUCCESS\n");
        assertThat(tour.out()).contains("  answered  5 times HTTP 200\n", """
                3 accepted, 4 unknown, 0 rejected, 0 not sent, 0 not begun; 5 already accepted by an earlier run, \
                0 duplicates, 0 moved
                """);
        assertThat(restarts).hasSize(Night.STOCK + 1).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("the rejected rerun shows the service's answer, and says that it did not run")
    void refusedStep() {
        assertThat(tour.text()).contains("""
                  answered  HTTP 400
                            {
                              "error_code": "DLF.1000",
                              "error_msg": "Failed to find the job."
                            }
                  result    BadRequestException: \
                """).contains("""
                  outcome   REJECTED: the service rejected the rerun. It did not run.
                """);
    }

    @Test
    @DisplayName("the preview shows a curl command and sends nothing")
    void previewStep() {
        assertThat(tour.text()).contains("""
                              -H 'X-Project-Id: 62099355b894428e8916573ae635f1f9' \\
                              -H "X-Auth-Token: $X_AUTH_TOKEN" \\
                              --data-raw '{"retry_location":"firstNode",\
                """).contains("""
                  sent      nothing
                  checked   as expected
                """);
    }

    @Test
    @DisplayName("the tour shows the code of each step, and runs exactly this code next")
    void codeShown() throws Exception {
        String source = Files.readString(Path.of("src/quickstart/java/io/dataarts/contract/handbook/quickstart/Story.java"));
        List<String> shown = Pattern.compile("\"\"\"\n(.*?)\"\"\"\\);", Pattern.DOTALL).matcher(source).results()
                .map((MatchResult block) -> compact(block.group(1))).toList();

        assertThat(shown).hasSize(10);
        assertThat(shown).allSatisfy(code -> assertThat(compact(source)).contains("\"\"\"" + code + "\"\"\");" + code));
    }

    @Test
    @DisplayName("the tour shows no credential or signature, even if the stand-in refuses every signature")
    void noSecrets() {
        assertThat(refused.out() + tour.out())
                .doesNotContain(Night.KEY.secretKey(), Night.KEY.accessKeyId(), "Signature=", "Access=");
    }

    @Test
    @DisplayName("if the stand-in remembers nothing of the night, the tour fails, and names each step and difference")
    void differingStep() {
        ReferenceProvider standIn = Night.start();
        standIn.memory().clear();
        Run run = Run.tour(standIn);
        assertThat(run.status()).isOne();
        assertThat(run.text()).contains("""
                  checked   DIFFERS
                            - BadRequestException: Rejected: HTTP 400, DLF.0100: The job does not exist. \
                """)
                .endsWith("The tour FAILED: 9 of 10 steps did not go as expected: "
                        + "step 1, step 2, step 3, step 4, step 5, step 6, step 7, step 8, step 9.\n");
    }

    @Test
    @DisplayName("if an instance fails again, the step that follows it differs, and the other steps go on")
    void failsAgain() {
        ReferenceProvider standIn = Night.start();
        standIn.memory().instancesTake(Course.of("running").then(Duration.ofSeconds(90), "fail"));
        Run run = Run.tour(standIn);
        assertThat(run.status()).isOne();
        assertThat(run.text()).contains("""
                  result    finished without success: every instance has moved and is at an end
                  checked   DIFFERS
                            - ending: expected [hourly_sales, planned 2024-11-27T02:00:00Z: success, \
                hourly_sales, planned 2024-11-27T03:00:00Z: success], was [hourly_sales, planned 2024-11-27T02:00:00Z: fail, \
                hourly_sales, planned 2024-11-27T03:00:00Z: fail]
                            - succeeded: expected true, was false
                """)
                .endsWith("The tour FAILED: 1 of 10 steps did not go as expected: step 3.\n");
    }

    @Test
    @DisplayName("if the stand-in refuses the signature, every step that sends a request fails")
    void refusedSignature() {
        assertThat(refused.status()).isOne();
        assertThat(refused.out()).endsWith("The tour FAILED: 9 of 10 steps did not go as expected: "
                + "step 1, step 2, step 3, step 4, step 5, step 6, step 7, step 8, step 9.\n");
    }

    @Test
    @DisplayName("a second tour leaves no thread behind")
    void noThreads() throws Exception {
        for (Thread thread : left) {
            thread.join(Duration.ofSeconds(20).toMillis());
        }
        assertThat(left).noneMatch(Thread::isAlive);
    }

    private static String compact(String code) {
        return code.replaceAll("\\s", "");
    }
}
