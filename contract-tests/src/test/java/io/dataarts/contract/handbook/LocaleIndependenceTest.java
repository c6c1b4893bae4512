package io.dataarts.contract.handbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No code outside the tests uses the default locale of the JVM, whose digits and letters may be others than those of ASCII. */
class LocaleIndependenceTest {

    private static final Path ROOT = Path.of(System.getProperty("basedir", ".")).resolve("..").normalize();
    private static final Pattern USES_DEFAULT_LOCALE = Pattern.compile(String.join("|",
            "String\\s*\\.format\\(\\s*+(?!Locale)", "\\.formatted\\(", "\\.printf\\(\\s*+(?!Locale)", "\\.format\\(\\s*\"",
            "new Formatter\\(", "\\.toLowerCase\\(\\)", "\\.toUpperCase\\(\\)", "String::format", "String::toLowerCase", "String::toUpperCase",
            "\\.ofPattern\\([^,]*?\\)", "\\bMessageFormat\\b", "new (Decimal|SimpleDate)Format\\(", "NumberFormat\\.get\\w+\\(\\)",
            "Locale\\.getDefault\\("));

    @Test
    @DisplayName("no source file uses the default locale")
    void sources() throws IOException {
        List<String> found = new ArrayList<>();
        int files = 0;
        for (String folder : List.of(
                "client-generated/target/generated-sources/openapi", "client-extensions/src/main/java", "contract-tests/src/main/java",
                "contract-tests/src/quickstart/java", "contract-tests/src/benchmark/java")) {
            try (Stream<Path> sources = Files.walk(ROOT.resolve(folder))) {
                for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                    files++;
                    Matcher matcher = USES_DEFAULT_LOCALE.matcher(Files.readString(source));
                    while (matcher.find()) {
                        found.add(source.getFileName() + ": " + matcher.group());
                    }
                }
            }
        }
        assertThat(found).as("calls without a Locale").isEmpty();
        assertThat(files).isGreaterThan(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "String.format(\"%d\", 1)", "String.format(\n        \"%d\", 1)", "\"%d\".formatted(1)", "a.toLowerCase()", "a.toUpperCase()",
        "out.printf(\"%d\", 1)", "map(String::toLowerCase)", "DateTimeFormatter.ofPattern(\"uuuu\")", "new DecimalFormat(\"0\")"
    })
    void pattern_whenTheDefaultLocaleIsUsed_thenItMatches(String code) {
        assertThat(code).containsPattern(USES_DEFAULT_LOCALE);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "String.format(Locale.ROOT, \"%d\", 1)", "String.format(\n        Locale.ROOT, \"%d\", 1)", "a.toLowerCase(Locale.ROOT)",
        "DateTimeFormatter.ofPattern(\"uuuu\", Locale.ROOT)", "ISO.format(time)"
    })
    void pattern_whenALocaleIsGiven_thenItDoesNotMatch(String code) {
        assertThat(code).doesNotContainPattern(USES_DEFAULT_LOCALE);
    }
}
