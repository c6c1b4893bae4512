package io.dataarts.contract.handbook.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.contract.provider.ReferenceProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tour shows each step as it happens, and fails if a step differs. */
@Timeout(120)
class TourTest {

    @Test
    @DisplayName("the tour passes, and its summary says so")
    void passes() {
        Run run = Run.tour();
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("""

                Summary
                -------
                All 6 steps went as expected. They sent 5 requests, each once, and the preview sent none.
                """);
    }

    @Test
    @DisplayName("the first paragraph says that the service is a local stand-in")
    void standIn() {
        assertThat(Run.tour().text()).startsWith("""
                DataArts reruns: quickstart
                ===========================

                The service in this tour is a local stand-in on http://127.0.0.1:PORT, not Huawei Cloud.
                """);
    }

    @Test
    @DisplayName("each of the six steps has a title and is checked")
    void steps() {
        assertThat(Run.tour().out().lines().filter(line -> line.contains(" of 6  ") || line.startsWith("  checked"))).containsExactly(
                "1 of 6  Rerun a quality job", "  checked   as expected",
                "2 of 6  Rerun a comparison job", "  checked   as expected",
                "3 of 6  Rerun one instance of a job", "  checked   as expected",
                "4 of 6  Rerun a job with its related jobs", "  checked   as expected",
                "5 of 6  A rerun that the service rejects", "  checked   as expected",
                "6 of 6  A preview", "  checked   as expected");
    }

    @Test
    @DisplayName("a step shows its purpose, code, expectation, request, answer, result and outcome")
    void acceptedStep() {
        assertThat(Run.tour().text()).contains("""

                3 of 6  Rerun one instance of a job
                -----------------------------------
                  asked     The instance of job test_job_name that was planned for 2024-11-26 06:13 UTC:
                            again from the failed node, with its original parameters.
                  code      studio.rerun(JobRerun.job("test_job_name")
                                .instances(JobInstance.of(917567).planned(1732601580000L).submitted(1732239754684L))
                                .from(StartNode.error())
                                .using(TaskVersion.ORIGINAL)
                                .ignoreObsListening(true)
                                .build())
                  expected  One request with the documentation's first example; ACCEPTED, without a body.
                  sent      POST /v2/62099355b894428e8916573ae635f1f9/factory/jobs/test_job_name/instances/retry
                            {
                              "retry_location": "errorNode",
                              "retry_task_version": "original_version",
                              "ignore_obs_monitor": true,
                              "task_retrys": [ {
                                "job_id": 917567,
                                "plan_time": 1732601580000,
                                "submit_time": 1732239754684
                              } ]
                            }
                  answered  HTTP 200, no body
                  result    RerunReceipt[HTTP 200, request id ID, attempts 1]
                  outcome   ACCEPTED: the service accepted the rerun. Do not send it again.
                  checked   as expected
                """);
    }

    @Test
    @DisplayName("the rejected rerun shows the service's answer, and says that it did not run")
    void refusedStep() {
        assertThat(Run.tour().text()).contains("""
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
        assertThat(Run.tour().text()).contains("""
                              -H 'X-Project-Id: 62099355b894428e8916573ae635f1f9' \\
                              -H "X-Auth-Token: $X_AUTH_TOKEN" \\
                              --data-raw '{"rule_type":1,"rule_id":"1440764172232392705"}'
                  sent      nothing
                  checked   as expected
                """);
    }

    @Test
    @DisplayName("the tour runs exactly the code that it shows")
    void codeShown() throws Exception {
        String source = Files.readString(Path.of("src/quickstart/java/io/dataarts/contract/handbook/quickstart/Tour.java"));
        List<String> shown = Pattern.compile("\"\"\"\n +(studio\\.\\w+\\(.*?)\"\"\"\\);", Pattern.DOTALL).matcher(source).results()
                .map(MatchResult::group).map(block -> compact(block.substring(3, block.length() - 5))).toList();

        assertThat(shown).hasSize(6);
        assertThat(shown).allSatisfy(code -> assertThat(compact(source).split(Pattern.quote(code), -1)).hasSize(3));
    }

    @Test
    @DisplayName("the tour shows no credential or signature, even if the stand-in refuses every signature")
    void noSecrets() {
        Run run = Run.tour(ReferenceProvider.builder().accessKey(Tour.KEY.accessKeyId(), "another"));
        assertThat(run.out() + Run.tour().out())
                .doesNotContain(Tour.KEY.secretKey(), Tour.KEY.accessKeyId(), "Signature=", "Access=");
    }

    @Test
    @DisplayName("without the quality job, the tour fails, and names the step and each difference")
    void differingStep() {
        Run run = Run.tour(ReferenceProvider.builder()
                .accessKey(Tour.KEY.accessKeyId(), Tour.KEY.secretKey())
                .comparisonJob("1440764172232392706", "1440764172232400897")
                .job("test_job_name"));
        assertThat(run.status()).isOne();
        assertThat(run.text()).contains("""
                  checked   DIFFERS
                            - outcome: expected ACCEPTED, was REJECTED
                            - instance id: expected 1440764172232400896, was DQC.1000
                            - status: expected 200, was 400
                            - answer: expected {"instance_id":"1440764172232400896"}, was \
                {"error_code":"DQC.1000","error_msg":"Failed to find the quality or comparison job."}
                """)
                .endsWith("The tour FAILED: 1 of 6 steps did not go as expected: step 1.\n");
    }

    @Test
    @DisplayName("if the stand-in refuses the signature, every step that sends a request fails")
    void refusedSignature() {
        Run run = Run.tour(ReferenceProvider.builder().accessKey(Tour.KEY.accessKeyId(), "another"));
        assertThat(run.status()).isOne();
        assertThat(run.out()).endsWith(
                "The tour FAILED: 5 of 6 steps did not go as expected: step 1, step 2, step 3, step 4, step 5.\n");
    }

    @Test
    @DisplayName("a second tour leaves no thread behind")
    void noThreads() throws Exception {
        Run.tour(); // The first tour starts threads of the validator's libraries, which stay.
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Run.tour();
        Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
        left.removeAll(before);
        for (Thread thread : left) {
            thread.join(Duration.ofSeconds(20).toMillis());
        }
        assertThat(left).noneMatch(Thread::isAlive);
    }

    private static String compact(String code) {
        return code.replaceAll("\\s", "");
    }
}
