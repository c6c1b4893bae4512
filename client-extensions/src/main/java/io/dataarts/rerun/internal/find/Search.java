package io.dataarts.rerun.internal.find;

import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.IncompleteSearchException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.find.InstanceState;
import io.dataarts.rerun.find.Window;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads lists to their end, page by page, and gives each row once. Asks for a page only when its rows are wanted. Not thread-safe.
 *
 * <p>Sources disagree whether an {@code offset} counts records or pages. So an incomplete page is not followed by the next one: its window
 * is split, and each part is read from its start. Only where that is not possible, the page at offset 1 shows how the service counts.
 */
public final class Search {

    /** A service that does not take our limit may answer with its own: its default, or one of the usual ones. */
    private static final Set<Integer> USUAL_LIMITS = Set.of(10, 50, 100, 200, 500);

    /** The size of the largest page, also of earlier searches. The service does not cut shorter ones. */
    private final AtomicInteger largest;
    private final Iterator<Supplier<List<InstanceState>>> windows;
    private final Set<Object> seen = new HashSet<>();
    /** What is left of this window, the next one first. Each step asks for one page, and may put others before the rest. */
    private final Deque<Supplier<List<InstanceState>>> steps = new ArrayDeque<>();
    private Runnable check = () -> {};
    private @Nullable Instant date;
    private boolean totalIsWrong;
    /** Whether windows may be on start times: no page had one outside its window. */
    private boolean byStart = true;
    private boolean closed;
    private boolean isStrict = true;
    /** Whether a row was of the job that the search names, and one that was not. */
    private boolean isNamed;
    private @Nullable InstanceState other;

    Search(AtomicInteger largest, Stream<Part> parts) {
        this.largest = largest;
        this.windows = parts.flatMap(part -> part.windows().<Supplier<List<InstanceState>>>map(window -> () -> read(part, window, false)))
                .iterator();
    }

    /** Returns the results as a sequential stream. Closing it ends the search. */
    public Stream<InstanceState> stream() {
        return Stream.iterate(List.<InstanceState>of(), Objects::nonNull, page -> next()).flatMap(List::stream)
                .onClose(() -> closed = true);
    }

    /** Returns the results as above, also if the service lists only other jobs. The check runs before each request, and may throw. */
    public Stream<InstanceState> stream(Runnable beforeEach) {
        check = beforeEach;
        isStrict = false;
        return stream();
    }

    /** Returns the service's time in its last answer, null without one. */
    public @Nullable Instant date() {
        return date;
    }

    /** Asks for the next page. Returns its fresh rows, or null at the end. */
    private @Nullable List<InstanceState> next() {
        if (closed) {
            return null;
        }
        if (steps.isEmpty() && !windows.hasNext()) {
            if (isStrict && other != null && !isNamed) {
                throw new IncompleteSearchException("The service listed nothing of this job, but for example " + other
                        + ": use its name", Outcome.ACCEPTED, 1);
            }
            return null;
        }
        if (steps.isEmpty()) {
            steps.push(windows.next());
        }
        Supplier<List<InstanceState>> step = steps.element();
        List<InstanceState> fresh = step.get();
        steps.remove(step); // not before it, so that a caller that goes on after a failure misses nothing
        return fresh;
    }

    /**
     * Asks for the first page of a window. If it is not complete, splits the window or lets other pages follow.
     *
     * @param isHalf whether the window is a part of one whose page had rows
     */
    private List<InstanceState> read(Part part, Window window, boolean isHalf) {
        Page page = ask(part, window, 0, part.limit());
        int size = page.rows().size();
        if (size == 0 && page.claimsMore() && !isHalf) {
            throw incomplete(part, window, "The answer has a total of " + page.total() + ", but no entries: search again");
        }
        boolean isFull = size >= part.limit();
        boolean mayBeCut = size == largest.accumulateAndGet(size, Math::max) && USUAL_LIMITS.contains(size);
        if (mayBeCut && !isFull && !isHalf && !page.claimsMore()) {
            mayBeCut = !ask(part, window, size, 1).rows().isEmpty(); // with pages of one row, offsets of pages count records, too
        }
        byStart &= page.rows().stream().map(InstanceState::startTime).allMatch(start -> start == null || window.contains(start));
        int before = seen.size();
        List<InstanceState> fresh = fresh(part, page);
        if (isFull || mayBeCut || page.claimsMore() && !totalIsWrong) {
            // A page that is neither full nor new may come with a wrong total: splits would go on until each window has one time.
            goOn(part, window, page, isFull || seen.size() > before);
        }
        return fresh;
    }

