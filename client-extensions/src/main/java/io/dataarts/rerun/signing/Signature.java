package io.dataarts.rerun.signing;

import java.util.LinkedHashMap;
import java.util.Map;

/** A signature, and what it was made of. Immutable. */
public final class Signature {

    private final String host;
    private final String date;
    private final String authorization;
    private final String canonicalRequest;
    private final String stringToSign;

    Signature(String host, String date, String authorization, String canonicalRequest, String stringToSign) {
        this.host = host;
        this.date = date;
        this.authorization = authorization;
        this.canonicalRequest = canonicalRequest;
        this.stringToSign = stringToSign;
    }

    /** The headers to send besides those that were signed: {@code Host}, {@code X-Sdk-Date} and {@code Authorization}. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", host);
        headers.put("X-Sdk-Date", date);
        headers.put("Authorization", authorization);
        return headers;
    }

    /** The value of {@code Authorization}. */
    public String authorization() {
        return authorization;
    }

    /** The canonical request, which the gateway builds too. It holds the values of the signed headers, a security token included. */
    public String canonicalRequest() {
        return canonicalRequest;
    }

    /** The text that was signed. */
    public String stringToSign() {
        return stringToSign;
    }

    /** The date only: a signature is a secret for as long as the gateway takes it. */
    @Override
    public String toString() {
        return "Signature[" + date + "]";
    }
}
