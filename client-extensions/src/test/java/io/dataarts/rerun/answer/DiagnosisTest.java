package io.dataarts.rerun.answer;

import static io.dataarts.rerun.loopback.Cloud.RERUN;
import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.Failing;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.loopback.ArrivedRequest;
import io.dataarts.rerun.loopback.Cloud;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The message of a rejected call says what to do, and shows no secret. */
class DiagnosisTest {

    private static final AccessKey KEY = AccessKey.of("AKAKAKAKAKAK", "SKSKSKSKSKSK");
    private static final String TOKEN = "tOken1part/tOken2part+tOken3part==";
    private static final AccessKey TEMPORARY = AccessKey.of("AKAKAKAKAKAK", "SKSKSKSKSKSK", TOKEN);
    private static final String WRONG_SECRET_KEY = "the canonical requests are the same, so the secret key does not belong to the access"
            + " key; more than five failures in a row lock an access key for five minutes";
    private static final String CHECK_KEYS =
            "check access key and secret key; more than five failures in a row lock an access key for five minutes";

    private final LoopbackServer server = Cloud.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private ServiceException failure(Credentials credentials, Reply reply) {
        return echoing(credentials, request -> reply);
    }

    private ServiceException echoing(Credentials credentials, Function<ArrivedRequest, Reply> reply) {
        server.onEach(RERUN, reply);
        try (DataArtsStudio studio = Example.builder(server).credentials(credentials).retryPolicy(RetryPolicy.never()).build()) {
            return Failing.rerun(studio, ServiceException.class);
        }
    }

    private static String advice(ServiceException e) {
        return e.getMessage().replaceFirst("(?s).*\\[(.*)].*", "$1");
    }

