package io.dataarts.contract.agreement.witness;

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
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A request for both signers. Ours reads a URL, the vendor's reads path and query unencoded. A null body means no body. */
record Signable(
        HttpMethod method,
        String host,
        List<String> segments,
        Map<String, List<String>> query,
        Map<String, String> headers,
        String body,
        String accessKey,
        String secretKey) {

    private static final DateTimeFormatter SDK_DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** Returns the Authorization header of the SDK's signer. */
    String ours(Instant now) {
        String path = segments.stream().map(Signable::encode).collect(Collectors.joining("/", "/", ""));
        String queryString = query.entrySet().stream()
                .flatMap(parameter -> parameter.getValue().stream().map(value -> encode(parameter.getKey()) + "=" + encode(value)))
                .collect(Collectors.joining("&"));
        URI uri = URI.create("https://" + host + path + (queryString.isEmpty() ? "" : "?" + queryString));
        byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        return new RequestSigner(Clock.fixed(now, ZoneOffset.UTC))
                .sign(AccessKey.of(accessKey, secretKey), method.name(), uri, headers, bytes)
                .authorization();
    }

    /** Returns the Authorization header of the vendor's signer. */
    String vendors(Instant now) {
        HttpRequest.HttpRequestBuilder request = HttpRequest.newBuilder()
                .withMethod(method)
                .withEndpoint("https://" + host)
                .withPath("/" + String.join("/", segments))
                .addHeader("X-Sdk-Date", SDK_DATE.format(now));
        headers.forEach(request::addHeader);
        query.forEach(request::addQueryParam);
        if (body != null) {
            request.withBodyAsString(body);
        }
        BasicCredentials credentials = new BasicCredentials().withAk(accessKey).withSk(secretKey);
        return AKSKSigner.getInstance().sign(request.build(), credentials).get("Authorization");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
    }
}
