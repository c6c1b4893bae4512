package io.dataarts.rerun.internal.delivery;

import feign.Request;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.CredentialsProvider;
import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.internal.answer.Answer;
import io.dataarts.rerun.internal.call.Attempt;
import io.dataarts.rerun.internal.call.AttemptFailedException;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.Failures;
import io.dataarts.rerun.internal.call.Reason;
import io.dataarts.rerun.internal.call.Received;
import io.dataarts.rerun.internal.call.Secrets;
import io.dataarts.rerun.internal.call.Sender;
import io.dataarts.rerun.signing.RequestSigner;
import io.dataarts.rerun.signing.Signature;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates each attempt, sends it and reads the answer. It authenticates the final URL and bytes, with one value of credentials.
 *
 * <p>It signs only headers that no proxy rewrites: Host, workspace, X-Project-Id, X-Security-Token and X-Sdk-Date. Thread-safe.
 */
record Authenticating(CredentialsProvider provider, RequestSigner signer, Clock clock, Sender sender) {

    private static final List<String> SIGNED = List.of("workspace", "X-Project-Id", "X-Security-Token");

    /**
     * Sends the request as this attempt, and returns the answer.
     *
     * @throws AttemptFailedException if there are no credentials, no answer, or an answer that is not a success
     */
    Answer send(Attempt attempt, Request request) {
        Credentials credentials = credentials(attempt);
        URI uri = URI.create(request.url());
        Received received = sender.send(attempt, uri, () -> authenticated(attempt, uri, request, credentials));
        return Answer.read(attempt, received, clock.instant());
    }

    private Request authenticated(Attempt attempt, URI uri, Request request, Credentials credentials) {
        Map<String, Collection<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(request.headers());
        Signature signature = null;
        if (credentials instanceof AccessKey key) {
            signature = sign(request, uri, key, headers);
        } else if (credentials instanceof IamToken token) {
            headers.put("X-Auth-Token", List.of(token.value()));
        }
        attempt.authenticatedBy(credentials, signature);
        return Request.create(request.httpMethod(), request.url(), headers, request.body(), request.charset(), null);
    }

    private Signature sign(Request request, URI uri, AccessKey key, Map<String, Collection<String>> headers) {
        key.securityToken().ifPresent(token -> headers.put("X-Security-Token", List.of(token)));
        Map<String, String> signed = new HashMap<>();
        for (String name : SIGNED) {
            headers.getOrDefault(name, List.of()).forEach(value -> signed.put(name, value));
        }
        byte[] body = request.body() == null ? new byte[0] : request.body();
        Signature signature = signer.sign(key, request.httpMethod().name(), uri, signed, body);
        signature.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        return signature;
    }

    /**
     * Returns the provider's credentials.
     *
     * @throws AttemptFailedException if the provider has none, or fails
     */
    Credentials credentials(Attempt attempt) {
        try {
            attempt.waitsFor("the credentials provider");
            Credentials credentials = provider.resolve();
            if (credentials != null) {
                return credentials;
            }
        } catch (ConfigurationException | NotSentException e) {
            throw failed(attempt, e, e.getMessage(), e.getCause());
        } catch (Exception | LinkageError e) { // also a checked one, which Kotlin and Scala do not declare
            Failures.keepInterrupt(e);
            throw failed(attempt, e, "Not sent: the credentials provider failed: " + e, e);
        }
        throw failed(attempt, null, "Not sent: the credentials provider returned null", null);
    }

    /** Returns an exception of the kind that the provider threw, with the secrets of earlier attempts masked. */
    private static AttemptFailedException failed(
            Attempt attempt, @Nullable Throwable thrown, @Nullable String reason, @Nullable Throwable why) {
        Call call = attempt.call();
        String message = reason == null ? "Not sent: the credentials provider failed" : Secrets.mask(reason, call.secrets());
        Throwable cause = Secrets.without(call.secrets(), why);
        DataArtsException told = thrown instanceof NotSentException
                ? new NotSentException(message, cause, call.outcome(), attempt.number())
                : new ConfigurationException(message, cause, call.outcome(), attempt.number());
        boolean forGood = why instanceof UnknownHostException || why instanceof SSLException || why instanceof IllegalStateException;
        boolean repeatable = told instanceof NotSentException && !forGood && !Thread.currentThread().isInterrupted();
        return new AttemptFailedException(repeatable ? Reason.NETWORK : Reason.CREDENTIALS, message, told);
    }

    /**
     * Tells the provider that the service refused these credentials. Does so without an attempt left, too, because the next call would also
     * be refused.
     *
     * @throws AttemptFailedException if the provider fails
     */
    void invalidate(Attempt attempt, Credentials refused) {
        try {
            provider.invalidate(refused);
        } catch (Exception | LinkageError e) { // as above
            Failures.keepInterrupt(e);
            throw failed(attempt, e, "The credentials provider failed to renew the token: " + e, e);
        }
    }
}
