package io.dataarts.rerun.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dataarts.generated.api.QualityApi;
import io.dataarts.generated.model.RestartQualityInstanceRequest;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.Failing;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.error.UnreadableResponseException;
import io.dataarts.rerun.loopback.ArrivedRequest;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A failure shows no secret, even if the response echoes the whole request. */
class MaskingTest {

    private static final String TOKEN = "tOken1part/tOken2part+tOken3part==";
    private static final AccessKey TEMPORARY = AccessKey.of("AKAKAKAKAKAK", "SKSKSKSKSKSK", TOKEN);
    private static final int CAP = 64 << 10;

    @Test
    @DisplayName("the security token is masked in the canonical request that a refused signature comes back with")
    void canonicalRequest() {
        ServiceException failure = echoing(Example.TEMPORARY_KEY, request -> "{\"error_msg\":\"Incorrect IAM authentication information:"
                + " verify aksk signature fail, canonicalRequest:POST|" + request.target() + "/||host:" + request.value("Host")
                + "|workspace:w|x-security-token:" + request.value("X-Security-Token") + "||host|hash\",\"error_code\":\"APIGW.0301\"}");
        assertThat(failure.errorMessage().orElseThrow()).contains("|x-security-token:****||");
        assertThat(failure.rawBody()).contains("|x-security-token:****||");
        assertNoSecret(failure);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Security-Token", "Authorization"})
    @DisplayName("a whole header is masked in the message, the code and the request id")
    void everywhere(String header) {
        ServiceException failure = echoing(Example.TEMPORARY_KEY, request -> "{\"error_msg\":\"bad: " + request.value(header)
                + "\",\"error_code\":\"" + request.value(header) + "\",\"request_id\":\"" + request.value(header) + "\"}");
        assertThat(failure.errorCode().orElseThrow()).contains("****");
        assertThat(failure.requestId().orElseThrow()).contains("****");
        assertNoSecret(failure);
    }

    @Test
    @DisplayName("signature and access key are masked, and the text around them is kept")
    void signature() {
        ServiceException failure = echoing(Example.KEY, request -> "<html>" + request.value("Authorization") + "</html>");
        assertThat(failure.rawBody()).isEqualTo("<html>SDK-HMAC-SHA256 Access=****,"
                + " SignedHeaders=host;workspace;x-project-id;x-sdk-date, Signature=****</html>");
    }

    @Test
    void token_whenEchoed_thenMasked() {
        ServiceException failure = echoing(Example.TOKEN, request -> "{\"error_msg\":\"token " + request.value("X-Auth-Token")
                + " is invalid\",\"error_code\":\"APIGW.0301\"}");
        assertThat(failure.errorMessage()).contains("token **** is invalid");
        assertThat(failure.rawBody()).isEqualTo("{\"error_msg\":\"token **** is invalid\",\"error_code\":\"APIGW.0301\"}");
        assertNoSecret(failure);
    }

    @Test
    @DisplayName("a token is masked if JSON escapes some of its characters")
    void escaped() {
        ServiceException failure = echoing(Example.TOKEN, request -> "{\"error_msg\":\""
                + request.value("X-Auth-Token").replace("/", "\\/").replace("=", "\\u003d") + "\"}");
        assertThat(failure.errorMessage()).contains("****");
        assertThat(failure.rawBody()).isEqualTo("{\"error_msg\":\"****\"}");
    }

    @Test
    @DisplayName("a secret in the request id of the header is masked")
    void requestIdHeader() {
        try (LoopbackServer server =
                        LoopbackServer.answering(Reply.of(400, new byte[0], "X-Request-Id: r-" + Example.SECURITY_TOKEN));
                DataArtsStudio studio =
                        Example.builder(server).credentials(Example.TEMPORARY_KEY).build()) {
            assertThat(Failing.rerun(studio, ServiceException.class).requestId()).contains("r-****");
        }
    }

    @Test
    @DisplayName("a secret in the request id is masked if the body cannot be read")
    void requestIdOfAnUnreadableAnswer() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.of(
                        200, "[]".getBytes(StandardCharsets.UTF_8), "Content-Type: application/json",
                        "X-Request-Id: r-" + Example.SECURITY_TOKEN));
                DataArtsStudio studio =
                        Example.builder(server).credentials(Example.TEMPORARY_KEY).build()) {
            QualityApi raw = studio.api(QualityApi.class);
            UnreadableResponseException failure = catchThrowableOfType(UnreadableResponseException.class,
                    () -> raw.restartQualityInstance(Example.PROJECT, null, new RestartQualityInstanceRequest()));
            assertThat(failure.requestId()).contains("r-****");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tOken1part/tOken2part+tOken3part==",
                "tOken1part\\/tOken2part+tOken3part==",
                "tOken1part\\u002ftOken2part\\u002BtOken3part\\u003d\\u003D",
                "tOken1part%2FtOken2part%2btOken3part%3D%3D",
            })
    void rerun_whenASecretIsEchoedInAnySpelling_thenMaskedInMessageBodyAndId(String echo) {
        ServiceException e = answered(Reply.json(
                500, "{\"error_code\":\"" + echo + "\",\"error_msg\":\"got " + echo + ", AKAKAKAKAKAK and SKSKSKSKSKSK\"}",
                "X-Request-Id: " + TOKEN));
        assertThat(e.rawBody()).isEqualTo("{\"error_code\":\"****\",\"error_msg\":\"got ****, **** and ****\"}");
        assertThat(e).hasMessage("Whether it was executed is unknown: HTTP 500, ****: got ****, **** and **** (request id ****)");
        assertThat(e.requestId()).contains("****");
    }

    @Test
    void rerun_whenTheSignatureIsEchoed_thenMasked() {
        ServiceException e = echoing(TEMPORARY, request -> {
            String signature = request.value("Authorization").replaceFirst(".*Signature=", "");
            return "{\"error_msg\":\"got " + signature + ", expected Signature=" + "ab".repeat(32) + "\"}";
        });
        assertThat(e.rawBody()).isEqualTo("{\"error_msg\":\"got ****, expected Signature=****\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 11, 12, 13, 14, 15, 16, 25, 39})
    void rerun_whenTheBodyIsCutOffWithinASecret_thenItsBeginningIsMasked(int kept) {
        String escaped = TOKEN.replace("/", "\\u002f");
        ServiceException e = answered(Reply.json(500, "x".repeat(CAP - kept) + escaped));
        assertThat(e.rawBody()).isEqualTo("x".repeat(CAP - kept) + "****");
    }

    @Test
    void rerun_whenABodyIsCutOffElsewhere_thenItIsKept() {
        assertThat(answered(Reply.json(500, "x".repeat(CAP + 1))).rawBody()).isEqualTo("x".repeat(CAP));
    }

    private static ServiceException answered(Reply reply) {
        return failure(TEMPORARY, LoopbackServer.answering(reply));
    }

    private static ServiceException echoing(Credentials credentials, Function<ArrivedRequest, String> echo) {
        return failure(credentials, LoopbackServer.answeringEach(request -> Reply.json(401, echo.apply(request))));
    }

    private static ServiceException failure(Credentials credentials, LoopbackServer started) {
        try (LoopbackServer server = started;
                DataArtsStudio studio = Example.builder(server).credentials(credentials).build()) {
            return Failing.rerun(studio, ServiceException.class);
        }
    }

    private static void assertNoSecret(ServiceException failure) {
        StringWriter all = new StringWriter();
        failure.printStackTrace(new PrintWriter(all, true));
        all.append(failure.rawBody()).append(failure.errorMessage().orElse("")).append(failure.errorCode().orElse(""))
                .append(failure.requestId().orElse(""));
        assertThat(all.toString())
                .doesNotContain(Example.SK, Example.SECURITY_TOKEN, Example.IAM_TOKEN, Example.AK)
                .doesNotContainPattern("[sS]ignature=[0-9a-f]");
    }
}
