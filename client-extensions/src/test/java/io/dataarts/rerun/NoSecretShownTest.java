package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.generated.api.QualityApi;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.IamPassword;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.loopback.Answer;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.signing.RequestSigner;
import io.dataarts.rerun.signing.Signature;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is printed, by accident or in a log, shows no secret. */
class NoSecretShownTest {

    private static final String PASSWORD = "ExamplePassword-1";
    private static final List<String> SECRETS =
            List.of(Example.SK, Example.SECURITY_TOKEN, Example.IAM_TOKEN, Example.AK, PASSWORD);

    static Stream<Credentials> credentials() {
        return Stream.of(Example.KEY, Example.TEMPORARY_KEY, Example.TOKEN);
    }

    @ParameterizedTest
    @MethodSource("credentials")
    @DisplayName("everything that the public API hands out")
    void publicApi(Credentials credentials) {
        try (LoopbackServer server = LoopbackServer.answering(Answer.empty(200), Answer.empty(401), Answer.drop());
                DataArtsStudio studio = Example.builder().endpoint(server.endpoint()).credentials(credentials).build()) {
            RerunReceipt receipt = studio.rerun(Example.QUALITY);
            DataArtsException refused = Failing.rerun(studio, Example.QUALITY, DataArtsException.class);
            DataArtsException dropped = Failing.rerun(studio, Example.QUALITY, DataArtsException.class);
            RequestPreview preview = studio.preview(Example.INSTANCES);
            assertNoSecret(
                    credentials, studio, studio.inWorkspace("w"), studio.api(QualityApi.class), receipt, refused, dropped, preview,
                    preview.asCurl(), preview.headers(), Example.builder(), RetryPolicy.standard(), Example.RELATED_JOBS,
                    IamPassword.of("domain", "user", PASSWORD));
        }
    }

    @Test
    @DisplayName("a signature, and the signer")
    void signature() {
        RequestSigner signer = new RequestSigner(Example.CLOCK);
        Signature signature = signer.sign(Example.TEMPORARY_KEY, "GET", URI.create("https://h/"),
                Map.of("X-Security-Token", Example.SECURITY_TOKEN), new byte[0]);
        assertNoSecret(signer, signature);
        assertThat(signature.toString()).doesNotContain(signature.authorization().replaceAll(".*Signature=", ""));
    }

    @Test
    void studio_whenPrinted_thenProjectAndWorkspace() {
        try (DataArtsStudio studio = Example.builder().region("cn-north-4").build()) {
            assertThat(studio).hasToString("DataArtsStudio[project " + Example.PROJECT + ", workspace " + Example.WORKSPACE + "]");
        }
    }

    private static void assertNoSecret(Object... printed) {
        for (Object one : printed) {
            assertThat(String.valueOf(one)).doesNotContain(SECRETS);
        }
    }
}
