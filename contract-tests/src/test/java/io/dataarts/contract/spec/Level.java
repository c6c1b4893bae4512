package io.dataarts.contract.spec;

/** How much a change of the API description asks of {@code info.version}, in ascending order. */
public enum Level {
    /** No change. */
    NONE,
    /** Only words changed, so that no version is asked for. */
    PATCH,
    /** Everything that worked with the old description works with the new one. */
    MINOR,
    /** Something that worked with the old description no longer works, or no longer compiles. */
    MAJOR;

    /** Returns the greater of both. */
    public Level or(Level other) {
        return compareTo(other) < 0 ? other : this;
    }
}
