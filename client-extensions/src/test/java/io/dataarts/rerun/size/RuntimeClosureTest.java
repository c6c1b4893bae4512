package io.dataarts.rerun.size;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The SDK brings at most 12 jars of 5.5 MB to its users. */
class RuntimeClosureTest {

    private static final Path OURS = Path.of("target/classes");

    @Test
    @DisplayName("the SDK brings exactly these nine jars, in these versions, beside its own two")
    void jars() throws IOException {
        // Before packaging, the own two are folders.
        assertThat(closure()).map(file -> file.getFileName().toString())
                .filteredOn(name -> name.endsWith(".jar") && !name.startsWith("dataarts-"))
                .containsExactlyInAnyOrder(
                        "feign-core-13.13.jar",
                        "httpclient5-5.6.5.jar",
                        "httpcore5-5.4.4.jar",
                        "httpcore5-h2-5.4.4.jar",
                        "jackson-annotations-2.22.jar",
                        "jackson-core-2.22.4.jar",
                        "jackson-databind-2.22.4.jar",
                        "jspecify-1.0.0.jar",
                        "slf4j-api-2.0.20.jar");
    }

    @Test
    @DisplayName("all jars together have at most 5.5 MB")
    void weight() throws IOException {
        long bytes = 0;
        for (Path file : closure()) {
            bytes += Files.isDirectory(file) ? zipped(file) : Files.size(file);
        }
        assertThat(bytes).isBetween(4_000_000L, 5_500_000L);
    }

    private static List<Path> closure() throws IOException {
        List<Path> files = new ArrayList<>(List.of(OURS));
        for (String file : Files.readString(Path.of("target/runtime-closure.txt")).split(File.pathSeparator)) {
            files.add(Path.of(file));
        }
        return files;
    }

    private static long zipped(Path folder) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes);
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                zip.write(Files.readAllBytes(file));
            }
        }
        return bytes.size();
    }
}
