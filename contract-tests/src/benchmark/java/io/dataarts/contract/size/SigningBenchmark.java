package io.dataarts.contract.size;

import com.huaweicloud.sdk.core.auth.AKSKSigner;
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.http.HttpMethod;
import com.huaweicloud.sdk.core.http.HttpRequest;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.signing.RequestSigner;
import io.dataarts.rerun.signing.Signature;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Signs the documentation's first example with the SDK's signer, the vendor's signer, and the three operations that every signer needs.
 *
 * <p>Those three are measured twice: on objects that already exist, and with the creation of these objects.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SigningBenchmark {

    private static final Map<String, String> HEADERS = Map.of("workspace", ExampleCall.WORKSPACE, "X-Project-Id", ExampleCall.PROJECT);

    private final byte[] body = ExampleCall.BODY.getBytes(StandardCharsets.UTF_8);
    private final URI uri = URI.create("https://" + ExampleCall.HOST + ExampleCall.PATH);
    private final AccessKey key = AccessKey.of(ExampleCall.ACCESS_KEY, ExampleCall.SECRET_KEY);
    private final RequestSigner signer = new RequestSigner();

    private final BasicCredentials vendorKey = new BasicCredentials()
            .withAk(ExampleCall.ACCESS_KEY)
            .withSk(ExampleCall.SECRET_KEY)
            .withProjectId(ExampleCall.PROJECT);
    private final AKSKSigner vendorSigner = AKSKSigner.getInstance();
    private final HttpRequest vendorRequest = HttpRequest.newBuilder()
            .withMethod(HttpMethod.POST)
            .withEndpoint("https://" + ExampleCall.HOST)
            .withPath(ExampleCall.PATH)
            .withContentType("application/json;charset=UTF-8")
            .addHeader("workspace", ExampleCall.WORKSPACE)
            .addHeader("X-Project-Id", ExampleCall.PROJECT)
            .withBodyAsString(ExampleCall.BODY)
            .build();

    private MessageDigest sha256;
    private Mac hmac;
    private byte[] canonicalRequest;
    private byte[] stringToSign;

    @Setup
    public void prepareBareOperations() throws GeneralSecurityException {
        sha256 = MessageDigest.getInstance("SHA-256");
        hmac = Mac.getInstance("HmacSHA256");
        hmac.init(new SecretKeySpec(ExampleCall.SECRET_KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        Signature signature = sdk();
        canonicalRequest = signature.canonicalRequest().getBytes(StandardCharsets.UTF_8);
        stringToSign = signature.stringToSign().getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public Signature sdk() {
        return signer.sign(key, "POST", uri, HEADERS, body);
    }

    @Benchmark
    public Map<String, String> vendor() {
        return vendorSigner.sign(vendorRequest, vendorKey);
    }

    /** Runs the three operations on existing objects, and does not convert a hash to text. */
    @Benchmark
    public int bare() {
        return sha256.digest(body)[0] + sha256.digest(canonicalRequest)[0] + hmac.doFinal(stringToSign)[0];
    }

    /** Runs the three operations, and also looks up the algorithms and prepares the key. */
    @Benchmark
    public int jca() throws GeneralSecurityException {
        Mac keyed = Mac.getInstance("HmacSHA256");
        keyed.init(new SecretKeySpec(ExampleCall.SECRET_KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return MessageDigest.getInstance("SHA-256").digest(body)[0]
                + MessageDigest.getInstance("SHA-256").digest(canonicalRequest)[0]
                + keyed.doFinal(stringToSign)[0];
    }
}
