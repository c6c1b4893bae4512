package io.dataarts.contract.agreement.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.contract.provider.RecordedExchange;
import io.dataarts.contract.provider.ReferenceProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The reference provider records each request, stays on loopback, and leaves no port and no thread behind. */
@Timeout(60)
class ReferenceProviderTest {

    @Test
    @DisplayName("the provider listens on 127.0.0.1 only")
    void loopback() {
        try (ReferenceProvider provider = ReferenceProvider.builder().start()) {
            assertThat(provider.endpoint().toString()).matches("http://127\\.0\\.0\\.1:\\d+");
        }
    }

    @Test
    @DisplayName("two providers run side by side")
    void twoProviders() {
        try (ReferenceProvider one = ReferenceProvider.builder().start(); ReferenceProvider other = ReferenceProvider.builder().start()) {
            assertThat(one.endpoint()).isNotEqualTo(other.endpoint());
        }
    }

    @Test
    @DisplayName("the provider records the request as it arrived, and its answer")
    void exchange() throws Exception {
        try (ReferenceProvider provider = RawRequest.provider().start()) {
            String requestId = RawRequest.post(provider, RawRequest.retry("%e4%bd%9c%20a+b"), RawRequest.JOB_INSTANCE).token().send()
                    .headers().firstValue("X-Request-Id").orElseThrow();

            RecordedExchange exchange = provider.exchanges().get(0);
            assertThat(exchange.method()).isEqualTo("POST");
            assertThat(exchange.target()).isEqualTo(RawRequest.retry("%e4%bd%9c%20a+b"));
            assertThat(exchange.header("WORKSPACE")).contains(RawRequest.WORKSPACE);
            assertThat(exchange.headers()).containsKey("x-project-id");
            assertThat(exchange.bodyText()).isEqualTo(RawRequest.JOB_INSTANCE);
            assertThat(exchange.status()).isEqualTo(400);
            assertThat(exchange.requestId()).isEqualTo(requestId);
            assertThat(exchange.responseText()).isEqualTo("{\"error_code\":\"DLF.1000\",\"error_msg\":\"Failed to find the job.\"}");
        }
    }

    @Test
    @DisplayName("the provider also records refused requests, oldest first")
    void exchangesInOrder() throws Exception {
        try (ReferenceProvider provider = RawRequest.provider().start()) {
            RawRequest.post(provider, "/first?a=%2F&&b", "{").send();
            RawRequest.get(provider, "/second").send();
            assertThat(provider.exchanges()).extracting(RecordedExchange::target).containsExactly("/first?a=%2F&&b", "/second");
        }
    }

    @Test
    @DisplayName("the text of an exchange shows no credential")
    void exchangeText() throws Exception {
        try (ReferenceProvider provider = RawRequest.provider().qualityJob("1440764172232392705", "1").start()) {
            RawRequest.post(provider, RawRequest.RESTART, RawRequest.QUALITY_JOB).token().send();
            assertThat(provider.exchanges().get(0)).hasToString(
                    "POST " + RawRequest.RESTART + " " + RawRequest.QUALITY_JOB + " -> 200 {\"instance_id\":\"1\"}");
        }
    }

    @Test
    @DisplayName("close() frees the port")
    void closeFreesPort() throws Exception {
        ReferenceProvider provider = RawRequest.provider().start();
        RawRequest.post(provider, RawRequest.RESTART, RawRequest.QUALITY_JOB).token().send();
        provider.close();
        try (ServerSocket socket = new ServerSocket()) {
            // A connection of the request above may still be in TIME_WAIT. A port with a listener stays refused even so.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress("127.0.0.1", provider.endpoint().getPort()));
            assertThat(socket.isBound()).isTrue();
        }
    }

    @Test
    @DisplayName("close() leaves no thread, even if a request is half sent")
    void closeEndsThreads() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        ReferenceProvider provider = RawRequest.provider().start();
        URI endpoint = provider.endpoint();
        try (Socket halfSent = connect(endpoint); Socket idle = connect(endpoint)) {
            write(halfSent, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n1");
            write(idle, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            // A response on the second connection shows that the server runs.
            assertThat(idle.getInputStream().read()).isEqualTo('H');

            provider.close();

            Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
            left.removeAll(before);
            left.removeIf(thread -> thread.getName().startsWith("HttpClient-"));
            for (Thread thread : left) {
                thread.join(Duration.ofSeconds(20).toMillis());
            }
            assertThat(left).noneMatch(Thread::isAlive);
        }
    }

    @Test
    @DisplayName("a second close() does nothing")
    void closeTwice() {
        ReferenceProvider provider = ReferenceProvider.builder().start();
        provider.close();
        provider.close();
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Socket connect(URI endpoint) throws IOException {
        return new Socket(endpoint.getHost(), endpoint.getPort());
    }
}
