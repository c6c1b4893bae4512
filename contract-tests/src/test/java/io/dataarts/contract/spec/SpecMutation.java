package io.dataarts.contract.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/**
 * One change of an {@link ApiDescription}.
 *
 * @param name the change in words
 * @param deserves the level that the change requires of {@code info.version}
 * @param pinned whether the pact, the parser or the compiler has to notice the change, unless it is harmless
 * @param edit the change, on a copy of the tree
 */
public record SpecMutation(String name, Level deserves, boolean pinned, Consumer<ObjectNode> edit) {

    /**
     * Returns the changed description.
     *
     * @throws IllegalStateException if the edit changes nothing
     */
    public ApiDescription applyTo(ApiDescription description) {
        ObjectNode copy = description.root().deepCopy();
        edit.accept(copy);
        if (copy.toString().equals(description.root().toString())) { // As text, because the order of keys counts.
            throw new IllegalStateException("changes nothing: " + name);
        }
        return new ApiDescription(copy);
    }

    @Override
    public String toString() {
        return name;
    }
}
