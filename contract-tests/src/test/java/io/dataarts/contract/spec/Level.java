package io.dataarts.contract.spec;

/** The version number that a change of the API description requires, in ascending order. */
public enum Level {
    /** No change. */
    NONE,
    /** Only words changed, so no new version is required. */
    PATCH,
    /** The change is compatible: callers of the old description work with the new one. */
    MINOR,
    /** The change is incompatible: some callers of the old description no longer work or compile. */
    MAJOR;

    /** Returns the greater of both. */
    public Level or(Level other) {
        return compareTo(other) < 0 ? other : this;
    }
}
