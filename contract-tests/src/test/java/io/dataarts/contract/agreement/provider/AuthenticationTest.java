package io.dataarts.contract.agreement.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.contract.provider.ReferenceProvider;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The reference provider authenticates as the gateway does: it accepts the vendor's signer, and names each defect. */
class AuthenticationTest {

    private static final String TEMPORARY_AK = "TEMPORARYAK000000001";
    private static final String SECURITY_TOKEN = "ExampleSecurityToken+/==";

    private ReferenceProvider provider;

    @BeforeEach
    void start() {
        provider = RawRequest.provider()
                .temporaryKey(TEMPORARY_AK, RawRequest.SK, SECURITY_TOKEN)
                .qualityJob("1440764172232392705", "1440764172232400896")
                .job("my job")
                .start();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    @DisplayName("a request with the vendor's signature is accepted")
    void vendorSignature() throws Exception {
        assertThat(quality().signed().send().statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("a signature over a percent-encoded path is accepted")
    void vendorSignatureOverEncodedPath() throws Exception {
        assertThat(RawRequest.post(provider, RawRequest.retry("my%20job"), RawRequest.JOB_INSTANCE).signed().send().statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("a temporary key with its signed security token is accepted")
    void temporaryKey() throws Exception {
        assertThat(quality().header("X-Security-Token", SECURITY_TOKEN).signed(TEMPORARY_AK, RawRequest.SK).send().statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("a temporary key with another security token is refused")
    void wrongSecurityToken() throws Exception {
        HttpResponse<String> response = quality().header("X-Security-Token", "other").signed(TEMPORARY_AK, RawRequest.SK).send();
        assertRefused(response, "APIGW.0301",
                "Incorrect IAM authentication information: X-Security-Token is not the one of the access key");
    }

    @Test
    @DisplayName("a known token is accepted")
    void token() throws Exception {
        assertThat(quality().token().send().statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("an unknown token gets the request to renew it")
    void unknownToken() throws Exception {
        assertRefused(quality().header("X-Auth-Token", "yesterday's").send(), "APIGW.0307", "The token must be updated.");
    }

    @Test
    @DisplayName("a request without credentials is refused")
    void nothing() throws Exception {
        assertRefused(quality().send(), "APIGW.0301",
                "Incorrect IAM authentication information: neither X-Auth-Token nor Authorization was sent");
    }

    @Test
    @DisplayName("a wrong signature is refused even beside a known token")
    void tokenAndWrongSignature() throws Exception {
        assertThat(quality().token().signed(RawRequest.AK, "wrong").send().statusCode()).isEqualTo(401);
    }

    @Test
    @DisplayName("an unknown access key is refused")
    void unknownAccessKey() throws Exception {
        assertRefused(quality().signed("UNKNOWN", RawRequest.SK).send(), "APIGW.0301",
                "Incorrect IAM authentication information: Get secretKey failed,ak:UNKNOWN,err:ak not exist");
    }

    @Test
    @DisplayName("the answer to a wrong signature holds the gateway's canonical request")
    void wrongSecretKey() throws Exception {
        assertRefused(quality().signed(RawRequest.AK, "wrong").send(), "APIGW.0301", mismatch(
                RawRequest.RESTART + "/", "eeeb5eb395550b489a383fc5a28e4ee1a91b9bf5706bfb414d359c9fd6de5fbf"));
    }

    @Test
    @DisplayName("a body that was changed after signing is refused")
    void tamperedBody() throws Exception {
        assertRefused(quality().signed().body("{}").send(), "APIGW.0301", mismatch(
                RawRequest.RESTART + "/", "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"));
    }

    @Test
    @DisplayName("a header that was changed after signing is refused")
    void tamperedHeader() throws Exception {
        assertThat(quality().signed().header("workspace", "other").send().statusCode()).isEqualTo(401);
    }

    @Test
    @DisplayName("a signature of last week is refused, and the message names both times")
    void expired() throws Exception {
        assertRefused(quality().header("X-Sdk-Date", "20241115T032000Z").signed().send(), "APIGW.0301",
                "Incorrect IAM authentication information: "
                        + "signature expired, signature time:20241115T032000Z,server time:20241122T032000Z");
    }

    private RawRequest quality() {
        return RawRequest.post(provider, RawRequest.RESTART, RawRequest.QUALITY_JOB);
    }

    private String mismatch(String canonicalPath, String bodyHash) {
        // The vendor signs every header except Content-Type.
        return "Incorrect IAM authentication information: verify aksk signature fail, canonicalRequest:POST|" + canonicalPath
                + "||host:" + provider.endpoint().getAuthority() + "|workspace:" + RawRequest.WORKSPACE + "|x-project-id:" + RawRequest.PROJECT
                + "|x-sdk-date:" + RawRequest.SDK_DATE + "||host;workspace;x-project-id;x-sdk-date|" + bodyHash;
    }

    private static void assertRefused(HttpResponse<String> response, String code, String message) {
        String requestId = response.headers().firstValue("X-Request-Id").orElseThrow();
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).isEqualTo(
                "{\"error_msg\":\"" + message + "\",\"error_code\":\"" + code + "\",\"request_id\":\"" + requestId + "\"}");
    }
}
