package io.dataarts.rerun.internal.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A user and a password for an HTTP proxy that asks for Basic authentication. */
public record ProxyLogin(String user, String password) {

    String authorization() {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "ProxyLogin[" + user + "]";
    }
}
