package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A start node is a value: the first node, the failed node, or a node with a checked name. */
class StartNodeTest {

    @ParameterizedTest
    @ValueSource(strings = {"load_orders", "a/b", "<x>", "节点 1", "x"})
    void named_whenTheConsoleAllowsIt_thenTaken(String name) {
        assertThat(StartNode.named(name).name()).isEqualTo(name);
        assertThat(StartNode.named(name).location()).isEqualTo("specifiedNode");
    }

    @Test
    @DisplayName("a character outside the basic plane counts as one of the 128")
    void longest() {
        String name = "😀".repeat(128);
        assertThat(StartNode.named(name).name()).isEqualTo(name);
    }

    @Test
    void named_whenLongerThan128_thenRefusedWithItsLength() {
        assertThatThrownBy(() -> StartNode.named("😀".repeat(129)))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("node name must have 1 to 128 characters, has 129");
    }

    @Test
    void named_whenEmpty_thenRefused() {
        assertThatThrownBy(() -> StartNode.named(""))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("node name must not be empty");
    }

    @Test
    void named_whenControlCharacter_thenRefused() {
        assertThatThrownBy(() -> StartNode.named("a\tb"))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("node name must not contain control characters, has U+0009 at index 1");
    }

    @Test
    void named_whenNull_thenRefusedByName() {
        assertThatThrownBy(() -> StartNode.named(null)).isExactlyInstanceOf(NullPointerException.class).hasMessage("node name");
    }

    @Test
    void constructor_whenNameAndLocationDisagree_thenRefused() {
        String message = "a specified node has a name, and no other node has one";
        assertThatThrownBy(() -> new StartNode("firstNode", "a")).isExactlyInstanceOf(IllegalArgumentException.class).hasMessage(message);
        assertThatThrownBy(() -> new StartNode("specifiedNode", null)).isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> new StartNode("lastNode", null)).isExactlyInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void equals_whenSamePositionAndName_thenEqual() {
        assertThat(StartNode.named("a")).isEqualTo(StartNode.named("a")).hasSameHashCodeAs(StartNode.named("a"));
        assertThat(StartNode.first()).isEqualTo(StartNode.first()).isNotEqualTo(StartNode.error()).isNotEqualTo(StartNode.named("a"));
        assertThat(StartNode.named("a")).isNotEqualTo(StartNode.named("b")).isNotEqualTo("a").isNotEqualTo(null);
        assertThat(StartNode.first().hashCode()).isNotEqualTo(StartNode.error().hashCode());
    }

    @Test
    void toString_whenMade_thenItShowsPositionOrName() {
        assertThat(StartNode.first()).hasToString("StartNode[firstNode]");
        assertThat(StartNode.error()).hasToString("StartNode[errorNode]");
        assertThat(StartNode.named("load")).hasToString("StartNode[load]");
    }
}