    /** Returns the request in the form that the gateway hashes, with | for line breaks. */
    private static String canonicalRequest(ArrivedRequest request) {
        String names = request.value("Authorization").replaceFirst(".*SignedHeaders=([^,]*),.*", "$1");
        StringBuilder canonical = new StringBuilder(request.method()).append('|').append(request.target()).append("/||");
        for (String name : names.split(";")) {
            canonical.append(name).append(':').append(header(request, name)).append('|');
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(request.body());
            return canonical.append('|').append(names).append('|').append(HexFormat.of().formatHex(hash)).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String header(ArrivedRequest request, String lowerCaseName) {
        return request.headers().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(lowerCaseName))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private ServiceException mismatch(AccessKey key, UnaryOperator<String> onTheWay) {
        return echoing(key, request -> Reply.json(
                401,
                "{\"error_msg\":\"Incorrect IAM authentication information: verify aksk signature fail, canonicalRequest:"
                        + onTheWay.apply(canonicalRequest(request)) + "\",\"error_code\":\"APIGW.0301\",\"request_id\":\"r1\"}"));
    }

    @Test
    void rerun_whenAHeaderWasChangedOnTheWay_thenTheLineThatDiffers() {
        assertThat(advice(mismatch(KEY, canonical -> canonical.replace(Example.WORKSPACE, Example.WORKSPACE + ",w2"))))
                .isEqualTo("line 5 of the canonical request differs: this client signed 'workspace:" + Example.WORKSPACE
                        + "', the gateway received 'workspace:" + Example.WORKSPACE + ",w2': something on the way changed it");
    }

    @Test
    void rerun_whenThePathWasChangedOnTheWay_thenTheLineThatDiffers() {
        assertThat(advice(mismatch(KEY, canonical -> canonical.replace("/v2/", "/proxied/v2/"))))
                .isEqualTo("line 2 of the canonical request differs: this client signed '" + Example.RESTART_PATH
                        + "/', the gateway received '/proxied" + Example.RESTART_PATH + "/': something on the way changed it");
    }

    @Test
    void rerun_whenTheBodyWasChangedOnTheWay_thenTheLineThatDiffers() {
        assertThat(advice(mismatch(KEY, canonical -> canonical.replaceFirst("[0-9a-f]{64}$", "0".repeat(64)))))
                .startsWith("line 10 of the canonical request differs: this client signed '")
                .endsWith("', the gateway received '" + "0".repeat(64) + "': something on the way changed it");
    }

    @Test
    void rerun_whenALineIsMissing_thenNothingWasReceived() {
        assertThat(advice(mismatch(KEY, canonical -> canonical.substring(0, canonical.lastIndexOf('|')))))
                .startsWith("line 10 of the canonical request differs: ")
                .endsWith("the gateway received 'nothing': something on the way changed it");
    }

    @Test
    void rerun_whenALineWasAdded_thenNothingWasSigned() {
        assertThat(advice(mismatch(KEY, canonical -> canonical + "|more")))
                .isEqualTo("line 11 of the canonical request differs: this client signed 'nothing', the gateway received 'more':"
                        + " something on the way changed it");
    }

    @Test
    void rerun_whenNoLineDiffers_thenTheSecretKeyIsWrong() {
        assertThat(advice(mismatch(KEY, canonical -> canonical))).isEqualTo(WRONG_SECRET_KEY);
    }

    @Test
    void rerun_whenAWorkspaceHoldsTheGatewaysSeparator_thenTheLinesAreCompared() {
        server.onEach(RERUN, request -> Reply.json(
                401,
                "{\"error_msg\":\"canonicalRequest:" + canonicalRequest(request) + "\",\"error_code\":\"APIG.0301\"}"));
        try (DataArtsStudio studio = Example.builder(server).workspace("a|b").credentials(KEY).build()) {
            assertThat(advice(Failing.rerun(studio, ServiceException.class))).isEqualTo(WRONG_SECRET_KEY);
        }
    }

    @Test
    void rerun_whenATemporaryKeyIsRefused_thenItsEchoedTokenIsMaskedAndNoDifference() {
        ServiceException e = mismatch(TEMPORARY, canonical -> canonical);
        assertThat(advice(e)).isEqualTo(WRONG_SECRET_KEY);
        assertThat(e.getMessage()).contains("|x-security-token:****||host;");
        assertThat(e.rawBody()).contains("|x-security-token:****||host;");
        assertThat(e.errorMessage().orElseThrow()).contains("|x-security-token:****||host;");
        assertThat(e.getMessage() + e.rawBody() + e.errorMessage() + e.getCause()).doesNotContain("tOken", "AKAK", "SKSK");
    }

    @Test
    void rerun_whenTheTokenWasChangedOnTheWay_thenTheLineWithoutEither() {
        ServiceException e = mismatch(TEMPORARY, canonical -> canonical.replace("tOken2part+", "tOken2part "));
        assertThat(advice(e))
                .isEqualTo("line 8 of the canonical request differs: this client signed 'x-security-token:****', the gateway received"
                        + " 'x-security-token:****': something on the way changed it");
        assertThat(e.getMessage() + e.rawBody()).doesNotContain("tOken");
        e = mismatch(TEMPORARY, canonical -> canonical.replace("tOken3part==", "tOken3part"));
        assertThat(advice(e))
                .isEqualTo("line 8 of the canonical request differs: this client signed 'x-security-token:****', the gateway received"
                        + " 'x-security-token:****': something on the way changed it");
        assertThat(e.getMessage() + e.rawBody()).doesNotContain("tOken");
    }

    @ParameterizedTest
    @CsvSource({
        "20260101T002000Z, 20260101T000000Z, 20 min, ahead of",
        "20260101T000000Z, 20260101T001501Z, 15 min 1 s, behind",
        "20260101T000000Z, 20260101T001659Z, 16 min 59 s, behind",
        "20260101T000000Z, 20251231T000000Z, 1 day, ahead of",
    })
    void rerun_whenTheSignatureExpired_thenByHowMuchTheClocksDiffer(String ours, String theirs, String difference, String direction) {
        assertThat(advice(failure(KEY, Reply.json(
                        401,
                        "{\"error_msg\":\"Incorrect IAM authentication information: signature expired, signature time:" + ours
                                + ",server time:" + theirs + "\",\"error_code\":\"APIGW.0301\"}"))))
                .isEqualTo("this machine's clock is " + difference + " " + direction
                        + " the gateway's, and 15 min are allowed: correct the clock");
    }

    @Test
    void rerun_whenTheTimesAreNone_thenRejected() {
        ServiceException e = failure(KEY, Reply.json(
                401, "{\"error_msg\":\"signature time:20261399T999999Z,server time:20260101T000000Z\",\"error_code\":\"APIGW.0301\"}"));
        assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(advice(e)).isEqualTo(CHECK_KEYS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | DLF.0100   | m | the job does not exist in this workspace: check its name (also spaces around it) and workspace",
                "400 | DLF.1000   | m | the job does not exist in this workspace: check its name (also spaces around it) and workspace",
                "400 | DLF.0136   | m | only batch jobs can be rerun",
                "400 | DLF.0137   | m | the instance does not exist: take job id, plan time and submit time from the job instance list, and"
                        + " do not swap the times (in all examples the submit time is the earlier one)",
                "400 | DLF.3018   | m | the job name is not valid: the console allows Chinese characters, letters, digits, - _ and .",
                "400 | DLF.6888   | m | the user needs the DAYU User permission and a workspace role that may operate: developer,"
                        + " operator or admin",
                "400 | DLF.9      | Workspace does not exists | check the workspace id (not the name; 32 hexadecimal digits in all"
                        + " examples), and that it belongs to the project",
                "401 | APIGW.0301 | m | " + CHECK_KEYS,
                "401 | APIG.0303  | m | " + CHECK_KEYS,
                "401 | X.1        | m | " + CHECK_KEYS,
                "401 | APIGW.0307 | m | the token has expired, or is from another region: obtain a new one, scoped to the project",
                "403 | PAP.0001   | m | the user needs the DAYU User permission and a workspace role that may operate: developer,"
                        + " operator or admin",
                "404 | APIGW.0101 | m | there is no such URL: check the endpoint and its region",
                "429 | APIG.0308  | limit:9,time:2 minute | too many requests: call again after 2 min, and less often",
                "400 | APIGW.0308 | m | too many requests: call again after 10 s, and less often",
                "429 | X.2        | m | too many requests: call again after 10 s, and less often",
            })
    void rerun_whenTheCodeIsKnown_thenWhatToDo(int status, String code, String message, String advice) {
        ServiceException e = failure(KEY, Reply.json(status, "{\"error_code\":\"" + code + "\",\"error_msg\":\"" + message + "\"}"));
        assertThat(e)
                .hasMessage("Rejected: HTTP " + status + ", " + code + ": " + message + " [" + advice + "]");
    }

    @Test
    void rerun_whenTheCodeIsUnknown_thenNoAdvice() {
        assertThat(failure(KEY, Reply.json(400, "{\"error_code\":\"DQC.4711\",\"error_msg\":\"m\"}")))
                .hasMessage("Rejected: HTTP 400, DQC.4711: m");
    }

    @Test
    void rerun_whenATokenIsRefused_thenNoAdviceAboutKeys() {
        IamToken token = IamToken.of("token-token-token");
        assertThat(advice(failure(token, Reply.json(401, "{\"error_code\":\"APIG.0301\",\"error_msg\":\"m\"}"))))
                .isEqualTo("check that the token is scoped to the project (not to the domain) and from its region");
    }

    @Test
    @DisplayName("digits that are not a date are not read as a time")
    void clocksThatAreNone() {
        ServiceException failure = Failing.answered(Reply.json(401, "{\"error_code\":\"APIGW.0301\",\"error_msg\":\"signature expired,"
                + " signature time:20249999T999999Z,server time:20241122T032000Z\"}"));
        assertThat(failure.errorCode()).contains("APIGW.0301");
        assertThat(failure.httpStatus()).isEqualTo(401);
    }
}
