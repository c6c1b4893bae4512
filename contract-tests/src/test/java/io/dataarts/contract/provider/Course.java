package io.dataarts.contract.provider;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The statuses that a rerun takes, one after the other. Immutable. */
public record Course(List<Step> steps) {

    /** Copies the list. */
    public Course {
        steps = List.copyOf(steps);
    }

    /** A status, and the time between the step before, or the rerun, and this step. */
    public record Step(Duration after, String status) {
    }

    /** Returns a course in which a rerun changes nothing. */
    public static Course nothing() {
        return new Course(List.of());
    }

    /** Returns a course whose first step comes at once. */
    public static Course of(String status) {
        return nothing().then(Duration.ZERO, status);
    }

    /** Returns a course whose first step comes after this time. */
    public static Course after(Duration after, String status) {
        return nothing().then(after, status);
    }

    /** Returns this course and one more step. */
    public Course then(Duration after, String status) {
        return new Course(Stream.concat(steps.stream(), Stream.of(new Step(after, status))).toList());
    }
}
