package io.dataarts.rerun.internal;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * TLS, with the given context or the JVM's. Made when it is first needed: reading the JVM's certificates takes a good part of a short
 * program's life, and plain loopback has no use for them. Thread-safe.
 */
final class Tls implements TlsSocketStrategy {

    private final TransportSettings settings;
    private @Nullable TlsSocketStrategy strategy;

    Tls(TransportSettings settings) {
        this.settings = settings;
    }

    @Override
    public SSLSocket upgrade(Socket socket, String host, int port, Object attachment, HttpContext context) throws IOException {
        // In a proxy's tunnel it would be the response timeout.
        socket.setSoTimeout(Timeout.of(settings.connectTimeout()).toMillisecondsIntBound());
        return strategy().upgrade(socket, host, port, attachment, context);
    }

    private synchronized TlsSocketStrategy strategy() {
        if (strategy == null) {
            strategy = new DefaultClientTlsStrategy(
                    settings.sslContext() == null ? SSLContexts.createSystemDefault() : settings.sslContext());
        }
        return strategy;
    }
}
