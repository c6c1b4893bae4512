package io.dataarts.rerun.internal.find;

import io.dataarts.rerun.find.Window;
import org.jspecify.annotations.Nullable;

/**
 * One list to read, as a part of a search.
 *
 * @param subject says in messages what the list holds
 * @param status the only status of the entries, null for all
 * @param window the window of the query, null for a list without times
 * @param limit the largest page that the service offers
 * @param listing asks the service
 */
record Part<T>(String subject, @Nullable String status, @Nullable Window window, int limit, Listing<T> listing) {

    /** Asks the service for one page of a list. */
    @FunctionalInterface
    interface Listing<T> {

        Page<T> page(Window window, int offset, int limit);
    }
}
