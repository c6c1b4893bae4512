package io.dataarts.rerun.signing;

import io.dataarts.rerun.auth.AccessKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Signs a request with SDK-HMAC-SHA256, which Huawei Cloud's API gateway checks.
 *
 * <p>It signs exactly the given headers, plus {@code Host} and {@code X-Sdk-Date}. Give it only headers that no proxy rewrites. If
 * {@code Host} or {@code X-Sdk-Date} is among them, the signer uses the given value. A given {@code X-Sdk-Content-Sha256} replaces the hash
 * of the body.
 *
 * <p>Sign each attempt anew: the gateway refuses a date more than 15 minutes away from its own clock.
 *
 * <p>Thread-safe.
 */
public final class RequestSigner {

    private static final String ALGORITHM = "SDK-HMAC-SHA256";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Clock clock;
    private final Queue<Hashes> idleHashes = new ConcurrentLinkedQueue<>();

    /** Creates a signer that uses the system clock. */
    public RequestSigner() {
        this(Clock.systemUTC());
    }

    /** Creates a signer that takes the time of signing from the given clock. */
    public RequestSigner(Clock clock) {
        this.clock = clock;
    }

    /**
     * Returns the signature of a request. Changes and sends nothing.
     *
     * @param key the access key; add its security token to the headers yourself, as {@code X-Security-Token}
     * @param method the HTTP method
     * @param uri the absolute URL, as the request sends it
     * @param headers the headers to sign, with one value each
     * @param body the bytes that the request sends, empty without a body
     * @throws IllegalArgumentException if the URL is not absolute, or the headers hold {@code Authorization} or a name twice
     */
    public Signature sign(AccessKey key, String method, URI uri, Map<String, String> headers, byte[] body) {
        if (uri.getRawAuthority() == null) {
            throw new IllegalArgumentException("the URL to sign must be absolute, was " + uri);
        }
        TreeMap<String, String> signed = new TreeMap<>();
        for (Map.Entry<String, String> header : headers.entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (signed.put(name, header.getValue().strip()) != null || name.equals("authorization")) {
                throw new IllegalArgumentException(
                        "cannot sign the header " + header.getKey() + ": it is there twice, or is the signature itself");
            }
        }
        signed.putIfAbsent("host", CanonicalRequest.host(uri));
        signed.putIfAbsent("x-sdk-date", DATE.format(clock.instant()));
        String date = signed.get("x-sdk-date");
        String names = String.join(";", signed.keySet());
        Hashes hashes = Objects.requireNonNullElseGet(idleHashes.poll(), Hashes::new);
        String payloadHash = signed.getOrDefault("x-sdk-content-sha256", hashes.sha256(body));
        String canonicalRequest = CanonicalRequest.of(method, uri, signed, names, payloadHash);
        String stringToSign = ALGORITHM + "\n" + date + "\n" + hashes.sha256(canonicalRequest.getBytes(StandardCharsets.UTF_8));
        String authorization = ALGORITHM + " Access=" + key.accessKeyId() + ", SignedHeaders=" + names
                + ", Signature=" + hashes.hmac(key.secretKey(), stringToSign);
        idleHashes.add(hashes);
        return new Signature(signed.get("host"), date, authorization, canonicalRequest, stringToSign);
    }
}
