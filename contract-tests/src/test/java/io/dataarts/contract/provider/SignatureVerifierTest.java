package io.dataarts.contract.provider;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The known answers come from the vendor's signer, over the documentation's own requests. */
class SignatureVerifierTest {

    private static final String RELATED_JOBS = "{\"retry_location\":\"errorNode\",\"retry_task_version\":\"current_version\","
            + "\"ignore_obs_monitor\":true,\"begin_time\":1732608520000,\"end_time\":1732612120000,"
            + "\"jobs\":[{\"job_name\":\"job_test_smn2\",\"workspace_id\":\"62fbba734e634c5087656fc3ff7adf34\"}],\"concurrent\":2}";
    private static final String SECURITY_TOKEN = "ExampleSecurityToken+/==";
    private static final String SIGNED = "host;workspace;x-project-id;x-sdk-date";

    @Test
    @DisplayName("accepts the signature of the documentation's quality request")
    void quality() {
        assertThat(verify(request("POST", Call.RESTART, Call.QUALITY_JOB,
                "12a6099a290c5cb07912fc4198207a810711138a0ddd2ecb09dc536c79269325"))).isEmpty();
    }

    @Test
    @DisplayName("accepts the signature of the documentation's first job request")
    void jobInstance() {
        assertThat(verify(request("POST", Call.retry("test_job_name"), Call.JOB_INSTANCE,
                "652d5cc140af6bd4fe75fa8bb88cf21ff39c5487d834215d2d8840c2b710deae"))).isEmpty();
    }

    @Test
    @DisplayName("accepts the signature of the documentation's second job request")
    void relatedJobs() {
        assertThat(verify(request("POST", Call.retry("test_job_name"), RELATED_JOBS,
                "52649757f711f5f09b6acd7f679dcce1bf4f162d7c71c225d9762afc188fceb4"))).isEmpty();
    }

    @Test
    @DisplayName("accepts a signature without a body")
    void noBody() {
        assertThat(verify(request("POST", Call.RESTART, "",
                "3e46198091a25ee62d7dd94551a7b50ef3330a24ea32b8f33a8fd5a64a64582b"))).isEmpty();
    }

    @Test
    @DisplayName("accepts a signature over a query with spaces, plus signs, Chinese, repeated and empty values")
    void query() {
        String query = "?limit=10&name=%E4%B8%80%20%28%26%3D%3F%21%23%25.%2A%29~%2B&offset=0&multi=b&multi=a&multi=c&empty=";
        assertThat(verify(request("GET", "/v2/" + Call.PROJECT + "/quality/instances" + query, "",
                "daac1edc3dc83b6a3a4e3452110ab49041b571522f719db4dbabd607adaf0c82"))).isEmpty();
    }

    @Test
    @DisplayName("accepts a signature over an unusual spelling of the same query")
    void querySpelling() {
        String query = "?limit=1%30&name=%e4%b8%80%20(%26=?!%23%25.*)%7e+&offset=0&multi=b&multi=a&multi=c&&empty";
        assertThat(verify(request("GET", "/v2/" + Call.PROJECT + "/quality/instances" + query, "",
                "daac1edc3dc83b6a3a4e3452110ab49041b571522f719db4dbabd607adaf0c82"))).isEmpty();
    }

