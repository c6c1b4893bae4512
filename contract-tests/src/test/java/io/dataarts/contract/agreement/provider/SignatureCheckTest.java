package io.dataarts.contract.agreement.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.contract.loopback.ReceivedRequest;
import io.dataarts.contract.signature.SignatureCheck;
import io.dataarts.contract.signature.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The signature check accepts correct signatures, and names each defect of other signatures.
 *
 * <p>The correct signatures come from the vendor's signer, for the requests of the documentation.
 */
class SignatureCheckTest {

    private static final String RELATED_JOBS = "{\"retry_location\":\"errorNode\",\"retry_task_version\":\"current_version\","
            + "\"ignore_obs_monitor\":true,\"begin_time\":1732608520000,\"end_time\":1732612120000,"
            + "\"jobs\":[{\"job_name\":\"job_test_smn2\",\"workspace_id\":\"62fbba734e634c5087656fc3ff7adf34\"}],\"concurrent\":2}";
    private static final String SECURITY_TOKEN = "ExampleSecurityToken+/==";
    private static final String SIGNED = "host;workspace;x-project-id;x-sdk-date";

    @Test
    @DisplayName("accepts the signature of the documentation's quality request")
    void quality() {
        assertThat(verify(request("POST", RawRequest.RESTART, RawRequest.QUALITY_JOB,
                "12a6099a290c5cb07912fc4198207a810711138a0ddd2ecb09dc536c79269325"))).isEmpty();
    }

    @Test
    @DisplayName("accepts the signature of the documentation's first job request")
    void jobInstance() {
        assertThat(verify(request("POST", RawRequest.retry("test_job_name"), RawRequest.JOB_INSTANCE,
                "652d5cc140af6bd4fe75fa8bb88cf21ff39c5487d834215d2d8840c2b710deae"))).isEmpty();
    }

    @Test
    @DisplayName("accepts the signature of the documentation's second job request")
    void relatedJobs() {
        assertThat(verify(request("POST", RawRequest.retry("test_job_name"), RELATED_JOBS,
                "52649757f711f5f09b6acd7f679dcce1bf4f162d7c71c225d9762afc188fceb4"))).isEmpty();
    }

    @Test
    @DisplayName("accepts a signature without a body")
    void noBody() {
        assertThat(verify(request("POST", RawRequest.RESTART, "",
                "3e46198091a25ee62d7dd94551a7b50ef3330a24ea32b8f33a8fd5a64a64582b"))).isEmpty();
    }

    @Test
    @DisplayName("accepts a signature over a query with spaces, plus signs, Chinese, repeated and empty values")
    void query() {
        String query = "?limit=10&name=%E4%B8%80%20%28%26%3D%3F%21%23%25.%2A%29~%2B&offset=0&multi=b&multi=a&multi=c&empty=";
        assertThat(verify(request("GET", "/v2/" + RawRequest.PROJECT + "/quality/instances" + query, "",
                "daac1edc3dc83b6a3a4e3452110ab49041b571522f719db4dbabd607adaf0c82"))).isEmpty();
    }

    @Test
    @DisplayName("accepts a signature over an unusual spelling of the same query")
    void querySpelling() {
        String query = "?limit=1%30&name=%e4%b8%80%20(%26=?!%23%25.*)%7e+&offset=0&multi=b&multi=a&multi=c&&empty";
        assertThat(verify(request("GET", "/v2/" + RawRequest.PROJECT + "/quality/instances" + query, "",
                "daac1edc3dc83b6a3a4e3452110ab49041b571522f719db4dbabd607adaf0c82"))).isEmpty();
    }

