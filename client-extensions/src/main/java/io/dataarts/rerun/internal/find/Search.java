package io.dataarts.rerun.internal.find;

import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.IncompleteSearchException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.find.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterators.AbstractSpliterator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads lists to their end, page by page, and gives each entry once. Asks for a page only when its entries are wanted. Not thread-safe.
 *
 * <p>Sources disagree whether an {@code offset} counts records or pages. So an incomplete page is not followed by the next one: its window
 * is split, and each part is read from its start. Only where that is not possible, the page at offset 1 shows how the service counts.
 */
public final class Search<T> extends AbstractSpliterator<T> {

    /** The service allows a window of one month. */
    private static final long LONGEST = Duration.ofDays(28).toMillis();
    /** A service that does not take our limit may answer with its own: its default, or one of the usual ones. */
    private static final Set<Integer> USUAL_LIMITS = Set.of(10, 50, 100, 200, 500);
    /** The times that the service takes: those of 13 digits. */
    public static final Window ALL_TIMES = new Window(1_000_000_000_000L, 9_999_999_999_999L);

    /** The size of the largest page, also of earlier searches. It shows how much the service gives at once. */
    private final AtomicInteger largest;
    private final Iterator<Part<T>> parts;
    private final Set<Object> seen = new HashSet<>();
    private final Deque<T> ready = new ArrayDeque<>();
    /** The windows of the part that are not complete yet, the oldest first. */
    private final LinkedList<Window> windows = new LinkedList<>();
    private @Nullable Part<T> part;
    private @Nullable Instant date;
    /** The offset to ask for. Beyond 0, pages of the first window follow each other: its page at offset 0, and the keys of all of them. */
    private int offset;
    private @Nullable Page<T> first;
    private Set<Object> paged = Set.of();
    private boolean countsRecords;
    private boolean totalIsWrong;
    private boolean closed;

    Search(AtomicInteger largest, Stream<Part<T>> parts) {
        super(Long.MAX_VALUE, ORDERED | DISTINCT | NONNULL);
        this.largest = largest;
        this.parts = parts.iterator();
    }

    /** Returns the results as a sequential stream. Closing it ends the search. */
    public Stream<T> stream() {
        return StreamSupport.stream(this, false).onClose(() -> closed = true);
    }

    /** Returns the service's time in its last answer, null without one. */
    public @Nullable Instant date() {
        return date;
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        try {
            while (!closed && ready.isEmpty() && (!windows.isEmpty() || startPart())) {
                ask(windows.element());
            }
        } catch (IncompleteSearchException e) {
            throw e;
        } catch (DataArtsException e) {
            e.addSuppressed(new IncompleteSearchException(progress(), e.outcome(), e.attempts()));
            throw e;
        }
        T next = closed ? null : ready.poll();
        Optional.ofNullable(next).ifPresent(action);
        return next != null;
    }

    private boolean startPart() {
        if (!parts.hasNext()) {
            return false;
        }
        part = parts.next();
        if (part.window() == null) {
            return windows.add(ALL_TIMES);
        }
        long end = Math.min(part.window().to() + 1, ALL_TIMES.to()); // one more at both ends, as the bounds may be exclusive
        for (long from = Math.max(part.window().from() - 1, ALL_TIMES.from()), to = 0; to < end; from = to - 1) {
            to = Math.min(from + LONGEST, end);
            windows.add(new Window(from, to));
        }
        return true;
    }

    private void ask(Window window) {
        Page<T> page = part.listing().page(window, offset, part.limit());
        date = page.date();
        int before = seen.size();
        page.items().stream().filter(item -> seen.add(item.key()) && item.isAsked(part.window())).forEach(item -> ready.add(item.value()));
        if (offset > 0) {
            follow(page.keys());
        } else {
            begin(window, page, seen.size() > before);
        }
    }

    /** Takes the first page of a window. Leaves the window if the page is complete, otherwise splits it or lets other pages follow. */
    private void begin(Window window, Page<T> page, boolean isNew) {
        int size = page.items().size();
        boolean isLargest = size == largest.accumulateAndGet(size, Math::max);
        boolean full = size >= part.limit();
        boolean isComplete = !full && (totalIsWrong || !page.claimsMore()) && !(isLargest && USUAL_LIMITS.contains(size));
        // A page that is neither full nor new may come with a wrong total: splits would go on until each window has one time.
        List<Window> halves = !isComplete && (full || isNew) ? page.split(window) : List.of();
        if (isComplete || !halves.isEmpty()) {
            windows.remove();
            windows.addAll(0, halves);
        } else {
            first = page;
            paged = new HashSet<>(page.keys());
            offset = 1;
        }
    }

    /** Takes a page after the first. The page at offset 1 shows what an offset counts, and all others have to fit it. */
    private void follow(List<Object> keys) {
        List<Object> before = first.keys();
        int size = before.size();
        boolean isFirstAgain = offset == 1 && keys.equals(before); // it counts pages, from 1
        if (offset == 1) {
            countsRecords = size > 1 && keys.size() >= size - 1 && keys.subList(0, size - 1).equals(before.subList(1, size));
        }
        if (!keys.isEmpty() && !isFirstAgain && Collections.disjoint(keys, paged) == countsRecords) {
            throw new IncompleteSearchException(progress() + ". The page at offset " + offset + " does not follow the one before: search"
                    + " again, or choose a shorter window", Outcome.ACCEPTED, 1);
        }
        boolean grows = paged.addAll(keys);
        if (isFirstAgain || grows && keys.size() == size) {
            offset += countsRecords ? size - 1 : 1; // one record again, so that none is left out
        } else {
            totalIsWrong |= first.claimsMore() && paged.size() == size;
            windows.remove();
            offset = 0;
        }
    }

    private String progress() {
        String at = part == null ? "" : ", among the " + part.subject() + (part.status() == null ? "" : " with status " + part.status());
        boolean timed = part != null && part.window() != null && !windows.isEmpty();
        return "The search stopped after " + seen.size() + " results" + at
                + (timed ? ", complete up to " + Instant.ofEpochMilli(windows.element().from()) : "");
    }
}
