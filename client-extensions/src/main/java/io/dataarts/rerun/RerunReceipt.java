package io.dataarts.rerun;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a service that accepted a rerun. Immutable.
 *
 * <p>Its JSON has {@code httpStatus}, {@code requestId}, {@code instanceId} and {@code attempts}.
 */
public final class RerunReceipt {

    private final int httpStatus;
    private final @Nullable String requestId;
    private final @Nullable String instanceId;
    private final int attempts;

    private RerunReceipt(int httpStatus, @Nullable String requestId, @Nullable String instanceId, int attempts) {
        this.httpStatus = httpStatus;
        this.requestId = requestId;
        this.instanceId = instanceId;
        this.attempts = attempts;
    }

    /** Returns a receipt, for your own tests. A blank id counts as none. */
    public static RerunReceipt of(int httpStatus, @Nullable String requestId, @Nullable String instanceId, int attempts) {
        return new RerunReceipt(httpStatus, unlessBlank(requestId), unlessBlank(instanceId), attempts);
    }

    private static @Nullable String unlessBlank(@Nullable String id) {
        return id == null || id.isBlank() ? null : id;
    }

    /** Returns the HTTP status, a 2xx. */
    @JsonProperty
    public int httpStatus() {
        return httpStatus;
    }

    /** Returns the id under which the service knows the request, from {@code X-Request-Id} or the body. */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /**
     * Returns the id of the new instance of a quality or comparison job.
     *
     * <p>It is empty for job instances, because the service answers them without a body. It is also empty if the body holds no such id.
     */
    public Optional<String> instanceId() {
        return Optional.ofNullable(instanceId);
    }

    /** Returns how many attempts the call made. The service executed at most one of them, unless the policy repeats unknown outcomes. */
    @JsonProperty
    public int attempts() {
        return attempts;
    }

    /** Returns the same as {@link #requestId()}, null if it is empty. */
    public @Nullable String getRequestId() {
        return requestId;
    }

    /** Returns the same as {@link #instanceId()}, null if it is empty. */
    public @Nullable String getInstanceId() {
        return instanceId;
    }

    @Override
    public String toString() {
        return "RerunReceipt[HTTP " + httpStatus + (instanceId == null ? "" : ", instance " + instanceId)
                + (requestId == null ? "" : ", request id " + requestId) + ", attempts " + attempts + "]";
    }
}
