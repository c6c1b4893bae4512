package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A preview shows the request that a rerun would send, without network and credentials. */
class PreviewTest {

    private static final String AGENT = Example.USER_AGENT;

    private final DataArtsStudio studio = Example.builder()
            .region("cn-north-4")
            .credentials(() -> {
                throw new AssertionError("a preview must not resolve credentials");
            })
            .build();

    @AfterEach
    void close() {
        studio.close();
    }

    @Test
    @DisplayName("the whole first job example")
    void instances() {
        RequestPreview preview = studio.preview(Example.INSTANCES);
        assertThat(preview.method()).isEqualTo("POST");
        assertThat(preview.uri()).hasToString("https://dayu.cn-north-4.myhuaweicloud.com" + Example.RETRY_PATH);
        assertThat(preview.body()).isEqualTo(Example.INSTANCES_JSON);
        assertThat(preview.headers()).containsExactly(
                Map.entry("Host", "dayu.cn-north-4.myhuaweicloud.com"),
                Map.entry("Accept", "application/json"),
                Map.entry("Accept-Encoding", "identity"),
                Map.entry("Content-Length", "184"),
                Map.entry("Content-Type", "application/json;charset=UTF-8"),
                Map.entry("User-Agent", AGENT),
                Map.entry("workspace", Example.WORKSPACE),
                Map.entry("X-Project-Id", Example.PROJECT),
                Map.entry("Authorization", "<added when sent>"));
    }

    @Test
    void preview_whenQualityJob_thenItsUrlAndBody() {
        assertThat(studio.preview(Example.QUALITY).uri().getRawPath()).isEqualTo(Example.RESTART_PATH);
        assertThat(studio.preview(Example.QUALITY).body()).isEqualTo(Example.QUALITY_JSON);
    }

    @Test
    void preview_whenBodyIsNotAscii_thenItIsReadable() {
        RequestPreview preview = studio.preview(JobRerun.job("a")
                .instances(JobInstance.of(1).planned(1732601580000L).submitted(1732239754684L))
                .from(StartNode.named("规则")).using(TaskVersion.ORIGINAL).build());
        assertThat(preview.body()).contains("\"node_name\":\"规则\"");
        assertThat(preview.headers()).containsEntry("Content-Length", String.valueOf(preview.body().length() + 4));
    }

    @Test
    void preview_whenOnAView_thenTheViewsWorkspace() {
        assertThat(studio.inWorkspace("other").preview(Example.QUALITY).headers()).containsEntry("workspace", "other");
    }

    @Test
    void preview_whenOddName_thenTheEncodedUrl() {
        assertThat(studio.preview(Example.job("我的 job+1")).uri().getRawPath())
                .isEqualTo("/v2/" + Example.PROJECT + "/factory/jobs/%E6%88%91%E7%9A%84%20job%2B1/instances/retry");
    }