    @Test
    @DisplayName("reads an encoded slash as part of its segment, even if it is encoded in lower case")
    void encodedSlash() {
        ReceivedRequest request = with(new ReceivedRequest("GET", "/a%2fb//c+d", Map.of(), new byte[0]), Map.of(
                "host", "h",
                "x-sdk-date", RawRequest.SDK_DATE,
                "authorization", authorization(RawRequest.AK, "host;x-sdk-date", "0".repeat(64))));
        assertThat(verify(request)).contains("verify aksk signature fail, canonicalRequest:GET|/a%2Fb//c%2Bd/||host:h|x-sdk-date:"
                + RawRequest.SDK_DATE + "||host;x-sdk-date|e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    @DisplayName("accepts the signature of a temporary key with its security token")
    void temporaryKey() {
        ReceivedRequest request = with(request("POST", RawRequest.RESTART, RawRequest.QUALITY_JOB, ""), Map.of(
                "x-security-token", SECURITY_TOKEN,
                "authorization", authorization(RawRequest.AK, SIGNED + ";x-security-token",
                        "3ce91314a99dbb50fb14d13e1af40ee2dd599168411794eeb00b3a72d92b00c7")));
        assertThat(temporaryKeyCheck().refuse(request)).isEmpty();
    }

    @Test
    @DisplayName("refuses a temporary key without its security token")
    void securityTokenMissing() {
        assertThat(temporaryKeyCheck().refuse(request("POST", RawRequest.RESTART, RawRequest.QUALITY_JOB,
                "12a6099a290c5cb07912fc4198207a810711138a0ddd2ecb09dc536c79269325")))
                .contains("X-Security-Token is not the one of the access key");
    }

    @Test
    @DisplayName("refuses a security token that is not signed")
    void securityTokenUnsigned() {
        ReceivedRequest request = with(request("POST", RawRequest.RESTART, RawRequest.QUALITY_JOB,
                "12a6099a290c5cb07912fc4198207a810711138a0ddd2ecb09dc536c79269325"), Map.of("x-security-token", SECURITY_TOKEN));
        assertThat(temporaryKeyCheck().refuse(request)).contains("the header x-security-token is not signed");
    }

    @Test
    @DisplayName("refuses a permanent key with a security token")
    void securityTokenTooMuch() {
        ReceivedRequest request = with(request("POST", RawRequest.RESTART, RawRequest.QUALITY_JOB,
                "12a6099a290c5cb07912fc4198207a810711138a0ddd2ecb09dc536c79269325"), Map.of("x-security-token", SECURITY_TOKEN));
        assertThat(verify(request)).contains("X-Security-Token is not the one of the access key");
    }

    @ParameterizedTest
    @CsvSource({"workspace;x-sdk-date, host", "host;workspace, x-sdk-date"})
    @DisplayName("refuses a signature that does not cover host or date")
    void unsignedHeader(String signedHeaders, String missing) {
        ReceivedRequest request = with(request("POST", RawRequest.RESTART, RawRequest.QUALITY_JOB, ""),
                Map.of("authorization", authorization(RawRequest.AK, signedHeaders, "0".repeat(64))));
        assertThat(verify(request)).contains("the header " + missing + " is not signed");
    }

    @Test
    @DisplayName("refuses a signature over a header that was not sent")
    void signedHeaderNotSent() {
        ReceivedRequest request = with(request("POST", RawRequest.RESTART, RawRequest.QUALITY_JOB, ""),
                Map.of("authorization", authorization(RawRequest.AK, "host;user-agent;x-sdk-date", "0".repeat(64))));
        assertThat(verify(request)).contains("the signed header user-agent was not sent");
    }

    @ParameterizedTest
    @CsvSource({"PT15M", "PT-15M"})
    @DisplayName("accepts a date 15 minutes before or after its clock")
    void withinTolerance(Duration distance) {
        assertThat(check(Clock.offset(RawRequest.CLOCK, distance), Optional.empty()).refuse(request("POST", RawRequest.RESTART, RawRequest.QUALITY_JOB,
                "12a6099a290c5cb07912fc4198207a810711138a0ddd2ecb09dc536c79269325"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT15M1S, 20241122T033501Z", "PT-15M-1S, 20241122T030459Z"})
    @DisplayName("refuses a date more than 15 minutes away, and names both times")
    void expired(Duration distance, String serverTime) {
        assertThat(check(Clock.offset(RawRequest.CLOCK, distance), Optional.empty()).refuse(request("POST", RawRequest.RESTART, RawRequest.QUALITY_JOB,
                "12a6099a290c5cb07912fc4198207a810711138a0ddd2ecb09dc536c79269325")))
                .contains("signature expired, signature time:20241122T032000Z,server time:" + serverTime);
    }

    @Test
    @DisplayName("refuses a date in another format")
    void dateFormat() {
        ReceivedRequest request = with(request("POST", RawRequest.RESTART, RawRequest.QUALITY_JOB, "0".repeat(64)),
                Map.of("x-sdk-date", "2024-11-22T03:20:00Z"));
        assertThat(verify(request)).contains("X-Sdk-Date must be like 20241122T032000Z, was '2024-11-22T03:20:00Z'");
    }

    @Test
    @DisplayName("refuses an Authorization header of another shape")
    void shape() {
        ReceivedRequest request = with(request("POST", RawRequest.RESTART, RawRequest.QUALITY_JOB, ""), Map.of("authorization", "Bearer abc"));
        assertThat(verify(request))
                .contains("Authorization must be 'SDK-HMAC-SHA256 Access=..., SignedHeaders=..., Signature=...'");
    }

    private static Optional<String> verify(ReceivedRequest request) {
        return check(RawRequest.CLOCK, Optional.empty()).refuse(request);
    }

    private static SignatureCheck temporaryKeyCheck() {
        return check(RawRequest.CLOCK, Optional.of(SECURITY_TOKEN));
    }

    private static SignatureCheck check(Clock clock, Optional<String> securityToken) {
        return new SignatureCheck(List.of(new SigningKey(RawRequest.AK, RawRequest.SK, securityToken)), clock);
    }

    private static ReceivedRequest request(String method, String target, String body, String signature) {
        return with(new ReceivedRequest(method, target, Map.of(), body.getBytes(StandardCharsets.UTF_8)), Map.of(
                "host", "dayu.ap-southeast-1.myhuaweicloud.com",
                "workspace", RawRequest.WORKSPACE,
                "x-project-id", RawRequest.PROJECT,
                "x-sdk-date", RawRequest.SDK_DATE,
                "authorization", authorization(RawRequest.AK, SIGNED, signature)));
    }

    private static ReceivedRequest with(ReceivedRequest request, Map<String, String> changed) {
        Map<String, List<String>> headers = new TreeMap<>(request.headers());
        changed.forEach((name, value) -> headers.put(name, new ArrayList<>(List.of(value))));
        return new ReceivedRequest(request.method(), request.target(), headers, request.body());
    }

    private static String authorization(String accessKey, String signedHeaders, String signature) {
        return "SDK-HMAC-SHA256 Access=" + accessKey + ", SignedHeaders=" + signedHeaders + ", Signature=" + signature;
    }
}
