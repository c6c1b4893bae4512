package io.dataarts.rerun.internal.http;

import feign.Request;
import io.dataarts.rerun.internal.call.Attempt;
import io.dataarts.rerun.internal.call.AttemptFailedException;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.Failures;
import io.dataarts.rerun.internal.call.Limit;
import io.dataarts.rerun.internal.call.Reason;
import io.dataarts.rerun.internal.call.Received;
import io.dataarts.rerun.internal.call.Sender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.hc.client5.http.HttpResponseException;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Registry;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request once, as it is, over pooled connections of Apache HttpClient 5, and reads the whole answer.
 *
 * <p>All features of the engine that retry, redirect, authenticate or rewrite are off. A timer aborts an exchange at the call's deadline,
 * because one byte per second outlives every socket timeout. Thread-safe.
 */
public final class Transport implements Sender, AutoCloseable {

    /** Limits the answers that it reads, in bytes. The models of this API need a few hundred. */
    private static final int MAX_BODY = 8 << 20;
    private static final int MAX_ERROR_BODY = 64 << 10;
    private static final String CLOSED = "this DataArtsStudio is closed";

    private final CloseableHttpClient engine;
    private final RequestConfig requestConfig;
    /** Each exchange needs one. So no thread waits in the engine's pool, which loses connections when it is interrupted there. */
    private final Semaphore permits;
    private final LookUps lookUps;
    private final Deadlines deadlines = new Deadlines(Deadlines.timer());
    private final TransportSettings settings;
    private final CountDownLatch closed = new CountDownLatch(1);

    public Transport(TransportSettings settings) {
        this.settings = settings;
        this.permits = new Semaphore(settings.maxConnections());
        this.lookUps = new LookUps(
                Objects.requireNonNullElse(settings.dnsResolver(), SystemDefaultDnsResolver.INSTANCE), settings.connectTimeout());
        this.engine = engine(connections());
        this.requestConfig = RequestConfig.custom().setResponseTimeout(Timeout.of(settings.responseTimeout().time()))
                .setAuthenticationEnabled(false).setProtocolUpgradeEnabled(false).build();
    }

    private PoolingHttpClientConnectionManager connections() {
        Registry<TlsSocketStrategy> tls = RegistryBuilder.<TlsSocketStrategy>create().register("https", new TlsUpgrade(settings)).build();
        var connector = new DefaultHttpClientConnectionOperator(socks -> directSocket(), null, lookUps, tls);
        var pool = new PoolingHttpClientConnectionManager(
                connector, null, null, null, socket -> new GuardedConnection(settings.proxyLogin())); // the pool has no socket yet
        pool.setMaxTotal(settings.maxConnections());
        pool.setDefaultMaxPerRoute(settings.maxConnections());
        pool.setDefaultConnectionConfig(ConnectionConfig.custom().setTimeToLive(TimeValue.of(settings.maxAge()))
                // The pool always asks the connection: see GuardedConnection.isStale.
                .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                .build());
        return pool;
    }

    /** Returns a socket that ignores the JVM's proxies, and connects within the address's share of the attempt's time. */
    private static Socket directSocket() {
        return new Socket(Proxy.NO_PROXY) {
            @Override
            public void connect(SocketAddress address, int timeout) throws IOException {
                // Waits 1 ms longer than the share. So the attempt has expired when its last address times out, and the message says so.
                long nanos = Math.max(0, Call.current().lastAttempt().nanosForNextAddress()) + TimeUnit.MILLISECONDS.toNanos(1);
                super.connect(address, Timeout.ofNanoseconds(nanos).toMillisecondsIntBound());
            }
        };
    }

    private CloseableHttpClient engine(PoolingHttpClientConnectionManager connections) {
        if (settings.proxy() == null) {
            return HttpClients.createMinimal(connections); // has no feature to retry, redirect, authenticate or rewrite
        }
        return HttpClientBuilder.create().setConnectionManager(connections).setProxy(HttpHost.create(settings.proxy()))
                .disableAutomaticRetries().disableRedirectHandling().disableAuthCaching().disableCookieManagement()
                .disableContentCompression().disableConnectionState().disableDefaultUserAgent()
                .build();
    }

