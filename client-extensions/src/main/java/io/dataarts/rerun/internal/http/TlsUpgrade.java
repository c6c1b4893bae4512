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
import org.jspecify.annotations.Nullable;

/**
 * TLS, with the given context or the JVM's. Made when it is first needed: reading the JVM's certificates takes a good part of a short
 * program's life, and plain loopback has no use for them. Thread-safe.
 */
final class TlsUpgrade implements TlsSocketStrategy {

    private final TransportSettings settings;
    private @Nullable TlsSocketStrategy strategy;

    TlsUpgrade(TransportSettings settings) {
        this.settings = settings;
    }

    @Override
    public SSLSocket upgrade(Socket socket, String host, int port, Object attachment, HttpContext context) throws IOException {
        // In a proxy's tunnel it would be the response timeout.
        socket.setSoTimeout(Timeout.of(settings.connectTimeout()).toMillisecondsIntBound());
        return strategy().upgrade(socket, host, port, attachment, context);
    }

    private synchronized TlsSocketStrategy strategy() throws SSLException {
        if (strategy == null) {
            strategy = new DefaultClientTlsStrategy(settings.sslContext() == null ? ofTheJvm() : settings.sslContext());
        }
        return strategy;
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
