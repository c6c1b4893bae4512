package io.dataarts.rerun.internal.http;

import io.dataarts.rerun.internal.call.Call;
import java.io.IOException;
import java.net.Socket;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;

/**
 * Adds TLS to a connection, with the given context or the JVM's. Thread-safe.
 *
 * <p>It looks up the JVM's context only when it needs TLS. Reading the JVM's certificates takes much of a short program's time, and plain
 * http to loopback does not need them.
 */
record TlsUpgrade(TransportSettings settings) implements TlsSocketStrategy {

    @Override
    public SSLSocket upgrade(Socket socket, String host, int port, Object attachment, HttpContext context) throws IOException {
        Call.current().lastAttempt().waitsFor("the TLS handshake with {host}");
        // The response timeout would apply. The timer ends the handshake before this timeout does.
        socket.setSoTimeout(Timeout.of(settings.connectTimeout().time()).toMillisecondsIntBound());
        SSLContext tls = settings.sslContext() == null ? ofTheJvm() : settings.sslContext();
        return new DefaultClientTlsStrategy(tls).upgrade(socket, host, port, attachment, context);
    }

    private static SSLContext ofTheJvm() throws SSLException {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            String why = e.getCause() == null ? e.getMessage() : e.getCause().toString();
            throw new SSLException("the JVM's javax.net.ssl.trustStore or keyStore cannot be used: " + why, e);
        }
    }
}
