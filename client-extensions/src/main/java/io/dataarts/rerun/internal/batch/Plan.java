package io.dataarts.rerun.internal.batch;

import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.batch.BatchEntry;
import io.dataarts.rerun.batch.BatchProgress;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The settings of a batch, as {@code RerunBatch} takes them. */
public final class Plan {

    /** The statuses of rejections whose cause may be gone when a second run sends the rerun again. */
    public static final Set<Integer> SENT_AGAIN = Set.of(401, 403, 404, 429);

    public @Nullable Path journal;
    public int requestsAtATime = 4;
    public @Nullable Duration settling;
    public @Nullable Duration following;
    public int stopAfter = 5;
    public BooleanSupplier stopWhen = () -> false;
    public Predicate<? super BatchEntry> sendAgain = entry -> false;
    public Consumer<? super BatchEntry> onEntry = entry -> {};
    public Consumer<? super BatchProgress> onProgress = progress -> {};
    /** Changes the file of the journal, for tests. */
    UnaryOperator<FileChannel> seam = UnaryOperator.identity();

    final Stream<? extends Rerun> reruns;

    public Plan(Stream<? extends Rerun> reruns) {
        this.reruns = reruns;
    }

    /** Returns whether the batch looks at the service. */
    boolean looks() {
        return settling != null || following != null;
    }
}
