package io.dataarts.rerun.internal.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dataarts.rerun.error.IncompleteSearchException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.find.InstanceState;
import io.dataarts.rerun.find.Window;
import io.dataarts.rerun.internal.find.ListService.Axis;
import io.dataarts.rerun.internal.find.ListService.Entry;
import io.dataarts.rerun.internal.find.ListService.Offset;
import io.dataarts.rerun.internal.find.ListService.Order;
import io.dataarts.rerun.internal.find.ListService.Reading;
import io.dataarts.rerun.internal.find.ListService.Total;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A search gives each entry of a list once, with few requests, whatever the sources leave open about the list. */
class SearchTest {

    private static final long MIDNIGHT = 1_732_550_400_000L;
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final Window WINDOW = new Window(MIDNIGHT, MIDNIGHT + DAY);

    /** When entries were planned and started. */
    private enum Night {
        /** Over the day. */
        SPREAD(DAY, DAY),
        /** Planned over the day, and all started in one minute, as after an outage. */
        BACKLOG(DAY, MINUTE),
        /** Planned in one minute, and started over the day, as behind a narrow queue. */
        QUEUE(MINUTE, DAY),
        /** In one minute. */
        BURST(MINUTE, MINUTE),
        /** Planned for one moment, and started in the minute after it. */
        MIDNIGHT_RUN(1, MINUTE),
        /** Planned over the day, and started in seven milliseconds. */
        IN_MILLISECONDS(DAY, 7),
        /** In one millisecond. */
        AT_ONCE(1, 1);

        private final long planned;
        private final long started;

        Night(long planned, long started) {
            this.planned = planned;
            this.started = started;
        }

        /** Returns entries at random times of this night. Their ids are in no order. */
        List<Entry> entries(int count) {
            Random random = new Random(count);
            List<Long> ids = new ArrayList<>(ids(count));
            Collections.shuffle(ids, random);
            return ids.stream().map(id -> new Entry(id, MIDNIGHT + (long) (random.nextDouble() * started),
                    MIDNIGHT + (long) (random.nextDouble() * planned))).toList();
        }
    }

    private static List<Long> ids(int count) {
        return LongStream.range(0, count).boxed().toList();
    }

    private static Search search(ListService service) {
        return search(WINDOW, 1000, service);
    }

    private static Search search(Window window, int limit, Part.Listing listing) {
        return new Search(new AtomicInteger(), Stream.of(new Part("instances of job a", null, "fail", window, limit, listing)));
    }

    private static Long id(InstanceState row) {
        return Long.valueOf(row.instanceId());
    }

    private static List<Long> sorted(Search search) {
        return search.stream().map(SearchTest::id).sorted().toList();
    }

    @ParameterizedTest
    @EnumSource(Night.class)
    void find_whenThereAre2500_thenEachIsFoundOnceInTenRequests(Night night) {
        List<Entry> entries = night.entries(2500);
        for (Reading reading : some(ListService.readings())) {
            ListService service = new ListService(reading, entries);
            assertThat(sorted(search(service))).as("%s", reading).isEqualTo(ids(2500));
            assertThat(service.requests).as("%s", reading).hasSizeLessThanOrEqualTo(10);
        }
    }

    @Test
    void find_whenABacklogStartedInTheOrderOfItsPlan_thenEachIsFoundOnceInTenRequests() {
        List<Entry> entries = ids(2500).stream()
                .map(id -> new Entry(id, MIDNIGHT + DAY - MINUTE + id * 20, MIDNIGHT + id * 34_000)).toList();
        for (Reading reading : some(ListService.readings())) {
            ListService service = new ListService(reading, entries);
            assertThat(sorted(search(service))).as("%s", reading).isEqualTo(ids(2500));
            assertThat(service.requests).as("%s", reading).hasSizeLessThanOrEqualTo(10);
        }
    }

