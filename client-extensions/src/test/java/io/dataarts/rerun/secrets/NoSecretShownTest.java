package io.dataarts.rerun.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.generated.api.QualityApi;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.Failing;
import io.dataarts.rerun.RequestPreview;
import io.dataarts.rerun.RerunReceipt;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.IamPassword;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import io.dataarts.rerun.signing.RequestSigner;
import io.dataarts.rerun.signing.Signature;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The text of any object of the public API shows no secret. */
class NoSecretShownTest {

    private static final String PASSWORD = "ExamplePassword-1";
    private static final List<String> SECRETS =
            List.of(Example.SK, Example.SECURITY_TOKEN, Example.IAM_TOKEN, Example.AK, PASSWORD);

    @ParameterizedTest
    @MethodSource("io.dataarts.rerun.Example#credentials")
    @DisplayName("objects of the public API")
    void publicApi(Credentials credentials) {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(200), Reply.empty(401), Reply.drop());
                DataArtsStudio studio = Example.builder(server).credentials(credentials).build()) {
            RerunReceipt receipt = studio.rerun(Example.QUALITY);
            DataArtsException refused = Failing.rerun(studio, DataArtsException.class);
            DataArtsException dropped = Failing.rerun(studio, DataArtsException.class);
            RequestPreview preview = studio.preview(Example.INSTANCES);
            assertNoSecret(
                    credentials, studio, studio.inWorkspace("w"), studio.api(QualityApi.class), receipt, refused, dropped, preview,
                    preview.asCurl(), preview.headers(), Example.builder(), RetryPolicy.standard(), Example.RELATED_JOBS,
                    IamPassword.of("domain", "user", PASSWORD));
        }
    }

    @Test
    @DisplayName("a signature and the signer")
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
