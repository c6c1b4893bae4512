package io.dataarts.rerun.internal.find;

import io.dataarts.rerun.find.InstanceState;
import io.dataarts.rerun.find.Window;
import java.util.List;
import java.util.Objects;
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

    /** Asks the service for one page of a list. */
    @FunctionalInterface
    interface Listing {

        Page page(Window window, int offset, int limit);
    }

    /** Returns the window to ask for: one millisecond more at both ends, as the bounds may be exclusive. */
    Window span() {
        return window == null ? Lists.ALL_TIMES : Lists.window(window.from() - 1, window.to() + 1);
    }

    /** Returns false for a row of another job, and for a row whose known times all lie outside the window: wider bounds brought it. */
    boolean asksFor(InstanceState row) {
        List<Long> times = Stream.of(row.startTime(), row.planTime()).filter(Objects::nonNull).toList();
        return (job == null || job.equals(row.name())) && (window == null || times.isEmpty() || times.stream().anyMatch(window::contains));
    }
}
