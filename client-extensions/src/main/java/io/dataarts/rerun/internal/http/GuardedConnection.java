package io.dataarts.rerun.internal.http;

import io.dataarts.rerun.internal.call.Attempt;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.Failures;
import io.dataarts.rerun.internal.call.Gate;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.PasswordAuthentication;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection that records when the first byte of a request leaves, and ignores unsolicited responses.
 *
 * <p>It keeps headers and bytes out of the engine's logs, which would show tokens and signatures.
 */
final class GuardedConnection extends DefaultBHttpClientConnection implements ManagedHttpClientConnection {

    /** Checking for a close by the server takes 1 ms, so only connections that were idle for longer are checked. */
    private static final long LOOK_CLOSER_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** Gives up a connection this long before the server closes it, as announced. A request that meets the close has an unknown outcome. */
    private static final long MARGIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /** IAM answers with the token in a header. It may be longer than the 8 KiB per line that the engine allows by default. */
    private static final Http1Config LIMITS = Http1Config.custom().setMaxLineLength(64 << 10).setMaxHeaderCount(100).build();
    /** Gateways close an idle connection after a minute or more. The SDK gives it up before, so that no request meets the close. */
    private static final long MAX_IDLE_NANOS = TimeUnit.SECONDS.toNanos(50);
    private static final Timeout SHORT = Timeout.ofMilliseconds(1);

    private final @Nullable PasswordAuthentication proxyLogin;
    private boolean probing;
    private boolean probed; // since the last request
    private boolean ended;
    private long keptForNanos = MAX_IDLE_NANOS;
    private long idleSince = System.nanoTime();
    private volatile boolean closed;

    /** @param proxyLogin the login that opens a proxy's tunnel, null for none */
    GuardedConnection(@Nullable PasswordAuthentication proxyLogin) {
        // HttpCore 5.3 limits headers only if the factory of the parser has the limits, too.
        super(LIMITS, null, null, null, null, null, new DefaultHttpResponseParserFactory(LIMITS));
        this.proxyLogin = proxyLogin;
    }

    @Override
    public void sendRequestHeader(ClassicHttpRequest request) throws HttpException, IOException {
        boolean opensTunnel = Method.CONNECT.isSame(request.getMethod());
        Attempt attempt = Call.current().lastAttempt();
        Gate gate = attempt.call().gate();
        if (gate != null && !opensTunnel) {
            pass(gate, attempt);
        }
        if (!probed && hasUnsolicitedBytes()) {
            throw new IOException("the server sent unsolicited bytes before the request");
        }
        probed = false;
        if (opensTunnel) {
            attempt.waitsFor("a tunnel through {peer}");
            if (proxyLogin != null) {
                String login = proxyLogin.getUserName() + ":" + String.valueOf(proxyLogin.getPassword());
                String encoded = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
                request.setHeader("Proxy-Authorization", "Basic " + encoded);
            }
        } else {
            attempt.sent();
        }
        super.sendRequestHeader(request);
    }

    private void pass(Gate gate, Attempt attempt) throws IOException {
        attempt.connected();
        try {
            gate.pass(attempt);
        } catch (InterruptedException e) {
            Failures.keepInterrupt(e);
            throw new InterruptedIOException("interrupted while the request was held back");
        }
        if (isStale()) {
            throw new IOException("the connection may have been closed while the request waited for its turn");
        }
    }

    /** Refuses a truncated response head. The engine takes it for a whole one, and half a status for a status. */
    @Override
    public ClassicHttpResponse receiveResponseHeader() throws HttpException, IOException {
        ClassicHttpResponse response = super.receiveResponseHeader();
        if (ended) {
            throw new IOException("the connection was closed within the head of the answer");
        }
        if (response.getCode() == HttpStatus.SC_SWITCHING_PROTOCOLS) { // the engine would wait for another answer
            throw new IOException("the server switched protocols without being asked");
        }
        if (response.containsHeader("Keep-Alive")) {
            TimeValue announced = DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, HttpClientContext.create());
            keptForNanos = Math.min(MAX_IDLE_NANOS, announced.toNanoseconds() - MARGIN_NANOS);
        }
        return response;
    }

    /**
     * Returns true if the server may have closed this connection, or sent unsolicited bytes. The pool asks for each request, unless the
     * connection was in use in the same millisecond.
     */
    @Override
    public boolean isStale() throws IOException {
        long idle = System.nanoTime() - idleSince;
        probed = true;
        return idle > keptForNanos || idle > LOOK_CLOSER_AFTER_NANOS && super.isStale() || hasUnsolicitedBytes();
    }

    @Override
    public void passivate() {
        idleSince = System.nanoTime();
    }

    /** Does nothing: the engine sets the timeout of each request. */
    @Override
    public void activate() {}

    @Override
    public @Nullable Socket getSocket() {
        SocketHolder holder = getSocketHolder();
        return holder == null ? null : holder.getSocket();
    }

    /** Returns true after unsolicited bytes or the end of the stream. Reads only if there is something to read. */
    private boolean hasUnsolicitedBytes() throws IOException {
        probing = true;
        try {
            return isDataAvailable(SHORT) || ended;
        } finally {
            probing = false;
        }
    }

    @Override
    public void bind(Socket socket) throws IOException {
        bind(new ProbedSocket(socket));
    }

    @Override
    public void bind(SSLSocket sslSocket, Socket socket) throws IOException {
        bind(new ProbedSocket(sslSocket, socket));
    }

    /** Closes the socket if the engine closed this connection before it got one. No other code would close it. */
    @Override
    protected void bind(SocketHolder socket) throws IOException {
        super.bind(socket);
        if (closed) {
            super.close(CloseMode.IMMEDIATE);
            throw new InterruptedIOException("the connection was closed before it was opened");
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        super.close();
    }

    @Override
    public void close(CloseMode mode) {
        closed = true;
        super.close(mode);
    }

    /** Returns 0 from a read if the connection is probed and no bytes have arrived. Otherwise the probe would wait. */
    private final class ProbedSocket extends SocketHolder {

        ProbedSocket(Socket socket) {
            super(socket);
        }

        ProbedSocket(SSLSocket sslSocket, Socket socket) {
            super(sslSocket, socket);
        }

        @Override
        protected InputStream getInputStream(Socket socket) throws IOException {
            InputStream wire = getBaseSocket().getInputStream();
            boolean encrypted = getSSLSocket() != null;
            return new FilterInputStream(super.getInputStream(socket)) {
                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    // available() counts decrypted bytes only, wire.available() the encrypted bytes that have arrived.
                    if (probing && available() == 0 && !(encrypted && wire.available() > 0)) {
                        return 0;
                    }
                    int n = super.read(buffer, offset, length);
                    ended |= n < 0;
                    return n;
                }
            };
        }
    }
}
