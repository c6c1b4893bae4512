package io.dataarts.contract.witness;

import static org.assertj.core.api.Assertions.assertThat;

import com.huaweicloud.sdk.core.auth.AKSKSigner;
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.http.HttpMethod;
import com.huaweicloud.sdk.core.http.HttpRequest;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.signing.RequestSigner;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/**
 * The vendor's signer gives the same signature as ours, over the same signed headers.
 *
 * <p>Its quirks are left out by name: it signs User-Agent if the request has one (none is given), never signs Content-Type nor names
 * with an underscore (none is asked for), takes path and query unencoded (they are given so), and cannot hold {@code /}, {@code ?},
 * {@code #} or {@code %} in a path segment (none has them), nor a segment that is {@code .} or {@code ..}.
 */
class VendorSignerTest {

    private static final DateTimeFormatter SDK_DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** A request as both signers are told it. */
    record Signable(
            HttpMethod method,
            String host,
            List<String> segments,
            Map<String, List<String>> query,
            Map<String, String> headers,
            String body,
            String accessKey,
            String secretKey,
            String securityToken) {}

    @Property(tries = 3000, seed = "20241122", edgeCases = EdgeCasesMode.NONE)
    @Label("the vendor's signer gives the same signature as ours")
    void signature_isTheVendors(@ForAll("requests") Signable request, @ForAll @LongRange(min = 0, max = 4_000_000_000L) long time) {
        Instant now = Instant.ofEpochSecond(time);
        Map<String, String> headers = new LinkedHashMap<>(request.headers());
        if (!request.securityToken().isEmpty()) {
            headers.put("X-Security-Token", request.securityToken());
        }

        assertThat(ours(request, headers, now)).isEqualTo(vendors(request, headers, now));
    }

    private static String ours(Signable request, Map<String, String> headers, Instant now) {
        String path = request.segments().stream().map(VendorSignerTest::encode).collect(Collectors.joining("/", "/", ""));
        String query = request.query().entrySet().stream()
                .flatMap(parameter -> parameter.getValue().stream().map(value -> encode(parameter.getKey()) + "=" + encode(value)))
                .collect(Collectors.joining("&"));
        URI uri = URI.create("https://" + request.host() + path + (query.isEmpty() ? "" : "?" + query));
        byte[] body = request.body() == null ? new byte[0] : request.body().getBytes(StandardCharsets.UTF_8);
        AccessKey key = AccessKey.of(request.accessKey(), request.secretKey());
        return new RequestSigner(Clock.fixed(now, ZoneOffset.UTC))
                .sign(key, request.method().name(), uri, headers, body)
                .authorization();
    }

    private static String vendors(Signable request, Map<String, String> headers, Instant now) {
        HttpRequest.HttpRequestBuilder vendors = HttpRequest.newBuilder()
                .withMethod(request.method())
                .withEndpoint("https://" + request.host())
                .withPath("/" + String.join("/", request.segments()))
                .addHeader("X-Sdk-Date", SDK_DATE.format(now));
        headers.forEach(vendors::addHeader);
        request.query().forEach(vendors::addQueryParam);
        if (request.body() != null) {
            vendors.withBodyAsString(request.body());
        }
        BasicCredentials credentials = new BasicCredentials().withAk(request.accessKey()).withSk(request.secretKey());
        return AKSKSigner.getInstance().sign(vendors.build(), credentials).get("Authorization");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
    }

    @Provide
    Arbitrary<Signable> requests() {
        Arbitrary<String> text = Arbitraries.strings().withChars(" !\"$&'()*+,-.:;<=>@[]^_`{|}~").alpha().numeric()
                .withCharRange('\u4e00', '\u9fff').withCharRange('\u00a1', '\u00ff').ofMinLength(1).ofMaxLength(12);
        Arbitrary<String> segment = text.filter(value -> !value.equals(".") && !value.equals("..") && value.equals(value.strip()));
        Arbitrary<String> key = Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(40);
        Arbitrary<Map<String, List<String>>> query = Arbitraries.maps(
                        Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(6),
                        Arbitraries.strings().withChars(" %/?#&=+!*()~.,").alpha().withCharRange('\u4e00', '\u9fff').ofMaxLength(8)
                                .list().ofMinSize(1).ofMaxSize(3))
                .ofMaxSize(4);
        Arbitrary<String> value = Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(20);
        Arbitrary<Map<String, String>> headers = Combinators.combine(value, value)
                .as((workspace, project) -> Map.of("workspace", workspace, "X-Project-Id", project));
        return Combinators.combine(
                        Arbitraries.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE),
                        Arbitraries.of("dayu.cn-north-4.myhuaweicloud.com", "127.0.0.1:8080", "example.com:443"),
                        segment.list().ofMinSize(1).ofMaxSize(5),
                        query,
                        headers,
                        Arbitraries.strings().ofMaxLength(60).map(VendorSignerTest::wellFormed).injectNull(0.2),
                        key,
                        Combinators.combine(key, Arbitraries.of("", "ExampleSecurityToken+/==")).as(List::of))
                .as((method, host, segments, parameters, signed, body, accessKey, secrets) -> new Signable(
                        method, host, segments, parameters, signed, body, accessKey, secrets.get(0), secrets.get(1)));
    }

    /** As it survives UTF-8. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
