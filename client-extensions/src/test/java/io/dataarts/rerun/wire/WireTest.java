package io.dataarts.rerun.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.loopback.ArrivedRequest;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each request leaves the machine exactly as the API reference describes it: line, headers, body and signature. */
class WireTest {

    private static final String SIGNATURE =
            "SDK-HMAC-SHA256 Access=EXAMPLEAK00000000001, SignedHeaders=%s, Signature=[0-9a-f]{64}";

    private final LoopbackServer server = LoopbackServer.answering(Reply.empty(200));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @DisplayName("the first job example of the API reference")
    void instances() {
        ArrivedRequest request = send(Example.INSTANCES);
        assertThat(request.requestLine()).isEqualTo("POST " + Example.RETRY_PATH + " HTTP/1.1");
        assertThat(request.text()).isEqualTo(Example.INSTANCES_JSON);
    }

    @Test
    @DisplayName("the second job example of the API reference")
    void relatedJobs() {
        ArrivedRequest request = send(Example.RELATED_JOBS);
        assertThat(request.requestLine()).isEqualTo("POST " + Example.RETRY_PATH + " HTTP/1.1");
        assertThat(request.text()).isEqualTo(Example.RELATED_JOBS_JSON);
    }

    @Test
    @DisplayName("the quality example of the API reference")
    void qualityJob() {
        ArrivedRequest request = send(Example.QUALITY);
        assertThat(request.requestLine()).isEqualTo("POST " + Example.RESTART_PATH + " HTTP/1.1");
        assertThat(request.text()).isEqualTo(Example.QUALITY_JSON);
    }

    @Test
    void rerun_whenComparisonJob_thenTypeTwo() {
        assertThat(send(QualityRerun.comparisonJob("1440764172232392705")).text())
                .isEqualTo("{\"rule_type\":2,\"rule_id\":\"1440764172232392705\"}");
    }

    @Test
    @DisplayName("unset values are not on the wire: no null, no empty list, no default")
    void minimal() {
        assertThat(send(Example.job("j")).text()).isEqualTo("{\"retry_location\":\"firstNode\","
                + "\"retry_task_version\":\"original_version\","
                + "\"task_retrys\":[{\"job_id\":917567,\"plan_time\":1732601580000,\"submit_time\":1732239754684}]}");
    }

    @Test
    void rerun_whenNamedNodeAndSeveralInstances_thenAllOfIt() {
        assertThat(send(JobRerun.job("j")
                        .instances(Example.INSTANCE, new JobInstance(2, 1732601580001L, 1732239754685L))
                        .from(StartNode.named("a/b <\"节点\">"))
                        .using(TaskVersion.CURRENT)
                        .ignoreObsListening(false)
                        .build())
                .text())
                .isEqualTo("{\"retry_location\":\"specifiedNode\",\"node_name\":\"a/b <\\\"节点\\\">\","
                        + "\"retry_task_version\":\"current_version\",\"ignore_obs_monitor\":false,"
                        + "\"task_retrys\":[{\"job_id\":917567,\"plan_time\":1732601580000,\"submit_time\":1732239754684},"
                        + "{\"job_id\":2,\"plan_time\":1732601580001,\"submit_time\":1732239754685}]}");
    }

    @Test
    @DisplayName("the headers of a request that is signed with an access key")
    void accessKey() {
        ArrivedRequest request = send(Example.QUALITY, Example.KEY);
        assertThat(request.headers()).hasSize(11).containsAll(commonHeaders()).contains(Map.entry("X-Sdk-Date", Example.SDK_DATE));
        assertThat(request.value("Authorization")).matches(SIGNATURE.formatted("host;workspace;x-project-id;x-sdk-date"));
    }

    @Test
    @DisplayName("the headers of a request that is signed with a temporary key")
    void temporaryKey() {
        ArrivedRequest request = send(Example.QUALITY, Example.TEMPORARY_KEY);
        assertThat(request.headers())
                .hasSize(12)
                .containsAll(commonHeaders())
                .contains(Map.entry("X-Sdk-Date", Example.SDK_DATE), Map.entry("X-Security-Token", Example.SECURITY_TOKEN));
        assertThat(request.value("Authorization"))
                .matches(SIGNATURE.formatted("host;workspace;x-project-id;x-sdk-date;x-security-token"));
    }

    @Test
    @DisplayName("the headers of a request with an IAM token, which is not signed")
    void token() {
        ArrivedRequest request = send(Example.QUALITY, Example.TOKEN);
        assertThat(request.headers()).hasSize(10).containsAll(commonHeaders()).contains(Map.entry("X-Auth-Token", Example.IAM_TOKEN));
    }

