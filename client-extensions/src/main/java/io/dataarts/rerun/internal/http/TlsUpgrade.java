package io.dataarts.rerun.internal.http;

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
 * TLS, with the given context or the JVM's. Looked up when it is needed: reading the JVM's certificates takes a good part of a short
 * program's life, and plain loopback has no use for them. Thread-safe.
 */
record TlsUpgrade(TransportSettings settings) implements TlsSocketStrategy {

    @Override
    public SSLSocket upgrade(Socket socket, String host, int port, Object attachment, HttpContext context) throws IOException {
        // In a proxy's tunnel it would be the response timeout.
        socket.setSoTimeout(Timeout.of(settings.connectTimeout()).toMillisecondsIntBound());
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
