package io.dataarts.rerun.internal.find;

import io.dataarts.rerun.find.InstanceState;
import io.dataarts.rerun.find.Window;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * An answer of a list.
 *
 * @param total how many rows the list has as a whole, null if the answer does not say
 * @param date the service's time
 */
record Page(List<InstanceState> rows, @Nullable Number total, @Nullable Instant date) {

    private static final List<Function<InstanceState, @Nullable Long>> TIMES = List.of(InstanceState::startTime, InstanceState::planTime);

    List<Object> keys() {
        return rows.stream().map(Page::key).toList();
    }

    /** Returns what tells a row apart from others. A rerun may change the rest. */
    static Object key(InstanceState row) {
        return row.instanceId() == null ? Arrays.asList(row.name(), row.jobId(), row.planTime(), row.submitTime())
                : Arrays.asList(row.name(), row.instanceId());
    }

    boolean claimsMore() {
        return total != null && total.longValue() > rows.size();
    }

    /**
     * Returns the two parts of the window of this page, the older first. They overlap, because the bounds may be exclusive. Returns none if
     * no kind of time shows where to cut: all are equal, most are missing, or some lie outside, so that the window is on another kind.
     */
    List<Window> split(Window window) {
        for (Function<InstanceState, @Nullable Long> kind : TIMES) {
            long[] times = rows.stream().map(kind).filter(Objects::nonNull).mapToLong(Long::longValue).toArray();
            long[] sorted = times.clone();
            Arrays.sort(sorted);
            int last = times.length - 1;
            if (times.length * 2 > rows.size() && window.contains(sorted[0]) && window.contains(sorted[last]) && sorted[0] < sorted[last]
                    && window.to() - window.from() > 2) {
                // A sorted page is one end of the list, so that a cut near its other end leaves the fewest windows.
                int at = times[0] == sorted[0] && times[last] == sorted[last] ? last * 9 / 10
                        : times[0] == sorted[last] && times[last] == sorted[0] ? last / 10 : last / 2;
                long above = LongStream.of(sorted).skip(at).filter(time -> time > sorted[0]).findFirst().getAsLong();
                long cut = Math.max(window.from() + 2, Math.min(window.to() - 1, above - 1));
                return List.of(new Window(window.from(), cut), new Window(cut - 1, window.to()));
            }
        }
        return List.of();
    }
}
