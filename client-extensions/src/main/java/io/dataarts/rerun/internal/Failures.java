package io.dataarts.rerun.internal;

import feign.Request;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.util.DeadlineTimeoutException;

/** Says in words what the network did. It never decides about the outcome: the call knows how far it got. */
final class Failures {

    private Failures() {}

    static String describe(Exception failure, Request request, TransportSettings settings, Call call) {
        String host = call.uri(request.url()).getRawAuthority();
        if (call.timedOut() || isTimeoutOfPool(failure)) {
            return "the call did not end within its timeout of " + text(call.timeout()) + " (" + host + ")"
                    + (call.wasSent() ? "" : "; all " + settings.maxConnections() + " connections may be in use: see maxConnections");
        }
        if (Thread.currentThread().isInterrupted() && !call.wasSent() || failure instanceof CancellationException) {
            return "the thread was interrupted while it waited for a connection to " + host;
        }
        if (failure instanceof UnknownHostException) {
            return "the host name of " + host + " does not resolve: check the region or the endpoint, and the network's DNS";
        }
        if (failure instanceof ConnectTimeoutException) {
            return "no connection to " + host + " within " + text(settings.connectTimeout());
        }
        if (failure instanceof SSLException) {
            return "TLS with " + host + " failed: " + failure.getMessage();
        }
        if (failure instanceof SocketTimeoutException) {
            return call.wasSent()
                    ? host + " sent nothing for " + text(settings.responseTimeout())
                    : "no connection to " + host + " in time: the proxy or the TLS handshake did not answer";
        }
        if (failure instanceof NoHttpResponseException) {
            return host + " closed the connection without an answer";
        }
        Throwable said = failure instanceof ClientProtocolException && failure.getCause() != null ? failure.getCause() : failure;
        String message = said.getMessage() == null ? said.getClass().getSimpleName() : said.getMessage();
        return (failure instanceof IOException ? "" : failure.getClass().getSimpleName() + ": ") + message + " (" + host + ")";
    }

    /** Whoever throws this has taken the flag, which those above ask for. */
    static void keepInterrupt(Exception failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    /** A call waits for a connection for as long as it may take as a whole. The pool notices by itself, or when it hands one on. */
    private static boolean isTimeoutOfPool(Exception failure) {
        return failure instanceof ConnectionRequestTimeoutException || failure.getCause() instanceof DeadlineTimeoutException;
    }

    static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
