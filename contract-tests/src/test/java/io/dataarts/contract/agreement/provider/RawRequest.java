package io.dataarts.contract.agreement.provider;

import com.huaweicloud.sdk.core.auth.AKSKSigner;
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.http.HttpMethod;
import io.dataarts.contract.provider.ReferenceProvider;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One request to the provider, sent without the SDK and signed by the vendor's signer. A change after signing is not part of
 * the signature.
 */
final class RawRequest {

    static final String PROJECT = "62099355b894428e8916573ae635f1f9";
    static final String WORKSPACE = "62fbba734e634c5087656fc3ff7adf34";
    static final String AK = "EXAMPLEAK00000000001";
    static final String SK = "ExampleSecretKey0000000000000000000000000";
    static final String TOKEN = "example-token";
    static final String SDK_DATE = "20241122T032000Z";
    static final Clock CLOCK = Clock.fixed(Instant.parse("2024-11-22T03:20:00Z"), ZoneOffset.UTC);

    static final String RESTART = "/v2/" + PROJECT + "/quality/instances/restart";
    static final String QUALITY_JOB = "{\"rule_type\":1,\"rule_id\":\"1440764172232392705\"}";
    static final String JOB_INSTANCE = "{\"retry_location\":\"errorNode\",\"retry_task_version\":\"original_version\","
            + "\"ignore_obs_monitor\":true,"
            + "\"task_retrys\":[{\"job_id\":917567,\"plan_time\":1732601580000,\"submit_time\":1732239754684}]}";

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final ReferenceProvider provider;
    private final String method;
    private final String target;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private String body;

    private RawRequest(ReferenceProvider provider, String method, String target, String body) {
        this.provider = provider;
        this.method = method;
        this.target = target;
        this.body = body;
        header("workspace", WORKSPACE);
        header("X-Project-Id", PROJECT);
        if (body != null) {
            header("Content-Type", "application/json;charset=UTF-8");
        }
    }

    /** Returns a provider that knows the key, the token and the time of these calls. */
    static ReferenceProvider.Builder provider() {
        return ReferenceProvider.builder().clock(CLOCK).accessKey(AK, SK).token(TOKEN);
    }

    static RawRequest post(ReferenceProvider provider, String target, String body) {
        return new RawRequest(provider, "POST", target, body);
    }

    static RawRequest put(ReferenceProvider provider, String target, String body) {
        return new RawRequest(provider, "PUT", target, body);
    }

    static RawRequest get(ReferenceProvider provider, String target) {
        return new RawRequest(provider, "GET", target, null);
    }

    /** Returns the path of a job rerun. The caller percent-encodes {@code rawJobName}. */
    static String retry(String rawJobName) {
        return "/v2/" + PROJECT + "/factory/jobs/" + rawJobName + "/instances/retry";
    }

    /** Returns the path of the list of a job's instances, and a query. The caller percent-encodes both. */
    static String instances(String rawJobName, String query) {
        return "/v2/" + PROJECT + "/factory/jobs/" + rawJobName + "/instances/detail?" + query;
    }

    RawRequest header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    RawRequest without(String name) {
        headers.remove(name);
        return this;
    }

    RawRequest body(String body) {
        this.body = body;
        return this;
    }

    RawRequest token() {
        return header("X-Auth-Token", TOKEN);
    }

    RawRequest signed() {
        return signed(AK, SK);
    }

    RawRequest signed(String accessKey, String secretKey) {
        headers.putIfAbsent("X-Sdk-Date", SDK_DATE);
        URI uri = URI.create(provider.endpoint() + target);
        com.huaweicloud.sdk.core.http.HttpRequest.HttpRequestBuilder request = com.huaweicloud.sdk.core.http.HttpRequest.newBuilder()
                .withEndpoint(provider.endpoint().toString())
                // The vendor's signer encodes path and query itself.
                .withPath(uri.getPath())
                .withMethod(HttpMethod.valueOf(method))
                .addHeaders(headers);
        query(uri).forEach(request::addQueryParam);
        if (body != null) {
            request.withBodyAsString(body);
        }
        BasicCredentials credentials = new BasicCredentials().withAk(accessKey).withSk(secretKey);
        return header("Authorization", AKSKSigner.getInstance().sign(request.build(), credentials).get("Authorization"));
    }

    HttpResponse<String> send() throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(provider.endpoint() + target))
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static Map<String, List<String>> query(URI uri) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&")) {
                String[] parts = pair.split("=", 2);
                parameters.computeIfAbsent(decode(parts[0]), name -> new ArrayList<>()).add(decode(parts[1]));
            }
        }
        return parameters;
    }

    private static String decode(String raw) {
        return URLDecoder.decode(raw, StandardCharsets.UTF_8);
    }
}
