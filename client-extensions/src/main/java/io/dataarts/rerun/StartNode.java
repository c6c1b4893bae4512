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
 *
 * @param location {@code firstNode}, {@code errorNode} or {@code specifiedNode}
 * @param name the name of the specified node, null for the first node and the node that failed
 */
public record StartNode(String location, @Nullable String name) {

    /**
     * Makes a start node. {@link #first}, {@link #error} and {@link #named} are easier to read.
     *
     * @throws IllegalArgumentException if there is no such location, or the name does not suit it
     */
    public StartNode {
        boolean isNamed = RetryLocation.fromValue(location) == RetryLocation.SPECIFIED_NODE;
        Arguments.require(isNamed == (name != null), () -> "a specified node has a name, and no other node has one");
        if (name != null) {
            int length = Arguments.text("node name", name).codePointCount(0, name.length());
            Arguments.require(length <= 128, () -> "node name must have 1 to 128 characters, has " + length);
        }
    }

    /** Returns the job's first node: {@code firstNode}. */
    public static StartNode first() {
        return new StartNode(RetryLocation.FIRST_NODE.getValue(), null);
    }

    /** Returns the node that failed: {@code errorNode}. */
    public static StartNode error() {
        return new StartNode(RetryLocation.ERROR_NODE.getValue(), null);
    }

    /**
     * Returns the node with this name: {@code specifiedNode} with {@code node_name}. The console offers it for the current instance only.
     *
     * @param name 1 to 128 characters, as the console allows
     * @throws IllegalArgumentException if it is empty or longer, or holds control characters or lone surrogates
     */
    public static StartNode named(String name) {
        return new StartNode(RetryLocation.SPECIFIED_NODE.getValue(), Objects.requireNonNull(name, "node name"));
    }

    @Override
    public String toString() {
        return "StartNode[" + (name == null ? location : name) + "]";
    }
}
