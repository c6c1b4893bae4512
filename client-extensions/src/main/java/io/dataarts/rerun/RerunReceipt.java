package io.dataarts.rerun;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The service took the rerun. Immutable. */
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

    /** A receipt, as tests of your own may need it. */
    public static RerunReceipt of(int httpStatus, @Nullable String requestId, @Nullable String instanceId, int attempts) {
        return new RerunReceipt(httpStatus, unlessBlank(requestId), unlessBlank(instanceId), attempts);
    }

    private static @Nullable String unlessBlank(@Nullable String id) {
        return id == null || id.isBlank() ? null : id;
    }

    /** The HTTP status, a 2xx. */
    public int httpStatus() {
        return httpStatus;
    }

    /** The id under which the service knows the request ({@code X-Request-Id}). */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /**
     * The new instance of a quality or comparison job; empty for job instances, to which the service answers without a body, and
     * when the answer could not be understood.
     */
    public Optional<String> instanceId() {
        return Optional.ofNullable(instanceId);
    }

    /** How many attempts it took. At most one of them could have been executed, unless the policy repeats unknown outcomes. */
    public int attempts() {
        return attempts;
    }

    @Override
    public String toString() {
        return "RerunReceipt[HTTP " + httpStatus + (instanceId == null ? "" : ", instance " + instanceId)
                + (requestId == null ? "" : ", request id " + requestId)
                + ", attempts " + attempts + "]";
    }
}
