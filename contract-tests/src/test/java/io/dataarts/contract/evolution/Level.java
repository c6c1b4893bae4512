package io.dataarts.contract.evolution;

/** How much a change asks of {@code info.version}; the later, the more. */
enum Level {
    /** No change. */
    NONE,
    /** Words only: nobody has to do anything, and no version is asked for. */
    PATCH,
    /** Who used the old description is served by the new one too. */
    MINOR,
    /** Somebody who was served by the old description is not served by the new one, or does not compile any more. */
    MAJOR;

    Level or(Level other) {
        return compareTo(other) < 0 ? other : this;
    }
}
