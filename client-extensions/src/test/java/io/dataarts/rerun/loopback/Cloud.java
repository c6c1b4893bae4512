package io.dataarts.rerun.loopback;

import io.dataarts.rerun.auth.AccessKey;
import java.time.Instant;

/** Plays the service, the metadata service of an ECS, and IAM: their paths, and the replies that they document. */
public final class Cloud {

    public static final String RERUN = "/v2/";
    public static final String SESSION = "/meta-data/latest/api/token";
    public static final String KEY = "/openstack/latest/securitykey";
    public static final String LOGIN = "/v3/auth/tokens";

    private Cloud() {}

    /** Starts a service that accepts reruns, and sends 404 to requests of the other two. */
    public static LoopbackServer start() {
        return LoopbackServer.answering(Reply.empty(404)).on(RERUN, Reply.json(200, "{\"instance_id\":\"7\"}"));
    }

    /** Adds a metadata service that gives this key. */
    public static LoopbackServer withMetadata(LoopbackServer server, AccessKey key, Instant expiresAt) {
        return server.on(SESSION, Reply.json(200, "session-1")).on(KEY, issued(key, expiresAt));
    }

    /** Returns the metadata service's reply with a temporary key. */
    public static Reply issued(AccessKey key, Instant expiresAt) {
        return Reply.json(200, keyJson(key, expiresAt));
    }

    public static String keyJson(AccessKey key, Instant expiresAt) {
        return "{\"credential\":{\"access\":\"%s\",\"secret\":\"%s\",\"securitytoken\":\"%s\",\"expires_at\":\"%s\"}}"
                .formatted(key.accessKeyId(), key.secretKey(), key.securityToken().orElseThrow(), expiresAt);
    }

    /** Returns IAM's reply with a token; {@code expiresAt} is JSON. */
    public static Reply token(String token, String expiresAt) {
        return Reply.json(201, "{\"token\":{\"expires_at\":" + expiresAt + "}}", "X-Subject-Token: " + token);
    }
}
