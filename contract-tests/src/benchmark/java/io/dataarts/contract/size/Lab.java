package io.dataarts.contract.size;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the server, and the JVMs that call it. */
final class Lab implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path dependencies;
    private final Child server;
    private final String endpoint;
    private final String signed;
    private long sent;

    private Lab(Path dependencies, Child server) throws IOException {
        this.dependencies = dependencies;
        this.server = server;
        this.endpoint = "http://127.0.0.1:" + server.read();
        this.signed = captured("sdk", "");
        captured("vendor", "");
        for (String peer : List.of("feign", "bare", "socket")) {
            if (!lines(captured(peer, signed)).equals(lines(signed))) {
                throw new IllegalStateException(peer + " does not send what the SDK sent");
            }
        }
    }

    /** Starts the server; the folder holds the dependency tree that Maven wrote. */
    static Lab open(Path folder) throws IOException {
        Child server = Child.start(
                Settings.java(),
                List.of("-Xmx64m", "-XX:+UseSerialGC"),
                System.getProperty("java.class.path"),
                BenchmarkServer.class);
        try {
            return new Lab(folder.resolve("dependencies.json"), server);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Makes one call of the peer, and returns the request that the server received, in Base64. Throws if it is not signed. */
    private String captured(String peer, String toSend) throws IOException {
        server.ask("capture");
        try (Child worker = start(peer, Settings.java(), toSend)) {
            round(worker, "platform", 1, 1);
        }
        String request = server.read();
        String text = text(request);
        if (!text.matches("(?s)POST " + ExampleCall.PATH + " .*Authorization: SDK-HMAC-SHA256 Access=.*Signature=[0-9a-f]{64}\r.*")
                || !text.contains("\r\n" + ExampleCall.BODY)) {
            throw new IllegalStateException(peer + " does not send what the others send: " + text.lines().findFirst().orElse(""));
        }
        return request;
    }

    private static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    /** Returns the lines of a request, sorted, because the order of headers has no meaning. */
    private static List<String> lines(String base64) {
        return text(base64).lines().sorted().toList();
    }

    Child worker(String peer, Path java, String... options) throws IOException {
        return start(peer, java, signed, options);
    }

    private Child start(String peer, Path java, String request, String... options) throws IOException {
        return Child.start(
                java, List.of(options), System.getProperty("java.class.path"), Worker.class, peer, endpoint, request);
    }

    /** Starts a JVM with only this closure on its class path, which makes one call. Returns the lines that it prints. */
    List<String> coldStart(String peer, Closure closure, String... options) throws IOException {
        sent++;
        try (Child child = Child.start(
                Settings.java(), List.of(options), closure.classPath(), ColdStart.class, peer, endpoint, signed)) {
            return child.readAll();
        }
    }

    /**
     * Lets a worker make calls, and returns its measurements.
     *
     * @param kind the kind of the worker's threads: platform or virtual
     */
    Round round(Child worker, String kind, int threads, int calls) throws IOException {
        sent += calls;
        return JSON.readValue(worker.ask(kind + " " + threads + " " + calls), Round.class);
    }

    /**
     * Measures each peer with each number of threads.
     *
     * <p>The peers take turns, so that other work on the machine slows all of them alike. Each turn begins with another peer, so
     * that no peer always finds the caches of the same predecessor.
     */
    Map<Integer, Rounds> inTurns(Map<String, Child> workers, String kind, List<Integer> threads, int rounds, int calls)
            throws IOException {
        Map<Integer, Rounds> done = new LinkedHashMap<>();
        threads.forEach(number -> done.put(number, Rounds.of(workers.keySet())));
        List<String> peers = new ArrayList<>(workers.keySet());
        for (int i = 0; i < rounds; i++) {
            for (int number : threads) {
                for (int turn = 0; turn < peers.size(); turn++) {
                    String peer = peers.get((i + turn) % peers.size());
                    done.get(number).byPeer().get(peer).add(round(workers.get(peer), kind, number, calls));
                }
            }
        }
        return done;
    }

    Map<String, Closure> closures() throws IOException {
        Map<String, Closure> closures = new LinkedHashMap<>();
        closures.put("sdk", Closure.of(dependencies, "io.dataarts:dataarts-client-extensions"));
        closures.put("vendor", Closure.of(dependencies, "com.huaweicloud.sdk:huaweicloud-sdk-dataartsstudio"));
        closures.put("bare", Closure.of(dependencies, "org.apache.httpcomponents.client5:httpclient5"));
        return closures;
    }

    /** Returns how many requests all peers together should have sent. */
    long sent() {
        return sent;
    }

    /** Returns how many requests the server received. */
    long arrived() throws IOException {
        return Long.parseLong(server.ask("count"));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
