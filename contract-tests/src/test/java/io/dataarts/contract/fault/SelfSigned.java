package io.dataarts.contract.fault;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * A key and a certificate that it signed for itself (RFC 5280), made in memory: none is committed, none expires, and the JDK's keytool
 * would take a second for each.
 */
final class SelfSigned {

    static final char[] PASSWORD = "changeit".toCharArray();
    static final String ALIAS = "key";

    private static final byte[] ECDSA_WITH_SHA256 = hex("300a06082a8648ce3d040302");
    private static final byte[] COMMON_NAME = hex("0603550403");
    private static final byte[] SUBJECT_ALTERNATIVE_NAME = hex("0603551d11");
    private static final byte[] VERSION_3 = hex("a003020102");
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int UTF8_STRING = 0x0c;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int EXTENSIONS = 0xa3;
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private SelfSigned() {
    }

    static KeyStore forLoopback(String name) {
        return make(name, der(IP_ADDRESS, new byte[] {127, 0, 0, 1}));
    }

    static KeyStore forHost(String name) {
        return make(name, der(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII)));
    }

    private static KeyStore make(String name, byte[] generalName) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            byte[] content = content(name, generalName, keys);
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(content);
            byte[] signed = der(SEQUENCE, content, ECDSA_WITH_SHA256, der(BIT_STRING, new byte[1], signature.sign()));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(ALIAS, keys.getPrivate(), PASSWORD, new Certificate[] {
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(signed))
            });
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] content(String name, byte[] generalName, KeyPair keys) {
        byte[] distinguishedName = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME,
                der(UTF8_STRING, name.getBytes(StandardCharsets.UTF_8)))));
        Instant now = Instant.now();
        return der(SEQUENCE,
                VERSION_3,
                der(INTEGER, BigInteger.ONE.toByteArray()),
                ECDSA_WITH_SHA256,
                distinguishedName,
                der(SEQUENCE, time(now.minus(Duration.ofDays(1))), time(now.plus(Duration.ofDays(1)))),
                distinguishedName,
                keys.getPublic().getEncoded(),
                der(EXTENSIONS, der(SEQUENCE, der(SEQUENCE, SUBJECT_ALTERNATIVE_NAME,
                        der(OCTET_STRING, der(SEQUENCE, generalName))))));
    }

    private static byte[] time(Instant instant) {
        return der(GENERALIZED_TIME, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            value.writeBytes(part);
        }
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        encoded.write(tag);
        if (value.size() > 127) {
            byte[] length = BigInteger.valueOf(value.size()).toByteArray();
            int zeros = length[0] == 0 ? 1 : 0;
            encoded.write(0x80 | length.length - zeros);
            encoded.write(length, zeros, length.length - zeros);
        } else {
            encoded.write(value.size());
        }
        encoded.writeBytes(value.toByteArray());
        return encoded.toByteArray();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
