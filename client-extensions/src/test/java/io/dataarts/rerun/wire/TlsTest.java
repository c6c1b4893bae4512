package io.dataarts.rerun.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.DataArtsStudioBuilder;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.Failing;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.loopback.ArrivedRequest;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import io.dataarts.rerun.loopback.SelfSigned;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request travels encrypted to the host that the certificate names, also through a proxy, and only once. */
class TlsTest {

    private static SSLContext certificate;

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) throws Exception {
        certificate = SelfSigned.context(folder, "ip:127.0.0.1,dns:host.example");
    }

    @Test
    void rerun_whenTheCertificateIsTrusted_thenSentEncrypted() {
        try (LoopbackServer server = LoopbackServer.encrypted(certificate, Reply.json(200, "{\"instance_id\":\"i\"}"));
                DataArtsStudio studio = at(server).sslContext(certificate).build()) {
            assertThat(studio.rerun(Example.QUALITY).instanceId()).contains("i");
            assertThat(studio.rerun(Example.QUALITY).instanceId()).contains("i");
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.requests().get(0).value("Host")).isEqualTo(server.authority());
        }
    }

    @Test
    @DisplayName("an unsolicited response in the same TLS record is not taken as the response to the next request")
    void unsolicitedResponse() {
        String one = "{\"instance_id\":\"%s\"}".formatted("x".repeat(600));
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + one.length() + "\r\n\r\n";
        Reply two = Reply.text(head).then(connection ->
                connection.getOutputStream().write((one + head + one).getBytes(StandardCharsets.US_ASCII)));
        Reply asked = Reply.json(200, "{\"instance_id\":\"asked\"}");
        try (LoopbackServer server = LoopbackServer.encrypted(certificate, asked, asked, two, asked);
                DataArtsStudio studio = at(server).sslContext(certificate).build()) {
            for (int i = 0; i < 3; i++) { // The first calls are slow: the stale check would find the extra bytes.
                studio.rerun(Example.QUALITY);
            }
            assertThat(studio.rerun(Example.QUALITY).instanceId()).contains("asked");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void rerun_whenTheCertificateIsNotTrusted_thenNotSent() {
        try (LoopbackServer server = LoopbackServer.encrypted(certificate, Reply.empty(200));
                DataArtsStudio studio = at(server).build()) {
            NotSentException failure = Failing.rerun(studio, NotSentException.class);
            assertThat(failure.getMessage()).startsWith("Not sent: TLS with " + server.authority() + " failed: ");
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failure.attempts()).isEqualTo(1);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void rerun_whenTheCertificateIsForAnotherHost_thenNotSent() {
        try (LoopbackServer server = LoopbackServer.encrypted(certificate, Reply.empty(200));
                DataArtsStudio studio = Example.builder()
                        .endpoint(URI.create("https://localhost:" + server.endpoint().getPort()))
                        .sslContext(certificate)
                        .build()) {
            NotSentException failure = Failing.rerun(studio, NotSentException.class);
            assertThat(failure.getMessage()).contains("localhost").startsWith("Not sent: TLS with ");
            assertThat(failure.attempts()).isEqualTo(1);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    @DisplayName("a request through a proxy's tunnel is encrypted, and the proxy sees only the name of the host")
    void tunnel() {
        List<ArrivedRequest> received = Collections.synchronizedList(new ArrayList<>());
        Reply tunnel = tunnel(Reply.empty(200), received, Reply.json(200, "{\"instance_id\":\"i\"}"));
        try (LoopbackServer proxy = LoopbackServer.answering(tunnel);
                DataArtsStudio studio = through(proxy).build()) {
            assertThat(studio.rerun(Example.QUALITY).instanceId()).contains("i");
            assertThat(received).extracting(ArrivedRequest::requestLine).containsExactly("POST " + Example.RESTART_PATH + " HTTP/1.1");
            assertThat(proxy.onlyRequest().requestLine()).isEqualTo("CONNECT 127.0.0.1:9 HTTP/1.1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://host.example, host.example, host.example:443",
        "https://host.example:, host.example, host.example:443",
        "https://host.example:443, host.example:443, host.example:443",
        "https://HOST.example:8443, HOST.example:8443, HOST.example:8443"
    })
    @DisplayName("the Host that arrives is the signed one, in each way to write an endpoint without a port, with a port, or in upper case")
    void host(String endpoint, String host, String tunnelled) {
        List<ArrivedRequest> received = Collections.synchronizedList(new ArrayList<>());
        Reply tunnel = tunnel(Reply.empty(200), received, Reply.empty(200));
        try (LoopbackServer proxy = LoopbackServer.answering(tunnel)) {
            for (Credentials credentials : List.of(Example.KEY, Example.TOKEN)) {
                try (DataArtsStudio studio = through(proxy).endpoint(URI.create(endpoint)).credentials(credentials).build()) {
                    studio.rerun(Example.QUALITY);
                }
            }
            assertThat(received).hasSize(2).allSatisfy(request -> assertThat(request.value("Host")).isEqualTo(host));
            assertThat(received.get(0).isSignedBy(Example.KEY)).isTrue();
            assertThat(proxy.requests()).allSatisfy(
                    request -> assertThat(request.requestLine()).isEqualToIgnoringCase("CONNECT " + tunnelled + " HTTP/1.1"));
        }
    }

    @Test
    @DisplayName("a response that arrives before the request is not taken as its response, and the request is not sent")
    void responseBeforeTheRequest() {
        List<ArrivedRequest> received = Collections.synchronizedList(new ArrayList<>());
        Reply opened = Reply.text("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        Reply tunnel = tunnel(opened, received, Reply.drop());
        try (LoopbackServer proxy = LoopbackServer.answering(tunnel);
                DataArtsStudio studio = through(proxy).retryPolicy(RetryPolicy.never()).build()) {
            NotSentException failure = Failing.rerun(studio, NotSentException.class);
            assertThat(failure).hasMessageContaining("the server sent unsolicited bytes before the request");
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        }
        assertThat(received).isEmpty();
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
    @DisplayName("the request is sent once and unchanged through a tunnel, for any response")
    void tunnelOnce(String response) {
        List<ArrivedRequest> received = Collections.synchronizedList(new ArrayList<>());
        Reply tunnel = tunnel(Reply.empty(200), received, Reply.text(response));
        try (LoopbackServer proxy = LoopbackServer.answering(tunnel);
                DataArtsStudio studio = through(proxy).build()) {
            assertThatThrownBy(() -> studio.rerun(Example.QUALITY))
                    .isInstanceOfSatisfying(DataArtsException.class, failure -> assertThat(failure.attempts()).isEqualTo(1));
            assertThat(received).singleElement().satisfies(request -> assertThat(request.names())
                    .doesNotContain("Cookie", "Proxy-Authorization", "Expect", "Upgrade"));
            assertThat(received.get(0).value("Accept-Encoding")).isEqualTo("identity");
            proxy.onlyRequest();
        }
    }

    @Test
    @DisplayName("a proxy gets its password with the request for a tunnel, and the service gets nothing of it")
    void tunnelWithPassword() {
        List<ArrivedRequest> received = Collections.synchronizedList(new ArrayList<>());
        Reply tunnel = tunnel(Reply.empty(200), received, Reply.json(200, "{\"instance_id\":\"i\"}"));
        try (LoopbackServer proxy = LoopbackServer.answering(tunnel);
                DataArtsStudio studio = through(proxy).proxyCredentials("us\u00e9r", "pa:\u00e9").build()) {
            assertThat(studio.rerun(Example.QUALITY).instanceId()).contains("i");
            String login = proxy.onlyRequest().value("Proxy-Authorization");
            assertThat(login).startsWith("Basic ");
            assertThat(new String(Base64.getDecoder().decode(login.substring(6)), StandardCharsets.UTF_8)).isEqualTo("us\u00e9r:pa:\u00e9");
            assertThat(received).singleElement()
                    .satisfies(request -> assertThat(request.names()).doesNotContain("Proxy-Authorization"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"socksProxyHost", "https.proxyHost", "http.proxyHost"})
    @DisplayName("the JVM's proxies do not count")
    void proxiesOfTheJvm(String property) {
        String port = property.replace("Host", "Port");
        try (LoopbackServer server = LoopbackServer.encrypted(certificate, Reply.empty(204));
                LoopbackServer proxy = LoopbackServer.answering(Reply.drop());
                DataArtsStudio studio = at(server).sslContext(certificate).build()) {
            System.setProperty(property, "127.0.0.1");
            System.setProperty(port, String.valueOf(proxy.port()));
            System.setProperty("socksNonProxyHosts", ""); // by default, the JVM excepts loopback
            studio.rerun(Example.QUALITY);
            assertThat(server.requests()).hasSize(1);
            assertThat(proxy.connections()).isZero();
        } finally {
            System.clearProperty(property);
            System.clearProperty(port);
            System.clearProperty("socksNonProxyHosts");
        }
    }

    /** Opens a tunnel, keeps the request that comes through it, replies to it, and closes the connection. */
    private static Reply tunnel(Reply opened, List<ArrivedRequest> received, Reply reply) {
        return opened.then(connection -> {
            try (Socket decrypted = certificate.getSocketFactory().createSocket(connection, null, false)) {
                ((SSLSocket) decrypted).setUseClientMode(false);
                ArrivedRequest request = ArrivedRequest.read(decrypted.getInputStream());
                if (request != null) {
                    received.add(request);
                    reply.give(decrypted);
                }
            }
            connection.close();
        });
    }

    private static DataArtsStudioBuilder through(LoopbackServer proxy) {
        return Example.builder().endpoint(URI.create("https://127.0.0.1:9")).proxy(proxy.endpoint()).sslContext(certificate);
    }

    private static DataArtsStudioBuilder at(LoopbackServer server) {
        return Example.builder().endpoint(server.secureEndpoint());
    }
}
