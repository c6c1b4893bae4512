package io.dataarts.contract.change.version;

import io.dataarts.contract.spec.Level;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of the API description. */
record Version(int major, int minor, int patch) implements Comparable<Version> {

    private static final Pattern FORM = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)");

    static Version of(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("info.version must be three numbers such as 1.2.0, was " + text);
        }
        return new Version(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
    }

    /** Returns the lowest version that may follow this version after a change. */
    Version after(Level level) {
        return switch (level) {
            case NONE, PATCH -> this;
            case MINOR -> new Version(major, minor + 1, 0);
            case MAJOR -> new Version(major + 1, 0, 0);
        };
    }

    @Override
    public int compareTo(Version other) {
        return Comparator.comparingInt(Version::major).thenComparingInt(Version::minor).thenComparingInt(Version::patch).compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
