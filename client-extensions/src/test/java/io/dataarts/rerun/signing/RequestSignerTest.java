package io.dataarts.rerun.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dataarts.rerun.Example;
import io.dataarts.rerun.TestClock;
import io.dataarts.rerun.auth.AccessKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A signature covers host, date, headers and exact body, in the form that the service documents. */
class RequestSignerTest {

    private static final AccessKey KEY = Example.KEY;
    private static final URI URL = URI.create("https://dayu.ap-southeast-1.myhuaweicloud.com/v2/p/quality");
    private static final byte[] NO_BODY = {};
    private static final String HASH_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final RequestSigner signer = new RequestSigner(Example.CLOCK);

    @Test
    @DisplayName("signs the quality example of the API reference, step by step")
    void workedExample() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Project-Id", Example.PROJECT);
        headers.put("workspace", Example.WORKSPACE);
        Signature signature = signer.sign(
                KEY,
                "POST",
                URI.create("https://dayu.ap-southeast-1.myhuaweicloud.com/v2/62099355b894428e8916573ae635f1f9/quality/instances/restart"),
                headers,
                Example.QUALITY_JSON.getBytes(StandardCharsets.UTF_8));

        assertThat(signature.canonicalRequest()).isEqualTo("""
                POST
                /v2/62099355b894428e8916573ae635f1f9/quality/instances/restart/

                host:dayu.ap-southeast-1.myhuaweicloud.com
                workspace:62fbba734e634c5087656fc3ff7adf34
                x-project-id:62099355b894428e8916573ae635f1f9
                x-sdk-date:20241122T032000Z

                host;workspace;x-project-id;x-sdk-date
                eeeb5eb395550b489a383fc5a28e4ee1a91b9bf5706bfb414d359c9fd6de5fbf""");
        assertThat(signature.stringToSign()).isEqualTo("""
                SDK-HMAC-SHA256
                20241122T032000Z
                026fbf7bc437a08e1b29811237ba53dd8dc05ce557124a9758446fcd2ebb0493""");
        assertThat(signature.headers()).containsOnly(
                Map.entry("Host", "dayu.ap-southeast-1.myhuaweicloud.com"),
                Map.entry("X-Sdk-Date", "20241122T032000Z"),
                Map.entry("Authorization", "SDK-HMAC-SHA256 Access=EXAMPLEAK00000000001, "
                        + "SignedHeaders=host;workspace;x-project-id;x-sdk-date, "
                        + "Signature=12a6099a290c5cb07912fc4198207a810711138a0ddd2ecb09dc536c79269325"));
    }

    @Test
    void sign_whenNoHeaders_thenHostAndDateAreSignedAlone() {
        assertThat(canonical(Map.of())).isEqualTo("GET\n/v2/p/quality/\n\n"
                + "host:dayu.ap-southeast-1.myhuaweicloud.com\nx-sdk-date:20241122T032000Z\n\nhost;x-sdk-date\n" + HASH_OF_NOTHING);
    }

    @Test
    void sign_whenValueHasSpacesAround_thenTheyAreTrimmedAndThoseWithinStay() {
        assertThat(canonical(Map.of("X-Note", " \ta  b \t"))).contains("\nx-note:a  b\n");
    }

    @Test
    void sign_whenNamesHaveUpperCase_thenTheyAreSignedInLowerCaseAndSortedByAscii() {
        assertThat(canonical(Map.of("B", "2", "a_b", "1", "a-b", "0")).split("\n")[9]).isEqualTo("a-b;a_b;b;host;x-sdk-date");
    }

    @Test
    @DisplayName("names are lowered as ASCII, even on a Turkish machine with its dotless i")
    void turkish() {
        Locale before = Locale.getDefault();
        Locale.setDefault(new Locale("tr"));
        try {
            assertThat(canonical(Map.of("X-PROJECT-ID", "p"))).contains("\nx-project-id:p\n");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void sign_whenHostIsGiven_thenItWinsOverTheUrl() {
        Signature signature = sign(URL, Map.of("host", "example.com"), NO_BODY);
        assertThat(signature.canonicalRequest()).contains("\nhost:example.com\n").doesNotContain("myhuaweicloud");
        assertThat(signature.headers()).containsEntry("Host", "example.com");
    }

    @Test
    void sign_whenDateIsGiven_thenItWinsOverTheClock() {
        Signature signature = sign(URL, Map.of("X-Sdk-Date", "20200608T023900Z"), NO_BODY);
        assertThat(signature.headers()).containsEntry("X-Sdk-Date", "20200608T023900Z");
        assertThat(signature.stringToSign()).startsWith("SDK-HMAC-SHA256\n20200608T023900Z\n");
        assertThat(signature).hasToString("Signature[20200608T023900Z]");
    }

    @Test
    void sign_whenBodyHashIsGiven_thenItIsTakenLiterally() {
        String canonical = sign(URL, Map.of("X-Sdk-Content-Sha256", "UNSIGNED-PAYLOAD"), "body".getBytes(StandardCharsets.UTF_8))
                .canonicalRequest();
        assertThat(canonical)
                .contains("\nx-sdk-content-sha256:UNSIGNED-PAYLOAD\n")
                .endsWith("\nhost;x-sdk-content-sha256;x-sdk-date\nUNSIGNED-PAYLOAD");
    }

    @Test
    void sign_whenBody_thenItsExactBytesAreHashed() {
        byte[] bytes = {(byte) 0xFF, 0, 10};
        assertThat(sign(URL, Map.of(), bytes).canonicalRequest())
                .endsWith("\nc933d2fe5a3675b959c287c271739ac2db888cc8c0d68c1c5b58ac5b80f5d735");
    }

    @Test
    void sign_whenTemporaryKey_thenItsSecurityTokenIsSignedOnlyAsAGivenHeader() {
        AccessKey temporary = AccessKey.of(KEY.accessKeyId(), KEY.secretKey(), "ExampleSecurityToken+/==");
        assertThat(signer.sign(temporary, "GET", URL, Map.of(), NO_BODY).authorization())
                .isEqualTo(signer.sign(KEY, "GET", URL, Map.of(), NO_BODY).authorization());
        assertThat(signer.sign(temporary, "GET", URL, Map.of("X-Security-Token", "ExampleSecurityToken+/=="), NO_BODY)
                        .canonicalRequest())
                .contains("\nx-security-token:ExampleSecurityToken+/==\n");
    }

    @Test
    void sign_whenNameTwiceInDifferentCase_thenRefused() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Workspace", "a");
        headers.put("workspace", "b");
        assertThatThrownBy(() -> canonical(headers))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot sign the header workspace: it is there twice, or is the signature itself");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "authorization"})
    void sign_whenAuthorizationIsAmongTheHeaders_thenRefused(String name) {
        assertThatThrownBy(() -> canonical(Map.of(name, "x")))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot sign the header " + name + ": it is there twice, or is the signature itself");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/p", "mailto:someone"})
    void sign_whenUrlIsNotAbsolute_thenRefused(String url) {
        assertThatThrownBy(() -> sign(URI.create(url), Map.of(), NO_BODY))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("the URL to sign must be absolute, was " + url);
    }

    @ParameterizedTest
    @CsvSource({
        "https://h/a, h",
        "https://h:443/a, h:443",
        "http://127.0.0.1:8080/a, 127.0.0.1:8080",
        "http://[::1]:80/a, [::1]:80",
        "https://user:password@h:8/a, h:8",
        "https://h:/a, h",
        "https://user:password@h:/a, h",
        "http://[::1]:/a, [::1]"
    })
    void sign_whenHostComesFromTheUrl_thenItIsItsAuthorityWithTheWrittenPort(String url, String host) {
        assertThat(sign(URI.create(url), Map.of(), NO_BODY).headers()).containsEntry("Host", host);
    }

    @Test
    void sign_whenClockIsInAnotherZone_thenTheDateIsUtc() {
        RequestSigner elsewhere = new RequestSigner(Example.CLOCK.withZone(ZoneId.of("Asia/Shanghai")));
        assertThat(elsewhere.sign(KEY, "GET", URL, Map.of(), NO_BODY).headers()).containsEntry("X-Sdk-Date", "20241122T032000Z");
    }

    @Test
    @DisplayName("the date follows the clock forward and back")
    void clockGoesOn() {
        TestClock clock = new TestClock();
        RequestSigner lasting = new RequestSigner(clock);
        List<String> dates = new ArrayList<>();
        for (long millis : new long[] {999, 1, 999, -1_999}) {
            clock.pass(Duration.ofMillis(millis));
            dates.add(lasting.sign(KEY, "GET", URL, Map.of(), NO_BODY).headers().get("X-Sdk-Date"));
        }
        assertThat(dates).containsExactly("20241122T032000Z", "20241122T032001Z", "20241122T032001Z", "20241122T032000Z");
    }

    @Test
    @DisplayName("one signer signs with two keys in turn")
    void keysTakeTurns() {
        AccessKey other = AccessKey.of(KEY.accessKeyId(), "another");
        String first = signer.sign(KEY, "GET", URL, Map.of(), NO_BODY).authorization();
        assertThat(signer.sign(other, "GET", URL, Map.of(), NO_BODY).authorization()).isNotEqualTo(first);
        assertThat(signer.sign(KEY, "GET", URL, Map.of(), NO_BODY).authorization()).isEqualTo(first);
    }

    @Test
    void sign_whenDefaultClock_thenTheDateIsNow() {
        Instant before = Instant.now();
        String date = new RequestSigner().sign(KEY, "GET", URL, Map.of(), NO_BODY).headers().get("X-Sdk-Date");
        assertThat(Instant.parse(date.replaceFirst("(....)(..)(..)T(..)(..)(..)Z", "$1-$2-$3T$4:$5:$6Z")))
                .isBetween(before.minusSeconds(1), Instant.now());
    }

    @Test
    @DisplayName("signs correctly on many threads at once")
    void concurrency() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> made = new ArrayList<>();
            for (int i = 0; i < 4000; i++) {
                byte[] body = ("body " + i % 10).getBytes(StandardCharsets.UTF_8);
                made.add(threads.submit(() -> sign(URL, Map.of("workspace", "w"), body).authorization()));
            }
            List<String> alone = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                alone.add(sign(URL, Map.of("workspace", "w"), ("body " + i).getBytes(StandardCharsets.UTF_8)).authorization());
            }
            assertThat(alone).doesNotHaveDuplicates();
            for (int i = 0; i < made.size(); i++) {
                assertThat(made.get(i).get()).isEqualTo(alone.get(i % 10));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void toString_whenSigned_thenItShowsTheDateAlone() {
        assertThat(sign(URL, Map.of("X-Security-Token", "secret"), NO_BODY)).hasToString("Signature[20241122T032000Z]");
    }

    private String canonical(Map<String, String> headers) {
        return sign(URL, headers, NO_BODY).canonicalRequest();
    }

    private Signature sign(URI url, Map<String, String> headers, byte[] body) {
        return signer.sign(KEY, "GET", url, headers, body);
    }
}
