package io.dataarts.rerun;

import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.IncompleteSearchException;
import io.dataarts.rerun.find.Query;
import io.dataarts.rerun.track.Track;
import java.util.stream.Stream;

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
     * Returns what one of the service's lists holds, as a lazy stream. The stream asks for a page when its results are wanted, and keeps
     * only their ids. It is sequential, and belongs to one thread. Close it, or read it to its end: after that it sends nothing more.
     *
     * <p>What the service lists during the whole search is found once. What appears, disappears or changes its times meanwhile may be
     * missing. No source says whether an instance without a start time is in any window.
     *
     * <p>No source says how the service sorts a list, and sources disagree what an {@code offset} counts. So the search splits the window
     * of a page that may be incomplete. It follows offsets only where times do not split: within a millisecond, and in lists without times.
     * None of this was verified against the live service.
     *
     * <p>Each page is one request. The documented limits for a user are 10 requests a second for instances and jobs, and 40 in 10 s for
     * quality jobs, comparison jobs and their runs (overviews of the two APIs). The studio's retry policy repeats a throttled request.
     *
     * <p>While it is read, the stream throws the {@link DataArtsException} of a page that failed. Its suppressed
     * {@link IncompleteSearchException} says how far the search got. If the pages of a list contradict each other, the stream throws an
     * {@code IncompleteSearchException}. After {@link #close()} it throws {@link IllegalStateException}.
     *
     * @param query an {@code InstanceQuery}, {@code JobQuery}, {@code RuleQuery} or {@code RunQuery}
     * @throws IllegalStateException if this studio is closed
     */
    <T> Stream<T> find(Query<T> query);

    /**
     * Looks at what the rerun would change, and returns a track that says later what became of it. Call it before {@link #rerun}. It looks
     * on this thread, and sends no rerun. Each list of fewer than 1,000 entries (100 in Quality) costs two requests, or three for exactly
     * 10, 50, 100, 200 or 500 entries.
     *
     * <p>A look that fails is no exception: the track's {@code settle} then says why it cannot tell. The looks follow the service's clock,
     * so an answer without a {@code Date} is a look that fails. So is a related job whose name no path can carry, as in
     * {@link JobRerun#job}, or whose workspace no header can.
     * @throws IllegalStateException if this studio is closed
     */
    Track track(Rerun rerun);

    /**
     * Returns an implementation of an interface: a generated one, or one that you wrote by hand with Feign's annotations. Thread-safe.
     *
     * <p>Its methods sign, retry and fail like {@link #rerun}. If their workspace is null, they send the studio's. The SDK does not
     * validate model values: the caller is responsible for ranges and required fields.
     *
     * <p>In an interface of your own, each method has a {@code @RequestLine}, a {@code @Param} for each variable, and returns
     * {@code feign.TypedResponse<T>}. A variable is one whole value of the path, the query or a header. A parameter without an annotation is
     * the body, which Jackson writes as JSON; the method then needs the header {@code Content-Type: application/json}. The SDK checks
     * all of this here, and the values in each call: none can reach another resource or break a header. Outside the body, a value is a
     * primitive, an enum, a {@code UUID}, or a comparable type of {@code java.lang}, {@code java.math} or {@code java.time}, or a collection
     * of these. A variable {@code projectId} or {@code project_id} in the path is also sent as {@code X-Project-Id}.
     *
     * @param type an interface of {@code io.dataarts.generated.api}, or one of your own
     * @throws IllegalArgumentException if the SDK cannot send a method as it is written; the message names the method and the reason
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
     * Returns the same studio at a pace, as a view that shares the connections. Each attempt of each call waits for its turn: reruns,
     * look-ups, retries, and the SDK's own requests for tokens and keys. All threads and all views of the view share the pace; this studio
     * and its other views do not.
     *
     * <p>At most this many attempts arrive in any second if the network delays each by up to 25 ms. So the view sends 0.97 of them, evenly
     * spread. A wait counts for {@code callTimeout}.
     *
     * <p>The service limits a user: to 10 requests a second in the Factory, and to 40 in ten seconds in Quality (overviews of the two
     * APIs). All processes and machines of the user share that limit.
     *
     * @param attempts 1 to 100,000
     * @throws IllegalArgumentException if it is outside that range
     */
    DataArtsStudio atMostPerSecond(int attempts);

    /**
     * Releases all connections and threads. Closing twice has no effect.
     *
     * <p>In-flight calls fail: with {@code UNKNOWN} if the request was already sent, otherwise with {@code NOT_SENT}. Waits of the SDK end
     * at once. A credentials provider of your own and the JVM's look-up of a host name cannot be ended.
     */
    @Override
    void close();
}
