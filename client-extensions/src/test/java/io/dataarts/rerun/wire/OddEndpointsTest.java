package io.dataarts.rerun.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.TestStudio;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Names;
import io.dataarts.rerun.loopback.Reply;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An odd but legal endpoint arrives unchanged: Host and path are those that were signed. {@link TlsTest} does the same with https. */
class OddEndpointsTest {

    @ParameterizedTest(name = "{0}{1}")
    @CsvSource({
        "LOCALHOST, ''",
        "127.0.0.1, /gateway/v1/",
        "127.1.2.3, /a;b=c,(d)!$'*+@:&~",
        "[::1], /gateway",
        "[0:0:0:0:0:0:0:1], ''"
    })
    @DisplayName("odd endpoints")
    void arrivesAsItself(String host, String path) {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(200))) {
            for (Credentials credentials : List.of(Example.KEY, Example.TOKEN)) {
                try (DataArtsStudio studio = TestStudio.isolated().names(Names.known()).builder()
                        .endpoint(URI.create("http://" + host + ":" + server.port() + path))
                        .credentials(credentials)
                        .build()) {
                    studio.rerun(Example.QUALITY);
                }
            }
            assertThat(server.requests()).hasSize(2).allSatisfy(request -> {
                assertThat(request.target()).isEqualTo(path.replaceFirst("/$", "") + Example.RESTART_PATH);
                assertThat(request.value("Host")).isEqualTo(host + ":" + server.port());
            });
            assertThat(server.requests().get(0).isSignedBy(Example.KEY)).isTrue();
        }
    }
}
