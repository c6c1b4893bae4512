package io.dataarts.contract.fault;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Who has which key, and who trusts whom. */
final class Certificates {

    private static final long REFUSED_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final KeyStore SERVER = SelfSigned.forLoopback("server");
    private static final KeyStore ELSEWHERE = SelfSigned.forHost("elsewhere.example");
    private static final KeyStore STRANGER = SelfSigned.forLoopback("stranger");
    private static final KeyStore CLIENT = SelfSigned.forHost("client.example");

    private Certificates() {
    }

    /** For 127.0.0.1, and the client trusts it; it trusts the client's certificate. */
    static Tls server() {
        return Tls.of(context(SERVER, CLIENT));
    }

    /** For 127.0.0.1, and the client trusts it; it trusts no certificate that the client has, and does not say so beforehand. */
    static Tls serverThatRefusesTheClient() {
        X509TrustManager refusing = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
                // The refusal comes when the client has sent all of its handshake: within it, it would be a broken pipe now and then.
                LockSupport.parkNanos(REFUSED_AFTER_NANOS);
                throw new CertificateException("refused");
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String authType) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(SERVER), new X509TrustManager[] {refusing}, null);
            return Tls.of(context).askingForCertificate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The client trusts it, but it is for another host. */
    static Tls serverElsewhere() {
        return Tls.of(context(ELSEWHERE));
    }

    /** For 127.0.0.1, but the client does not trust it. */
    static Tls stranger() {
        return Tls.of(context(STRANGER));
    }

    /** The client's own key, and whom it trusts. */
    static SSLContext client() {
        return context(CLIENT, SERVER, ELSEWHERE);
    }

    /** Whom the client trusts. */
    static X509TrustManager trustOfClient() {
        return (X509TrustManager) trust(SERVER, ELSEWHERE)[0];
    }

    private static SSLContext context(KeyStore own, KeyStore... trusted) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(own), trust(trusted), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyManager[] keys(KeyStore own) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, SelfSigned.PASSWORD);
        return keys.getKeyManagers();
    }

    private static TrustManager[] trust(KeyStore... trusted) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < trusted.length; i++) {
                Certificate certificate = trusted[i].getCertificate(SelfSigned.ALIAS);
                store.setCertificateEntry("trusted" + i, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
