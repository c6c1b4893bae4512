package io.dataarts.rerun.internal.http;

import io.dataarts.rerun.internal.call.Attempt;
import io.dataarts.rerun.internal.call.AttemptFailedException;
import io.dataarts.rerun.internal.call.Failures;
import io.dataarts.rerun.internal.call.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.apache.hc.core5.util.DeadlineTimeoutException;

/**
 * Describes a network failure of an attempt in this SDK's words, because the engine's words differ between versions.
 *
 * <p>It never decides the outcome: the attempt knows how far it got.
 */
record NetworkFailures(String host, TransportSettings settings, Attempt attempt) {

    AttemptFailedException failed(Exception failure) {
        if (failure instanceof CancellationException && !attempt.expired()) {
            Thread.currentThread().interrupt(); // the engine throws it for an interrupted wait, and clears the flag
        }
        // The engine quotes what it cannot parse, which may be a key.
        return attempt.failed(reason(failure), describe(failure), failure instanceof ClientProtocolException ? null : failure);
    }

    private Reason reason(Exception failure) {
        return failure instanceof UnknownHostException ? Reason.HOST_NAME
                : failure instanceof SSLException && !(failure.getCause() instanceof EOFException) ? Reason.TLS
                : Thread.currentThread().isInterrupted() ? Reason.INTERRUPTED
                : Reason.NETWORK;
    }

    String describe(Exception failure) {
        boolean sent = attempt.wasSent();
        if (attempt.expired() || isTimeoutOfPool(failure)) {
            return "the call did not end within its timeout of " + Failures.text(attempt.call().timeout()) + " (" + host + ")"
                    + (sent ? "" : "; all " + settings.maxConnections() + " connections may be in use: see maxConnections");
        }
        if (Thread.currentThread().isInterrupted() && !sent) {
            return "the thread was interrupted while it waited for a connection to " + host;
        }
        return failure instanceof UnknownHostException
                        ? "the host name of " + host + " does not resolve: check the region or the endpoint, and the network's DNS"
                : failure instanceof ConnectTimeoutException
                        ? "no connection to " + host + " within " + Failures.text(settings.connectTimeout())
                : failure instanceof ConnectException ? peer() + " refused the connection"
                : failure instanceof SSLException ? "TLS with " + host + " failed: " + failure.getMessage()
                : failure instanceof SocketTimeoutException
                        ? sent ? host + " sent nothing for " + Failures.text(settings.responseTimeout())
                                : "no connection to " + host + " in time: the proxy or the TLS handshake did not answer"
                : failure instanceof NoHttpResponseException ? peer() + " closed the connection without an answer"
                : failure instanceof ConnectionClosedException || failure instanceof TruncatedChunkException
                        ? peer() + " closed the connection within its answer"
                : failure instanceof MessageConstraintException
                        ? peer() + " answered with too many headers, or with a line that is too long"
                : failure instanceof ClientProtocolException || failure instanceof MalformedChunkCodingException
                        ? peer() + " did not answer in HTTP/1.1"
                : (failure instanceof IOException && failure.getMessage() != null ? failure.getMessage() : failure) + " (" + host + ")";
    }

    private String peer() {
        return settings.proxy() == null || attempt.wasSent() ? host : "the proxy " + settings.proxy();
    }

    /**
     * Returns whether the call's time ended during the wait for a connection. The pool throws one exception if the wait ends, and another
     * if a connection comes too late.
     */
    private static boolean isTimeoutOfPool(Exception failure) {
        return failure instanceof ConnectionRequestTimeoutException || failure.getCause() instanceof DeadlineTimeoutException;
    }
}
