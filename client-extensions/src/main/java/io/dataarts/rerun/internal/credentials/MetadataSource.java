package io.dataarts.rerun.internal.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.internal.Json;
import io.dataarts.rerun.internal.call.Received;
import io.dataarts.rerun.internal.check.Arguments;
import io.dataarts.rerun.internal.http.Transport;
import io.dataarts.rerun.internal.http.TransportSettings;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Obtains the temporary key of an ECS's agency from the metadata service. */
final class MetadataSource implements CredentialSource {

    private final URI endpoint;
    /** Has short timeouts: the metadata service answers at once. A machine that is not an ECS should not wait for it. */
    private final CredentialExchange exchange = new CredentialExchange(new Transport(new TransportSettings(
            CredentialExchange.limit(1), CredentialExchange.limit(2), CredentialExchange.limit(3), 2, null, null, null, null)));

    MetadataSource(URI endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public Found find() {
        String session = ask("PUT", "/meta-data/latest/api/token", "X-Metadata-Token-Ttl-Seconds", "21600").text().strip();
        try {
            Arguments.secret("the session token", session);
            Received answer = ask("GET", "/openstack/latest/securitykey", "X-Metadata-Token", session);
            JsonNode credential = Json.tree(answer.text()).path("credential");
            AccessKey key = AccessKey.of(credential.path("access").asText(""), credential.path("secret").asText(""),
                    credential.path("securitytoken").asText(""));
            return new Found(key, Instant.parse(credential.path("expires_at").asText()));
        } catch (IllegalArgumentException | DateTimeException e) {
            String why = e instanceof DateTimeException ? "expires_at must be a time such as 2026-01-31T12:00:00Z" : e.getMessage();
            throw unreadable(endpoint + " gave no complete key: " + why, null);
        }
    }

    private Received ask(String method, String path, String header, String value) {
        Received answer;
        try {
            answer = exchange.send(method, URI.create(endpoint + path), header, value, null);
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

    @Override
    public void close() {
        exchange.transport().close();
    }
}
