package io.dataarts.contract.size;

import java.util.Arrays;
import java.util.List;

/** Values of one measurement, in the order in which they were taken. */
record Sample(List<Double> values) {

    static Sample of(double... values) {
        return new Sample(Arrays.stream(values).boxed().toList());
    }

    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double min() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    double max() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /**
     * Returns the median of the ratios of neighbouring values, which were measured in turns.
     *
     * <p>A machine that slows down for a while slows neighbours alike, so their ratio stays right.
     */
    double ratioTo(Sample other) {
        if (values.size() != other.values.size()) {
            return ratio(median(), other.median());
        }
        Double[] ratios = new Double[values.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = ratio(values.get(i), other.values.get(i));
        }
        return new Sample(List.of(ratios)).median();
    }

    private static double ratio(double value, double other) {
        return value == 0 ? 0 : value / other; // No errors against no errors give 0, not NaN.
    }
}
