package io.dataarts.contract.coverage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/**
 * A change of the description that a check has to notice.
 *
 * @param name what is changed, in words
 * @param edit the change, on a copy of the tree
 */
record SpecMutation(String name, Consumer<ObjectNode> edit) {

    Specification applyTo(Specification specification) {
        ObjectNode copy = specification.tree().deepCopy();
        edit.accept(copy);
        if (copy.toString().equals(specification.tree().toString())) { // as text, since the order of keys is part of it
            throw new IllegalStateException("changes nothing: " + name);
        }
        return new Specification(copy);
    }
}