    @Test
    @DisplayName("a preview sends nothing, and shows the request that would arrive")
    void sameAsSent() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(200));
                DataArtsStudio sending = Example.studio(server)) {
            RequestPreview preview = sending.preview(Example.RELATED_JOBS);
            assertThat(server.connections()).isZero();
            sending.rerun(Example.RELATED_JOBS);
            assertThat(server.onlyRequest().requestLine()).isEqualTo("POST " + preview.uri().getRawPath() + " HTTP/1.1");
            assertThat(server.onlyRequest().text()).isEqualTo(preview.body());
            preview.headers().forEach((name, value) -> {
                if (!name.equals("Authorization")) {
                    assertThat(server.onlyRequest().value(name)).isEqualTo(value);
                }
            });
        }
    }

    @Test
    void headers_whenChanged_thenRefused() {
        Map<String, String> headers = studio.preview(Example.QUALITY).headers();
        assertThatThrownBy(() -> headers.put("a", "b")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void toString_whenMade_thenTheRequestAsText() {
        assertThat(studio.preview(Example.QUALITY)).hasToString("POST https://dayu.cn-north-4.myhuaweicloud.com" + Example.RESTART_PATH
                + "\nHost: dayu.cn-north-4.myhuaweicloud.com\nAccept: application/json\nAccept-Encoding: identity\nContent-Length: 47\n"
                + "Content-Type: application/json;charset=UTF-8\nUser-Agent: " + AGENT + "\nworkspace: " + Example.WORKSPACE
                + "\nX-Project-Id: " + Example.PROJECT + "\nAuthorization: <added when sent>\n\n" + Example.QUALITY_JSON);
    }

    @Test
    @DisplayName("the whole curl command")
    void curl() {
        assertThat(studio.preview(Example.QUALITY).asCurl()).isEqualTo(
                "curl --globoff -X POST 'https://dayu.cn-north-4.myhuaweicloud.com" + Example.RESTART_PATH + "' \\\n"
                        + "  -H 'Accept: application/json' \\\n"
                        + "  -H 'Accept-Encoding: identity' \\\n"
                        + "  -H 'Content-Type: application/json;charset=UTF-8' \\\n"
                        + "  -H 'User-Agent: " + AGENT + "' \\\n"
                        + "  -H 'workspace: " + Example.WORKSPACE + "' \\\n"
                        + "  -H 'X-Project-Id: " + Example.PROJECT + "' \\\n"
                        + "  -H \"X-Auth-Token: $X_AUTH_TOKEN\" \\\n"
                        + "  --data-raw '{\"rule_type\":1,\"rule_id\":\"1440764172232392705\"}'");
    }

    @Test
    void asCurl_whenQuotes_thenTheyAreQuotedForTheShell() {
        RequestPreview preview = new RequestPreview("POST", URI.create("http://h/it's"), Map.of("workspace", "w's"), "{\"it's\":'$x'}");
        assertThat(preview.asCurl()).isEqualTo("curl --globoff -X POST 'http://h/it'\\''s' \\\n  -H 'workspace: w'\\''s' \\\n"
                + "  -H \"X-Auth-Token: $X_AUTH_TOKEN\" \\\n  --data-raw '{\"it'\\''s\":'\\''$x'\\''}'");
    }

    @Test
    void asCurl_whenTheBodyIsLongerThan100KiB_thenStandardInput() {
        String curl = "curl --globoff -X POST 'http://h/' \\\n  -H \"X-Auth-Token: $X_AUTH_TOKEN\" \\\n";
        String longest = "测".repeat(34_133) + "a"; // 3 bytes each
        assertThat(new RequestPreview("POST", URI.create("http://h/"), Map.of(), longest).asCurl())
                .isEqualTo(curl + "  --data-raw '" + longest + "'");
        assertThat(new RequestPreview("POST", URI.create("http://h/"), Map.of(), longest + "'").asCurl())
                .isEqualTo("printf %s '" + longest + "'\\''' | " + curl + "  --data-binary @-");
    }

    @Test
    void preview_whenNoPortFollowsTheColon_thenTheHostThatIsSent() {
        try (DataArtsStudio other = Example.builder().endpoint(URI.create("https://host.example:")).build()) {
            assertThat(other.preview(Example.QUALITY).headers()).containsEntry("Host", "host.example");
        }
    }

    @Test
    void asCurl_whenNoBody_thenNoData() {
        assertThat(new RequestPreview("GET", URI.create("http://h/"), Map.of(), "").asCurl())
                .isEqualTo("curl --globoff -X GET 'http://h/' \\\n  -H \"X-Auth-Token: $X_AUTH_TOKEN\"");
    }

    @Test
    void preview_whenNull_thenRefusedByName() {
        assertThatThrownBy(() -> studio.preview(null)).isExactlyInstanceOf(NullPointerException.class).hasMessage("rerun");
        assertThatThrownBy(() -> studio.rerun(null)).isExactlyInstanceOf(NullPointerException.class).hasMessage("rerun");
    }
}
