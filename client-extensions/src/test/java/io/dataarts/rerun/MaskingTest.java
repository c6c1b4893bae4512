package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dataarts.generated.api.QualityApi;
import io.dataarts.generated.model.RestartQualityInstanceRequest;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.error.UnreadableResponseException;
import io.dataarts.rerun.loopback.Answer;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Received;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gateways echo what they refuse. What of it is secret, nobody sees. */
class MaskingTest {

    @Test
    @DisplayName("a refused signature comes back with the canonical request, whose security token is masked")
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
    @DisplayName("a whole header comes back in a message, in a code and as a request id")
    void everywhere(String header) {
        ServiceException failure = echoing(Example.TEMPORARY_KEY, request -> "{\"error_msg\":\"bad: " + request.value(header)
                + "\",\"error_code\":\"" + request.value(header) + "\",\"request_id\":\"" + request.value(header) + "\"}");
        assertThat(failure.errorCode().orElseThrow()).contains("****");
        assertThat(failure.requestId().orElseThrow()).contains("****");
        assertNoSecret(failure);
    }

    @Test
    @DisplayName("the signature and the access key are masked, and what stands around them stays")
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
    @DisplayName("a token that JSON escaped on its way back is known again")
    void escaped() {
        ServiceException failure = echoing(Example.TOKEN, request -> "{\"error_msg\":\""
                + request.value("X-Auth-Token").replace("/", "\\/").replace("=", "\\u003d") + "\"}");
        assertThat(failure.errorMessage()).contains("****");
        assertThat(failure.rawBody()).isEqualTo("{\"error_msg\":\"****\"}");
    }

    @Test
    @DisplayName("a request id in the header is masked as well")
    void requestIdHeader() {
        try (LoopbackServer server =
                        LoopbackServer.answering(Answer.of(400, new byte[0], "X-Request-Id: r-" + Example.SECURITY_TOKEN));
                DataArtsStudio studio =
                        Example.builder().endpoint(server.endpoint()).credentials(Example.TEMPORARY_KEY).build()) {
            assertThat(Failing.rerun(studio, Example.QUALITY, ServiceException.class).requestId()).contains("r-****");
        }
    }

    @Test
    @DisplayName("also when the body cannot be read")
    void requestIdOfAnUnreadableAnswer() {
        try (LoopbackServer server = LoopbackServer.answering(Answer.of(
                        200, "[]".getBytes(StandardCharsets.UTF_8), "Content-Type: application/json",
                        "X-Request-Id: r-" + Example.SECURITY_TOKEN));
                DataArtsStudio studio =
                        Example.builder().endpoint(server.endpoint()).credentials(Example.TEMPORARY_KEY).build()) {
            QualityApi raw = studio.api(QualityApi.class);
            UnreadableResponseException failure = catchThrowableOfType(UnreadableResponseException.class,
                    () -> raw.restartQualityInstance(Example.PROJECT, null, new RestartQualityInstanceRequest()));
            assertThat(failure.requestId()).contains("r-****");
        }
    }

    @Test
    @DisplayName("digits of a date that is no date are not read as a clock")
    void clocksThatAreNone() {
        ServiceException failure = Failing.answered(Answer.json(401, "{\"error_code\":\"APIGW.0301\",\"error_msg\":\"signature expired,"
                + " signature time:20249999T999999Z,server time:20241122T032000Z\"}"));
        assertThat(failure.errorCode()).contains("APIGW.0301");
        assertThat(failure.httpStatus()).isEqualTo(401);
    }

    private static ServiceException echoing(Credentials credentials, Function<Received, String> echo) {
        AtomicReference<LoopbackServer> self = new AtomicReference<>();
        Answer answer = connection -> Answer.json(401, echo.apply(self.get().onlyRequest())).give(connection);
        try (LoopbackServer server = LoopbackServer.answering(answer);
                DataArtsStudio studio = Example.builder().endpoint(server.endpoint()).credentials(credentials).build()) {
            self.set(server);
            return Failing.rerun(studio, Example.QUALITY, ServiceException.class);
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
