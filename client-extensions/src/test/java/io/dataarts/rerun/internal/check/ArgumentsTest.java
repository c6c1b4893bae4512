package io.dataarts.rerun.internal.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that would reach another resource, or that the request cannot carry, are refused with advice. */
class ArgumentsTest {

    @Nested
    @DisplayName("a value of a path")
    class PathValue {

        @ParameterizedTest
        @ValueSource(strings = {"a", "...", ".a", "a..", "测试作业", "a b", " ", "+;,:@&=~'()!$*\"<>|^`{}[]", "😀", "\u00A0", "\u2028"})
        void pathValue_whenOdd_thenTakenAsItIs(String value) {
            assertThat(Arguments.pathValue("job name", value)).isSameAs(value);
        }

        @ParameterizedTest
        @ValueSource(strings = {".", ".."})
        void pathValue_whenDots_thenRefused(String value) {
            refused(() -> Arguments.pathValue("job name", value),
                    "job name must not be \"" + value + "\", which would reach another resource");
        }

        @ParameterizedTest
        @CsvSource({"/, a/b", "/, /", "\\, a\\b", "%, %2e%2e", "%, 100%", "?, a?b", "#, a#b", "/, ../x"})
        void pathValue_whenItNamesAnotherResource_thenRefusedWithTheCharacter(char character, String value) {
            refused(() -> Arguments.pathValue("job name", value),
                    "job name must not contain '" + character + "', which would reach another resource: " + value);
        }

        @Test
        void pathValue_whenEmpty_thenRefused() {
            refused(() -> Arguments.pathValue("job name", ""), "job name must not be empty");
        }

        @Test
        void pathValue_whenControlCharacter_thenRefused() {
            refused(() -> Arguments.pathValue("job name", "a\nb"), "job name must not contain control characters, has U+000A at index 1");
        }

        @Test
        void pathValue_whenLoneSurrogate_thenRefused() {
            refused(() -> Arguments.pathValue("job name", "a\uD800"),
                    "job name must be well-formed text, has a lone surrogate U+D800 at index 1");
        }

        @Test
        void pathValue_whenNull_thenRefusedByName() {
            assertThatThrownBy(() -> Arguments.pathValue("job name", null))
                    .isExactlyInstanceOf(NullPointerException.class).hasMessage("job name");
        }
    }

    @Nested
    @DisplayName("a text")
    class Text {

        @ParameterizedTest
        @ValueSource(strings = {"x", " ", "a/b\\%?#..", "节点", "\u00A0", "😀😀"})
        void text_whenItCanTravel_thenTakenAsItIs(String value) {
            assertThat(Arguments.text("name", value)).isSameAs(value);
        }

        @ParameterizedTest
        @CsvSource({"0, U+0000", "9, U+0009", "10, U+000A", "13, U+000D", "31, U+001F", "127, U+007F", "133, U+0085", "159, U+009F"})
        void text_whenControlCharacter_thenRefusedWithItsPlace(int character, String shown) {
            refused(() -> Arguments.text("name", "ab" + (char) character),
                    "name must not contain control characters, has " + shown + " at index 2");
        }

        @ParameterizedTest
        @CsvSource({"'', D800, ''", "'', DFFF, ''", "x, DC00, y", "'', D83D, x", "'', DBFF, ''"})
        void text_whenLoneSurrogate_thenRefusedWithItsPlace(String before, String surrogate, String after) {
            String value = before + (char) Integer.parseInt(surrogate, 16) + after;
            refused(() -> Arguments.text("name", value),
                    "name must be well-formed text, has a lone surrogate U+" + surrogate + " at index " + before.length());
        }

        @Test
        void text_whenPairsInTheWrongOrder_thenRefused() {
            refused(() -> Arguments.text("name", "\uDE00\uD83D"), "name must be well-formed text, has a lone surrogate U+DE00 at index 0");
        }

        @Test
        void text_whenLoneSurrogateFollowsAPair_thenItsPlaceIsRight() {
            refused(() -> Arguments.text("name", "😀\uDE00"), "name must be well-formed text, has a lone surrogate U+DE00 at index 2");
        }

        @Test
        void text_whenEmpty_thenRefused() {
            refused(() -> Arguments.text("name", ""), "name must not be empty");
        }

        @Test
        void text_whenNull_thenRefusedByName() {
            assertThatThrownBy(() -> Arguments.text("name", null)).isExactlyInstanceOf(NullPointerException.class).hasMessage("name");
        }
    }

    @Nested
    @DisplayName("a header value")
    class HeaderValue {

        @ParameterizedTest
        @ValueSource(strings = {"a", "a b", "~", "!", "62fbba734e634c5087656fc3ff7adf34"})
        void headerValue_whenPrintableAscii_thenTakenAsItIs(String value) {
            assertThat(Arguments.headerValue("workspace", value)).isSameAs(value);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "\t"})
        void headerValue_whenBlank_thenRefused(String value) {
            refused(() -> Arguments.headerValue("workspace", value), "workspace must not be empty");
        }

