package io.dataarts.rerun.size;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The hand-written code that users depend on stays thin: its lines of code are counted against three numbers: one for the
 * packages that find and track, one for batches and the pace, one for all others.
 */
class ThinTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path CEILINGS = Path.of("lines-of-code.txt");

    private enum Layer { REST, FIND_AND_TRACK, BATCH }

    @Test
    @DisplayName("the layers that find and track, and that send batches, are counted apart from the rest")
    void ceilings() throws IOException {
        Map<Layer, Integer> lines;
        try (Stream<Path> files = Files.walk(SOURCES)) {
            lines = files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.groupingBy(ThinTest::layer, Collectors.summingInt(file -> count(lines(file)))));
        }
        List<String> allowed = Files.readAllLines(CEILINGS);
        for (Layer layer : Layer.values()) {
            requireThin(lines.get(layer), Integer.parseInt(allowed.get(layer.ordinal())));
        }
    }

    private static Layer layer(Path file) {
        boolean isPace = file.endsWith("Pace.java") || file.endsWith("Gate.java");
        return file.getParent().endsWith("batch") || isPace ? Layer.BATCH
                : file.getParent().endsWith("find") || file.getParent().endsWith("track") ? Layer.FIND_AND_TRACK : Layer.REST;
    }

    private static void requireThin(int lines, int allowed) {
        assertThat(lines)
                .as("lines of code below %s; simplify, or explain to your reviewer why %s must rise", SOURCES, CEILINGS)
                .isBetween(allowed / 2, allowed);
    }

    @Test
    @DisplayName("blank lines, comments, imports and the package do not count as lines of code")
    void count() {
        assertThat(count(List.of(
                        "package a;", "", "import b.C;", "import static d.E.f;", "/** One line. */", "/**", " * Several lines.", " */",
                        "class A { // a comment behind code", "    // a comment", "    /* a", "    comment */", "    int b;", "}")))
                .isEqualTo(3);
    }

    private static int count(List<String> lines) {
        int count = 0;
        boolean comment = false;
        for (String line : lines) {
            String text = line.strip();
            boolean starts = text.startsWith("/*");
            if (!comment && !starts && !text.isEmpty() && !text.startsWith("//") && !text.matches("(import|package) .*;")) {
                count++;
            }
            comment = (comment || starts) && !text.endsWith("*/");
        }
        return count;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
