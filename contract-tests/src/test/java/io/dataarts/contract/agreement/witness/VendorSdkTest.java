package io.dataarts.contract.agreement.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import au.com.dius.pact.consumer.PactVerificationResult;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.huaweicloud.sdk.dataartsstudio.v1.model.RetryFactoryJobInstanceBody;
import com.huaweicloud.sdk.dataartsstudio.v1.model.RetryFactoryJobInstanceBodyJobs;
import com.huaweicloud.sdk.dataartsstudio.v1.model.RetryFactoryJobInstanceBodyTaskRetrys;
import com.huaweicloud.sdk.dataartsstudio.v1.model.RetryFactoryJobInstanceRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The vendor's SDK reruns as the pact records, and fails against a pact that differs.
 *
 * <p>The vendor's SDK is an independent implementation. It lacks the quality restart, so it proves reruns of job instances only.
 * {@link VendorListsTest} proves the lists.
 */
class VendorSdkTest {

    private static final String FIRST_EXAMPLE = "a rerun of a job instance (the documentation's first example)";

    /** Returns the calls of the vendor's SDK, by the interaction that each has to match. */
    private static Map<String, RetryFactoryJobInstanceRequest> calls() {
        Map<String, RetryFactoryJobInstanceRequest> calls = new LinkedHashMap<>();
        calls.put(FIRST_EXAMPLE, request("test_job_name", instance("errorNode").withIgnoreObsMonitor(true)));
        calls.put("a rerun of a job and its related jobs (the documentation's second example)", request(
                "test_job_name",
                new RetryFactoryJobInstanceBody()
                        .withRetryLocation("errorNode")
                        .withRetryTaskVersion("current_version")
                        .withIgnoreObsMonitor(true)
                        .withBeginTime(1732608520000L)
                        .withEndTime(1732612120000L)
                        .withJobs(List.of(new RetryFactoryJobInstanceBodyJobs().withJobName("job_test_smn2").withWorkspaceId(VendorPact.WORKSPACE)))
                        .withConcurrent(2)));
        calls.put("a rerun with the mandatory fields alone", request("test_job_name", instance("firstNode")));
        calls.put("a rerun from a named node", request("test_job_name", instance("specifiedNode").withNodeName(recordedNodeName())));
        calls.put("a rerun of a job whose name has a space and Chinese characters", request("日销售 daily", instance("firstNode")));
        return calls;
    }

    private static String recordedNodeName() {
        return VendorPact.interaction("a rerun from a named node").at("/request/body/content/node_name").asText();
    }

    private static RetryFactoryJobInstanceBody instance(String location) {
        return new RetryFactoryJobInstanceBody()
                .withRetryLocation(location)
                .withRetryTaskVersion("original_version")
                .withTaskRetrys(List.of(new RetryFactoryJobInstanceBodyTaskRetrys()
                        .withJobId(917567L)
                        .withPlanTime(1732601580000L)
                        .withSubmitTime(1732239754684L)));
    }

    private static RetryFactoryJobInstanceRequest request(String job, RetryFactoryJobInstanceBody body) {
        return new RetryFactoryJobInstanceRequest().withJobName(job).withWorkspace(VendorPact.WORKSPACE).withBody(body);
    }

    @TestFactory
    @DisplayName("the vendor's SDK fulfils the pact")
    Stream<DynamicTest> vendor_keepsThePact() {
        return calls().entrySet().stream().map(call -> dynamicTest(call.getKey(), () ->
                assertThat(play(VendorPact.interaction(call.getKey()), call.getValue())).isInstanceOf(PactVerificationResult.Ok.class)));
    }

    @TestFactory
    @DisplayName("the vendor's SDK fails against a pact that differs from ours")
    Stream<DynamicTest> vendor_whenPactIsMutated_thenBreaksIt() {
        Map<String, Consumer<ObjectNode>> mutations = new LinkedHashMap<>();
        mutations.put("another path", request -> request.put("path", request.path("path").asText().replace("retry", "restart")));
        mutations.put("another method", request -> request.put("method", "PUT"));
        mutations.put("another workspace", request -> ((ObjectNode) request.path("headers")).putArray("workspace").add("other"));
        mutations.put("one more header", request -> ((ObjectNode) request.path("headers")).putArray("X-Other").add("other"));
        mutations.put("another content type", request -> {
            ((ObjectNode) request.path("headers")).putArray("Content-Type").add("application/xml");
            ((ObjectNode) request.path("body")).put("contentType", "application/xml");
        });
        mutations.put("another value", request -> content(request).put("retry_location", "lastNode"));
        mutations.put("a renamed field", request -> content(request).set("retry_locations", content(request).remove("retry_location")));
        mutations.put("one field less", request -> content(request).remove("retry_task_version"));
        mutations.put("one field more", request -> content(request).put("other", 1));
        mutations.put("a number as text", request -> {
            ObjectNode owner = content(request).has("begin_time") ? content(request) : (ObjectNode) content(request).at("/task_retrys/0");
            String name = owner.has("begin_time") ? "begin_time" : "job_id";
            owner.put(name, owner.get(name).asText());
        });
        return calls().entrySet().stream().flatMap(call -> mutations.entrySet().stream().map(mutation ->
                dynamicTest(mutation.getKey() + " in " + call.getKey(), () -> {
                    ObjectNode interaction = VendorPact.interaction(call.getKey());
                    mutation.getValue().accept((ObjectNode) interaction.path("request"));
                    assertThat(play(interaction, call.getValue())).isNotInstanceOf(PactVerificationResult.Ok.class);
                })));
    }

    private static PactVerificationResult play(ObjectNode interaction, RetryFactoryJobInstanceRequest request) throws IOException {
        return VendorPact.play(interaction, client -> client.retryFactoryJobInstance(request));
    }

    private static ObjectNode content(ObjectNode request) {
        return (ObjectNode) request.at("/body/content");
    }
}
