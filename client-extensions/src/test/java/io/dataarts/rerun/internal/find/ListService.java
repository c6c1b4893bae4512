package io.dataarts.rerun.internal.find;

import io.dataarts.rerun.find.InstanceState;
import io.dataarts.rerun.find.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A list of a service, in each reading that its documentation allows. It keeps its requests. */
final class ListService implements Part.Listing {

    /** An entry. Its times are null if it lacks them. */
    record Entry(long id, Long start, Long plan) {

        private InstanceState row() {
            return new InstanceState("w", null, "a", "1", Long.toString(id), plan, null, null, start, null);
        }
    }

    /** Which time of an entry decides whether a window has it. */
    enum Axis { START, PLAN, NONE }

    /** What an offset counts. */
    enum Offset { RECORDS, PAGES_FROM_0, PAGES_FROM_1, IGNORED }

    /** How the list is sorted. */
    enum Order { START_UP, START_DOWN, NEARLY_START_UP, PLAN_UP, PLAN_DOWN, ID_UP, ID_DOWN, SHUFFLED_ONCE, SHUFFLED_EACH_TIME }

    /** What the answer calls the number of all entries. */
    enum Total { HONEST, PAGE_SIZE, CAPPED, MISSING, TOO_HIGH }

    /**
     * How the service reads a request.
     *
     * @param inclusive whether the bounds of a window belong to it
     * @param cap the largest page, whatever the request asks for
     */
    record Reading(Axis axis, Offset offset, Order order, Total total, boolean inclusive, int cap) {

        static final Reading USUAL = new Reading(Axis.START, Offset.RECORDS, Order.START_UP, Total.HONEST, true, 1000);

        Reading with(Axis other) {
            return new Reading(other, offset, order, total, inclusive, cap);
        }

        Reading with(Offset other) {
            return new Reading(axis, other, order, total, inclusive, cap);
        }

        Reading with(Order other) {
            return new Reading(axis, offset, other, total, inclusive, cap);
        }

        Reading with(Total other) {
            return new Reading(axis, offset, order, other, inclusive, cap);
        }

        Reading exclusive() {
            return new Reading(axis, offset, order, total, false, cap);
        }

        Reading cappedAt(int other) {
            return new Reading(axis, offset, order, total, inclusive, other);
        }
    }

    private final Reading reading;
    private final List<Entry> entries;
    private final Random random = new Random(20241122);
    final List<String> requests = new ArrayList<>();

    ListService(Reading reading, List<Entry> entries) {
        this.reading = reading;
        this.entries = new ArrayList<>(entries);
        Comparator<Long> nullsLast = Comparator.nullsLast(Comparator.naturalOrder());
        switch (reading.order) {
            case START_UP -> this.entries.sort(Comparator.comparing(Entry::start, nullsLast));
            case START_DOWN -> this.entries.sort(Comparator.comparing(Entry::start, nullsLast).reversed());
            case NEARLY_START_UP -> {
                this.entries.sort(Comparator.comparing(Entry::start, nullsLast));
                for (int i = 0; i < entries.size(); i += 10) {
                    Collections.shuffle(this.entries.subList(i, Math.min(i + 10, entries.size())), random);
                }
            }
            case PLAN_UP -> this.entries.sort(Comparator.comparing(Entry::plan, nullsLast));
            case PLAN_DOWN -> this.entries.sort(Comparator.comparing(Entry::plan, nullsLast).reversed());
            case ID_UP -> this.entries.sort(Comparator.comparing(Entry::id));
            case ID_DOWN -> this.entries.sort(Comparator.comparing(Entry::id).reversed());
            default -> Collections.shuffle(this.entries, random);
        }
    }

    /** Returns every combination of the readings that the sources allow. */
    static List<Reading> readings() {
        return Stream.of(Total.HONEST, Total.PAGE_SIZE, Total.MISSING).flatMap(total -> readings(total).stream()).toList();
    }

    /** Returns every combination of the readings that the sources allow, with this total. */
    static List<Reading> readings(Total total) {
        return Stream.of(Axis.START, Axis.PLAN).map(Reading.USUAL.with(total)::with)
                .flatMap(reading -> Stream.of(Offset.RECORDS, Offset.PAGES_FROM_0, Offset.PAGES_FROM_1).map(reading::with))
                .flatMap(reading -> Stream.of(Order.values()).filter(order -> order != Order.SHUFFLED_EACH_TIME).map(reading::with))
                .flatMap(reading -> Stream.of(reading, reading.exclusive()))
                .toList();
    }

    @Override
    public Page page(Window window, int offset, int limit) {
        requests.add(window.from() + ".." + window.to() + " at " + offset);
        if (reading.order == Order.SHUFFLED_EACH_TIME) {
            Collections.shuffle(entries, random);
        }
        List<Entry> listed = entries.stream().filter(entry -> contains(window, entry)).toList();
        int size = Math.min(limit, reading.cap);
        int start = switch (reading.offset) {
            case RECORDS -> offset;
            case PAGES_FROM_0 -> offset * size;
            case PAGES_FROM_1 -> Math.max(0, offset - 1) * size;
            case IGNORED -> 0;
        };
        List<InstanceState> page = listed.stream().skip(start).limit(size)
                .map(Entry::row).toList();
        Integer total = switch (reading.total) {
            case HONEST -> listed.size();
            case PAGE_SIZE -> page.size();
            case CAPPED -> Math.min(listed.size(), reading.cap);
            case MISSING -> null;
            case TOO_HIGH -> 100_000;
        };
        return new Page(page, total, null);
    }

    private boolean contains(Window window, Entry entry) {
        if (reading.axis == Axis.NONE) {
            return true;
        }
        Long time = reading.axis == Axis.START ? entry.start : entry.plan;
        int slack = reading.inclusive ? 0 : 1;
        return time != null && window.from() + slack <= time && time <= window.to() - slack;
    }
}
