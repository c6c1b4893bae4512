package io.dataarts.rerun.internal.auth;

import io.dataarts.rerun.auth.IamPassword;
import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.error.DataArtsException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tokens for a project, obtained from IAM with a user's password. */
public final class IamTokenSource implements CredentialSource {

    private final URI endpoint;
    private final IamPassword login;
    private final String projectId;
    private final JsonExchange http;

    public IamTokenSource(URI endpoint, IamPassword login, String projectId, JsonExchange http) {
        this.endpoint = endpoint;
        this.login = login;
        this.projectId = projectId;
        this.http = http;
    }

    @Override
    public String name() {
        return "IAM";
    }

    @Override
    public String absence() {
        return "no token"; // never: it gives a token or fails
    }

    @Override
    public Optional<Found> find() {
        Map<String, Object> user = Map.of(
                "name", login.user(), "password", login.password(), "domain", Map.of("name", login.domain()));
        Map<String, Object> body = Map.of(
                "auth",
                Map.of(
                        "identity", Map.of("methods", List.of("password"), "password", Map.of("user", user)),
                        "scope", Map.of("project", Map.of("id", projectId))));
        JsonExchange.Answer answer;
        try {
            answer = http.send("POST", endpoint + "/v3/auth/tokens", Map.of("Content-Type", "application/json;charset=UTF-8"), body);
        } catch (DataArtsException e) {
            throw new BrokenSourceException(endpoint + " gave no token: " + e.getMessage(), e);
        }
        String token = answer.header("X-Subject-Token");
        if (answer.status() / 100 != 2 || token.isEmpty()) {
            String message = answer.json().path("error").path("message").asText(answer.json().path("error_msg").asText("no message"));
            throw new BrokenSourceException(
                    endpoint + " gave no token for " + login + " and project " + projectId + ": HTTP " + answer.status() + ", "
                            + message.replace(login.password(), "****")
                            + "; check user, password, domain and project",
                    null);
        }
        return Optional.of(new Found(IamToken.of(token), expiry(answer)));
    }

    private static @Nullable Instant expiry(JsonExchange.Answer answer) {
        try {
            return Instant.parse(answer.json().path("token").path("expires_at").asText());
        } catch (DateTimeException e) {
            return null; // the service will say when it has to be renewed
        }
    }
}
