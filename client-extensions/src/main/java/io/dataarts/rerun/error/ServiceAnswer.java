package io.dataarts.rerun.error;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is no success. Secrets that a gateway echoed are masked.
 *
 * @param httpStatus the HTTP status
 * @param errorCode the error code, such as {@code DLF.1000}, null without one; codes are an open set
 * @param errorMessage the service's message, null without one
 * @param requestId the id under which the service knows the request, null without one
 * @param rawBody the body as text, truncated after 64 KiB
 * @param retryAfter how long to wait before the next call, null if the answer does not say: see {@link ServiceException#retryAfter()}
 */
public record ServiceAnswer(
        int httpStatus, @Nullable String errorCode, @Nullable String errorMessage, @Nullable String requestId, String rawBody,
        @Nullable Duration retryAfter)
        implements Serializable {}
