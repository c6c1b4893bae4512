package io.dataarts.rerun.size;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The hand-written code that users depend on stays thin: its lines of code are counted against one number. */
class ThinTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path CEILING = Path.of("lines-of-code.txt");

    @Test
    @DisplayName("src/main/java has at most as many lines of code as lines-of-code.txt allows")
    void ceiling() throws IOException {
        int allowed = Integer.parseInt(Files.readString(CEILING).strip());
        try (Stream<Path> files = Files.walk(SOURCES)) {
            int lines = files.filter(file -> file.toString().endsWith(".java")).mapToInt(file -> count(lines(file))).sum();
            assertThat(lines)
                    .as("lines of code below %s; simplify, or explain to your reviewer why %s must rise", SOURCES, CEILING)
                    .isBetween(allowed / 2, allowed);
        }
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
