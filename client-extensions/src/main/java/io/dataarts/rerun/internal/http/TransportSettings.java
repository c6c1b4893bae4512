package io.dataarts.rerun.internal.http;

import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * Says how to reach the service.
 *
 * @param connectTimeout the maximum time to connect, including TLS
 * @param responseTimeout the maximum time between two bytes of a response
 * @param callTimeout the maximum time of a whole call, with all attempts and pauses
 * @param maxConnections the maximum number of open connections
 * @param proxy an HTTP proxy, as {@code http://host:port}, null for none
 * @param sslContext the TLS context, null for the JVM's
 * @param dnsResolver resolves host names, null for the JVM's resolver
 */
public record TransportSettings(
        Duration connectTimeout, Duration responseTimeout, Duration callTimeout, int maxConnections, @Nullable URI proxy,
        @Nullable SSLContext sslContext, @Nullable DnsResolver dnsResolver) {}
