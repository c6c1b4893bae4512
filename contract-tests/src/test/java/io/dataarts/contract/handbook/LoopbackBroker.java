package io.dataarts.contract.handbook;

import io.dataarts.contract.loopback.LoopbackHttpServer;
import io.dataarts.contract.loopback.LoopbackResponse;
import io.dataarts.contract.loopback.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers a publishing build as a Pact Broker does, and records the requests. */
final class LoopbackBroker implements AutoCloseable {

    private final List<ReceivedRequest> received = new CopyOnWriteArrayList<>();
    private final LoopbackHttpServer server = LoopbackHttpServer.start("loopback-broker", 0, 1, this::answer);

    String url() {
        return server.endpoint().toString();
    }

    List<ReceivedRequest> received() {
        return received;
    }

    @Override
    public void close() {
        server.close();
    }

    private LoopbackResponse answer(ReceivedRequest request) {
        received.add(request);
        String body = """
                {"_links": {"pb:publish-contracts": {"href": "%s/contracts/publish"}}, "notices": []}
                """.formatted(url());
        return new LoopbackResponse(200, Map.of("Content-Type", List.of("application/hal+json")), body.getBytes(StandardCharsets.UTF_8));
    }
}
