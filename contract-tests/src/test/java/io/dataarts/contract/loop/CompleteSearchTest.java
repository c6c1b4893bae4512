package io.dataarts.contract.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dataarts.contract.provider.Readings.Offset;
import io.dataarts.contract.provider.Readings.Order;
import io.dataarts.contract.provider.Readings.Total;
import io.dataarts.contract.provider.Readings.Window;
import io.dataarts.rerun.error.IncompleteSearchException;
import io.dataarts.rerun.find.FoundInstance;
import io.dataarts.rerun.find.InstanceQuery;
import io.dataarts.rerun.find.InstanceStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A search finds each of 2,500 instances once in at most 10 requests, whatever the sources leave open about the list. */
class CompleteSearchTest {

    private static final boolean FULL = Boolean.getBoolean("dataarts.full");
    private static final Instant FROM = Instant.parse("2024-11-21T00:00:00Z");
    private static final Instant TO = Instant.parse("2024-11-22T00:00:00Z");
    private static final InstanceQuery FAILED = InstanceQuery.of("daily_sales").between(FROM, TO).withStatus(InstanceStatus.FAIL);
    private static final List<Long> IDS = LongStream.rangeClosed(1, 2500).boxed().toList();

    private static Morning morning;
    private static Night filled;
    private static int turn;

    @BeforeAll
    static void start() {
        morning = new Morning();
        filled = null;
        turn = 0;
    }

    @AfterAll
    static void stop() {
        morning.close();
    }

    /** When the 2,500 instances were planned, and when they started: the first one, and the time from one to the next. */
    enum Night {
        /** Over a day, each soon after its time. */
        SPREAD(0, 34_000, 10_000, 34_001),
        /** Planned over a day, and all started in one minute, as after an outage. */
        BACKLOG(0, 34_000, 86_300_000, 20),
        /** In one minute. */
        BURST(3_600_000, 20, 3_660_000, 20),
        /** In one millisecond. */
        AT_ONCE(3_600_000, 0, 3_660_000, 0);

        private final long plan;
        private final long planStep;
        private final long start;
        private final long startStep;

        Night(long plan, long planStep, long start, long startStep) {
            this.plan = plan;
            this.planStep = planStep;
            this.start = start;
            this.startStep = startStep;
        }

        /** Fills the memory, unless it holds this night. */
        void fill() {
            if (filled == this) {
                return;
            }
            morning.again();
            List<Long> ids = new ArrayList<>(IDS);
            Collections.shuffle(ids, new Random(20241122));
            for (int i = 0; i < ids.size(); i++) {
                long id = ids.get(i);
                // Neighbours in the plan start in another order.
                long started = FROM.toEpochMilli() + start + startStep * (i ^ 1);
                morning.memory.instance("daily_sales", FROM.plusMillis(plan + planStep * i), values -> values
                        .put("instance_id", id).put("start_time", started).put("end_time", started + 60_000));
            }
            morning.memory.instance("daily_sales", FROM.plusMillis(plan), values -> values.put("status", "success"));
            filled = this;
        }
    }

    static Stream<Arguments> readings() {
        List<Total> totals = FULL ? List.of(Total.values()) : List.of(Total.HONEST, Total.PAGE);
        return Stream.of(Night.values()).flatMap(night -> Stream.of(Window.values()).flatMap(window -> Stream.of(Offset.values())
                .flatMap(offset -> totals.stream().map(total -> Arguments.of(night, window, offset, total)))));
    }

    @ParameterizedTest
    @MethodSource("readings")
    void find_whenListHasManyPages_thenEachInstanceIsFoundOnce(Night night, Window window, Offset offset, Total total) {
        night.fill();
        Set<Order> orders = FULL ? EnumSet.allOf(Order.class) : EnumSet.of(nextOrder());
        if (night == Night.AT_ONCE) {
            orders.remove(Order.SHUFFLED_ANEW); // nothing tells its pages apart: see the test below
        }
        for (Order order : orders) {
            search(window, offset, total, order);

            assertThat(found()).as("%s", order).isEqualTo(IDS);
            assertThat(morning.provider.count(Morning.INSTANCES)).as("requests, %s", order).isBetween(3, 10);
        }
    }

    @ParameterizedTest
    @EnumSource(Offset.class)
    void find_whenOrderChangesWithEachAnswer_thenTimesStillTellInstancesApart(Offset offset) {
        for (Night night : List.of(Night.SPREAD, Night.BACKLOG, Night.BURST)) {
            night.fill();
            search(Window.START, offset, Total.HONEST, Order.SHUFFLED_ANEW);

            assertThat(found()).as("%s", night).isEqualTo(IDS);
            assertThat(morning.provider.count(Morning.INSTANCES)).as("requests, %s", night).isBetween(3, 10);
        }
    }

    @ParameterizedTest
    @EnumSource(Offset.class)
    void find_whenNothingTellsPagesApart_thenFailsAndSaysHowFarItGot(Offset offset) {
        Night.AT_ONCE.fill();
        search(Window.START, offset, Total.HONEST, Order.SHUFFLED_ANEW);

        assertThatExceptionOfType(IncompleteSearchException.class)
                .isThrownBy(CompleteSearchTest::found)
                .withMessageMatching("The search stopped after \\d+ results, among the instances of job daily_sales with status fail.*");
        assertThat(morning.provider.count(Morning.INSTANCES)).isLessThanOrEqualTo(10);
    }

    /** A reduced run meets one order with each reading, in turn. Their number, seven, shares no divisor with those of the others. */
    private static Order nextOrder() {
        return Order.values()[turn++ % Order.SHUFFLED_ANEW.ordinal()];
    }

    private static void search(Window window, Offset offset, Total total, Order order) {
        morning.provider.forgetExchanges();
        morning.readings.reset().window(window).offset(offset).total(total).order(order);
    }

    /** Returns the ids in ascending order. */
    private static List<Long> found() {
        try (Stream<FoundInstance> found = morning.studio.find(FAILED)) {
            return found.map(instance -> instance.instanceId().orElseThrow()).sorted().toList();
        }
    }
}
