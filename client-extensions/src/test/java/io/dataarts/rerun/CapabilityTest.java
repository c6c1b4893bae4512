package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;

import feign.Capability;
import feign.RequestInterceptor;
import feign.RequestInterceptors;
import io.dataarts.rerun.loopback.Answer;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Received;
import java.util.ArrayList;
import java.util.List;
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

    private static Received sent(RequestInterceptor interceptor) {
        try (LoopbackServer server = LoopbackServer.answering(Answer.empty(200));
                DataArtsStudio studio =
                        Example.builder().endpoint(server.endpoint()).addCapability(new Adding(interceptor)).build()) {
            studio.rerun(Example.QUALITY);
            return server.onlyRequest();
        }
    }
}
