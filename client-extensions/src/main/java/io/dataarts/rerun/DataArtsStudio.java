package io.dataarts.rerun;

import io.dataarts.rerun.error.DataArtsException;

/**
 * Reruns work in one workspace of DataArts Studio.
 *
 * <p>The service executes a call at most once, unless the retry policy repeats unknown outcomes. Every failed call throws a
 * {@link DataArtsException}. Its {@link DataArtsException#outcome()} says whether the rerun happened.
 *
 * <p>Thread-safe: keep one studio for the life of the application, and close it at the end.
 */
public interface DataArtsStudio extends AutoCloseable {

    /** Returns a builder, which configures a new studio. */
    static DataArtsStudioBuilder builder() {
        return new DataArtsStudioBuilder(Platform.real());
    }

    /**
     * Reruns the given work. Returns when the service has accepted the rerun, not when the work has ended.
     *
     * @throws DataArtsException if the call failed; its outcome says whether the rerun happened
     * @throws IllegalStateException if this studio is closed
     */
    RerunReceipt rerun(Rerun rerun);

    /**
     * Returns the request that {@link #rerun} would send. Uses neither the network nor the credentials.
     *
     * @throws IllegalStateException if this studio is closed
     */
    RequestPreview preview(Rerun rerun);

    /**
     * Returns an implementation of a generated interface, for any operation of the API description. Thread-safe.
     *
     * <p>Its methods sign, retry and fail like {@link #rerun}. If their workspace is null, they send the studio's. The SDK does not
     * validate model values: the caller is responsible for ranges and required fields.
     *
     * @param type an interface of {@code io.dataarts.generated.api}, or one generated in the same way
     * @throws IllegalArgumentException if the type is not such an interface
     * @throws IllegalStateException if this studio is closed
     */
    <T> T api(Class<T> type);

    /**
     * Returns the same studio in another workspace, as a view that shares the connections. Closing a view has no effect. Closing this
     * studio closes its views.
     *
     * @param workspace the workspace's id
     * @throws IllegalArgumentException if it is empty, starts or ends with a space, or holds characters beyond printable ASCII
     */
    DataArtsStudio inWorkspace(String workspace);

    /**
     * Releases all connections and threads. Closing twice has no effect.
     *
     * <p>In-flight calls fail: with {@code UNKNOWN} if the request was already sent, otherwise with {@code NOT_SENT}. Waits of the SDK end
     * at once. A credentials provider of your own and the JVM's look-up of a host name cannot be ended.
     */
    @Override
    void close();
}
