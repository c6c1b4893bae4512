package io.dataarts.rerun;

import io.dataarts.generated.model.RetryLocation;
import io.dataarts.rerun.internal.check.Arguments;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The node at which a rerun of a job starts ({@code retry_location}). Immutable.
 *
 * <p>By the user guide, the service ignores it and starts at the first node in two cases. Either the instance had succeeded, or the number
 * or names of the job's nodes have changed. It is unknown whether the service does so.
 */
public final class StartNode {

    private static final StartNode FIRST = new StartNode(RetryLocation.FIRST_NODE, null);
    private static final StartNode ERROR = new StartNode(RetryLocation.ERROR_NODE, null);

    final RetryLocation location;
    private final @Nullable String name;

    private StartNode(RetryLocation location, @Nullable String name) {
        this.location = location;
        this.name = name;
    }

    /** Returns the job's first node: {@code firstNode}. */
    public static StartNode first() {
        return FIRST;
    }

    /** Returns the node that failed: {@code errorNode}. */
    public static StartNode error() {
        return ERROR;
    }

    /**
     * Returns the node with this name: {@code specifiedNode} with {@code node_name}. The console offers it for the current instance only.
     *
     * @param name 1 to 128 characters, as the console allows
     * @throws IllegalArgumentException if it is empty or longer, or holds control characters or lone surrogates
     */
    public static StartNode named(String name) {
        Arguments.text("node name", name);
        int length = name.codePointCount(0, name.length());
        Arguments.require(length <= 128, () -> "node name must have 1 to 128 characters, has " + length);
        return new StartNode(RetryLocation.SPECIFIED_NODE, name);
    }

    /** Returns {@code firstNode}, {@code errorNode} or {@code specifiedNode}. */
    public String getLocation() {
        return location.getValue();
    }

    /** Returns the name of the specified node, null for the first node and the node that failed. */
    public @Nullable String getName() {
        return name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StartNode that && location == that.location && Objects.equals(name, that.name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(location, name);
    }

    @Override
    public String toString() {
        return "StartNode[" + (this == FIRST ? "FIRST" : this == ERROR ? "ERROR" : name) + "]";
    }
}
