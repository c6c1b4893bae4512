package io.dataarts.rerun.credentials;

import static io.dataarts.rerun.loopback.Cloud.LOGIN;
import static io.dataarts.rerun.loopback.Cloud.RERUN;

import io.dataarts.rerun.DataArtsStudioBuilder;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.TestClock;
import io.dataarts.rerun.auth.IamPassword;
import io.dataarts.rerun.loopback.Cloud;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** IAM, which gives token-1, token-2 and so on, each valid for a day. Its service asks to renew some of them. */
final class Iam implements AutoCloseable {

    static final IamPassword LOG_IN = IamPassword.of("acme", "ops", "pass\"w\u00f6rd/1");
    static final String RENEW = "{\"error_code\":\"APIGW.0307\",\"error_msg\":\"The token must be updated.\"}";

    final TestClock clock = new TestClock();
    final LoopbackServer server = Cloud.start();
    private final AtomicInteger issued = new AtomicInteger();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    Iam() {
        expiring("\"2024-11-23T03:20:00.000000Z\"");
        server.onEach(RERUN, request -> refused.contains(request.value("X-Auth-Token")) ? Reply.json(401, RENEW) : Reply.empty(200));
    }

    /** Issues all further tokens with this expiry, which is JSON. */
    void expiring(String expiresAt) {
        server.onEach(LOGIN, request -> Cloud.token("token-" + issued.incrementAndGet(), expiresAt));
    }

    /** Lets the service ask to renew these tokens. */
    void refuse(String... tokens) {
        refused.addAll(List.of(tokens));
    }

    DataArtsStudioBuilder builder() {
        return Example.builder(server, clock).iamEndpoint(server.endpoint()).credentials(LOG_IN);
    }

    /** Returns the tokens of all reruns that arrived. */
    List<String> tokensSent() {
        return server.requests(RERUN).stream().map(request -> request.value("X-Auth-Token")).toList();
    }

    /** Returns the message for a log-in without a token. */
    String noToken(String why) {
        return "Not sent: no credentials: IAM gave no token for IamPassword[acme/ops] and project " + Example.PROJECT + ": "
                + server.endpoint() + ": " + why;
    }

    @Override
    public void close() {
        server.close();
    }
}