    /** Lets the rest of a window follow its first page. */
    private void goOn(Part part, Window window, Page page, boolean canSplit) {
        List<Window> halves = canSplit ? page.split(window, byStart) : List.of();
        if (halves.isEmpty()) {
            steps.push(() -> follow(part, window, page, new HashSet<>(page.keys()), 1, false));
        } else {
            steps.push(() -> read(part, halves.get(1), true));
            steps.push(() -> read(part, halves.get(0), true));
        }
    }

    /**
     * Asks for a page after the first. The page at offset 1 shows what an offset counts, and all others have to fit it.
     *
     * @param paged the keys of all pages so far
     */
    private List<InstanceState> follow(Part part, Window window, Page first, Set<Object> paged, int offset, boolean countedRecords) {
        Page page = ask(part, window, offset, part.limit());
        List<Object> keys = page.keys();
        List<Object> before = first.keys();
        int size = before.size();
        boolean isFirstAgain = offset == 1 && keys.equals(before); // it counts pages, from 1
        boolean countsRecords = offset > 1 ? countedRecords
                : size > 1 && keys.size() >= size - 1 && keys.subList(0, size - 1).equals(before.subList(1, size));
        if (!keys.isEmpty() && !isFirstAgain && Collections.disjoint(keys, paged) == countsRecords) {
            throw incomplete(part, window, "The page at offset " + offset + " does not follow the one before: search again");
        }
        if (first.claimsMore() && !first.total().equals(page.total())) { // the list changed, so that an entry may be missing
            throw incomplete(part, window, "The total changed from " + first.total() + " to " + page.total() + ": search again");
        }
        boolean grows = paged.addAll(keys);
        if (isFirstAgain || grows && keys.size() == size) {
            int next = offset + (countsRecords ? size - 1 : 1); // one record again, so that none is left out
            steps.push(() -> follow(part, window, first, paged, next, countsRecords));
        } else {
            totalIsWrong |= first.claimsMore() && paged.size() == size;
        }
        return fresh(part, page);
    }

    private Page ask(Part part, Window window, int offset, int limit) {
        check.run();
        try {
            Page page = part.listing().page(window, offset, limit);
            date = page.date();
            return page;
        } catch (DataArtsException e) {
            e.addSuppressed(new IncompleteSearchException(progress(part, window), e.outcome(), e.attempts()));
            throw e;
        }
    }

    /** Returns the rows that the query asks for and that no page had before. */
    private List<InstanceState> fresh(Part part, Page page) {
        page.rows().forEach(row -> {
            isNamed |= part.names(row);
            other = part.names(row) ? other : row;
        });
        return page.rows().stream().filter(row -> seen.add(Page.key(row)) && part.asksFor(row)).toList();
    }

    private IncompleteSearchException incomplete(Part part, Window window, String why) {
        return new IncompleteSearchException(progress(part, window) + ". " + why, Outcome.ACCEPTED, 1);
    }

    private String progress(Part part, Window window) {
        return "The search stopped after " + seen.size() + (seen.size() == 1 ? " result" : " results") + ", among the " + part.subject()
                + (part.status() == null ? "" : " with status " + part.status())
                + (part.window() == null ? "" : ", complete up to " + Instant.ofEpochMilli(Math.max(window.from(), part.window().from())));
    }
}
