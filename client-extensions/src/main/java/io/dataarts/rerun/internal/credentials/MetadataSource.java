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
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Obtains the temporary key of an ECS's agency from the metadata service.
 *
 * <p>Version 2 of the service wants a session token. Most regions offer only version 1, which has none.
 */
public record MetadataSource(URI endpoint, Transport transport) implements CredentialSource {

    /** Has short timeouts: the metadata service answers at once. A machine that is not an ECS should not wait for it. */
    public static final TransportSettings SETTINGS = new TransportSettings(
            CredentialExchange.limit(1), CredentialExchange.limit(2), CredentialExchange.limit(3), 2, Duration.ofMinutes(3),
            null, null, null, null);
    private static final String SESSION = "/meta-data/latest/api/token";
    private static final String KEY = "/openstack/latest/securitykey";
    private static final String ADVICE = "; on an ECS, attach an agency";

    @Override
    public Found find() {
        Received session = ask("PUT", SESSION, "X-Metadata-Token-Ttl-Seconds", "21600");
        boolean version1 = Set.of(403, 404, 405).contains(session.status()); // has no session tokens
        try {
            Received answer = version1 ? ask("GET", KEY, "Accept", "*/*") : ask("GET", KEY, "X-Metadata-Token", token(session));
            if (answer.status() == 404) { // no agency, or the metadata service of another cloud
                throw absent(endpoint + KEY + " answered 404");
            }
            JsonNode credential = Json.tree(text(KEY, answer)).path("credential");
            AccessKey key = AccessKey.of(credential.path("access").asText(""), credential.path("secret").asText(""),
                    credential.path("securitytoken").asText(""));
            return new Found(key, Instant.parse(credential.path("expires_at").asText()));
        } catch (IllegalArgumentException | DateTimeException e) {
            String why = e instanceof DateTimeException ? "expires_at must be a time such as 2026-01-31T12:00:00Z" : e.getMessage();
            throw unreadable(endpoint + " gave no complete key: " + why, null);
        }
    }

    /** Sends a request. Without an HTTP response to the first one, no metadata service is there. */
    private Received ask(String method, String path, String header, String value) {
        try {
            return new CredentialExchange(transport).send(method, URI.create(endpoint + path), header, value, null);
        } catch (NoCredentialsException e) {
            throw path.equals(SESSION) ? absent(e.getMessage()) : unreadable(e.getMessage(), e.getCause());
        }
    }

    private String token(Received session) {
        String token = Arguments.secret("the session token", text(SESSION, session).strip());
        Arguments.require("<{[\"".indexOf(token.charAt(0)) < 0, () -> "the session token must not be HTML or JSON");
        return token;
    }

    private String text(String path, Received answer) {
        if (answer.status() != 200) {
            String advice = answer.status() == 401 && path.equals(KEY) ? ADVICE : ""; // another answer without an agency
            throw unreadable(endpoint + path + " answered " + answer.status() + advice, null);
        }
        if (answer.truncation() != null) {
            throw unreadable(answer.truncation().getMessage(), null);
        }
        return answer.text();
    }

    private static NoCredentialsException absent(String why) {
        return NoCredentialsException.absent("ECS metadata: not found: " + why + ADVICE);
    }

    private static NoCredentialsException unreadable(String why, @Nullable Throwable cause) {
        return NoCredentialsException.broken("ECS metadata: unreadable: " + why, cause);
    }
}
