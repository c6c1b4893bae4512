package io.dataarts.rerun;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The request that a rerun would send. Nothing was sent, and no credentials were asked for. Immutable. */
public final class RequestPreview {

    private final String method;
    private final URI uri;
    private final Map<String, String> headers;
    private final String body;

    RequestPreview(String method, URI uri, Map<String, String> headers, String body) {
        this.method = method;
        this.uri = uri;
        this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        this.body = body;
    }

    /** The HTTP method. */
    public String method() {
        return method;
    }

    /** The URL. */
    public URI uri() {
        return uri;
    }

    /** All headers but those of authentication, for which {@code Authorization: <added when sent>} stands. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The JSON body. */
    public String body() {
        return body;
    }

    /**
     * A command for a POSIX shell that sends the request with an IAM token: {@code export X_AUTH_TOKEN=...} first. Each run of it is a
     * rerun.
     */
    public String asCurl() {
        StringBuilder curl = new StringBuilder("curl --globoff -X ").append(method).append(' ').append(quoted(uri.toString()));
        headers.forEach((name, value) -> {
            if (!name.equals("Host") && !name.equals("Content-Length") && !name.equals("Authorization")) { // curl's own, or the token's
                curl.append(" \\\n  -H ").append(quoted(name + ": " + value));
            }
        });
        curl.append(" \\\n  -H \"X-Auth-Token: $X_AUTH_TOKEN\"");
        return body.isEmpty() ? curl.toString() : curl.append(" \\\n  --data-raw ").append(quoted(body)).toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** The request as text. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(method).append(' ').append(uri).append('\n');
        headers.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return text.append('\n').append(body).toString();
    }
}
