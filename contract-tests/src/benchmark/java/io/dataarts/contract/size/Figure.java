package io.dataarts.contract.size;

import java.util.ArrayList;
import java.util.List;

/** One row of the table: the value of the SDK, the values of its peers, and the goals. */
final class Figure {

    /**
     * A peer or a limit to compare with.
     *
     * @param goal the ratio that the SDK has to reach; NaN if there is no goal
     * @param atLeast whether the goal is a minimum; otherwise it is a maximum
     */
    record Against(String peer, Sample value, double goal, boolean atLeast) {}

    private final String name;
    private final String unit;
    private final Sample ours;
    private final List<Against> against = new ArrayList<>();

    Figure(String name, String unit, Sample ours) {
        this.name = name;
        this.unit = unit;
        this.ours = ours;
    }

    Figure atLeast(double goal, String peer, Sample value) {
        against.add(new Against(peer, value, goal, true));
        return this;
    }

    Figure atMost(double goal, String peer, Sample value) {
        against.add(new Against(peer, value, goal, false));
        return this;
    }

    Figure beside(String peer, Sample value) {
        against.add(new Against(peer, value, Double.NaN, false));
        return this;
    }

    String name() {
        return name;
    }

    String unit() {
        return unit;
    }

    Sample ours() {
        return ours;
    }

    List<Against> against() {
        return against;
    }

    double ratio(Against other) {
        return ours.ratioTo(other.value);
    }

    boolean meets(Against other) {
        return Double.isNaN(other.goal) || (other.atLeast ? ratio(other) >= other.goal : ratio(other) <= other.goal);
    }

    boolean meetsAll() {
        return against.stream().allMatch(this::meets);
    }
}
