package io.dataarts.rerun.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The two hash functions, in hex, and room for a text. Looking the functions up takes longer than using them, so they are kept, for
 * one thread at a time.
 */
final class Hashes {

    private static final String HMAC = "HmacSHA256";
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

    private final MessageDigest sha256;
    private final Mac hmac;
    private final StringBuilder text = new StringBuilder(512);
    private final byte[] hex = new byte[64];
    private String key = "";

    Hashes() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
            hmac = Mac.getInstance(HMAC);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has SHA-256 and " + HMAC, e);
        }
    }

    StringBuilder emptyText() {
        text.setLength(0);
        return text;
    }

    String sha256(byte[] bytes) {
        return hex(sha256.digest(bytes));
    }

    String hmac(String secretKey, byte[] bytes) {
        if (!secretKey.equals(key)) {
            try {
                hmac.init(new SecretKeySpec(secretKey.getBytes(StandardCharsets.UTF_8), HMAC));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every key is one of " + HMAC, e);
            }
            key = secretKey;
        }
        return hex(hmac.doFinal(bytes));
    }

    /** By a table: {@link java.util.HexFormat} took a fifth of the time of a signature. */
    private String hex(byte[] hash) {
        for (int i = 0; i < hash.length; i++) {
            hex[2 * i] = DIGITS[hash[i] >> 4 & 15];
            hex[2 * i + 1] = DIGITS[hash[i] & 15];
        }
        return new String(hex, StandardCharsets.ISO_8859_1);
    }
}