    @Test
    void find_whenMostWerePlannedAtOnce_thenEachIsFoundOnceInTenRequests() {
        List<Entry> entries = ids(2500).stream().map(id -> new Entry(id, MIDNIGHT + DAY - MINUTE + id * 20,
                id < 2000 ? MIDNIGHT : MIDNIGHT + id * 30_000)).toList();
        for (Reading reading : ListService.readings().stream().filter(each -> each.order() == Order.PLAN_DOWN).toList()) {
            ListService service = new ListService(reading, entries);
            assertThat(sorted(search(service))).as("%s", reading).isEqualTo(ids(2500));
            assertThat(service.requests).as("%s", reading).hasSizeLessThanOrEqualTo(10);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 500, 999, 1000, 1001})
    void find_whateverTheirNumber_thenEachIsFoundOnceInSixRequests(int count) {
        for (Night night : Night.values()) {
            List<Entry> entries = night.entries(count);
            for (Reading reading : some(ListService.readings(Total.PAGE_SIZE))) {
                ListService service = new ListService(reading, entries);
                assertThat(sorted(search(service))).as("%s %s", night, reading).isEqualTo(ids(count));
                assertThat(service.requests).as("%s %s", night, reading).hasSizeLessThanOrEqualTo(6);
            }
        }
    }

    /** Returns each fifth reading, which meets each kind of each axis, and all with {@code -Ddataarts.full=true}, as in CI. */
    private static List<Reading> some(List<Reading> readings) {
        int step = Boolean.getBoolean("dataarts.full") ? 1 : 5;
        return IntStream.range(0, readings.size()).filter(i -> i % step == 0).mapToObj(readings::get).toList();
    }

    @ParameterizedTest
    @EnumSource(Night.class)
    void find_whenThereAre10000_thenEachIsFoundOnceInFortyRequests(Night night) {
        List<Entry> entries = night.entries(10_000);
        for (Reading reading : some(ListService.readings(Total.PAGE_SIZE))) {
            ListService service = new ListService(reading, entries);
            assertThat(sorted(search(service))).as("%s", reading).isEqualTo(ids(10_000));
            assertThat(service.requests).as("%s", reading).hasSizeLessThanOrEqualTo(40);
        }
    }

    @Test
    void find_whenFewerThanALimitAreListed_thenOneRequestIsEnough() {
        for (Reading reading : some(ListService.readings())) {
            ListService service = new ListService(reading, Night.BURST.entries(999));
            assertThat(sorted(search(service))).hasSize(999);
            assertThat(service.requests).as("%s", reading)
                    .containsExactly((MIDNIGHT - 1) + ".." + (MIDNIGHT + DAY + 1) + " at 0");
        }
    }

    @ParameterizedTest
    @EnumSource(Night.class)
    void find_whenTheServiceCapsPages_thenTheTotalShowsIt(Night night) {
        List<Entry> entries = night.entries(2500);
        for (Reading reading : some(ListService.readings(Total.HONEST))) {
            ListService service = new ListService(reading.cappedAt(100), entries);
            assertThat(sorted(search(service))).as("%s", reading).isEqualTo(ids(2500));
            assertThat(service.requests).as("%s", reading).hasSizeLessThanOrEqualTo(4 * 2500 / 100);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 50, 100, 200, 500})
    void find_whenTheServiceCapsPagesAndTotal_thenAUsualLimitIsSuspicious(int cap) {
        for (Reading reading : some(Stream.of(Total.PAGE_SIZE, Total.CAPPED, Total.MISSING)
                .flatMap(total -> ListService.readings(total).stream()).toList())) {
            ListService service = new ListService(reading.cappedAt(cap), Night.SPREAD.entries(600));
            assertThat(sorted(search(service))).as("%s", reading).isEqualTo(ids(600));
        }
    }

    private static InstanceState row(String id, String job, String status) {
        return new InstanceState("w", null, job, "1", id, MIDNIGHT, null, status, MIDNIGHT, null);
    }

