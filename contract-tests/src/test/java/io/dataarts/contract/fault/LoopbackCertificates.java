package io.dataarts.contract.fault;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** Keys of servers and of one client, and the certificates that each side trusts. They live in memory, for one test run. */
public final class LoopbackCertificates {

    private static final long REFUSED_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final HeldCertificate SERVER = selfSigned("server", "127.0.0.1");
    private static final HeldCertificate ELSEWHERE = selfSigned("elsewhere", "elsewhere.example");
    private static final HeldCertificate STRANGER = selfSigned("stranger", "127.0.0.1");
    private static final HeldCertificate CLIENT = selfSigned("client", "client.example");

    private LoopbackCertificates() {
    }

    /** Returns a server for 127.0.0.1 that the client trusts, and that trusts the client's certificate. */
    public static ServerTls server() {
        return ServerTls.of(handshake(SERVER, CLIENT).sslContext());
    }

    /** Returns a server for 127.0.0.1 that the client trusts, and that refuses each client certificate. */
    public static ServerTls serverThatRefusesTheClient() {
        X509TrustManager refusing = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
                // Refuses after the client has sent its whole handshake. Within it, the client sometimes sees a broken pipe.
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
            context.init(new KeyManager[] {handshake(SERVER).keyManager()}, new TrustManager[] {refusing}, null);
            return ServerTls.of(context).askingForCertificate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a server that the client trusts, but for another host. */
    public static ServerTls serverElsewhere() {
        return ServerTls.of(handshake(ELSEWHERE).sslContext());
    }

    /** Returns a server for 127.0.0.1 that the client does not trust. */
    public static ServerTls stranger() {
        return ServerTls.of(handshake(STRANGER).sslContext());
    }

    /** Returns a context with the client's key and the certificates that it trusts. */
    public static SSLContext client() {
        return handshake(CLIENT, SERVER, ELSEWHERE).sslContext();
    }

    /** Returns the trust manager of the client. */
    public static X509TrustManager trustOfClient() {
        return handshake(CLIENT, SERVER, ELSEWHERE).trustManager();
    }

    private static HeldCertificate selfSigned(String name, String host) {
        return new HeldCertificate.Builder().commonName(name).addSubjectAlternativeName(host).build();
    }

    private static HandshakeCertificates handshake(HeldCertificate own, HeldCertificate... trusted) {
        HandshakeCertificates.Builder handshake = new HandshakeCertificates.Builder().heldCertificate(own);
        for (HeldCertificate each : trusted) {
            handshake.addTrustedCertificate(each.certificate());
        }
        return handshake.build();
    }
}
