package io.dataarts.rerun.internal.find;

import io.dataarts.rerun.find.InstanceState;
import io.dataarts.rerun.find.Window;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One list to read, as a part of a search.
 *
 * @param subject says in messages what the list holds
 * @param job the only job of the rows, null for all
 * @param status the only status of the rows, null for all
 * @param window the window of the query, null for a list without times
 * @param limit the largest page that the service offers
 * @param listing asks the service
 */
record Part(String subject, @Nullable String job, @Nullable String status, @Nullable Window window, int limit, Listing listing) {

    private static final long LONGEST = Duration.ofDays(28).toMillis();

    /** Asks the service for one page of a list. */
    @FunctionalInterface
    interface Listing {

        Page page(Window window, int offset, int limit);
    }

    /**
     * Returns the windows to ask for. The service allows a month, so that each has at most 28 days. They go one millisecond beyond the
     * query's window, and overlap as much, as the bounds may be exclusive.
     */
    Stream<Window> windows() {
        if (window == null) {
            return Stream.of(Lists.ALL_TIMES);
        }
        Window all = Lists.window(window.from() - 1, window.to() + 1);
        return LongStream.iterate(all.from(), from -> from == all.from() || from < all.to() - 1, from -> from + LONGEST - 1)
                .mapToObj(from -> new Window(from, Math.min(from + LONGEST, all.to())));
    }

    boolean names(InstanceState row) {
        return job == null || job.equals(row.name());
    }

    /**
     * Returns false for a row of another job or status, which the service has not filtered. Also returns false for a row whose known times
     * all lie outside the window: wider bounds brought it.
     */
    boolean asksFor(InstanceState row) {
        List<Long> times = Stream.of(row.startTime(), row.planTime()).filter(Objects::nonNull).toList();
        return names(row) && (status == null || row.status() == null || status.equals(row.status()))
                && (window == null || times.isEmpty() || times.stream().anyMatch(window::contains));
    }
}
