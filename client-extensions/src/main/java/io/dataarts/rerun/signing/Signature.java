package io.dataarts.rerun.signing;

import java.util.Map;

/**
 * A signature and the texts it was made from. Immutable.
 *
 * @param host the value of {@code Host}
 * @param date the value of {@code X-Sdk-Date}
 * @param authorization the value of {@code Authorization}
 * @param canonicalRequest the canonical request, which the gateway builds too; it holds the values of the signed headers, including a
 *     security token
 * @param stringToSign the text that the signer signed
 */
public record Signature(String host, String date, String authorization, String canonicalRequest, String stringToSign) {

    /** Returns the headers to send in addition to the given ones: {@code Host}, {@code X-Sdk-Date} and {@code Authorization}. */
    public Map<String, String> headers() {
        return Map.of("Host", host, "X-Sdk-Date", date, "Authorization", authorization);
    }

    /** Returns the date only. A signature is a secret while the gateway accepts it. */
    @Override
    public String toString() {
        return "Signature[" + date + "]";
    }
}