    @Test
    @DisplayName("takes an encoded slash as part of its segment, whatever its spelling")
    void encodedSlash() {
        ReceivedRequest request = new ReceivedRequest("id", "GET", "/a%2fb//c+d", Map.of("host", List.of("h")), new byte[0]);
        assertThat(SignatureVerifier.canonicalRequest(request, List.of("host"))).isEqualTo(
                "GET\n/a%2Fb//c%2Bd/\n\nhost:h\n\nhost\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    @DisplayName("accepts the signature of a temporary key with its security token")
    void temporaryKey() {
        ReceivedRequest request = with(request("POST", Call.RESTART, Call.QUALITY_JOB, ""), Map.of(
                "x-security-token", SECURITY_TOKEN,
                "authorization", authorization(Call.AK, SIGNED + ";x-security-token",
                        "3ce91314a99dbb50fb14d13e1af40ee2dd599168411794eeb00b3a72d92b00c7")));
        assertThat(temporaryKeyVerifier().refuse(request)).isEmpty();
    }

    @Test
    @DisplayName("refuses a temporary key without its security token")
    void securityTokenMissing() {
        assertThat(temporaryKeyVerifier().refuse(request("POST", Call.RESTART, Call.QUALITY_JOB,
                "12a6099a290c5cb07912fc4198207a810711138a0ddd2ecb09dc536c79269325")))
                .contains("X-Security-Token is not the one of the access key");
    }

    @Test
    @DisplayName("refuses a security token that is not signed")
    void securityTokenUnsigned() {
        ReceivedRequest request = with(request("POST", Call.RESTART, Call.QUALITY_JOB,
                "12a6099a290c5cb07912fc4198207a810711138a0ddd2ecb09dc536c79269325"), Map.of("x-security-token", SECURITY_TOKEN));
        assertThat(temporaryKeyVerifier().refuse(request)).contains("the header x-security-token is not signed");
    }

    @Test
    @DisplayName("refuses a permanent key with a security token")
    void securityTokenTooMuch() {
        ReceivedRequest request = with(request("POST", Call.RESTART, Call.QUALITY_JOB,
                "12a6099a290c5cb07912fc4198207a810711138a0ddd2ecb09dc536c79269325"), Map.of("x-security-token", SECURITY_TOKEN));
        assertThat(verify(request)).contains("X-Security-Token is not the one of the access key");
    }

    @ParameterizedTest
    @CsvSource({"workspace;x-sdk-date, host", "host;workspace, x-sdk-date"})
    @DisplayName("refuses a signature that leaves out host or date")
    void unsignedHeader(String signedHeaders, String missing) {
        ReceivedRequest request = with(request("POST", Call.RESTART, Call.QUALITY_JOB, ""),
                Map.of("authorization", authorization(Call.AK, signedHeaders, "0".repeat(64))));
        assertThat(verify(request)).contains("the header " + missing + " is not signed");
    }

    @Test
    @DisplayName("refuses a signature over a header that was not sent")
    void signedHeaderNotSent() {
        ReceivedRequest request = with(request("POST", Call.RESTART, Call.QUALITY_JOB, ""),
                Map.of("authorization", authorization(Call.AK, "host;user-agent;x-sdk-date", "0".repeat(64))));
        assertThat(verify(request)).contains("the signed header user-agent was not sent");
    }

    @ParameterizedTest
    @CsvSource({"PT15M", "PT-15M"})
    @DisplayName("accepts a date of fifteen minutes before or after its clock")
    void withinTolerance(Duration distance) {
        assertThat(verifier(Clock.offset(Call.CLOCK, distance), Optional.empty()).refuse(request("POST", Call.RESTART, Call.QUALITY_JOB,
                "12a6099a290c5cb07912fc4198207a810711138a0ddd2ecb09dc536c79269325"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT15M1S, 20241122T033501Z", "PT-15M-1S, 20241122T030459Z"})
    @DisplayName("refuses a date more than fifteen minutes away, and names both clocks")
    void expired(Duration distance, String serverTime) {
        assertThat(verifier(Clock.offset(Call.CLOCK, distance), Optional.empty()).refuse(request("POST", Call.RESTART, Call.QUALITY_JOB,
                "12a6099a290c5cb07912fc4198207a810711138a0ddd2ecb09dc536c79269325")))
                .contains("signature expired, signature time:20241122T032000Z,server time:" + serverTime);
    }

    @Test
    @DisplayName("refuses a date in another format")
    void dateFormat() {
        ReceivedRequest request = with(request("POST", Call.RESTART, Call.QUALITY_JOB, "0".repeat(64)),
                Map.of("x-sdk-date", "2024-11-22T03:20:00Z"));
        assertThat(verify(request)).contains("X-Sdk-Date must be like 20241122T032000Z, was '2024-11-22T03:20:00Z'");
    }

    @Test
    @DisplayName("refuses an Authorization header of another shape")
    void shape() {
        ReceivedRequest request = with(request("POST", Call.RESTART, Call.QUALITY_JOB, ""), Map.of("authorization", "Bearer abc"));
        assertThat(verify(request))
                .contains("Authorization must be 'SDK-HMAC-SHA256 Access=..., SignedHeaders=..., Signature=...'");
    }

    private static Optional<String> verify(ReceivedRequest request) {
        return verifier(Call.CLOCK, Optional.empty()).refuse(request);
    }

    private static SignatureVerifier temporaryKeyVerifier() {
        return verifier(Call.CLOCK, Optional.of(SECURITY_TOKEN));
    }

    private static SignatureVerifier verifier(Clock clock, Optional<String> securityToken) {
        return new SignatureVerifier(Map.of(Call.AK, new SignatureVerifier.Key(Call.SK, securityToken)), clock);
    }

    private static ReceivedRequest request(String method, String target, String body, String signature) {
        return with(new ReceivedRequest("id", method, target, Map.of(), body.getBytes(StandardCharsets.UTF_8)), Map.of(
                "host", "dayu.ap-southeast-1.myhuaweicloud.com",
                "workspace", Call.WORKSPACE,
                "x-project-id", Call.PROJECT,
                "x-sdk-date", Call.SDK_DATE,
                "authorization", authorization(Call.AK, SIGNED, signature)));
    }

    private static ReceivedRequest with(ReceivedRequest request, Map<String, String> changed) {
        Map<String, List<String>> headers = new TreeMap<>(request.headers());
        changed.forEach((name, value) -> headers.put(name, new ArrayList<>(List.of(value))));
        return new ReceivedRequest(request.requestId(), request.method(), request.target(), headers, request.body());
    }

    private static String authorization(String accessKey, String signedHeaders, String signature) {
        return "SDK-HMAC-SHA256 Access=" + accessKey + ", SignedHeaders=" + signedHeaders + ", Signature=" + signature;
    }
}
