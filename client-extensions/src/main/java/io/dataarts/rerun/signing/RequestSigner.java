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
 * Signs a request with SDK-HMAC-SHA256, as Huawei Cloud's API gateway checks it.
 *
 * <p>It signs exactly the headers that it is given, plus {@code Host} and {@code X-Sdk-Date}: give it those that no proxy rewrites.
 * A {@code Host} or {@code X-Sdk-Date} among them is used as it is, and so is an {@code X-Sdk-Content-Sha256} in place of the
 * body's hash. The gateway refuses a date that is more than 15 minutes away from its own clock, so sign each attempt anew.
 *
 * <p>Thread-safe.
 */
public final class RequestSigner {

    private static final String ALGORITHM = "SDK-HMAC-SHA256";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Clock clock;
    private final Queue<Hashes> idleHashes = new ConcurrentLinkedQueue<>();

    /** A signer on the system clock. */
    public RequestSigner() {
        this(Clock.systemUTC());
    }

    /** A signer that takes the time of signing from the given clock. */
    public RequestSigner(Clock clock) {
        this.clock = clock;
    }

    /**
     * Signs a request.
     *
     * @param key the access key; its security token is not added by itself: give it as {@code X-Security-Token} among the headers
     * @param method the HTTP method
     * @param uri the URL as it is sent
     * @param headers the headers to sign, with single values
     * @param body the bytes that are sent, empty when there is no body
     * @throws IllegalArgumentException when the URL is not absolute, or the headers hold {@code Authorization} or a name twice
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