    @Override
    public Received send(Attempt attempt, URI uri, Supplier<Request> request) {
        NetworkFailures failures = new NetworkFailures(uri.getRawAuthority(), settings, attempt);
        boolean permitted = false;
        try {
            attempt.waitsFor("a free connection, as all are in use: see maxConnections");
            permitted = permits.tryAcquire(attempt.nanosLeft(), TimeUnit.NANOSECONDS);
            attempt.requireTime();
            return exchange(attempt, uri, request.get(), failures);
        } catch (AttemptFailedException e) {
            throw e; // the gate refused
        } catch (IOException | InterruptedException | RuntimeException e) {
            Failures.keepInterrupt(e);
            throw isClosed() ? attempt.failed(Reason.CLOSED, CLOSED, new IllegalStateException(CLOSED, e)) : failures.failed(e);
        } finally {
            if (permitted) {
                permits.release();
            }
        }
    }

    private Received exchange(Attempt attempt, URI uri, Request request, NetworkFailures failures) throws IOException {
        HttpUriRequestBase exchange = new HttpUriRequestBase(request.httpMethod().name(), uri);
        exchange.setConfig(requestConfig);
        request.headers().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Content-Length")) { // the engine adds it
                values.forEach(value -> exchange.addHeader(name, value));
            }
        });
        if (request.body() != null) {
            exchange.setEntity(new ByteArrayEntity(request.body(), null));
        }
        try {
            deadlines.begin(exchange, attempt);
            requireOpen(); // after close() can see the exchange
            ClassicHttpResponse response = engine.executeOpen(HttpHost.create(uri), exchange, null);
            if (!attempt.wasSent()) {
                throw new HttpResponseException(response.getCode(), "the proxy refused the tunnel");
            }
            attempt.answered(response.getCode(), Attempt.meaningOf(response.getCode()));
            return read(response, failures);
        } finally {
            deadlines.end(exchange);
            // A response that was read to its end is already back in the pool. Closing the response would read the rest of a body,
            // even a gigabyte, and fail a call that was answered.
            exchange.abort();
        }
    }

    private static Received read(ClassicHttpResponse response, NetworkFailures failures) {
        Map<String, Collection<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName(), name -> new ArrayList<>(1)).add(String.valueOf(header.getValue()));
        }
        int limit = response.getCode() / 100 == 2 ? MAX_BODY : MAX_ERROR_BODY;
        ByteArrayOutputStream body = new ByteArrayOutputStream(256);
        IOException truncation = null;
        if (response.getEntity() != null) {
            try {
                truncation = copy(response.getEntity().getContent(), body, limit);
            } catch (IOException e) {
                truncation = new IOException(failures.describe(e), e);
            }
        }
        return ContentCoding.decode(
                new Received(response.getCode(), response.getReasonPhrase(), headers, body.toByteArray(), truncation, null), limit);
    }

    /** Copies the content up to the limit, and what precedes an exception. Returns the exception for a content that is larger. */
    static @Nullable IOException copy(InputStream content, ByteArrayOutputStream body, int limit) throws IOException {
        byte[] buffer = new byte[256];
        for (int n; (n = content.read(buffer, 0, Math.min(buffer.length, limit - body.size()))) > 0; ) {
            body.write(buffer, 0, n);
        }
        return body.size() == limit && content.read() >= 0 ? new IOException("the body is larger than " + limit + " bytes") : null;
    }

    /** Waits between attempts, until the time has passed or this transport is closed. */
    public void pause(Duration duration) throws InterruptedException {
        closed.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns the maximum time of a whole call. */
    public Limit callTimeout() {
        return settings.callTimeout();
    }

    /** Throws {@link IllegalStateException} if this transport is closed. */
    public void requireOpen() {
        if (isClosed()) {
            throw new IllegalStateException(CLOSED);
        }
    }

    public boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Closes all connections, and ends all waits. In-flight exchanges fail. */
    @Override
    public void close() {
        closed.countDown();
        permits.release(); // each thread that waits for one passes it on to the next
        lookUps.close();
        engine.close(CloseMode.IMMEDIATE);
        deadlines.close();
    }
}
