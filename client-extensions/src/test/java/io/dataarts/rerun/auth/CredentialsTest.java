package io.dataarts.rerun.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dataarts.rerun.Example;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials keep their values, refuse characters that are not valid in a header, and show no secret. */
class CredentialsTest {

    private static final String AK = Example.AK;
    private static final String SK = Example.SK;

    @Test
    void accessKey_whenPermanent_thenItHasNoSecurityToken() {
        AccessKey key = AccessKey.of(AK, SK);
        assertThat(key.accessKeyId()).isEqualTo(AK);
        assertThat(key.secretKey()).isEqualTo(SK);
        assertThat(key.securityToken()).isEmpty();
    }

    @Test
    void accessKey_whenTemporary_thenItHasItsSecurityToken() {
        assertThat(AccessKey.of(AK, SK, "token").securityToken()).contains("token");
    }

    @Test
    void accessKey_whenAPartIsWrong_thenTheMessageNamesItAndShowsNoValue() {
        refused(() -> AccessKey.of("", SK), "access key (AK) must not be empty");
        refused(() -> AccessKey.of("a,b", SK), "access key (AK) must not contain ','");
        refused(() -> AccessKey.of("a b", SK),
                "access key (AK) must be printable ASCII without white space; look at character 2 of 3");
        refused(() -> AccessKey.of(AK, ""), "secret key (SK) must not be empty");
        refused(() -> AccessKey.of(AK, SK + "\n"),
                "secret key (SK) must be printable ASCII without white space; look at character 42 of 42");
        refused(() -> AccessKey.of(AK, SK, ""), "security token must not be empty");
        refused(() -> AccessKey.of(AK, SK, "é"),
                "security token must be printable ASCII without white space; look at character 1 of 1");
    }

    @Test
    void accessKey_whenAPartIsNull_thenRefusedByName() {
        assertThatThrownBy(() -> AccessKey.of(null, SK)).isExactlyInstanceOf(NullPointerException.class).hasMessage("access key (AK)");
        assertThatThrownBy(() -> AccessKey.of(AK, null)).isExactlyInstanceOf(NullPointerException.class).hasMessage("secret key (SK)");
        assertThatThrownBy(() -> AccessKey.of(AK, SK, null)).isExactlyInstanceOf(NullPointerException.class).hasMessage("securityToken");
    }

    @Test
    void accessKey_whenCompared_thenAllPartsCount() {
        assertThat(AccessKey.of(AK, SK, "t"))
                .isEqualTo(AccessKey.of(AK, SK, "t"))
                .hasSameHashCodeAs(AccessKey.of(AK, SK, "t"))
                .isNotEqualTo(AccessKey.of(AK, SK))
                .isNotEqualTo(AccessKey.of(AK, "other", "t"))
                .isNotEqualTo(AccessKey.of("other", SK, "t"))
                .isNotEqualTo(IamToken.of("t"));
        assertThat(AccessKey.of(AK, SK).hashCode()).isNotEqualTo(AccessKey.of("other", SK).hashCode());
    }

    @Test
    void accessKey_whenShown_thenTheAkIsMaskedAndNothingElseIsThere() {
        assertThat(AccessKey.of(AK, SK)).hasToString("AccessKey[EXAM****0001]");
        assertThat(AccessKey.of(AK, SK, "token")).hasToString("AccessKey[EXAM****0001, temporary]");
    }

    @Test
    @DisplayName("a short AK is masked completely, since four letters at each end would show nearly all of it")
    void shortAk() {
        assertThat(AccessKey.of("12345678901", SK)).hasToString("AccessKey[****]");
        assertThat(AccessKey.of("123456789012", SK)).hasToString("AccessKey[1234****9012]");
    }

    @Test
    void iamToken_whenMade_thenItHasItsValueAndShowsNothing() {
        assertThat(IamToken.of("MIIE+/==").value()).isEqualTo("MIIE+/==");
        assertThat(IamToken.of("MIIE+/==")).hasToString("IamToken[****]");
    }

    @Test
    @DisplayName("the length of a token is not limited")
    void longToken() {
        assertThat(IamToken.of("x".repeat(20_000)).value()).hasSize(20_000);
    }

    @Test
    void iamToken_whenWrong_thenTheMessageShowsNoValue() {
        refused(() -> IamToken.of(""), "IAM token must not be empty");
        refused(() -> IamToken.of("abc\r\nX: y"), "IAM token must be printable ASCII without white space; look at character 4 of 9");
        assertThatThrownBy(() -> IamToken.of(null)).isExactlyInstanceOf(NullPointerException.class).hasMessage("IAM token");
    }

    @Test
    void iamToken_whenCompared_thenItsValueCounts() {
        assertThat(IamToken.of("a")).isEqualTo(IamToken.of("a")).hasSameHashCodeAs(IamToken.of("a")).isNotEqualTo(IamToken.of("b"))
                .isNotEqualTo("a");
        assertThat(IamToken.of("a").hashCode()).isNotEqualTo(IamToken.of("b").hashCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\ud800"})
    void iamPassword_whenAPartCannotBeSent_thenRefusedWithoutThePassword(String value) {
        assertThatThrownBy(() -> IamPassword.of(value, "u", "p")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IamPassword.of("d", value, "p")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IamPassword.of("d", "u", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("password must ")
                .hasMessageNotContaining("a\n");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isExactlyInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
