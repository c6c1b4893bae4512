package io.dataarts.rerun.internal.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.internal.Arguments;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The temporary key of the agency of an ECS, from the metadata service. */
final class MetadataSource implements CredentialSource {

    private final URI endpoint;
    private final JsonExchange http;

    MetadataSource(URI endpoint, JsonExchange http) {
        this.endpoint = endpoint;
        this.http = http;
    }

    @Override
    public String name() {
        return "ECS metadata";
    }

    @Override
    public String absence() {
        return "not found: " + endpoint + " gives no key; on an ECS, attach an agency";
    }

    @Override
    public Optional<Found> find() {
        try {
            JsonExchange.Answer session =
                    http.send("PUT", endpoint + "/meta-data/latest/api/token", Map.of("X-Metadata-Token-Ttl-Seconds", "21600"), null);
            if (session.status() == 404) {
                return Optional.empty(); // somebody else's metadata service
            }
            String token = Arguments.secret("the metadata service's session token", session.text().strip());
            JsonExchange.Answer answer =
                    http.send("GET", endpoint + "/openstack/latest/securitykey", Map.of("X-Metadata-Token", token), null);
            return answer.status() == 404 ? Optional.empty() : Optional.of(read(answer));
        } catch (IllegalArgumentException e) {
            throw new BrokenSourceException("unreadable: " + endpoint + ": " + e.getMessage(), null);
        } catch (DataArtsException e) {
            if (e.outcome() == Outcome.NOT_SENT) {
                return Optional.empty();
            }
            throw new BrokenSourceException("unreadable: " + endpoint + ": " + e.getMessage(), e);
        }
    }

    private Found read(JsonExchange.Answer answer) {
        JsonNode credential = answer.json().path("credential");
        try {
            return new Found(
                    AccessKey.of(
                            credential.path("access").asText(),
                            credential.path("secret").asText(),
                            credential.path("securitytoken").asText()),
                    Instant.parse(credential.path("expires_at").asText()));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new BrokenSourceException(
                    "unreadable: " + endpoint + " answered with status " + answer.status() + " and no complete credential", null);
        }
    }
}
