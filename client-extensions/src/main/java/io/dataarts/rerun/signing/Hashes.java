package io.dataarts.rerun.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The two hash functions, in lower-case hex, for one thread at a time. The JVM's look-up of them makes a kilobyte of garbage. */
final class Hashes {

    private static final String HMAC = "HmacSHA256";

    private final MessageDigest sha256;
    private final Mac hmac;

    Hashes() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
            hmac = Mac.getInstance(HMAC);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has SHA-256 and " + HMAC, e);
        }
    }

    String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(sha256.digest(bytes));
    }

    String hmac(String secretKey, String text) {
        try {
            hmac.init(new SecretKeySpec(secretKey.getBytes(StandardCharsets.UTF_8), HMAC));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(HMAC + " takes every key", e);
        }
        return HexFormat.of().formatHex(hmac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
