package io.dataarts.rerun;

import io.dataarts.rerun.internal.check.Arguments;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where in the job a rerun starts. By the user guide an instance reruns from its first node, whatever is asked for, when it had
 * succeeded, or when the number or the names of the job's nodes have changed; whether the service holds to that is unknown. Immutable.
 */
public final class StartNode {

    enum Position {
        FIRST,
        ERROR,
        NAMED
    }

    private static final StartNode FIRST = new StartNode(Position.FIRST, null);
    private static final StartNode ERROR = new StartNode(Position.ERROR, null);

    private final Position position;
    private final @Nullable String name;

    private StartNode(Position position, @Nullable String name) {
        this.position = position;
        this.name = name;
    }

    /** The job's first node: {@code firstNode}. */
    public static StartNode first() {
        return FIRST;
    }

    /** The node that failed: {@code errorNode}. */
    public static StartNode error() {
        return ERROR;
    }

    /**
     * A node by its name: {@code specifiedNode} with {@code node_name}. The console offers it for the current instance only.
     *
     * @param name 1 to 128 characters, the console's rule
     * @throws IllegalArgumentException when it is shorter or longer, or holds control characters
     */
    public static StartNode named(String name) {
        Arguments.text("node name", name);
        int length = name.codePointCount(0, name.length());
        Arguments.require(length <= 128, () -> "node name must have 1 to 128 characters, has " + length);
        return new StartNode(Position.NAMED, name);
    }

    Position position() {
        return position;
    }

    @Nullable String name() {
        return name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StartNode that && position == that.position && Objects.equals(name, that.name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(position, name);
    }

    @Override
    public String toString() {
        return "StartNode[" + (name == null ? position : name) + "]";
    }
}
