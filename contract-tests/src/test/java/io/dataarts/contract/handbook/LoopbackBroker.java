package io.dataarts.contract.handbook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers as a Pact Broker does to one that publishes, and remembers what came. */
final class LoopbackBroker implements AutoCloseable {

    record Received(String line, String authorization, String body) {
    }

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    LoopbackBroker() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Received> received() {
        return received;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange http) throws IOException {
        try (http) {
            received.add(new Received(http.getRequestMethod() + " " + http.getRequestURI(), http.getRequestHeaders().getFirst("Authorization"),
                    new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            byte[] answer = """
                    {"_links": {"pb:publish-contracts": {"href": "%s/contracts/publish"}}, "notices": []}
                    """.formatted(url()).getBytes(StandardCharsets.UTF_8);
            http.getResponseHeaders().set("Content-Type", "application/hal+json");
            http.sendResponseHeaders(200, answer.length);
            http.getResponseBody().write(answer);
        }
    }
}
