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
     * no kind of time shows where to cut: all are equal, most are missing, or some lie outside, so that the window is on another kind. Also
     * returns none if too many rows would be in both parts.
     *
     * @param byStart whether the window may be on start times
     */
    List<Window> split(Window window, boolean byStart) {
        for (Function<InstanceState, @Nullable Long> kind : TIMES.subList(byStart ? 0 : 1, 2)) {
            long[] times = rows.stream().map(kind).filter(Objects::nonNull).mapToLong(Long::longValue).toArray();
            long[] sorted = LongStream.of(times).sorted().toArray();
            int last = times.length - 1;
            if (times.length * 2 > rows.size() && window.contains(sorted[0]) && window.contains(sorted[last]) && sorted[0] < sorted[last]
                    && window.to() - window.from() > 2) {
                // The page of a sorted list is one end of it, so that a cut near the page's last entries leaves the fewest windows. Where
                // the page is no end, 38 % of it stand for less than a page of 2,500 entries.
                long[] tail = Arrays.stream(times, last - last / 10, last + 1).sorted().toArray();
                int end = Arrays.binarySearch(sorted, tail[tail.length / 2]);
                int at = end > last * 4 / 5 ? last * 9 / 10 : end < last / 5 ? last / 10 : last * 38 / 100;
                long above = LongStream.of(sorted).skip(at).filter(time -> time > sorted[0]).findFirst().getAsLong();
                long cut = Math.max(window.from() + 2, Math.min(window.to() - 1, above - 1));
                boolean isDense = LongStream.of(times).filter(time -> time == cut - 1 || time == cut).count() * 8 > times.length;
                return isDense ? List.of() : List.of(new Window(window.from(), cut), new Window(cut - 1, window.to()));
            }
        }
        return List.of();
    }
}
