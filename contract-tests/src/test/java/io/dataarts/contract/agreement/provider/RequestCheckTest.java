package io.dataarts.contract.agreement.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.contract.provider.ReferenceProvider;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference provider refuses an authenticated request with a wrong project, an unknown path, or any violation of the description. */
class RequestCheckTest {

    private ReferenceProvider provider;

    @BeforeEach
    void start() {
        provider = RawRequest.provider().job("test_job_name").qualityJob("1440764172232392705", "1440764172232400896").start();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    @DisplayName("a signed request without X-Project-Id finds no workspace")
    void projectMissing() throws Exception {
        assertAnswer(quality().without("X-Project-Id").signed().send(),
                "{\"error_code\":\"DLF.3051\",\"error_msg\":\"Workspace does not exists: X-Project-Id is missing\"}");
    }

    @Test
    @DisplayName("a request with a token needs no X-Project-Id")
    void projectMissingWithToken() throws Exception {
        assertThat(quality().without("X-Project-Id").token().send().statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("X-Project-Id has to be the path's project, also for a request with a token")
    void otherProject() throws Exception {
        assertAnswer(quality().header("X-Project-Id", "other").token().send(), "{\"error_code\":\"DLF.3051\",\"error_msg\":"
                + "\"Workspace does not exists: X-Project-Id is other, the path's project is " + RawRequest.PROJECT + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v2/p/nowhere", "/v2/p/quality/instances/restart/", "//v2/p/quality/instances/restart"})
    @DisplayName("a path that is not in the description gets the gateway's 404")
    void unknownPath(String target) throws Exception {
        HttpResponse<String> response = RawRequest.post(provider, target, RawRequest.QUALITY_JOB).token().send();
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).startsWith(
                "{\"error_msg\":\"The API does not exist or has not been published in the environment\",\"error_code\":\"APIGW.0101\",");
    }

    @Test
    @DisplayName("a method that is not in the description gets the gateway's 404")
    void unknownMethod() throws Exception {
        assertThat(RawRequest.get(provider, RawRequest.RESTART).token().send().statusCode()).isEqualTo(404);
    }

    @Test
    @DisplayName("a body that violates the description is refused, and the message lists every violation")
    void violatingBody() throws Exception {
        String body = "{\"retry_task_version\":\"latest\",\"concurrent\":0,\"surprise\":1}";
        assertViolation(RawRequest.post(provider, RawRequest.retry("test_job_name"), body).token(),
                "Object instance has properties which are not allowed by the schema: [\\\"surprise\\\"]; "
                        + "Object has missing required properties ([\\\"retry_location\\\"]); "
                        + "[Path '/concurrent'] Numeric instance is lower than the required minimum (minimum: 1, found: 0); "
                        + "[Path '/retry_task_version'] Instance value (\\\"latest\\\") not found in enum "
                        + "(possible values: [\\\"original_version\\\",\\\"current_version\\\"])");
    }

    @Test
    @DisplayName("a field with the value null is refused")
    void explicitNull() throws Exception {
        assertViolation(RawRequest.post(provider, RawRequest.RESTART, "{\"rule_id\":null}").token(),
                "[Path '/rule_id'] Instance type (null) does not match any allowed primitive type (allowed: [\\\"string\\\"])");
    }

    @Test
    @DisplayName("a missing body is refused")
    void missingBody() throws Exception {
        assertViolation(RawRequest.post(provider, RawRequest.RESTART, null).token(), "A request body is required but none found.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"rule_id\":}", "{\"a\":1}  {", "{\"a\":1,\"a\":2}"})
    @DisplayName("a body that is not one JSON value is refused, and the message names the place")
    void brokenBody(String body) throws Exception {
        HttpResponse<String> response = RawRequest.post(provider, RawRequest.RESTART, body).token().send();
        assertThat(response.body()).containsPattern("the body is not one JSON value, see line 1, column \\d+\"}$");
    }

    @Test
    @DisplayName("a missing workspace is refused")
    void missingWorkspace() throws Exception {
        assertViolation(quality().without("workspace").token(), "Header parameter 'workspace' is required on path "
                + "'/v2/{project_id}/quality/instances/restart' but not found in request.");
    }

    @Test
    @DisplayName("a body without a content type is refused")
    void missingContentType() throws Exception {
        assertViolation(quality().without("Content-Type").token(), "Content-Type is mandatory with a body");
    }

    @Test
    @DisplayName("another content type is refused")
    void otherContentType() throws Exception {
        assertViolation(quality().header("Content-Type", "text/plain").token(), "Request Content-Type header '[text/plain]' "
                + "does not match any allowed types. Must be one of: [application/json;charset=UTF-8].");
    }

    @Test
    @DisplayName("a query parameter that is not in the description is refused")
    void unexpectedQuery() throws Exception {
        assertViolation(RawRequest.post(provider, RawRequest.RESTART + "?dry_run=true", RawRequest.QUALITY_JOB).token(),
                "Query parameter 'dry_run' is unexpected on path \\\"/v2/{project_id}/quality/instances/restart\\\"");
    }

    @Test
    @DisplayName("a path that is not UTF-8 is refused")
    void brokenPath() throws Exception {
        assertViolation(RawRequest.post(provider, RawRequest.retry("%ED%A0%80"), RawRequest.JOB_INSTANCE).token(), "'%ED%A0%80' is not UTF-8");
    }

    private RawRequest quality() {
        return RawRequest.post(provider, RawRequest.RESTART, RawRequest.QUALITY_JOB);
    }

    private static void assertViolation(RawRequest call, String violations) throws Exception {
        assertAnswer(call.send(),
                "{\"error_code\":\"DLF.0001\",\"error_msg\":\"The request does not match the API description: " + violations + "\"}");
    }

    private static void assertAnswer(HttpResponse<String> response, String body) {
        assertThat(response.body()).isEqualTo(body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
    }
}
