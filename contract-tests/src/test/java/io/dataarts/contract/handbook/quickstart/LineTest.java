package io.dataarts.contract.handbook.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.rerun.find.InstanceState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The line that follows instances rewrites itself on a terminal only, and never wraps there. */
class LineTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    @DisplayName("elsewhere, each change is a plain line")
    void plain() {
        Line line = line(false);
        line.show(state("orders", "RUNNING"));
        line.show(state("orders", "SUCCESS"));
        line.end();
        assertThat(out()).isEqualTo("> orders: RUNNING\n> orders: SUCCESS\n");
    }

    @Test
    @DisplayName("a shorter line blanks what is left of the longer one")
    void rewritten() {
        Line line = line(true);
        line.show(state("a-long-name", "RUNNING"));
        line.show(state("b", "RUNNING"));
        line.end();
        line.end();
        assertThat(out()).isEqualTo("\r> 1 RUNNING; a-long-name\r> 2 RUNNING; b          \n");
    }

    @Test
    @DisplayName("a line that nothing rewrote ends without an empty line")
    void nothing() {
        line(true).end();
        assertThat(out()).isEmpty();
    }

    @Test
    @DisplayName("a long name is cut off before the terminal would wrap it; a Chinese character takes two columns")
    void cutOff() {
        line(true).show(state("x".repeat(100), "RUNNING"));
        line(true).show(state("日".repeat(100), "RUNNING"));
        assertThat(out()).isEqualTo("\r> 1 RUNNING; " + "x".repeat(66) + "\r> 1 RUNNING; " + "日".repeat(33));
    }

    @Test
    @DisplayName("control characters of a name do not reach the terminal")
    void controls() {
        line(true).show(state("a\u001b[2Jb\rc", "RUNNING"));
        line(false).show(state("a\u001b[2Jb\rc", "RUNNING"));
        assertThat(out()).isEqualTo("\r> 1 RUNNING; a?[2Jb?c> a?[2Jb?c: RUNNING\n");
    }

    @Test
    @DisplayName("a line is rewritten only on a terminal that can, and not in CI")
    void detection() {
        assertThat(Line.mayRewrite(true, Map.of("TERM", "xterm"))).isTrue();
        assertThat(Line.mayRewrite(false, Map.of("TERM", "xterm"))).isFalse();
        assertThat(Line.mayRewrite(true, Map.of("TERM", "dumb"))).isFalse();
        assertThat(Line.mayRewrite(true, Map.of("TERM", "xterm", "CI", "true"))).isFalse();
    }

    private Line line(boolean rewrites) {
        return new Line(new PrintStream(bytes, true, StandardCharsets.UTF_8), "> ", rewrites);
    }

    private static InstanceState state(String name, String status) {
        return new InstanceState("w", null, name, null, null, null, null, status, null, null);
    }

    private String out() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
