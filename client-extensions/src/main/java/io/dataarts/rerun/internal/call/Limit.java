package io.dataarts.rerun.internal.call;

import java.time.Duration;

/**
 * A limit of time.
 *
 * @param name the setting that governs it
 */
public record Limit(String name, Duration time) {

    @Override
    public String toString() {
        return name + " of " + Failures.text(time);
    }
}
