package io.dataarts.contract.agreement.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import io.dataarts.contract.provider.ReferenceProvider;
import io.dataarts.contract.spec.ApiDescription;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The reference provider answers reruns as the documentation and openapi.yaml describe. */
class RerunAnswersTest {

    private static final String JOB_NOT_FOUND = "{\"error_code\":\"DLF.1000\",\"error_msg\":\"Failed to find the job.\"}";
    private static final String RULE_NOT_FOUND =
            "{\"error_code\":\"DQC.1000\",\"error_msg\":\"Failed to find the quality or comparison job.\"}";
    private static final String FAILURE = "{\"error_code\":\"DQC.5000\",\"error_msg\":\"Internal server error.\"}";

    private ReferenceProvider provider;

    @BeforeEach
    void start() {
        provider = RawRequest.provider()
                .job("test_job_name")
                .job("日报 作业")
                .qualityJob("1440764172232392705", "1440764172232400896")
                .comparisonJob("1440764172232392706", "1440764172232400897")
                .failingRule("1440764172232392707")
                .start();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    @DisplayName("the rerun of a known job gets 200 without body and content type")
    void knownJob() throws Exception {
        HttpResponse<String> response = retry("test_job_name");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("Content-Length")).contains("0");
        assertThat(response.headers().firstValue("Content-Type")).isEmpty();
    }

    @Test
    @DisplayName("a job name with Chinese characters and a space is decoded")
    void chineseJob() throws Exception {
        assertThat(retry("%E6%97%A5%E6%8A%A5%20%E4%BD%9C%E4%B8%9A").statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("a plus sign in a job name is not read as a space")
    void plusInJob() throws Exception {
        provider.catalog().job("a+b");
        assertThat(retry("a+b").statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("an encoded slash is part of the job name")
    void slashInJob() throws Exception {
        provider.catalog().job("a/b");
        // The vendor's signer cannot sign such a name.
        assertThat(RawRequest.post(provider, RawRequest.retry("a%2Fb"), RawRequest.JOB_INSTANCE).token().send().statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("the rerun of an unknown job gets the documented 400")
    void unknownJob() throws Exception {
        assertAnswer(retry("no_such_job"), 400, JOB_NOT_FOUND);
    }

    @Test
    @DisplayName("the answer to a quality job has the instance id as a string")
    void qualityJob() throws Exception {
        assertAnswer(restart(1, "1440764172232392705"), 200, "{\"instance_id\":\"1440764172232400896\"}");
    }

    @Test
    @DisplayName("the answer to a comparison job has the instance id as a string")
    void comparisonJob() throws Exception {
        assertAnswer(restart(2, "1440764172232392706"), 200, "{\"instance_id\":\"1440764172232400897\"}");
    }

    @Test
    @DisplayName("the id of a quality job is unknown as a comparison job")
    void otherKind() throws Exception {
        assertAnswer(restart(2, "1440764172232392705"), 400, RULE_NOT_FOUND);
    }

    @Test
    @DisplayName("the rerun of an unknown quality job gets 400")
    void unknownQualityJob() throws Exception {
        assertAnswer(restart(1, "1"), 400, RULE_NOT_FOUND);
    }

    @Test
    @DisplayName("the rerun of a failing rule gets 500")
    void failingRule() throws Exception {
        assertAnswer(restart(1, "1440764172232392707"), 500, FAILURE);
    }

    @Test
    @DisplayName("state: a job exists")
    void stateJob() throws Exception {
        provider.state("job nightly load exists");
        assertThat(retry("nightly%20load").statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("state: no job")
    void stateNoJob() throws Exception {
        provider.state("no job test_job_name");
        assertAnswer(retry("test_job_name"), 400, JOB_NOT_FOUND);
    }

    @Test
    @DisplayName("state: a quality job exists")
    void stateQualityJob() throws Exception {
        provider.state("quality job 77 exists");
        assertThat(restart(1, "77").body()).matches("\\{\"instance_id\":\"\\d{19}\"}");
    }

    @Test
    @DisplayName("state: no quality job")
    void stateNoQualityJob() throws Exception {
        provider.state("no quality job 1440764172232392705");
        assertAnswer(restart(1, "1440764172232392705"), 400, RULE_NOT_FOUND);
    }

    @Test
    @DisplayName("state: a comparison job exists")
    void stateComparisonJob() throws Exception {
        provider.state("comparison job 77 exists");
        assertThat(restart(2, "77").statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("state: no comparison job")
    void stateNoComparisonJob() throws Exception {
        provider.state("no comparison job 1440764172232392706");
        assertAnswer(restart(2, "1440764172232392706"), 400, RULE_NOT_FOUND);
    }

    @Test
    @DisplayName("state: the service fails")
    void stateFailure() throws Exception {
        provider.state("the service fails");
        assertAnswer(restart(1, "1440764172232392705"), 500, FAILURE);
    }

    @Test
    @DisplayName("an unknown state is refused, and the message lists the known states")
    void unknownState() {
        assertThatThrownBy(() -> provider.state("the moon is full"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("unknown provider state 'the moon is full', must be one of job (.+) exists, ")
                .hasMessageEndingWith(", there is no workspace (.+), the service fails");
    }

    @Test
    @DisplayName("clear() removes jobs and failures from the catalog")
    void clear() throws Exception {
        provider.state("the service fails").catalog().clear();
        assertAnswer(retry("test_job_name"), 400, JOB_NOT_FOUND);
    }

    @Test
    @DisplayName("the description lists the status of every answer to a rerun")
    void answersMatchDescription() throws Exception {
        String job = "/v2/p/factory/jobs/j/instances/retry";
        assertDescribed(job, retry("test_job_name"));
        assertDescribed(job, retry("no_such_job"));
        assertDescribed(RawRequest.RESTART, restart(1, "1440764172232392705"));
        assertDescribed(RawRequest.RESTART, restart(1, "1"));
        assertDescribed(RawRequest.RESTART, restart(1, "1440764172232392707"));
    }

    private HttpResponse<String> retry(String rawJobName) throws Exception {
        return RawRequest.post(provider, RawRequest.retry(rawJobName), RawRequest.JOB_INSTANCE).signed().send();
    }

    private HttpResponse<String> restart(int ruleType, String ruleId) throws Exception {
        return RawRequest.post(provider, RawRequest.RESTART, "{\"rule_type\":" + ruleType + ",\"rule_id\":\"" + ruleId + "\"}").token().send();
    }

    private static void assertAnswer(HttpResponse<String> response, int status, String body) {
        assertThat(response.body()).isEqualTo(body);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json;charset=UTF-8");
        assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
    }

    private static void assertDescribed(String path, HttpResponse<String> response) {
        SimpleResponse.Builder answer = SimpleResponse.Builder.status(response.statusCode());
        if (!response.body().isEmpty()) {
            answer.withBody(response.body()).withContentType(response.headers().firstValue("Content-Type").orElseThrow());
        }
        assertThat(OpenApiInteractionValidator.createForInlineApiSpecification(ApiDescription.packagedYaml()).build()
                .validateResponse(path, Request.Method.POST, answer.build()).getMessages()).isEmpty();
    }
}
