package io.dataarts.rerun;

import io.dataarts.rerun.error.DataArtsException;

/**
 * Reruns work in one workspace of DataArts Studio. A call is executed at most once, and every failure is a {@link DataArtsException}
 * whose {@link DataArtsException#outcome()} says whether it happened.
 *
 * <p>Thread-safe: keep one for the life of the application, and close it at the end.
 */
public interface DataArtsStudio extends AutoCloseable {

    /** Starts the configuration of a studio. */
    static DataArtsStudioBuilder builder() {
        return new DataArtsStudioBuilder(Platform.real());
    }

    /**
     * Reruns. Returns when the service took the rerun, not when the work is done.
     *
     * @throws DataArtsException when the service did not take it, or did not say so
     * @throws IllegalStateException when this studio is closed
     */
    RerunReceipt rerun(Rerun rerun);

    /**
     * The request that {@link #rerun} would send. Asks neither the network nor the credentials provider.
     *
     * @throws IllegalStateException when this studio is closed
     */
    RequestPreview preview(Rerun rerun);

    /**
     * An implementation of a generated interface, for any operation of the API description. Its methods are authenticated, checked and
     * fail like the typed calls; a null workspace is this studio's.
     *
     * @param type an interface of {@code io.dataarts.generated.api}, or one generated in the same way
     * @throws IllegalArgumentException when the type is not such an interface
     * @throws IllegalStateException when this studio is closed
     */
    <T> T api(Class<T> type);

    /**
     * The same studio in another workspace: a view that shares the connections. Closing the view does nothing; closing this studio
     * closes it too.
     *
     * @param workspace the workspace's id
     * @throws IllegalArgumentException when it is empty or cannot travel in a header
     */
    DataArtsStudio inWorkspace(String workspace);

    /**
     * Releases all connections and threads. A call that was sent ends with an unknown outcome, one that was not ends as not sent; a
     * pause between two attempts is slept to its end first. May be called twice.
     */
    @Override
    void close();
}
