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
import org.apache.hc.client5.http.HttpResponseException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.TruncatedChunkException;

/**
 * Describes a network failure of an attempt in this SDK's words, because the engine's words differ between versions.
 *
 * <p>It never decides the outcome: the attempt knows how far it got.
 */
record NetworkFailures(String host, TransportSettings settings, Attempt attempt) {

    private static final String LOGIN_ADVICE =
            ": set the right user and password with proxyCredentials(...); the SDK knows Basic authentication only";

    AttemptFailedException failed(Exception failure) {
        if (failure instanceof CancellationException && !attempt.expire()) {
            Thread.currentThread().interrupt(); // the engine throws it for an interrupted wait, and clears the flag
        }
        // The engine quotes what it cannot parse, which may be a key.
        return attempt.failed(reason(failure), describe(failure), failure instanceof ClientProtocolException ? null : failure);
    }

    private Reason reason(Exception failure) {
        return attempt.expire() ? Reason.NETWORK
                : Thread.currentThread().isInterrupted() ? Reason.INTERRUPTED
                : failure instanceof UnknownHostException ? Reason.HOST_NAME
                : failure instanceof HttpResponseException refused && refused.getStatusCode() / 100 != 5 ? Reason.PROXY
                : failure instanceof SSLException && !(failure.getCause() instanceof EOFException) ? Reason.TLS
                : Reason.NETWORK;
    }

    String describe(Exception failure) {
        if (attempt.expire()) {
            return attempt.timeout().replace("{peer}", peer()).replace("{host}", host);
        }
        if (Thread.currentThread().isInterrupted() && !attempt.wasSent()) {
            return "the thread was interrupted while it waited for a connection to " + host;
        }
        return failure instanceof UnknownHostException
                        ? "the host name of " + host + " does not resolve: check the region or the endpoint, and the network's DNS"
                                + proxyOfTheJvm()
                : failure instanceof HttpResponseException refused
                        ? peer() + " refused the tunnel to " + host + " with status " + refused.getStatusCode()
                                + (refused.getStatusCode() == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED ? LOGIN_ADVICE : "")
                : failure instanceof ConnectException ? peer() + " refused the connection"
                : failure instanceof SSLException ? "TLS with " + host + " failed: " + failure.getMessage()
                : failure instanceof SocketTimeoutException
                        ? peer() + " sent nothing for " + Failures.text(settings.responseTimeout().time())
                                + " (" + settings.responseTimeout().name() + ")"
                : failure instanceof NoHttpResponseException ? peer() + " closed the connection without an answer"
                : failure instanceof ConnectionClosedException || failure instanceof TruncatedChunkException
                        ? peer() + " closed the connection within its answer"
                : failure instanceof MessageConstraintException
                        ? peer() + " answered with too many headers, or with a line that is too long"
                : failure instanceof ClientProtocolException || failure instanceof MalformedChunkCodingException
                        ? peer() + " did not answer in HTTP/1.1"
                : (failure instanceof IOException && failure.getMessage() != null ? failure.getMessage() : failure) + " (" + peer() + ")";
    }

    private String proxyOfTheJvm() {
        return settings.proxy() != null || System.getProperty("https.proxyHost") == null ? ""
                : ", or set proxy(...): the SDK does not use the JVM's https.proxyHost";
    }

    private String peer() {
        return settings.proxy() == null || attempt.wasSent() ? host : "the proxy " + settings.proxy();
    }
}
