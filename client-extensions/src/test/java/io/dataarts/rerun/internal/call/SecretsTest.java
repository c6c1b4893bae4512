package io.dataarts.rerun.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.signing.RequestSigner;
import io.dataarts.rerun.signing.Signature;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets are masked in texts, and failures that show one are dropped. */
class SecretsTest {

    private static final String SECRET = "aB/c+d=e";
    private static final List<String> SECRETS = List.of(SECRET);
    private static final String HEX_32 = "0123456789abcdef".repeat(2);

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(quoteCharacter = '`', value = {
        "aB/c+d=e, ****",
        "<aB/c+d=e>, <****>",
        "aB/c+d=eaB/c+d=e, ********",
        "aaB/c+d=ee, a****e",
        "``, ``",
        "nothing, nothing"
    })
    void mask_whenASecretIsThere_thenOnlyTheSecretIsHidden(String text, String masked) {
        assertThat(Secrets.mask(text, SECRETS)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "aB\\/c+d=e", "\\a\\B\\/\\c\\+\\d\\=\\e", "aB\\u002fc\\u002Bd\\u003De", "\\u0061B/c+d=\\u0065", "aB%2fc%2Bd%3de", "%61B/c+d=%65"
    })
    @DisplayName("a secret is found if JSON or a URL escapes it, in part or in whole")
    void escaped(String spelling) {
        assertThat(Secrets.mask("<" + spelling + ">", SECRETS)).isEqualTo("<****>");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "aB/c+d=f.", "AB/c+d=e.", "aB\\c+d=e.", "aB%c+d=e.", "aB&c+d=e.", "aB%2ec+d=e.", "aB\\u002ec+d=e.",
        "aB/c+d=."
    })
    void mask_whenNearlyASecret_thenItStays(String text) {
        assertThat(Secrets.mask(text, SECRETS)).isEqualTo(text);
    }

    @ParameterizedTest(name = "a secret that begins with {0}")
    @ValueSource(strings = {"\\bcdef", "%bcdef", "&bcdef"})
    @DisplayName("a character that begins an escape may also be part of a secret")
    void escapeCharacters(String secret) {
        assertThat(Secrets.mask("<" + secret + ">", List.of(secret))).isEqualTo("<****>");
    }

    @Test
    void mask_whenOneSecretBeginsAnother_thenTheLongerIsHiddenWhole() {
        assertThat(Secrets.mask("<abcdefgh>", List.of("abcd", "abcdefgh"))).isEqualTo("<****>");
        assertThat(Secrets.mask("<abcdefgh>", List.of("abcdefgh", "abcd"))).isEqualTo("<****>");
    }

    @Test
    void mask_whenThereIsNoSecret_thenTheTextStays() {
        assertThat(Secrets.mask("aB/c+d=e", List.of())).isEqualTo("aB/c+d=e");
    }

    @ParameterizedTest(name = "cut off after {0}: {1}")
    @CsvSource({
        "aB/c, ****",
        "aB/c+d=, ****",
        "aB\\/c, ****",
        "aB/c\\, ****",
        "aB/c\\u0, ****",
        "aB/c%2, ****",
        "aB/, aB/",
        "aB\\/, aB\\/",
        "a, a"
    })
    @DisplayName("four characters of a secret at the end of the text are masked, three may be a coincidence")
    void cutOff(String end, String masked) {
        assertThat(Secrets.mask("." + end, SECRETS)).isEqualTo("." + masked);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "Signature=#, Signature=****",
        "signature: #, signature: ****",
        "`{\"Signature\":\"#\"}`, `{\"Signature\":\"****\"}`",
        "SIGNATURE=#ff., SIGNATURE=****.",
        "Signature is #, Signature is #",
        "Signature = '' #, Signature = '' #",
        "hash=#, hash=#"
    })
    @DisplayName("a signature is found by its name, with any value; # stands for 32 hex digits")
    void signatureByName(String text, String masked) {
        assertThat(Secrets.mask(text.replace("#", HEX_32), SECRETS)).isEqualTo(masked.replace("#", HEX_32));
        assertThat(Secrets.mask("Signature=" + HEX_32.substring(1), SECRETS)).isEqualTo("Signature=" + HEX_32.substring(1));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "x-security-token:0123456789abcdef, x-security-token:****",
        "X-Auth-Token = 0123456789abcdef;next, X-Auth-Token = ****;next",
        "X-Auth-Token: 0123456789abcdef and more|next, X-Auth-Token: ****|next",
        "`{\"X-Auth-Token\":\"0123456789abcdef\",\"a\":1}`, `{\"X-Auth-Token\":\"****\",\"a\":1}`",
        "`{\\\"X-Auth-Token\\\":\\\"0123456789abcdef\\\"}`, `{\\\"X-Auth-Token\\\":\\\"****\"}`",
        "x-auth-token:0123456789abcde, x-auth-token:0123456789abcde",
        "x-other-token:0123456789abcdef, x-other-token:0123456789abcdef"
    })
    @DisplayName("a token of 16 characters or more is found by its header's name, with any value")
    void tokenByName(String text, String masked) {
        assertThat(Secrets.mask(text, SECRETS)).isEqualTo(masked);
    }

    @Test
    void without_whenNothingShowsASecret_thenTheFailureItself() {
        Throwable failure = new IOException("reset", new IOException("by peer"));
        assertThat(Secrets.without(SECRETS, failure)).isSameAs(failure);
    }

    @Test
    void without_whenThereIsNoFailure_thenNone() {
        assertThat(Secrets.without(SECRETS, null)).isNull();
    }

    @Test
    void without_whenItsMessageShowsASecret_thenNone() {
        assertThat(Secrets.without(SECRETS, new IOException("got " + SECRET))).isNull();
    }

    @Test
    void without_whenACauseOfACauseShowsASecret_thenNone() {
        assertThat(Secrets.without(SECRETS, new IOException("a", new IOException("b", new IOException("got " + SECRET))))).isNull();
    }

    @Test
    void of_whenAnAccessKey_thenItsTwoParts() {
        assertThat(secretsOf(AccessKey.of("the-ak", "the-sk"), null)).containsExactly("the-sk", "the-ak");
    }

    @Test
    void of_whenATemporaryKey_thenItsSecurityTokenToo() {
        assertThat(secretsOf(AccessKey.of("the-ak", "the-sk", "the-token"), null)).containsExactly("the-token", "the-sk", "the-ak");
    }

    @Test
    void of_whenAToken_thenItsValue() {
        assertThat(secretsOf(IamToken.of("the-token"), null)).containsExactly("the-token");
    }

    @Test
    void of_whenSigned_thenTheSignatureWithoutWhatStandsBeforeIt() {
        AccessKey key = AccessKey.of("the-ak", "the-sk");
        Signature signature = new RequestSigner().sign(key, "GET", URI.create("https://h/p"), Map.of(), new byte[0]);
        assertThat(secretsOf(key, signature)).hasSize(3).last().asString().matches("[0-9a-f]{64}").satisfies(
                secret -> assertThat(signature.authorization()).endsWith("Signature=" + secret));
    }

    @Test
    void secrets_whenNothingWasAuthenticatedYet_thenNone() {
        try (Call call = CallTest.begin(Duration.ofSeconds(1))) {
            call.startAttempt();
            assertThat(call.secrets()).isEmpty();
        }
    }

    @Test
    void mask_whenOfACall_thenTheSecretsOfItsAttempts() {
        try (Call call = CallTest.begin(Duration.ofSeconds(1))) {
            call.startAttempt().authenticatedBy(IamToken.of("the-token"), null);
            call.startAttempt().authenticatedBy(IamToken.of("another-token"), null);
            assertThat(Secrets.mask("got the-token, another-token", call.secrets())).isEqualTo("got ****, ****");
        }
    }

    private static List<String> secretsOf(Credentials credentials, Signature signature) {
        try (Call call = CallTest.begin(Duration.ofSeconds(1))) {
            call.startAttempt().authenticatedBy(credentials, signature);
            return call.secrets();
        }
    }

    @Test
    @DisplayName("the beginning of a secret is masked anywhere in the text if it is too long for a coincidence")
    void cutOffWithin() {
        String token = "MIIEowYJKoZIhvcNAQcC";

        assertThat(Secrets.mask("got '" + token.substring(0, 12) + "...'", List.of(token))).isEqualTo("got '****...'");
        assertThat(Secrets.mask("got '" + token.substring(0, 11) + "...'", List.of(token))).isEqualTo("got 'MIIEowYJKoZ...'");
    }

    @Test
    @DisplayName("causes that form a cycle are searched, and the search ends")
    void circle() {
        IOException first = new IOException("a");
        IOException second = new IOException("b", first);
        first.initCause(second);

        assertThat(Secrets.without(SECRETS, first)).isSameAs(first);
        assertThat(Secrets.without(List.of("b"), first)).isNull();
    }

    @Test
    @DisplayName("the message of a failure is searched, too")
    void silent() {
        IOException silent = new IOException("got the-token") {
            @Override
            public String toString() {
                return null;
            }
        };

        assertThat(Secrets.without(List.of("the-token"), silent)).isNull();
        assertThat(Secrets.without(List.of("another"), silent)).isSameAs(silent);
        assertThat(Secrets.without(List.of("IOException"), new IOException())).isNull();
    }

    @Test
    @DisplayName("suppressed failures and their causes are searched")
    void suppressed() {
        IOException failure = new IOException("a");
        failure.addSuppressed(new IOException("b", new IOException("c")));

        assertThat(Secrets.without(List.of("b"), failure)).isNull();
        assertThat(Secrets.without(List.of("c"), failure)).isNull();
        assertThat(Secrets.without(List.of("d"), failure)).isSameAs(failure);
    }

    @Test
    @DisplayName("the line after a token's name in a canonical request is the hash of the body, and is not masked")
    void signedHeaders() {
        String canonical = "host;x-security-token\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

        assertThat(Secrets.mask(canonical, List.of())).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Subject-Token MIIfreshMIIfresh1", "x-metadata-token: MIIfreshMIIfresh1", "X-Auth-Token=MIIfreshMIIfresh1"})
    @DisplayName("a token that the SDK does not know is found by its name, with and without a colon")
    void named(String text) {
        assertThat(Secrets.mask("Invalid header: " + text, List.of())).endsWith("****").doesNotContain("MII");
    }
}
