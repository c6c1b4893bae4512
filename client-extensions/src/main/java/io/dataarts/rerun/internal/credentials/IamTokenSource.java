package io.dataarts.rerun.internal.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dataarts.rerun.auth.IamPassword;
import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.internal.Json;
import io.dataarts.rerun.internal.call.Received;
import io.dataarts.rerun.internal.call.Secrets;
import io.dataarts.rerun.internal.http.Transport;
import io.dataarts.rerun.internal.http.TransportSettings;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Obtains tokens for a project from IAM, with a user's password. */
public record IamTokenSource(URI endpoint, IamPassword login, String projectId, Transport transport) implements CredentialSource {

    /** Returns how to reach IAM: in the same way as the service, but with its own timeouts. */
    public static TransportSettings settings(TransportSettings service) {
        return new TransportSettings(
                service.connectTimeout(), CredentialExchange.limit(10), CredentialExchange.limit(15), 2, service.maxAge(), service.proxy(),
                service.proxyLogin(), service.sslContext(), service.dnsResolver());
    }

    @Override
    public Found find() {
        Received answer;
        try {
            answer = new CredentialExchange(transport).send(
                    "POST", URI.create(endpoint + "/v3/auth/tokens"), "Content-Type", "application/json;charset=UTF-8", request());
        } catch (NoCredentialsException e) {
            throw refusal(e.getMessage(), e.getCause());
        }
        JsonNode json = Json.tree(answer.text());
        String status = "HTTP " + answer.status() + ", ";
        if (answer.status() / 100 != 2) {
            String message = json.path("error").path("message").asText(json.path("error_msg").asText("no message"));
            String advice = answer.status() / 100 == 4 && answer.status() != 429 ? "; check user, password, domain and project" : "";
            throw refusal(status + message + advice, null);
        }
        try {
            String token = Objects.requireNonNullElse(answer.header("X-Subject-Token"), "");
            return new Found(IamToken.of(token), expiry(json));
        } catch (IllegalArgumentException e) {
            throw refusal(status + "but its X-Subject-Token cannot be used: " + e.getMessage(), null);
        }
    }

    private JsonNode request() {
        ObjectNode request = Json.MAPPER.createObjectNode();
        ObjectNode auth = request.putObject("auth");
        ObjectNode identity = auth.putObject("identity");
        identity.putArray("methods").add("password");
        ObjectNode user = identity.putObject("password").putObject("user");
        user.put("name", login.user()).put("password", login.password()).putObject("domain").put("name", login.domain());
        auth.putObject("scope").putObject("project").put("id", projectId);
        return request;
    }

    private NoCredentialsException refusal(String why, @Nullable Throwable cause) {
        String message = "IAM gave no token for " + login + " and project " + projectId + ": " + endpoint + ": ";
        List<String> secrets = List.of(login.password());
        return NoCredentialsException.broken(message + Secrets.mask(why, secrets), Secrets.without(secrets, cause));
    }

    private static @Nullable Instant expiry(JsonNode json) {
        try {
            return Instant.parse(json.path("token").path("expires_at").asText());
        } catch (DateTimeException e) {
            return null; // the service refuses the token when it has to be renewed
        }
    }
}
