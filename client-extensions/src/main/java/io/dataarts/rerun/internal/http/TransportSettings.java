package io.dataarts.rerun.internal.http;

import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the service.
 *
 * @param connectTimeout for a connection, its TLS handshake included
 * @param responseTimeout for each next byte of an answer
 * @param callTimeout for a whole call, all attempts and pauses included
 * @param maxConnections how many connections may be open
 * @param proxy an HTTP proxy, as {@code http://host:port}
 * @param sslContext the TLS set-up, null for the JVM's
 * @param dnsResolver how names are resolved, null for the JVM's way
 */
public record TransportSettings(
        Duration connectTimeout, Duration responseTimeout, Duration callTimeout, int maxConnections, @Nullable URI proxy,
        @Nullable SSLContext sslContext, @Nullable DnsResolver dnsResolver) {}
