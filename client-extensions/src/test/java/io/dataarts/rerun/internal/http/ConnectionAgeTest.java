package io.dataarts.rerun.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import feign.Request;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.CallTest;
import io.dataarts.rerun.internal.call.Limit;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Names;
import io.dataarts.rerun.loopback.Reply;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A connection has an age at which it ends, so that steady traffic follows a change of DNS. */
class ConnectionAgeTest {

    private static final Limit LIMIT = new Limit("callTimeout", Duration.ofMinutes(1));

    @Test
    @DisplayName("steady traffic asks for the address again when the connection has reached its age")
    void addressIsLookedUpAgain() {
        Names names = Names.of(List.of(InetAddress.getLoopbackAddress()));
        TransportSettings settings = new TransportSettings(LIMIT, LIMIT, LIMIT, 1, Duration.ofMillis(500), null, null, null, names);
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(204));
                Transport transport = new Transport(settings)) {
            long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            int calls = 0;
            while (server.connections() < 3 && System.nanoTime() - end < 0) {
                send(transport, server.port());
                calls++;
            }
            assertThat(server.connections()).isEqualTo(3);
            assertThat(names.asked()).hasSize(3);
            assertThat(calls).as("calls on three connections").isGreaterThan(3);
        }
    }

    private static void send(Transport transport, int port) {
        URI uri = URI.create("http://localhost:" + port + "/");
        try (Call call = CallTest.begin(Duration.ofMinutes(1))) {
            transport.send(call.startAttempt(), uri,
                    () -> Request.create(Request.HttpMethod.GET, uri.toString(), Map.of(), null, null, null));
        }
    }
}
