package io.dataarts.rerun.error;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is no success, as far as it could be read. Secrets that a gateway echoed are masked.
 *
 * @param httpStatus the HTTP status
 * @param errorCode the error code, such as {@code DLF.1000}; codes are an open set
 * @param errorMessage the service's message
 * @param requestId the service's id of the request
 * @param rawBody the body as text, cut off after 64 KiB
 * @param retryAfter how long to wait before calling again, from {@code Retry-After}
 */
public record ServiceAnswer(
        int httpStatus,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        @Nullable String requestId,
        String rawBody,
        @Nullable Duration retryAfter)
        implements Serializable {}