    private static Search ofSales(List<InstanceState> rows) {
        return new Search(new AtomicInteger(), Stream.of(new Part("instances of job daily_sales", "daily_sales", "fail", WINDOW, 1000,
                (window, offset, limit) -> new Page(rows, rows.size(), null))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Daily_Sales", "daily_sales_v2"})
    void find_whenNoRowIsOfTheJob_thenFailsAndNamesOne(String job) {
        assertThatThrownBy(() -> ofSales(List.of(row("1", job, "fail"))).stream().count())
                .isInstanceOf(IncompleteSearchException.class)
                .hasMessage("The service listed nothing of this job, but for example %s (instance 1), planned 2024-11-25T16:00:00Z: fail,"
                        + " started 2024-11-25T16:00:00Z: use its name", job);
        assertThat(ofSales(List.of(row("1", job, "fail"))).stream(() -> {})).isEmpty();
        assertThat(ofSales(List.of(row("1", job, "fail"), row("2", "daily_sales", "success"))).stream()).isEmpty();
    }

    @Test
    void find_whenSomeRowsAreOfAnotherJobOrStatus_thenTheyAreLeftOut() {
        Part part = new Part("instances of job a", "a", "fail", WINDOW, 1000, (window, offset, limit) -> new Page(
                List.of(row("1", "b", "fail"), row("2", "a", "success"), row("3", "a", "fail"), row("4", "a", null)), 4, null));
        assertThat(sorted(new Search(new AtomicInteger(), Stream.of(part)))).containsExactly(3L, 4L);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 50, 100, 200, 500})
    void find_whenAPageHasAUsualSize_thenOneRequestShowsThatItIsComplete(int count) {
        for (Reading reading : some(ListService.readings())) {
            ListService service = new ListService(reading, Night.BURST.entries(count));
            assertThat(sorted(search(service))).as("%s", reading).isEqualTo(ids(count));
            if (reading.offset() != Offset.PAGES_FROM_1) { // where the row after the page is the last of the page
                assertThat(service.requests).as("%s", reading).hasSize(2);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 50, 100, 200, 500})
    void find_whenAPageWasComplete_thenLaterSearchesStillSuspectItsSize(int cap) {
        for (Reading reading : some(ListService.readings(Total.PAGE_SIZE))) {
            AtomicInteger largest = new AtomicInteger();
            for (int count : List.of(cap, cap + 1)) {
                ListService service = new ListService(reading.cappedAt(cap), Night.BURST.entries(count));
                Search search = new Search(largest, Stream.of(new Part("list", null, null, WINDOW, 1000, service)));
                assertThat(sorted(search)).as("%s", reading).isEqualTo(ids(count));
            }
        }
    }

    @Test
    void find_whenAnotherListWasCompleteBefore_thenAListThatIsCutIsStillReadToItsEnd() {
        for (Reading reading : some(ListService.readings(Total.PAGE_SIZE))) {
            ListService short1 = new ListService(reading.cappedAt(10), Night.SPREAD.entries(10));
            ListService cut = new ListService(reading.cappedAt(10), Night.SPREAD.entries(25));
            Search search = new Search(
                    new AtomicInteger(), Stream.of(short1, cut).map(list -> new Part("list", null, null, WINDOW, 1000, list)));
            assertThat(sorted(search)).as("%s", reading).isEqualTo(ids(25));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 10, 100, 999, 2500})
    void find_whenTheTotalNeverFits_thenItIsIgnoredAfterFewRequests(int count) {
        for (Night night : Night.values()) {
            List<Entry> entries = night.entries(count);
            for (Reading reading : some(ListService.readings(Total.HONEST))) {
                ListService honest = new ListService(reading, entries);
                ListService wrong = new ListService(reading.with(Total.TOO_HIGH), entries);
                search(honest).stream().count();
                assertThat(sorted(search(wrong))).as("%s %s", night, reading).isEqualTo(ids(count));
                assertThat(wrong.requests).as("%s %s", night, reading).hasSizeLessThanOrEqualTo(honest.requests.size() + 5);
            }
        }
    }

    @Test
    void find_whenAListHasATotalButNoEntries_thenTheSearchFails() {
        ListService full = new ListService(Reading.USUAL, Night.SPREAD.entries(5));
        ListService empty = new ListService(Reading.USUAL.with(Total.TOO_HIGH), List.of());
        List<Long> found = new ArrayList<>();
        IncompleteSearchException failure = catchThrowableOfType(IncompleteSearchException.class, () -> new Search(new AtomicInteger(),
                Stream.of(full, empty).map(list -> new Part("jobs", null, null, WINDOW, 1000, list))).stream()
                .forEach(row -> found.add(id(row))));
        assertThat(failure).hasMessage("The search stopped after 5 results, among the jobs, complete up to 2024-11-25T16:00:00Z. The"
                + " answer has a total of 100000, but no entries: search again");
        assertThat(found).hasSize(5);
        assertThat(empty.requests).hasSize(1);
    }

    @Test
    void find_whenTheTotalNeverFits_thenOtherPartsOfTheSearchKnowIt() {
        ListService first = new ListService(Reading.USUAL.with(Total.TOO_HIGH), Night.SPREAD.entries(5));
        ListService second = new ListService(Reading.USUAL.with(Total.TOO_HIGH), Night.SPREAD.entries(7));
        Search search = new Search(
                new AtomicInteger(), Stream.of(first, second).map(list -> new Part("list", null, null, WINDOW, 1000, list)));
        assertThat(sorted(search)).isEqualTo(ids(7));
        assertThat(first.requests).hasSize(4);
        assertThat(second.requests).hasSize(1);
    }

    @Test
    void find_whenATotalIsTooHigh_thenItEndsNoSuspicion() {
        ListService first = new ListService(Reading.USUAL.with(Total.TOO_HIGH), Night.SPREAD.entries(5));
        ListService cut = new ListService(Reading.USUAL.with(Total.TOO_HIGH).cappedAt(10), Night.SPREAD.entries(25));
        assertThat(sorted(new Search(
                        new AtomicInteger(), Stream.of(first, cut).map(list -> new Part("list", null, null, WINDOW, 1000, list)))))
                .isEqualTo(ids(25));
    }

    @Test
    void find_whenATotalFitted_thenItIsBelievedLater() {
        ListService full = new ListService(Reading.USUAL, Night.AT_ONCE.entries(1000));
        ListService capped = new ListService(Reading.USUAL.cappedAt(77), Night.SPREAD.entries(1300));
        assertThat(sorted(new Search(
                        new AtomicInteger(), Stream.of(full, capped).map(list -> new Part("list", null, null, WINDOW, 1000, list)))))
                .isEqualTo(ids(1300));
        assertThat(full.requests).hasSize(2);
    }

    @Test
    void find_whenTheOrderChangesWithEachRequest_thenSplittingFindsAll() {
        for (Reading reading : some(ListService.readings(Total.MISSING))) {
            ListService service = new ListService(reading.with(Order.SHUFFLED_EACH_TIME), Night.BURST.entries(2500));
            assertThat(sorted(search(service))).as("%s", reading).isEqualTo(ids(2500));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Offset.class, names = {"RECORDS", "PAGES_FROM_0", "PAGES_FROM_1"})
    void find_whenTheOrderChangesAndTimesDoNotSplit_thenItFailsAndSaysHowFarItGot(Offset offset) {
        Reading reading = Reading.USUAL.with(Order.SHUFFLED_EACH_TIME).with(offset);
        ListService service = new ListService(reading, Night.AT_ONCE.entries(2500));
        List<Long> found = new ArrayList<>();
        IncompleteSearchException failure = catchThrowableOfType(IncompleteSearchException.class,
                () -> search(service).stream().map(SearchTest::id).forEach(found::add));
        assertThat(failure).hasMessageMatching("The search stopped after 1000 results, among the instances of job a with status fail,"
                + " complete up to 2024-11-25T16:00:00Z. The page at offset 1 does not follow the one before: search again");
        assertThat(failure.outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(found).hasSize(1000);
        assertThat(service.requests).hasSize(2);
    }

    @Test
    void find_whenAnEntryIsDeletedBetweenTwoPages_thenItFails() {
        List<Entry> entries = new ArrayList<>(ids(350).stream().map(id -> new Entry(id, null, null)).toList());
        for (Offset offset : List.of(Offset.RECORDS, Offset.PAGES_FROM_0, Offset.PAGES_FROM_1)) {
            Part.Listing list = (window, at, limit) -> {
                Page page = new ListService(Reading.USUAL.with(Axis.NONE).with(Order.ID_UP).with(offset), entries).page(window, at, limit);
                entries.remove(0);
                return page;
            };
            assertThatThrownBy(() -> search(null, 100, list).stream().count()).as("%s", offset)
                    .isInstanceOf(IncompleteSearchException.class).hasMessageStartingWith("The search stopped after 100 results");
        }
    }

    @Test
    void find_whenTheServiceIgnoresTheOffset_thenItFails() {
        ListService service = new ListService(Reading.USUAL.with(Offset.IGNORED), Night.AT_ONCE.entries(2500));
        assertThatThrownBy(() -> search(service).stream().count()).isInstanceOf(IncompleteSearchException.class)
                .hasMessageContaining("The page at offset 2 does not follow");
        assertThat(service.requests).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 10, 99, 100, 101, 250})
    void find_whenAListHasNoTimes_thenTheSecondPageShowsWhatAnOffsetCounts(int count) {
        List<Entry> entries = ids(count).stream().map(id -> new Entry(id, null, null)).toList();
        for (Reading reading : some(ListService.readings())) {
            for (int limit : new int[] {1, 2, 100}) {
                ListService service = new ListService(reading.with(Axis.NONE), entries);
                assertThat(sorted(search(null, limit, service))).as("%s", reading).isEqualTo(ids(count));
                assertThat(service.requests).hasSizeLessThanOrEqualTo(4 + (limit == 2 ? count : count / Math.max(1, limit - 1)));
            }
        }
    }

    @Test
    void find_whenEntriesLackAStart_thenTheyAreFoundByTheirPlan() {
        List<Entry> waiting = Night.SPREAD.entries(2500).stream().map(entry -> new Entry(entry.id(), null, entry.plan())).toList();
        for (Reading reading : some(ListService.readings())) {
            ListService service = new ListService(reading.with(Axis.PLAN), waiting);
            assertThat(sorted(search(service))).as("%s", reading).isEqualTo(ids(2500));
            assertThat(service.requests).as("%s", reading).hasSizeLessThanOrEqualTo(10);
        }
    }

    @Test
    void find_whenTheServiceIgnoresTheWindow_thenOnlyWhatLiesInItIsFound() {
        Window hour = new Window(MIDNIGHT, MIDNIGHT + DAY / 24);
        List<Entry> entries = Night.SPREAD.entries(2500);
        List<Long> inside = entries.stream().filter(entry -> hour.contains(entry.start()) || hour.contains(entry.plan()))
                .map(Entry::id).sorted().toList();
        for (Reading reading : some(ListService.readings())) {
            ListService service = new ListService(reading.with(Axis.NONE), entries);
            assertThat(sorted(search(hour, 1000, service))).as("%s", reading).isEqualTo(inside);
            assertThat(service.requests).as("%s", reading).hasSizeLessThanOrEqualTo(10);
        }
    }

    @Test
    void find_whetherBoundsBelongToAWindowOrNot_thenTheCallersDo() {
        List<Entry> entries = LongStream.of(-2, -1, 0, 1, DAY - 1, DAY, DAY + 1, DAY + 2)
                .mapToObj(offset -> new Entry(offset, MIDNIGHT + offset, MIDNIGHT + offset)).toList();
        for (Reading reading : some(ListService.readings())) {
            assertThat(sorted(search(new ListService(reading, entries)))).as("%s", reading).containsExactly(0L, 1L, DAY - 1, DAY);
        }
    }

    @Test
    void find_whenOneTimeIsMissing_thenTheOtherDecides() {
        List<Entry> entries = LongStream.of(-1, 0, DAY, DAY + 1).boxed().flatMap(offset -> Stream.of(
                new Entry(offset, MIDNIGHT + offset, null), new Entry(10 * DAY + offset, null, MIDNIGHT + offset))).toList();
        ListService service = new ListService(Reading.USUAL.with(Axis.NONE), entries);
        assertThat(sorted(search(service))).containsExactly(0L, DAY, 10 * DAY, 11 * DAY);
    }

    @Test
    void find_whenTheWindowIsLong_thenItIsCutAt28Days() {
        Window window = new Window(MIDNIGHT, MIDNIGHT + 60 * DAY);
        List<Entry> entries = ids(601).stream().map(id -> new Entry(id, MIDNIGHT + id * DAY / 10, MIDNIGHT + id * DAY / 10)).toList();
        for (Reading reading : some(ListService.readings())) {
            ListService service = new ListService(reading, entries);
            assertThat(sorted(search(window, 1000, service))).as("%s", reading).isEqualTo(ids(601));
            assertThat(service.requests).as("%s", reading).containsExactly(
                    (MIDNIGHT - 1) + ".." + (MIDNIGHT + 28 * DAY - 1) + " at 0",
                    (MIDNIGHT + 28 * DAY - 2) + ".." + (MIDNIGHT + 56 * DAY - 2) + " at 0",
                    (MIDNIGHT + 56 * DAY - 3) + ".." + (MIDNIGHT + 60 * DAY + 1) + " at 0");
        }
    }

    @Test
    void find_whenTheWindowEndsWithTheAllowedTimes_thenNoTimeBeyondThemIsAskedFor() {
        Window window = new Window(9_999_999_999_990L, 9_999_999_999_999L);
        ListService last = new ListService(Reading.USUAL, List.of());
        search(window, 1000, last).stream().count();
        ListService first = new ListService(Reading.USUAL, List.of());
        search(new Window(1_000_000_000_000L, 1_000_000_000_000L), 1000, first).stream().count();
        assertThat(last.requests).containsExactly("9999999999989..9999999999999 at 0");
        assertThat(first.requests).containsExactly("1000000000000..1000000000001 at 0");
    }

    @Test
    void find_whenAnEntryMovesToALaterWindow_thenItIsFoundOnce() {
        Reading newestFirst = Reading.USUAL.with(Order.START_DOWN);
        List<Entry> entries = new ArrayList<>(Night.SPREAD.entries(1500));
        entries.sort(Comparator.comparing(Entry::start));
        Part.Listing moving = (window, offset, limit) -> {
            Page page = new ListService(newestFirst, entries).page(window, offset, limit);
            Entry oldest = entries.remove(0);
            entries.add(new Entry(oldest.id(), WINDOW.to(), oldest.plan())); // a rerun
            return page;
        };
        assertThat(sorted(search(WINDOW, 1000, moving))).isEqualTo(ids(1500));
    }

    @Test
    void find_whenPartsListTheSameEntry_thenItIsFoundOnce() {
        Part.Listing list = new ListService(Reading.USUAL, Night.SPREAD.entries(7));
        Search search = new Search(new AtomicInteger(),
                Stream.of("fail", "running").map(status -> new Part("jobs", null, status, WINDOW, 1000, list)));
        assertThat(sorted(search)).isEqualTo(ids(7));
    }

    @Test
    void stream_whenItIsShortCircuited_thenItAsksNothingMore() {
        ListService service = new ListService(Reading.USUAL, Night.SPREAD.entries(2500));
        Search search = search(service);
        assertThat(service.requests).isEmpty();
        assertThat(search.stream().findFirst()).isPresent();
        assertThat(service.requests).hasSize(1);
        assertThat(search(service).stream().limit(1000)).hasSize(1000);
        assertThat(service.requests).hasSize(2);
    }

    @Test
    void stream_whenItIsClosed_thenItsIteratorAsksNothingMore() {
        ListService service = new ListService(Reading.USUAL, Night.SPREAD.entries(2500));
        Iterator<InstanceState> results;
        try (Stream<InstanceState> stream = search(service).stream()) {
            results = stream.iterator();
            for (int i = 0; i < 999; i++) {
                results.next();
            }
        }
        assertThat(service.requests).hasSize(1);
        results.forEachRemaining(row -> {}); // the rest of the page
        assertThat(service.requests).hasSize(1);
    }

    @Test
    void stream_whenItGoesOnAfterAFailure_thenNoPartIsReadTwice() {
        ListService service = new ListService(Reading.USUAL, Night.SPREAD.entries(11));
        Part.Listing failing = (window, offset, limit) -> {
            Page page = service.page(window, offset, limit);
            if (service.requests.size() == 2) {
                throw new NotSentException("Not sent: refused", null, Outcome.NOT_SENT, 3);
            }
            return page;
        };
        Iterator<InstanceState> results = search(new Window(MIDNIGHT, MIDNIGHT + 40 * DAY), 1000, failing).stream().iterator();
        for (int i = 0; i < 11; i++) {
            results.next();
        }
        assertThatThrownBy(results::hasNext).isInstanceOf(NotSentException.class);
        assertThat(results.hasNext()).isFalse();
        String second = (MIDNIGHT + 28 * DAY - 2) + ".." + (MIDNIGHT + 40 * DAY + 1) + " at 0";
        assertThat(service.requests).containsExactly(
                (MIDNIGHT - 1) + ".." + (MIDNIGHT + 28 * DAY - 1) + " at 0", second, second);
    }

    @Test
    void stream_whenTheCheckOfATotalFails_thenGoingOnFindsEachOnce() {
        ListService service = new ListService(Reading.USUAL, Night.SPREAD.entries(10));
        Part.Listing failing = (window, offset, limit) -> {
            Page page = service.page(window, offset, limit);
            if (service.requests.size() == 2) {
                throw new NotSentException("Not sent: refused", null, Outcome.NOT_SENT, 3);
            }
            return page;
        };
        Iterator<InstanceState> results = search(WINDOW, 1000, failing).stream().iterator();
        assertThatThrownBy(results::hasNext).isInstanceOf(NotSentException.class);
        List<Long> found = new ArrayList<>();
        results.forEachRemaining(row -> found.add(id(row)));
        assertThat(found).containsExactlyInAnyOrderElementsOf(ids(10));
        assertThat(service.requests).hasSize(4);
    }

    @Test
    void stream_whenAPageFails_thenTheFailureSaysHowFarItGot() {
        ListService service = new ListService(Reading.USUAL, Night.SPREAD.entries(2500));
        Part.Listing failing = (window, offset, limit) -> {
            if (service.requests.size() == 3) {
                throw new NotSentException("Not sent: refused", null, Outcome.NOT_SENT, 3);
            }
            return service.page(window, offset, limit);
        };
        List<Long> found = new ArrayList<>();
        NotSentException failure = catchThrowableOfType(NotSentException.class,
                () -> search(WINDOW, 1000, failing).stream().map(SearchTest::id).forEach(found::add));
        assertThat(failure).hasMessage("Not sent: refused");
        IncompleteSearchException howFar = (IncompleteSearchException) failure.getSuppressed()[0];
        long upTo = Long.parseLong(service.requests.get(2).split("[.][.]")[0]);
        assertThat(howFar).hasMessageMatching("The search stopped after 1[0-9]{3} results, among the instances of job a with status fail,"
                + " complete up to 2024-11-2[56]T.*Z");
        assertThat(howFar.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(howFar.attempts()).isEqualTo(3);
        assertThat(found).doesNotHaveDuplicates().hasSizeGreaterThan(1000);
        assertThat(upTo).isGreaterThan(MIDNIGHT);
    }
}
