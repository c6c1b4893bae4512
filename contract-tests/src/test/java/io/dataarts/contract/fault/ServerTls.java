package io.dataarts.contract.fault;

import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * The TLS settings of a connection.
 *
 * @param context the server's key, and the certificates that it trusts
 * @param version the only TLS version, such as {@code TLSv1.2}; the JVM's choice if empty
 * @param clientCertificate whether the client has to present a certificate that the context trusts
 */
public record ServerTls(SSLContext context, Optional<String> version, boolean clientCertificate) {

    /** Returns settings for any version, without a client certificate. */
    public static ServerTls of(SSLContext context) {
        return new ServerTls(context, Optional.empty(), false);
    }

    /** Returns the same settings for this version only. */
    public ServerTls only(String tlsVersion) {
        return new ServerTls(context, Optional.of(tlsVersion), clientCertificate);
    }

    /** Returns the same settings with a required client certificate. */
    public ServerTls askingForCertificate() {
        return new ServerTls(context, version, true);
    }

    SSLSocket over(Socket plain) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(plain, plain.getInetAddress().getHostAddress(), plain.getPort(), true);
        socket.setUseClientMode(false);
        SSLParameters parameters = socket.getSSLParameters();
        version.ifPresent(only -> parameters.setProtocols(new String[] {only}));
        parameters.setNeedClientAuth(clientCertificate);
        socket.setSSLParameters(parameters);
        return socket;
    }
}
