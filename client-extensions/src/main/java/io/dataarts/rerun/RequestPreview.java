package io.dataarts.rerun;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The request that a rerun would send. The preview sends nothing and needs no credentials. Immutable.
 *
 * @param method the HTTP method
 * @param uri the URL
 * @param headers the headers, with {@code Authorization: <added when sent>} in place of those that authenticate
 * @param body the JSON body
 */
public record RequestPreview(String method, URI uri, Map<String, String> headers, String body) {

    /** Linux passes at most 128 KiB as one argument of a program. In bytes. */
    private static final int MAX_ARGUMENT = 100 << 10;

    /** Copies the headers in their order. */
    public RequestPreview {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /**
     * Returns a command for a POSIX shell that sends the request with an IAM token. First run {@code export X_AUTH_TOKEN=...}. Each run of
     * the command is a rerun. A body of more than 100 KiB goes through the standard input, because an argument cannot hold it.
     */
    public String asCurl() {
        StringBuilder curl = new StringBuilder("curl --globoff -X ").append(method).append(' ').append(quoted(uri.toString()));
        headers.forEach((name, value) -> {
            if (!name.equals("Host") && !name.equals("Content-Length") && !name.equals("Authorization")) { // set by curl or the token
                curl.append(" \\\n  -H ").append(quoted(name + ": " + value));
            }
        });
        curl.append(" \\\n  -H \"X-Auth-Token: $X_AUTH_TOKEN\"");
        if (body.getBytes(StandardCharsets.UTF_8).length > MAX_ARGUMENT) {
            return "printf %s " + quoted(body) + " | " + curl + " \\\n  --data-binary @-"; // a part of the shell, which has no such limit
        }
        return body.isEmpty() ? curl.toString() : curl.append(" \\\n  --data-raw ").append(quoted(body)).toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** Returns the request as text. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(method).append(' ').append(uri).append('\n');
        headers.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return text.append('\n').append(body).toString();
    }
}
