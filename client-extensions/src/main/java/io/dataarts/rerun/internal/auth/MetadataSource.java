package io.dataarts.rerun.internal.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.internal.Arguments;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The temporary key of the agency of an ECS, from the metadata service. */
final class MetadataSource implements CredentialSource {

    private final URI endpoint;
    private final JsonExchange http;

    MetadataSource(URI endpoint, JsonExchange http) {
        this.endpoint = endpoint;
        this.http = http;
    }

    @Override
    public Found find() {
        String session = ask("PUT", "/meta-data/latest/api/token", "X-Metadata-Token-Ttl-Seconds", "21600").text().strip();
        try {
            Arguments.secret("the session token", session);
            JsonNode credential =
                    ask("GET", "/openstack/latest/securitykey", "X-Metadata-Token", session).json().path("credential");
            AccessKey key = AccessKey.of(
                    credential.path("access").asText(""),
                    credential.path("secret").asText(""),
                    credential.path("securitytoken").asText(""));
            return new Found(key, Instant.parse(credential.path("expires_at").asText()));
        } catch (IllegalArgumentException | DateTimeException e) {
            String why = e instanceof DateTimeException ? "expires_at must be a time such as 2026-01-31T12:00:00Z" : e.getMessage();
            throw unreadable(endpoint + " gave no complete key: " + why, null);
        }
    }

    private JsonExchange.Answer ask(String method, String path, String header, String value) {
        JsonExchange.Answer answer;
        try {
            answer = http.send(method, endpoint + path, header, value, null);
        } catch (NoCredentialsException e) {
            throw e.sourceInUse ? unreadable(e.getMessage(), e.getCause()) : absent(e.getMessage());
        }
        if (answer.status() == 404) { // no agency, or the metadata service of another cloud
            throw absent(endpoint + path + " answered 404");
        }
        if (answer.status() != 200) {
            throw unreadable(endpoint + path + " answered " + answer.status(), null);
        }
        return answer;
    }

    private static NoCredentialsException absent(String why) {
        return NoCredentialsException.absent("ECS metadata: not found: " + why + "; on an ECS, attach an agency");
    }

    private static NoCredentialsException unreadable(String why, @Nullable Throwable cause) {
        return NoCredentialsException.broken("ECS metadata: unreadable: " + why, cause);
    }
}
