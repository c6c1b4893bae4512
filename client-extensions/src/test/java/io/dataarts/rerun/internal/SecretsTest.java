package io.dataarts.rerun.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.IamToken;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    private static final AccessKey KEY = AccessKey.of("EXAMPLEAK00000000001", "ExampleSecretKey/1", "Temporary+/==");
    private static final IamToken TOKEN = IamToken.of("MIIE.o-w_Y*J$K(oZI)^hvc+/==");
    private static final String SIGNATURE = "0123456789abcdef".repeat(4);

    @Test
    void mask_whenAPartOfTheKeyIsEchoed_thenItIsMasked() {
        assertThat(Secrets.mask("ak:EXAMPLEAK00000000001,sk:ExampleSecretKey/1,x-security-token:Temporary+/==!", KEY))
                .isEqualTo("ak:****,sk:****,x-security-token:****!");
    }

    @Test
    void mask_whenPermanentKey_thenItsPartsAreMasked() {
        assertThat(Secrets.mask("EXAMPLEAK00000000001 and sk sk", AccessKey.of("EXAMPLEAK00000000001", "sk")))
                .isEqualTo("**** and **** ****");
    }

    @Test
    void mask_whenTheTokenIsEchoed_thenItIsMasked() {
        assertThat(Secrets.mask("token MIIE.o-w_Y*J$K(oZI)^hvc+/== expired", TOKEN)).isEqualTo("token **** expired");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Temporary+\\/==", "Temporary\\u002b\\u002F\\u003d\\u003D", "Temporary%2B%2f%3d%3D", "Temporary+/\\u003d=", "Temporary+%2F=="
    })
    @DisplayName("a secret is known again when JSON or a URL escaped it")
    void escaped(String echo) {
        assertThat(Secrets.mask("a" + echo + "z", KEY)).isEqualTo("a****z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TemporaryX/==", "Temporary+/=", "temporary+/==", "EXAMPLEAK0000000000", "MIIExo-w_Y*J$K(oZI)^hvc+/=="})
    void mask_whenItIsNotQuiteTheSecret_thenItStays(String text) {
        assertThat(Secrets.mask(text, KEY)).isEqualTo(text);
        assertThat(Secrets.mask(text, TOKEN)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "Signature=%s | Signature=****",
        "`, Signature=%s, x` | `, Signature=****, x`",
        "signature: %s | signature: ****",
        "`\"SIGNATURE\":\"%s\"` | `\"SIGNATURE\":\"****\"`",
        "signature%s | signature%s",
        "hash %s | hash %s"
    })
    void mask_whenASignatureIsEchoed_thenItIsMaskedAndOtherHashesAreNot(String text, String masked) {
        assertThat(Secrets.mask(text.replace("%s", SIGNATURE), null)).isEqualTo(masked.replace("%s", SIGNATURE));
    }

    @Test
    void mask_whenNoCredentials_thenTheTextStays() {
        assertThat(Secrets.mask("EXAMPLEAK00000000001", null)).isEqualTo("EXAMPLEAK00000000001");
    }

    @ParameterizedTest
    @CsvSource({
        "body Tempor, 'body '",
        "body Temp, 'body '",
        "body Tem, body Tem",
        "body EXAMPLEAK0000, 'body '",
        "body Temporary+/==, body ****",
        "Temp, ''",
        "Tempo body, Tempo body",
        "'', ''"
    })
    @DisplayName("a text that was cut off may end within a secret")
    void cutOff(String text, String masked) {
        assertThat(Secrets.maskCutOff(text, KEY)).isEqualTo(masked);
    }

    @Test
    void maskCutOff_whenNoCredentials_thenTheTextStays() {
        assertThat(Secrets.maskCutOff("body Temp", null)).isEqualTo("body Temp");
    }

    @Test
    @DisplayName("the earliest place where a secret may have begun is where the text ends")
    void cutOffWithinTwo() {
        Credentials nested = AccessKey.of("abcdefgh", "fghijklm");
        assertThat(Secrets.maskCutOff("x abcdefgh", nested)).isEqualTo("x ****");
        assertThat(Secrets.maskCutOff("x abcdefg", nested)).isEqualTo("x ");
    }
}
