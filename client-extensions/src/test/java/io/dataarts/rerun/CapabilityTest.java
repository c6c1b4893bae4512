package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import feign.Capability;
import feign.Param;
import feign.RequestInterceptor;
import feign.RequestInterceptors;
import feign.RequestLine;
import feign.TypedResponse;
import io.dataarts.rerun.loopback.Answer;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a capability's interceptor puts into Feign's template reaches the wire, as a tracing library needs it. */
class CapabilityTest {

    /** Public, as Feign calls it by reflection. */
    public record Adding(RequestInterceptor interceptor) implements Capability {
        @Override
        public RequestInterceptors enrich(RequestInterceptors given) {
            List<RequestInterceptor> all = new ArrayList<>(given.interceptors());
            all.add(interceptor);
            return new RequestInterceptors(all);
        }
    }

    @Test
    @DisplayName("an interceptor's header is sent, in place of ours if it has the same name, and signed if ours is")
    void header() {
        Received request = sent(template -> template.header("traceparent", "00-1").header("WORKSPACE", "other"));

        assertThat(request.values("traceparent")).containsExactly("00-1");
        assertThat(request.values("workspace")).containsExactly("other");
        assertThat(request.values("X-Project-Id")).containsExactly(Example.PROJECT);
        Example.assertSigned(request);
    }

    @Test
    @DisplayName("an interceptor's query is sent and signed")
    void query() {
        Received request = sent(template -> template.query("debug", "a%20b"));

        assertThat(request.target()).isEqualTo(Example.RESTART_PATH + "?debug=a%20b");
        Example.assertSigned(request);
    }

    interface DryRun {
        @RequestLine("POST /v2/{projectId}/things?dry={dry}")
        TypedResponse<Void> create(@Param("projectId") String projectId, @Param("dry") String dry);
    }

    @Test
    @DisplayName("an interceptor's query follows the operation's, and keeps its question marks")
    void moreQuery() {
        Received request = sent(
                template -> template.query("debug", "a?b"), studio -> studio.api(DryRun.class).create(Example.PROJECT, "yes"));

        assertThat(request.target()).isEqualTo("/v2/" + Example.PROJECT + "/things?dry=yes&debug=a?b");
        Example.assertSigned(request);
    }

    @Test
    @DisplayName("the project stays that of the path")
    void project() {
        assertThat(sent(template -> template.header("X-Project-Id", "other")).values("X-Project-Id")).containsExactly(Example.PROJECT);
    }

    @Test
    @DisplayName("two workspaces, or one that no header can carry, are refused before anything is sent")
    void workspace() {
        refused(template -> template.header("workspace", "a", "b"), "workspace must be one, was [a, b]");
        refused(
                template -> template.header("workspace", "空间"),
                "workspace must be printable ASCII, as it travels in a header; has U+7A7A at index 0");
    }

    private static void refused(RequestInterceptor interceptor, String message) {
        try (LoopbackServer server = LoopbackServer.answering(Answer.empty(200));
                DataArtsStudio studio =
                        Example.builder().endpoint(server.endpoint()).addCapability(new Adding(interceptor)).build()) {
            assertThatIllegalArgumentException().isThrownBy(() -> studio.rerun(Example.QUALITY)).withMessage(message);
            assertThat(server.connections()).isZero();
        }
    }

    private static Received sent(RequestInterceptor interceptor) {
        return sent(interceptor, studio -> studio.rerun(Example.QUALITY));
    }

    private static Received sent(RequestInterceptor interceptor, Consumer<DataArtsStudio> call) {
        try (LoopbackServer server = LoopbackServer.answering(Answer.empty(200));
                DataArtsStudio studio =
                        Example.builder().endpoint(server.endpoint()).addCapability(new Adding(interceptor)).build()) {
            call.accept(studio);
            return server.onlyRequest();
        }
    }
}