    @Test
    @DisplayName("jobs have the same headers as quality jobs")
    void jobHeaders() {
        assertThat(send(Example.INSTANCES).names()).containsExactlyInAnyOrder(
                "Host", "Content-Type", "Content-Length", "Accept", "Accept-Encoding", "workspace", "X-Project-Id", "User-Agent",
                "X-Sdk-Date", "Authorization", "Connection");
    }

    @Test
    @DisplayName("the user agent names product and version, and nothing about the machine")
    void userAgent() {
        assertThat(send(Example.QUALITY).value("User-Agent"))
                .isEqualTo(Example.USER_AGENT)
                .matches("dataarts-rerun-java/[0-9]+\\.[0-9]+\\.[0-9]+\\S*");
    }

    @Test
    @DisplayName("the signature fits host, headers and body as they arrive")
    void signatureFitsTheWire() {
        ArrivedRequest request = send(Example.job("测试 作业"), Example.TEMPORARY_KEY);
        assertThat(request.value("Host")).isEqualTo(server.authority());
        assertThat(request.isSignedBy(Example.TEMPORARY_KEY)).isTrue();
    }

    @Test
    @DisplayName("a second request on the same connection equals the first: it carries no cookie")
    void secondRequest() {
        try (LoopbackServer cookies = LoopbackServer.answering(Reply.empty(200, "Set-Cookie: a=b; Path=/", "Connection: keep-alive"));
                DataArtsStudio studio = Example.studio(cookies)) {
            studio.rerun(Example.QUALITY);
            studio.rerun(Example.QUALITY);
            assertThat(cookies.connections()).isEqualTo(1);
            assertThat(cookies.requests()).hasSize(2);
            assertThat(cookies.requests().get(1).headers()).isEqualTo(cookies.requests().get(0).headers());
        }
    }

    @ParameterizedTest
    @CsvSource({"timeout=60, 1", "'timeout=60, max=100', 1", "timeout=0, 2"})
    @DisplayName("a connection is not reused after the keep-alive time that the server announced")
    void keepAlive(String announced, int connections) {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(200, "Keep-Alive: " + announced));
                DataArtsStudio studio = Example.studio(server)) {
            studio.rerun(Example.QUALITY);
            studio.rerun(Example.QUALITY);
            assertThat(server.connections()).isEqualTo(connections);
        }
    }

    @Test
    void inWorkspace_whenCalled_thenTheViewsRequestsGoThere() {
        try (DataArtsStudio studio = Example.studio(server)) {
            studio.inWorkspace("other").rerun(Example.QUALITY);
            studio.rerun(Example.QUALITY);
        }
        assertThat(server.requests()).extracting(request -> request.value("workspace")).containsExactly("other", Example.WORKSPACE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void endpoint_whenWithoutPath_thenOneSlashStandsBeforeThePath(String path) {
        try (DataArtsStudio studio = Example.builder().endpoint(URI.create(server.endpoint() + path)).build()) {
            studio.rerun(Example.QUALITY);
        }
        assertThat(server.onlyRequest().target()).isEqualTo(Example.RESTART_PATH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/gateway", "/gateway/"})
    void endpoint_whenWithPath_thenItStandsBeforeThePath(String path) {
        try (DataArtsStudio studio = Example.builder().endpoint(URI.create(server.endpoint() + path)).build()) {
            studio.rerun(Example.QUALITY);
        }
        assertThat(server.onlyRequest().target()).isEqualTo("/gateway" + Example.RESTART_PATH);
    }

    private ArrivedRequest send(Rerun rerun) {
        return send(rerun, Example.KEY);
    }

    private ArrivedRequest send(Rerun rerun, Credentials credentials) {
        try (DataArtsStudio studio = Example.builder(server).credentials(credentials).build()) {
            studio.rerun(rerun);
        }
        return server.onlyRequest();
    }

    /** Together with the number of headers this excludes Expect, Transfer-Encoding, Upgrade and repeated headers. */
    private List<Map.Entry<String, String>> commonHeaders() {
        return List.of(
                Map.entry("Host", server.authority()),
                Map.entry("Content-Type", "application/json;charset=UTF-8"),
                Map.entry("Content-Length", String.valueOf(Example.QUALITY_JSON.length())),
                Map.entry("Accept", "application/json"),
                Map.entry("Accept-Encoding", "identity"),
                Map.entry("workspace", Example.WORKSPACE),
                Map.entry("X-Project-Id", Example.PROJECT),
                Map.entry("User-Agent", Example.USER_AGENT),
                Map.entry("Connection", "keep-alive"));
    }
}