        @ParameterizedTest
        @CsvSource({"13, U+000D", "10, U+000A", "0, U+0000", "9, U+0009", "31, U+001F", "127, U+007F", "233, U+00E9", "27979, U+6D4B"})
        void headerValue_whenNotPrintableAscii_thenRefusedWithItsPlace(int character, String shown) {
            refused(() -> Arguments.headerValue("workspace", "a" + (char) character + "b"),
                    "workspace must be printable ASCII, as it travels in a header; has " + shown + " at index 1");
        }

        @ParameterizedTest
        @ValueSource(strings = {" a", "a "})
        void headerValue_whenSpaceAround_thenRefused(String value) {
            refused(() -> Arguments.headerValue("workspace", value), "workspace must not begin or end with a space: \"" + value + "\"");
        }

        @Test
        void headerValue_whenNull_thenRefusedByName() {
            assertThatThrownBy(() -> Arguments.headerValue("workspace", null))
                    .isExactlyInstanceOf(NullPointerException.class).hasMessage("workspace");
        }
    }

    @Test
    void projectId_whenItIsForbiddenInAPath_thenRefused() {
        refused(() -> Arguments.projectId(".."), "projectId must not be \"..\", which would reach another resource");
    }

    @Test
    void projectId_whenItCannotTravelInAHeader_thenRefused() {
        refused(() -> Arguments.projectId("项目"), "projectId must be printable ASCII, as it travels in a header; has U+9879 at index 0");
    }

    @Test
    void projectId_whenFine_thenTakenAsItIs() {
        assertThat(Arguments.projectId("p-1")).isEqualTo("p-1");
    }

    @Test
    void workspace_whenItCannotTravelInAHeader_thenRefusedUnderItsName() {
        refused(() -> Arguments.workspace("w\r\nX-Evil: 1"),
                "workspace must be printable ASCII, as it travels in a header; has U+000D at index 1");
        assertThat(Arguments.workspace("w")).isEqualTo("w");
    }

    @Nested
    @DisplayName("a secret")
    class Secret {

        @ParameterizedTest
        @ValueSource(strings = {"!", "~", "abc,def", "MIIE+/=="})
        void secret_whenPrintableAscii_thenTakenAsItIs(String value) {
            assertThat(Arguments.secret("SK", value)).isSameAs(value);
        }

        @ParameterizedTest
        @ValueSource(strings = {"hush hush", "hush\nhush", "hush\u007Fhush", "hushéhush"})
        void secret_whenItCannotTravel_thenTheMessageTellsThePlaceAndNotTheValue(String value) {
            refused(() -> Arguments.secret("SK", value), "SK must be printable ASCII without white space; look at character 5 of 9");
        }

        @Test
        void secret_whenEmpty_thenRefused() {
            refused(() -> Arguments.secret("SK", ""), "SK must not be empty");
        }

        @Test
        void secret_whenNull_thenRefusedByName() {
            assertThatThrownBy(() -> Arguments.secret("SK", null)).isExactlyInstanceOf(NullPointerException.class).hasMessage("SK");
        }

        @Test
        @DisplayName("an AK contains no comma, because commas separate it in Authorization")
        void comma() {
            refused(() -> Arguments.token("AK", "a,b"), "AK must not contain ','");
            refused(() -> Arguments.token("AK", ",b"), "AK must not contain ','");
            refused(() -> Arguments.token("AK", ""), "AK must not be empty");
            assertThat(Arguments.token("AK", "ab")).isEqualTo("ab");
        }
    }

    @Nested
    @DisplayName("epoch milliseconds")
    class EpochMillis {

        @ParameterizedTest
        @ValueSource(longs = {1_000_000_000_000L, 1_732_601_580_000L, 9_999_999_999_999L})
        void epochMillis_whenThirteenDigits_thenTakenAsTheyAre(long value) {
            assertThat(Arguments.epochMillis("begin time", value)).isEqualTo(value);
        }

        @ParameterizedTest
        @ValueSource(longs = {1_000_000_000L, 1_732_601_580L, 9_999_999_999L})
        void epochMillis_whenSeconds_thenRefusedWithAdvice(long value) {
            refused(() -> Arguments.epochMillis("begin time", value),
                    "begin time must be epoch milliseconds with 13 digits, was " + value + "; it looks like seconds: multiply it by 1000");
        }

        @ParameterizedTest
        @ValueSource(longs = {
            Long.MIN_VALUE, -1_732_601_580_000L, -1, 0, 1, 999_999_999L, 10_000_000_000L, 999_999_999_999L, 10_000_000_000_000L,
            Long.MAX_VALUE
        })
        void epochMillis_whenNeitherSecondsNorMilliseconds_thenRefused(long value) {
            refused(() -> Arguments.epochMillis("begin time", value), "begin time must be epoch milliseconds with 13 digits, was " + value);
        }
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isExactlyInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
