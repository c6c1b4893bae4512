package io.dataarts.rerun.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.loopback.ArrivedRequest;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An odd but legal job name arrives unchanged: encoded once, and signed as it arrives. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddNamesTest {

    private LoopbackServer server;
    private DataArtsStudio studio;

    @BeforeAll
    void start() {
        server = LoopbackServer.answering(Reply.empty(200));
        studio = Example.studio(server);
    }

    @AfterAll
    void stop() {
        studio.close();
        server.close();
    }

    @ParameterizedTest(name = "[{0}] arrives as {1}")
    @CsvSource(quoteCharacter = '"', ignoreLeadingAndTrailingWhitespace = true, delimiter = '|', value = {
        "plain-name_1.2~x  | plain-name_1.2~x",
        "\"my job\"        | my%20job",
        "\" \"             | %20",
        "测试作业           | %E6%B5%8B%E8%AF%95%E4%BD%9C%E4%B8%9A",
        "a+b               | a%2Bb",
        "a;b               | a%3Bb",
        "a,b               | a%2Cb",
        "a:b               | a%3Ab",
        "a@b               | a%40b",
        "a&b=c             | a%26b%3Dc",
        "~                 | ~",
        "it's              | it%27s",
        "f(x)              | f%28x%29",
        "!$*               | %21%24%2A",
        "{job}             | %7Bjob%7D",
        "[1]^`             | %5B1%5D%5E%60",
        "<a>               | %3Ca%3E",
        "...               | ...",
        ".hidden           | .hidden",
        "é                 | %C3%A9",
        "😀                | %F0%9F%98%80",
        "null              | null"
    })
    @DisplayName("odd names")
    void arrivesAsItself(String name, String encoded) {
        studio.rerun(Example.job(name));
        ArrivedRequest request = server.requests().get(server.requests().size() - 1);

        assertThat(request.requestLine())
                .isEqualTo("POST /v2/" + Example.PROJECT + "/factory/jobs/" + encoded + "/instances/retry HTTP/1.1");
        assertThat(URI.create(request.target()).getPath()).isEqualTo("/v2/" + Example.PROJECT + "/factory/jobs/" + name
                + "/instances/retry");
        assertThat(request.isSignedBy(Example.KEY)).isTrue();
    }
}
