package io.dataarts.rerun.internal.find;

import io.dataarts.rerun.find.Window;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a list.
 *
 * @param key tells it apart from other entries
 * @param start the start time in epoch milliseconds, null if it is missing
 * @param plan the planned time in epoch milliseconds, null if it is missing
 * @param value the result, null if it cannot be used
 */
record Item<T>(Object key, @Nullable Long start, @Nullable Long plan, @Nullable T value) {

    /** Returns an entry of a list without times. Its id is the key. Without an id, it has no value. */
    static <I, T> Item<T> timeless(Object entry, @Nullable I id, Function<I, T> value) {
        return new Item<>(id == null ? entry : id, null, null, id == null ? null : value.apply(id));
    }

    /** Returns false without a value, or if both times lie outside, so that only the SDK's wider bounds brought the entry. */
    boolean isAsked(@Nullable Window window) {
        return value != null && (window == null || start == null || plan == null || window.contains(start) || window.contains(plan));
    }
}
