package io.dataarts.rerun;

import static io.dataarts.rerun.CredentialsServer.A_RERUN;
import static io.dataarts.rerun.CredentialsServer.RERUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dataarts.rerun.CredentialsServer.Received;
import io.dataarts.rerun.CredentialsServer.Reply;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTest {

    private static final AccessKey KEY = AccessKey.of("AKAKAKAKAKAK", "SKSKSKSKSKSK");
    private static final String TOKEN = "tOken1part/tOken2part+tOken3part==";
    private static final AccessKey TEMPORARY = AccessKey.of("AKAKAKAKAKAK", "SKSKSKSKSKSK", TOKEN);
    private static final String WRONG_SECRET_KEY = "the canonical requests are the same, so the secret key does not belong to the access"
            + " key; more than five failures in a row lock an access key for five minutes";
    private static final String CHECK_KEYS =
            "check access key and secret key; more than five failures in a row lock an access key for five minutes";
    private static final int CAP = 64 << 10;

    private CredentialsServer server;

    @TempDir
    private Path home;

    @BeforeEach
    void start() throws IOException {
        server = new CredentialsServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ServiceException failure(Credentials credentials, Function<Received, Reply> answer) {
        server.on(RERUN, answer);
        try (DataArtsStudio studio = server.studio(Map.of(), home)
                .credentials(credentials)
                .retryPolicy(RetryPolicy.never())
                .build()) {
            return catchThrowableOfType(ServiceException.class, () -> studio.rerun(A_RERUN));
        }
    }

    private static String advice(ServiceException e) {
        return e.getMessage().replaceFirst("(?s).*\\[(.*)].*", "$1");
    }

    /** The gateway's view: what it received, in the form that it hashes, with | for line breaks. */
    private static String canonicalRequest(Received request) {
        String names = request.header("Authorization").replaceFirst(".*SignedHeaders=([^,]*),.*", "$1");
        StringBuilder canonical = new StringBuilder(request.method()).append('|').append(request.path()).append("/||");
        for (String name : names.split(";")) {
            canonical.append(name).append(':').append(request.header(name)).append('|');
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(request.body());
            return canonical.append('|').append(names).append('|').append(HexFormat.of().formatHex(hash)).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private ServiceException mismatch(AccessKey key, UnaryOperator<String> onTheWay) {
        return failure(key, request -> Reply.of(
                401,
                "{\"error_msg\":\"Incorrect IAM authentication information: verify aksk signature fail, canonicalRequest:"
                        + onTheWay.apply(canonicalRequest(request)) + "\",\"error_code\":\"APIGW.0301\",\"request_id\":\"r1\"}"));
    }

    @Test
    void rerun_whenAHeaderWasChangedOnTheWay_thenTheLineThatDiffers() {
        assertThat(advice(mismatch(KEY, canonical -> canonical.replace("workspace:w1", "workspace:w1,w2"))))
                .isEqualTo("line 5 of the canonical request differs: this client signed 'workspace:w1', the gateway received"
                        + " 'workspace:w1,w2': something on the way changed it");
    }

    @Test
    void rerun_whenThePathWasChangedOnTheWay_thenTheLineThatDiffers() {
        assertThat(advice(mismatch(KEY, canonical -> canonical.replace("/v2/p1", "/proxied/v2/p1"))))
                .isEqualTo("line 2 of the canonical request differs: this client signed '/v2/p1/quality/instances/restart/', the gateway"
                        + " received '/proxied/v2/p1/quality/instances/restart/': something on the way changed it");
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
    void rerun_whenAWorkspaceHoldsTheGatewaysSeparator_thenTheLinesAreComparedAllTheSame() {
        server.on(RERUN, request -> Reply.of(
                401,
                "{\"error_msg\":\"canonicalRequest:" + canonicalRequest(request) + "\",\"error_code\":\"APIG.0301\"}"));
        try (DataArtsStudio studio = server.studio(Map.of(), home).workspace("a|b").credentials(KEY).build()) {
            assertThat(advice(catchThrowableOfType(ServiceException.class, () -> studio.rerun(A_RERUN)))).isEqualTo(WRONG_SECRET_KEY);
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
        "20260101T002000Z, 20260101T000000Z, 20, ahead of",
        "20260101T000000Z, 20260101T001659Z, 16, behind",
        "20260101T000000Z, 20251231T000000Z, 1440, ahead of",
    })
    void rerun_whenTheSignatureExpired_thenByHowManyMinutesTheClocksDiffer(String ours, String theirs, int minutes, String direction) {
        assertThat(advice(failure(KEY, request -> Reply.of(
                        401,
                        "{\"error_msg\":\"Incorrect IAM authentication information: signature expired, signature time:" + ours
                                + ",server time:" + theirs + "\",\"error_code\":\"APIGW.0301\"}"))))
                .isEqualTo("this machine's clock is " + minutes + " minutes " + direction
                        + " the gateway's, and 15 are allowed: set it right");
    }

    @Test
    void rerun_whenTheTimesAreNone_thenRejectedAllTheSame() {
        ServiceException e = failure(KEY, request -> Reply.of(
                401, "{\"error_msg\":\"signature time:20261399T999999Z,server time:20260101T000000Z\",\"error_code\":\"APIGW.0301\"}"));
        assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(advice(e)).isEqualTo(CHECK_KEYS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | DLF.0100   | m | the job does not exist in this workspace: check its name and the workspace",
                "400 | DLF.1000   | m | the job does not exist in this workspace: check its name and the workspace",
                "400 | DLF.0136   | m | only batch jobs can be rerun",
                "400 | DLF.0137   | m | the instance does not exist: take job id, plan time and submit time from the job instance list",
                "400 | DLF.3018   | m | the job name is not valid: the console allows Chinese characters, letters, digits, - _ and .",
                "400 | DLF.6888   | m | the user needs the DAYU User permission and a workspace role that may operate: developer,"
                        + " operator or admin",
                "400 | DLF.9      | Workspace does not exists | check the workspace id, and that it belongs to the project",
                "401 | APIGW.0301 | m | " + CHECK_KEYS,
                "401 | APIG.0303  | m | " + CHECK_KEYS,
                "401 | X.1        | m | " + CHECK_KEYS,
                "401 | APIGW.0307 | m | the token has expired, or is from another region: obtain a new one, scoped to the project",
                "403 | PAP.0001   | m | the user needs the DAYU User permission and a workspace role that may operate: developer,"
                        + " operator or admin",
                "404 | APIGW.0101 | m | there is no such URL: check the endpoint and its region",
                "429 | APIG.0308  | m | too many requests: call again later, and less often",
                "400 | APIGW.0308 | m | too many requests: call again later, and less often",
                "429 | X.2        | m | too many requests: call again later, and less often",
            })
    void rerun_whenTheCodeIsKnown_thenWhatToDo(int status, String code, String message, String advice) {
        ServiceException e = failure(
                KEY, request -> Reply.of(status, "{\"error_code\":\"" + code + "\",\"error_msg\":\"" + message + "\"}"));
        assertThat(e)
                .hasMessage("Rejected: HTTP " + status + ", " + code + ": " + message + " [" + advice + "]");
    }

    @Test
    void rerun_whenTheCodeIsUnknown_thenNoAdvice() {
        assertThat(failure(KEY, request -> Reply.of(400, "{\"error_code\":\"DQC.4711\",\"error_msg\":\"m\"}")))
                .hasMessage("Rejected: HTTP 400, DQC.4711: m");
    }

    @Test
    void rerun_whenATokenIsRefused_thenNoAdviceAboutKeys() {
        IamToken token = IamToken.of("token-token-token");
        assertThat(advice(failure(token, request -> Reply.of(401, "{\"error_code\":\"APIG.0301\",\"error_msg\":\"m\"}"))))
                .isEqualTo("check that the token is scoped to the project (not to the domain) and from its region");
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
        ServiceException e = failure(TEMPORARY, request -> Reply.of(
                        500, "{\"error_code\":\"" + echo + "\",\"error_msg\":\"got " + echo + ", AKAKAKAKAKAK and SKSKSKSKSKSK\"}")
                .with("X-Request-Id", TOKEN));
        assertThat(e.rawBody()).isEqualTo("{\"error_code\":\"****\",\"error_msg\":\"got ****, **** and ****\"}");
        assertThat(e).hasMessage("Whether it was executed is unknown: HTTP 500, ****: got ****, **** and **** (request id ****)");
        assertThat(e.requestId()).contains("****");
    }

    @Test
    void rerun_whenTheSignatureIsEchoed_thenMasked() {
        ServiceException e = failure(KEY, request -> {
            String signature = request.header("Authorization").replaceFirst(".*Signature=", "");
            return Reply.of(401, "{\"error_msg\":\"got " + signature + ", expected Signature=" + "ab".repeat(32) + "\"}");
        });
        assertThat(e.rawBody()).isEqualTo("{\"error_msg\":\"got ****, expected Signature=****\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 11, 12, 13, 14, 15, 16, 25, 39})
    void rerun_whenTheBodyIsCutOffWithinASecret_thenItsBeginningIsMasked(int kept) {
        String escaped = TOKEN.replace("/", "\\u002f");
        ServiceException e = failure(TEMPORARY, request -> Reply.of(500, "x".repeat(CAP - kept) + escaped));
        assertThat(e.rawBody()).isEqualTo("x".repeat(CAP - kept) + "****");
    }

    @Test
    void rerun_whenABodyIsCutOffElsewhere_thenItIsKept() {
        assertThat(failure(TEMPORARY, request -> Reply.of(500, "x".repeat(CAP + 1))).rawBody()).isEqualTo("x".repeat(CAP));
    }
}
