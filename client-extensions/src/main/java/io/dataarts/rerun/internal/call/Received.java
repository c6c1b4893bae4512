package io.dataarts.rerun.internal.call;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A response as it came over the wire.
 *
 * @param status the HTTP status
 * @param headers the headers, by names in lower or upper case
 * @param body the body, or as much of it as came
 * @param truncation why the body ended too early, null if it is whole
 */
public record Received(int status, Map<String, Collection<String>> headers, byte[] body, @Nullable IOException truncation) {

    /** The body in UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The first value of a header that is not blank. */
    public @Nullable String header(String name) {
        for (String value : headers.getOrDefault(name, List.of())) {
            if (!value.isBlank()) {
                return value;
            }
        }
        return null;
    }
}
