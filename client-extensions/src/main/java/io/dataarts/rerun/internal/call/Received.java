package io.dataarts.rerun.internal.call;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A response as it came over the wire, except that its body is decoded from its content coding.
 *
 * @param status the HTTP status
 * @param reason the reason phrase of the status line, null without one
 * @param headers the headers; their names ignore case
 * @param body the body, or the part of it that came
 * @param truncation why the body is truncated, null if it is whole
 * @param undecoded why the body cannot be decoded from its content coding, null if it can
 */
public record Received(
        int status, @Nullable String reason, Map<String, Collection<String>> headers, byte[] body, @Nullable IOException truncation,
        @Nullable String undecoded) {

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Pattern CHARSET = Pattern.compile("charset=\"?([^\\s;\"]+)", Pattern.CASE_INSENSITIVE);

    /** Returns the body as text, decoded by the charset of its {@code Content-Type}. Default: UTF-8. */
    public String text() {
        String text = new String(body, charset(header("Content-Type")));
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private static Charset charset(@Nullable String contentType) {
        Matcher matcher = CHARSET.matcher(contentType == null ? "" : contentType);
        try {
            return matcher.find() ? Charset.forName(matcher.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }

    /** Returns the header's first value that is not blank, null without one. */
    public @Nullable String header(String name) {
        for (String value : headers.getOrDefault(name, List.of())) {
            if (!value.isBlank()) {
                return value;
            }
        }
        return null;
    }
}
