package io.dataarts.contract.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One entry of a list: a job, an instance, a quality job or a run. The provider's clock moves its values, which have the names
 * of the wire. Thread-safe.
 */
public final class Item {

    private final Memory memory;
    private final NavigableMap<Long, ObjectNode> values = new TreeMap<>();
    private String workspace;
    private Set<String> tags = Set.of();

    /** Makes an item that exists from this time on. */
    Item(Memory memory, long time, ObjectNode values) {
        this.memory = memory;
        this.values.put(time, values);
    }

    /** Puts the item into a workspace. Default: the item is in each workspace. */
    public Item inWorkspace(String id) {
        synchronized (memory) {
            workspace = id;
            return this;
        }
    }

    /** Sets the tags of a job, which the answer does not show. */
    public Item tagged(String... tags) {
        synchronized (memory) {
            this.tags = Set.of(tags);
            return this;
        }
    }

    /** Returns the values at the provider's time; a copy. */
    public ObjectNode values() {
        synchronized (memory) {
            return at(memory.time()).orElseThrow().deepCopy();
        }
    }

    /** Changes the values from the provider's time on. Later steps of a rerun that has begun are dropped. */
    public Item change(Consumer<ObjectNode> change) {
        synchronized (memory) {
            ObjectNode changed = values();
            change.accept(changed);
            dropAfter(memory.time());
            from(memory.time(), changed);
            return this;
        }
    }

    Optional<ObjectNode> at(long time) {
        return Optional.ofNullable(values.floorEntry(time)).map(Map.Entry::getValue);
    }

    void from(long time, ObjectNode later) {
        values.put(time, later);
    }

    void dropAfter(long time) {
        values.tailMap(time, false).clear();
    }

    /** Returns an item with these values from this time on, in the same workspace. */
    Item beside(long time, ObjectNode later) {
        return new Item(memory, time, later).inWorkspace(workspace);
    }

    boolean isIn(String other) {
        return workspace == null || workspace.equals(other);
    }

    boolean hasTags(Set<String> wanted) {
        return tags.containsAll(wanted);
    }
}
