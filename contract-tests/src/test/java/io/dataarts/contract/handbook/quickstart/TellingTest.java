package io.dataarts.contract.handbook.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.contract.provider.ReferenceProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tour names each difference between a step and its expectation. */
@Timeout(60)
class TellingTest {

    private final ReferenceProvider provider = ReferenceProvider.builder().token("t").start();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Telling telling = new Telling(provider, new Transcript(new PrintStream(bytes, true, StandardCharsets.UTF_8), false));

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    @DisplayName("a step without a difference is as expected")
    void same() {
        assertThat(tell(() -> telling.expect("number", 1, 1))).isEmpty();
        assertThat(out()).isEqualTo("  checked   as expected\n");
    }

    @Test
    @DisplayName("each difference is named, and the next step begins without differences")
    void differences() {
        assertThat(telling.tell(List.of(() -> {
            telling.expect("number", 1, 2);
            telling.expect("outcome", "ACCEPTED", "UNKNOWN");
        }, () -> telling.expect("number", 1, 1)))).containsExactly("step 1");
        assertThat(out()).isEqualTo("""
                  checked   DIFFERS
                            - number: expected 1, was 2
                            - outcome: expected ACCEPTED, was UNKNOWN
                  checked   as expected
                """);
    }

    @Test
    @DisplayName("an exception is a difference, and the next step runs")
    void exception() {
        assertThat(telling.tell(List.of(() -> {
            throw new IllegalStateException("this studio is closed");
        }, () -> telling.show("next", "step")))).containsExactly("step 1");
        assertThat(out()).contains("- IllegalStateException: this studio is closed\n  next      step\n");
    }

    @Test
    @DisplayName("a rerun that was sent twice is a difference")
    void twice() {
        assertThat(tell(() -> {
            send("POST", "/x");
            send("POST", "/x");
            telling.expectRerun("/x", "{}", 404, "");
        })).containsExactly("step 1");
        assertThat(out()).contains("- reruns: expected [/x {} 404 ], was [/x {} 404 {\"error_msg\"", ", /x {} 404 {\"error_msg\"");
    }

    @Test
    @DisplayName("a rerun that was not sent is a difference, even if an earlier step sent it")
    void none() {
        assertThat(telling.tell(List.of(() -> send("POST", "/x"), () -> telling.expectRerun("/x", "{}", 404, ""))))
                .containsExactly("step 2");
        assertThat(out()).contains("- reruns: expected [/x {} 404 ], was []\n");
    }

    @Test
    @DisplayName("another look-up, or a second one, is a difference")
    void lookUps() {
        assertThat(tell(() -> {
            send("GET", "/x?a=1");
            send("GET", "/x?a=2");
            telling.expectLookUp("/x", "a=1");
        })).containsExactly("step 1");
        assertThat(out()).contains("  sent      GET /x\n            ?a=2\n", "- requests: expected [/x?a=1], was [/x?a=1, /x?a=2]\n");
    }

    private List<String> tell(Runnable step) {
        return telling.tell(List.of(step));
    }

    private void send(String method, String target) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(provider.endpoint() + target))
                .header("X-Auth-Token", "t")
                .method(method, method.equals("GET") ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        try {
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String out() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
