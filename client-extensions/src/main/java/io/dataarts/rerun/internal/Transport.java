package io.dataarts.rerun.internal;

import feign.Client;
import feign.Request;
import feign.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends a request as it is, once, over pooled connections of Apache HttpClient 5, and reads the answer whole.
 *
 * <p>Everything in the engine that repeats, follows, authenticates or rewrites by itself is off. A timer aborts an exchange at
 * the call's deadline, since a byte a second outlives every socket timeout. Thread-safe.
 */
public final class Transport implements Client, AutoCloseable {

    /** Larger answers are not read: the models of this API need a few hundred bytes. */
    private static final int MAX_BODY = 8 << 20;
    static final int MAX_ERROR_BODY = 64 << 10;
    private static final String CLOSED = "this DataArtsStudio is closed";

    private final CloseableHttpClient engine;
    private final RequestConfig requestConfig;
    private final Exchanges exchanges = new Exchanges();
    private final TransportSettings settings;
    private final AtomicBoolean closed = new AtomicBoolean();

    public Transport(TransportSettings settings) {
        this.settings = settings;
        this.engine = engine(settings);
        this.requestConfig = RequestConfig.custom()
                .setResponseTimeout(Timeout.of(settings.responseTimeout()))
                .setConnectionRequestTimeout(Timeout.of(settings.callTimeout()))
                .setAuthenticationEnabled(false)
                .setExpectContinueEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build();
    }

    private static CloseableHttpClient engine(TransportSettings settings) {
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(socket -> new GuardedConnection()) // the pool has no socket yet
                .setMaxConnTotal(settings.maxConnections())
                .setMaxConnPerRoute(settings.maxConnections())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                        .setSocketTimeout(Timeout.of(settings.responseTimeout()))
                        // Always asks the connection, which looks closer only after it was idle: see GuardedConnection.
                        .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                        .build())
                .setTlsSocketStrategy(new Tls(settings))
                .setDnsResolver(settings.dnsResolver())
                .build();
        if (settings.proxy() == null) {
            return HttpClients.createMinimal(connections); // has nothing that could repeat, follow, authenticate or rewrite
        }
        return HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setProxy(HttpHost.create(settings.proxy()))
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableAuthCaching()
                .disableCookieManagement()
                .disableContentCompression()
                .disableConnectionState()
                .disableDefaultUserAgent()
                .build();
    }

    @Override
    public Response execute(Request request, Request.Options options) {
        return execute(Call.current(), request);
    }

    /** Sends the request as the attempt of the given call, which has to be the one under way on this thread. */
    public Response execute(Call call, Request request) {
        URI uri = call.uri(request.url());
        HttpUriRequestBase exchange = new HttpUriRequestBase(request.httpMethod().name(), uri);
        exchange.setConfig(requestConfig);
        for (Map.Entry<String, Collection<String>> header : request.headers().entrySet()) {
            if (!header.getKey().equalsIgnoreCase("Content-Length")) { // the engine's, from the body
                for (String value : header.getValue()) {
                    exchange.addHeader(header.getKey(), value);
                }
            }
        }
        if (request.body() != null) {
            exchange.setEntity(new ByteArrayEntity(request.body(), null));
        }
        try {
            exchanges.begin(exchange, call);
            requireOpen(); // after the exchange became known to close()
            ClassicHttpResponse response = engine.executeOpen(HttpHost.create(uri), exchange, null);
            if (!call.wasSent()) {
                throw new IOException("the proxy " + settings.proxy() + " refused the tunnel with status " + response.getCode());
            }
            call.answered(response.getCode());
            return Response.builder()
                    .request(request)
                    .status(response.getCode())
                    .reason(response.getReasonPhrase())
                    .headers(headers(response))
                    .body(read(response, request, call))
                    .build();
        } catch (IOException | RuntimeException e) {
            if (closed.get()) {
                throw call.failure(CLOSED, new IllegalStateException(CLOSED, e));
            }
            if (e instanceof CancellationException && !call.timedOut()) {
                Thread.currentThread().interrupt(); // the engine's word for an interrupted wait, which takes the flag
            }
            throw call.failure(Failures.describe(e, request, settings, call), e);
        } finally {
            exchanges.end(exchange);
            // What was read to its end is back in the pool by now. Closing the response instead would read the rest of a body, be it
            // a gigabyte, and fail a call that was answered.
            exchange.abort();
        }
    }

    private static Map<String, Collection<String>> headers(ClassicHttpResponse response) {
        Map<String, Collection<String>> headers = new LinkedHashMap<>();
        for (Header header : response.getHeaders()) {
            headers.merge(header.getName(), List.of(String.valueOf(header.getValue())), Transport::both);
        }
        return headers;
    }

    private static List<String> both(Collection<String> some, Collection<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private byte[] read(ClassicHttpResponse response, Request request, Call call) {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return new byte[0];
        }
        int limit = response.getCode() / 100 == 2 ? MAX_BODY : MAX_ERROR_BODY;
        int announced = (int) Math.min(entity.getContentLength(), 4095); // negative when it is not
        ByteArrayOutputStream received = new ByteArrayOutputStream(announced < 0 ? 1024 : announced);
        try {
            InputStream content = entity.getContent();
            byte[] buffer = new byte[announced < 0 ? 4096 : announced + 1];
            for (int n; (n = content.read(buffer, 0, Math.min(buffer.length, limit - received.size()))) > 0; ) {
                received.write(buffer, 0, n);
            }
            if (received.size() == limit && content.read() >= 0) {
                call.bodyBroke(new IOException("the body is larger than " + limit + " bytes"));
            }
        } catch (IOException e) {
            call.bodyBroke(new IOException(Failures.describe(e, request, settings, call), e));
        }
        return received.toByteArray();
    }

    /** How long a whole call may take. */
    public Duration callTimeout() {
        return settings.callTimeout();
    }

    /** Refuses a call that comes too late. */
    public void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException(CLOSED);
        }
    }

    /** Closes all connections; exchanges under way end without an answer. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            engine.close(CloseMode.IMMEDIATE);
            exchanges.close(); // the engine forgets those who wait for a connection
        }
    }
}
