package io.dataarts.contract.change;

import static io.dataarts.contract.change.ExtendedService.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text with a meaning for URLs, templates or Feign arrives unchanged, or the SDK refuses it before it sends anything. */
class ArgumentValuesTest {

    private static ExtendedService service;

    @BeforeAll
    static void start() {
        service = ExtendedService.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @DisplayName("a query value arrives unchanged")
    @EmptySource
    @ValueSource(strings = {
        " ", "a b", "+", "a+b", "%", "100%", "100%25", "%E4", "%41", "%2F", "%FF", "%%", "%zz", "作业", "é", "😀", "&", "a=b&c=d", "=",
        "/", "../x", "?", "#", ",", "a,b", ";", "{q}", "{projectId}", "{", "}", "[]", "*", "~", "'", "\"", "\\", "<>|^`", "$1", ":@!()",
        "http://127.0.0.1/?q=x", "\t", "\r\n", "undef", "UNDEF", "Undef"
    })
    void queryValue(String value) throws Throwable {
        assertThat(service.operation("findThings").with("q", "x").with("prefix", value).echo().at("/query/prefix/0").asText())
                .isEqualTo(value);
    }

    @Test
    @DisplayName("repeated values arrive in their order, including empty values")
    void repeatedValues() throws Throwable {
        List<String> tags = List.of("", "b", "a b", "", "undef", "100%25", "a,b", "a;b", "b", "%FF", "");

        var echo = service.operation("findThings").with("q", "x").with("tag", tags).echo();

        assertThat(echo.at("/query/tag")).isEqualTo(ExtendedService.json(tags));
    }

    @Test
    @DisplayName("the query on the wire has the encoding of the signature")
    void encoding() throws Throwable {
        try (ExtendedService fresh = ExtendedService.start()) {
            fresh.operation("findThings").with("q", "a b+c*~%作,;").with("tag", List.of("", "x")).call();

            assertThat(fresh.arrived().target())
                    .isEqualTo("/v2/" + PROJECT + "/things?q=a%20b%2Bc%2A~%25%E4%BD%9C%2C%3B&tag=&tag=x");
        }
    }

    @Test
    @DisplayName("a value of 8,000 characters arrives completely")
    void longValue() throws Throwable {
        String value = "作 +%{".repeat(1600);

        assertThat(service.operation("findThings").with("q", value).echo().at("/query/q/0").asText()).isEqualTo(value);
    }

    @ParameterizedTest
    @DisplayName("a path value arrives unchanged")
    @ValueSource(strings = {
        "a b", "+", "作业", "😀", "é", "&", "=", ",", ";", "{thing}", "{projectId}", "{", "*", "~", "'", "\"", "<>|^`", "[]", "$1",
        "@:!()", "...", ".x", "undef"
    })
    void pathValue(String value) throws Throwable {
        assertThat(service.operation("showThing").with("thing", value).echo().at("/path/thing").asText()).isEqualTo(value);
    }

    @ParameterizedTest
    @DisplayName("a path value that could reach another resource is refused")
    @CsvSource(delimiter = '|', value = {
        ".         | thing must not be \".\", which would reach another resource",
        "..        | thing must not be \"..\", which would reach another resource",
        "a/b       | thing must not contain '/', which would reach another resource: a/b",
        "..\\x     | thing must not contain '\\', which would reach another resource: ..\\x",
        "%2e%2e    | thing must not contain '%', which would reach another resource: %2e%2e",
        "a?b       | thing must not contain '?', which would reach another resource: a?b",
        "a#b       | thing must not contain '#', which would reach another resource: a#b",
        "''        | thing must not be empty",
        "'a\tb'    | thing must not contain control characters, has U+0009 at index 1",
    })
    void refusedPathValue(String value, String message) {
        int before = service.provider().exchanges().size();

        assertThatThrownBy(() -> service.operation("showThing").with("thing", value).call())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);

        assertThat(service.provider().exchanges()).hasSize(before);
    }

    @Test
    @DisplayName("a missing path value is refused")
    void missingPathValue() {
        assertThatThrownBy(() -> service.operation("showThing").call())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("thing must not be null");
    }

    @Test
    @DisplayName("a query value that is not well-formed text is refused, not changed")
    void loneSurrogate() {
        assertThatThrownBy(() -> service.operation("findThings").with("q", "a\uD83D").call())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("q must be well-formed text, has a lone surrogate U+D83D at index 1");
    }

    @Test
    @DisplayName("a header value that would start another header is refused")
    void lineBreakInAHeader() {
        assertThatThrownBy(() -> service.operation("showThing").with("thing", "x").with("xTrace", "a\r\nX-Auth-Token: b").call())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("xTrace must be printable ASCII, as it travels in a header; has U+000D at index 1");
    }
}
