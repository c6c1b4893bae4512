package io.dataarts.rerun.signing;

import java.util.Map;

/**
 * A signature, and what it was made of. Immutable.
 *
 * @param host the value of {@code Host}
 * @param date the value of {@code X-Sdk-Date}
 * @param authorization the value of {@code Authorization}
 * @param canonicalRequest the canonical request, which the gateway builds too; it holds the values of the signed headers, a security
 *     token included
 * @param stringToSign the text that was signed
 */
public record Signature(String host, String date, String authorization, String canonicalRequest, String stringToSign) {

    /** Returns the headers to send besides those that were signed: {@code Host}, {@code X-Sdk-Date} and {@code Authorization}. */
    public Map<String, String> headers() {
        return Map.of("Host", host, "X-Sdk-Date", date, "Authorization", authorization);
    }

    /** Returns the date only: a signature is a secret for as long as the gateway takes it. */
    @Override
    public String toString() {
        return "Signature[" + date + "]";
    }
}
