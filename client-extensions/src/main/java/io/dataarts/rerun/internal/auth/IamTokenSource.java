package io.dataarts.rerun.internal.auth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dataarts.rerun.auth.IamPassword;
import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.internal.Secrets;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
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
    public Found find() {
        JsonExchange.Answer answer;
        try {
            answer = http.send("POST", endpoint + "/v3/auth/tokens", "Content-Type", "application/json;charset=UTF-8", request());
        } catch (NoCredentialsException e) {
            throw refusal(e.getMessage(), e.getCause());
        }
        if (answer.status() / 100 != 2) {
            String message = answer.json().path("error").path("message").asText(answer.json().path("error_msg").asText("no message"));
            throw refusal("HTTP " + answer.status() + ", " + message
                    + (answer.status() / 100 == 4 ? "; check user, password, domain and project" : ""), null);
        }
        try {
            return new Found(IamToken.of(answer.header("X-Subject-Token")), expiry(answer));
        } catch (IllegalArgumentException e) {
            throw refusal("HTTP " + answer.status() + ", but in X-Subject-Token the " + e.getMessage(), null);
        }
    }

    private ObjectNode request() {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
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
        return NoCredentialsException.broken(message + Secrets.mask(why, secrets()), cause);
    }

    private List<String> secrets() {
        return List.of(login.password());
    }

    private static @Nullable Instant expiry(JsonExchange.Answer answer) {
        try {
            return Instant.parse(answer.json().path("token").path("expires_at").asText());
        } catch (DateTimeException e) {
            return null; // the service will say when it has to be renewed
        }
    }
}
