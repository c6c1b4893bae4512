package io.dataarts.contract.signature;

import io.dataarts.contract.loopback.PercentCoding;
import io.dataarts.contract.loopback.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks the SDK-HMAC-SHA256 signature of a request as it arrived. The check shares no code with the SDK's signer, so that a
 * mistake cannot hide in both. Thread-safe.
 */
public final class SignatureCheck {

    private static final Pattern AUTHORIZATION = Pattern.compile(
            "SDK-HMAC-SHA256 Access=([^, ]+), SignedHeaders=([^, ]+), Signature=([0-9a-f]{64})");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Duration TOLERANCE = Duration.ofMinutes(15);

    private final Map<String, SigningKey> keys;
    private final Clock clock;

    /**
     * Creates a check.
     *
     * @param keys the keys whose signatures are accepted
     * @param clock the time against which the date of a signature is checked, to 15 minutes
     */
    public SignatureCheck(Collection<SigningKey> keys, Clock clock) {
        this.keys = keys.stream().collect(Collectors.toUnmodifiableMap(SigningKey::accessKey, Function.identity()));
        this.clock = clock;
    }

    /** Returns why the signature is refused, in the gateway's words where they are published; empty if it is accepted. */
    public Optional<String> refuse(ReceivedRequest request) {
        Matcher authorization = AUTHORIZATION.matcher(request.header("Authorization").orElse(""));
        if (!authorization.matches()) {
            return Optional.of("Authorization must be 'SDK-HMAC-SHA256 Access=..., SignedHeaders=..., Signature=...'");
        }
        String accessKey = authorization.group(1);
        List<String> signedHeaders = Arrays.asList(authorization.group(2).split(";"));
        SigningKey key = keys.get(accessKey);
        if (key == null) {
            return Optional.of("Get secretKey failed,ak:" + accessKey + ",err:ak not exist");
        }
        return refuseDate(request.header("X-Sdk-Date").orElse(""))
                .or(() -> refuseSecurityToken(request, key))
                .or(() -> refuseSignedHeaders(request, key, signedHeaders))
                .or(() -> refuseSignature(request, key, signedHeaders, authorization.group(3)));
    }

    private Optional<String> refuseDate(String sdkDate) {
        Instant now = clock.instant();
        try {
            Duration distance = Duration.between(DATE.parse(sdkDate, Instant::from), now).abs();
            return distance.compareTo(TOLERANCE) <= 0
                    ? Optional.empty()
                    : Optional.of("signature expired, signature time:" + sdkDate + ",server time:" + DATE.format(now));
        } catch (DateTimeException e) {
            return Optional.of("X-Sdk-Date must be like " + DATE.format(now) + ", was '" + sdkDate + "'");
        }
    }

    private static Optional<String> refuseSecurityToken(ReceivedRequest request, SigningKey key) {
        return request.header("X-Security-Token").equals(key.securityToken())
                ? Optional.empty()
                : Optional.of("X-Security-Token is not the one of the access key");
    }

    private static Optional<String> refuseSignedHeaders(ReceivedRequest request, SigningKey key, List<String> signedHeaders) {
        for (String name : signedHeaders) {
            if (request.header(name).isEmpty()) {
                return Optional.of("the signed header " + name + " was not sent");
            }
        }
        List<String> needed = key.securityToken().isPresent()
                ? List.of("host", "x-sdk-date", "x-security-token")
                : List.of("host", "x-sdk-date");
        return needed.stream().filter(name -> !signedHeaders.contains(name)).findFirst()
                .map(name -> "the header " + name + " is not signed");
    }

    private static Optional<String> refuseSignature(
            ReceivedRequest request, SigningKey key, List<String> signedHeaders, String signature) {
        String canonicalRequest = canonicalRequest(request, signedHeaders);
        String stringToSign = "SDK-HMAC-SHA256\n" + request.header("X-Sdk-Date").orElseThrow() + "\n"
                + sha256(bytes(canonicalRequest));
        return hmac(key.secretKey(), stringToSign).equals(signature)
                ? Optional.empty()
                // The gateway writes line breaks as bars.
                : Optional.of("verify aksk signature fail, canonicalRequest:" + canonicalRequest.replace('\n', '|'));
    }

    private static String canonicalRequest(ReceivedRequest request, List<String> signedHeaders) {
        String headers = signedHeaders.stream()
                .map(name -> name + ":" + String.join(",", request.headers().get(name)).trim() + "\n")
                .collect(Collectors.joining());
        // The gateway trusts a body hash that the sender gives.
        String bodyHash = request.header("X-Sdk-Content-Sha256").orElseGet(() -> sha256(request.body()));
        return String.join("\n", request.method(), canonicalPath(request.rawPath()), canonicalQuery(request),
                headers, String.join(";", signedHeaders), bodyHash);
    }

    private static String canonicalPath(String rawPath) {
        String path = Arrays.stream(rawPath.split("/", -1)).map(PercentCoding::normalize).collect(Collectors.joining("/"));
        return path.endsWith("/") ? path : path + "/";
    }

    private static String canonicalQuery(ReceivedRequest request) {
        return request.rawQueryPairs().stream()
                .map(pair -> Map.entry(PercentCoding.normalize(pair.getKey()), PercentCoding.normalize(pair.getValue())))
                // The sort is stable, so values of one name keep their order.
                .sorted(Map.Entry.comparingByKey())
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .collect(Collectors.joining("&"));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hmac(String secretKey, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secretKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(bytes(text)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the bytes of a header value; the server passes each byte as one char. */
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
