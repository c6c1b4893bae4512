package io.dataarts.rerun;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.signing.RequestSigner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Plays the service, the metadata service and IAM on loopback, by path, and keeps what came. */
final class CredentialsServer implements AutoCloseable {

    static final String RERUN = "/v2/";
    static final String SESSION = "/meta-data/latest/api/token";
    static final String KEY = "/openstack/latest/securitykey";
    static final String LOGIN = "/v3/auth/tokens";
    static final QualityRerun A_RERUN = QualityRerun.qualityJob("1440764172232392705");

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    record Received(String method, String path, Headers headers, byte[] body) {

        String header(String name) {
            return headers.getFirst(name);
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** Whether all of it was signed with this key, and carries this key's token. */
        boolean isSignedBy(AccessKey key) {
            String authorization = header("Authorization");
            Map<String, String> signed = new LinkedHashMap<>();
            for (String name : authorization.replaceFirst(".*SignedHeaders=([^,]*),.*", "$1").split(";")) {
                signed.put(name, header(name));
            }
            URI uri = URI.create("http://" + header("Host") + path);
            return new RequestSigner().sign(key, method, uri, signed, body).authorization().equals(authorization)
                    && key.securityToken().equals(Optional.ofNullable(header("X-Security-Token")));
        }
    }

    record Reply(int status, Map<String, String> headers, String body) {

        static Reply of(int status, String body) {
            return new Reply(status, Map.of("Content-Type", "application/json"), body);
        }

        Reply with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Reply(status, more, body);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Map<String, Function<Received, Reply>> answers = new ConcurrentHashMap<>();

    CredentialsServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        on(RERUN, request -> Reply.of(200, "{\"instance_id\":\"7\"}"));
    }

    /** What to answer where the path begins like this; 404 elsewhere. */
    CredentialsServer on(String path, Function<Received, Reply> answer) {
        answers.put(path, answer);
        return this;
    }

    /** A metadata service that gives the key. */
    CredentialsServer metadata(AccessKey key, Instant expiresAt) {
        on(SESSION, request -> Reply.of(200, "session-1"));
        return on(KEY, request -> Reply.of(200, metadataBody(key, expiresAt)));
    }

    static String metadataBody(AccessKey key, Instant expiresAt) {
        return "{\"credential\":{\"access\":\"%s\",\"secret\":\"%s\",\"securitytoken\":\"%s\",\"expires_at\":\"%s\"}}"
                .formatted(key.accessKeyId(), key.secretKey(), key.securityToken().orElseThrow(), expiresAt);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Received request = new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    exchange.getRequestHeaders(),
                    exchange.getRequestBody().readAllBytes());
            received.add(request);
            Reply reply = answers.entrySet().stream()
                    .filter(answer -> request.path.startsWith(answer.getKey()))
                    .findFirst()
                    .map(answer -> answer.getValue().apply(request))
                    .orElse(Reply.of(404, ""));
            reply.headers.forEach(exchange.getResponseHeaders()::add);
            byte[] body = reply.body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<Received> received(String path) {
        return received.stream().filter(request -> request.path.startsWith(path)).toList();
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    /** A builder that reaches nothing but this server, and never waits. */
    DataArtsStudioBuilder studio(Map<String, String> environment, Path home) {
        return new DataArtsStudioBuilder(environment::get)
                .endpoint(uri())
                .projectId("p1")
                .workspace("w1")
                .home(home)
                .metadataEndpoint(uri())
                .sleeper(pause -> {});
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
