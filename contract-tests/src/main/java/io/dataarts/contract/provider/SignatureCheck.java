package io.dataarts.contract.provider;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The reference provider's check of signatures by itself, for servers of other kinds. Thread-safe. */
public final class SignatureCheck {

    private final SignatureVerifier verifier;

    /** Knows one permanent access key, and the system's clock. */
    public SignatureCheck(String accessKey, String secretKey) {
        verifier = new SignatureVerifier(
                Map.of(accessKey, new SignatureVerifier.Key(secretKey, Optional.empty())), Clock.systemUTC());
    }

    /**
     * Why the signature of a request is not accepted; empty if it is.
     *
     * @param target the request target as on the wire
     * @param headers names in lower case
     */
    public Optional<String> refuse(String method, String target, Map<String, List<String>> headers, byte[] body) {
        return verifier.refuse(new ReceivedRequest("", method, target, headers, body));
    }
}
