package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.loopback.Answer;
import io.dataarts.rerun.loopback.Certificates;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Received;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {

    private static SSLContext certificate;

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) throws Exception {
        certificate = Certificates.selfSigned(folder, "ip:127.0.0.1");
    }

    @Test
    void rerun_whenTheCertificateIsTrusted_thenSentEncrypted() {
        try (LoopbackServer server = LoopbackServer.encrypted(certificate, Answer.json(200, "{\"instance_id\":\"i\"}"));
                DataArtsStudio studio = at(server).sslContext(certificate).build()) {
            assertThat(studio.rerun(Example.QUALITY).instanceId()).contains("i");
            assertThat(studio.rerun(Example.QUALITY).instanceId()).contains("i");
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.requests().get(0).value("Host")).isEqualTo(server.authority());
        }
    }

    @Test
    @DisplayName("a second answer in the same TLS record as the first is not taken for the answer to the next request")
    void answerNobodyAskedFor() {
        String one = "{\"instance_id\":\"%s\"}".formatted("x".repeat(600));
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + one.length() + "\r\n\r\n";
        Answer two = Answer.text(head).then(connection ->
                connection.getOutputStream().write((one + head + one).getBytes(StandardCharsets.US_ASCII)));
        Answer asked = Answer.json(200, "{\"instance_id\":\"asked\"}");
        try (LoopbackServer server = LoopbackServer.encrypted(certificate, asked, asked, two, asked);
                DataArtsStudio studio = at(server).sslContext(certificate).build()) {
            for (int i = 0; i < 3; i++) { // what comes first takes too long for the connection to be reused unseen
                studio.rerun(Example.QUALITY);
            }
            assertThat(studio.rerun(Example.QUALITY).instanceId()).contains("asked");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void rerun_whenTheCertificateIsNotTrusted_thenNotSent() {
        try (LoopbackServer server = LoopbackServer.encrypted(certificate, Answer.empty(200));
                DataArtsStudio studio = at(server).build()) {
            NotSentException failure = Failing.rerun(studio, Example.QUALITY, NotSentException.class);
            assertThat(failure.getMessage()).startsWith("Not sent: TLS with " + server.authority() + " failed: ");
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failure.attempts()).isEqualTo(1);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void rerun_whenTheCertificateIsForAnotherHost_thenNotSent() {
        try (LoopbackServer server = LoopbackServer.encrypted(certificate, Answer.empty(200));
                DataArtsStudio studio = Example.builder()
                        .endpoint(URI.create("https://localhost:" + server.endpoint().getPort()))
                        .sslContext(certificate)
                        .build()) {
            NotSentException failure = Failing.rerun(studio, Example.QUALITY, NotSentException.class);
            assertThat(failure.getMessage()).contains("localhost").startsWith("Not sent: TLS with ");
            assertThat(failure.attempts()).isEqualTo(1);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    @DisplayName("through a proxy's tunnel the request is encrypted, and the proxy sees the name of the host alone")
    void tunnel() {
        AtomicReference<Received> withinTheTunnel = new AtomicReference<>();
        Answer tunnel = Answer.empty(200).then(connection -> {
            try (Socket decrypted = certificate.getSocketFactory().createSocket(connection, null, false)) {
                ((SSLSocket) decrypted).setUseClientMode(false);
                withinTheTunnel.set(Received.read(decrypted.getInputStream()));
                Answer.json(200, "{\"instance_id\":\"i\"}").give(decrypted);
            }
            connection.close();
        });
        try (LoopbackServer proxy = LoopbackServer.answering(tunnel);
                DataArtsStudio studio = through(proxy).build()) {
            assertThat(studio.rerun(Example.QUALITY).instanceId()).contains("i");
            assertThat(withinTheTunnel.get().requestLine()).isEqualTo("POST " + Example.RESTART_PATH + " HTTP/1.1");
            assertThat(proxy.onlyRequest().requestLine()).isEqualTo("CONNECT 127.0.0.1:9 HTTP/1.1");
        }
    }

    @Test
    @DisplayName("an answer that a proxy sends along with the tunnel's is not taken for the answer to the request, which is not sent")
    void answerBeforeTheRequest() {
        List<Received> received = Collections.synchronizedList(new ArrayList<>());
        Answer tunnel = Answer.text("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").then(connection -> {
            try (Socket decrypted = certificate.getSocketFactory().createSocket(connection, null, false)) {
                ((SSLSocket) decrypted).setUseClientMode(false);
                received.add(Received.read(decrypted.getInputStream()));
            }
        });
        try (LoopbackServer proxy = LoopbackServer.answering(tunnel);
                DataArtsStudio studio = through(proxy).retryPolicy(RetryPolicy.never()).build()) {
            NotSentException failure = Failing.rerun(studio, Example.QUALITY, NotSentException.class);
            assertThat(failure).hasMessageContaining("the server sent bytes before the request");
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        }
        assertThat(received).filteredOn(Objects::nonNull).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n",
        ""
    })
    @DisplayName("through a tunnel too, whatever the answer, the request goes out once and without additions")
    void tunnelOnce(String answer) {
        List<Received> received = Collections.synchronizedList(new ArrayList<>());
        Answer tunnel = Answer.empty(200).then(connection -> {
            try (Socket decrypted = certificate.getSocketFactory().createSocket(connection, null, false)) {
                ((SSLSocket) decrypted).setUseClientMode(false);
                received.add(Received.read(decrypted.getInputStream()));
                decrypted.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            }
            connection.close();
        });
        try (LoopbackServer proxy = LoopbackServer.answering(tunnel);
                DataArtsStudio studio = through(proxy).build()) {
            assertThatThrownBy(() -> studio.rerun(Example.QUALITY))
                    .isInstanceOfSatisfying(DataArtsException.class, failure -> assertThat(failure.attempts()).isEqualTo(1));
            assertThat(received).singleElement().satisfies(request -> assertThat(request.names())
                    .doesNotContain("Accept-Encoding", "Cookie", "Proxy-Authorization", "Expect", "Upgrade"));
            proxy.onlyRequest();
        }
    }

    private static DataArtsStudioBuilder through(LoopbackServer proxy) {
        return Example.builder().endpoint(URI.create("https://127.0.0.1:9")).proxy(proxy.endpoint()).sslContext(certificate);
    }

    private static DataArtsStudioBuilder at(LoopbackServer server) {
        return Example.builder().endpoint(URI.create("https://" + server.authority()));
    }
}
