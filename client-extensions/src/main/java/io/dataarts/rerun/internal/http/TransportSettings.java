package io.dataarts.rerun.internal.http;

import io.dataarts.rerun.internal.call.Limit;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * Says how to reach the service.
 *
 * @param connectTimeout the maximum time to connect: look-up, all addresses, the tunnel of a proxy, and TLS
 * @param responseTimeout the maximum time between two bytes of a response
 * @param callTimeout the maximum time of a whole call, with all attempts and pauses
 * @param maxConnections the maximum number of open connections
 * @param maxAge how long a connection is used; a new one follows a change of DNS
 * @param proxy an HTTP proxy, as {@code http://host:port}, null for none
 * @param proxyLogin the login for that proxy, null if it needs none
 * @param sslContext the TLS context, null for the JVM's
 * @param dnsResolver resolves host names, null for the JVM's resolver
 */
public record TransportSettings(
        Limit connectTimeout, Limit responseTimeout, Limit callTimeout, int maxConnections, Duration maxAge, @Nullable URI proxy,
        @Nullable PasswordAuthentication proxyLogin, @Nullable SSLContext sslContext, @Nullable DnsResolver dnsResolver) {}
