package io.dataarts.rerun.internal;

import feign.Client;
import feign.Request;
import feign.Response;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.CredentialsProvider;
import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.signing.RequestSigner;
import io.dataarts.rerun.signing.Signature;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates each attempt, on the final URL and bytes, with one credential value. Only what no proxy rewrites is signed: Host,
 * workspace, X-Project-Id, X-Security-Token and X-Sdk-Date.
 */
final class SigningClient implements Client {

    private static final List<String> SIGNED = List.of("workspace", "X-Project-Id", "X-Security-Token");

    private final CredentialsProvider provider;
    private final RequestSigner signer;
    private final Client transport;

    SigningClient(CredentialsProvider provider, RequestSigner signer, Client transport) {
        this.provider = provider;
        this.signer = signer;
        this.transport = transport;
    }

    @Override
    public Response execute(Request request, Request.Options options) throws IOException {
        Call call = Call.current();
        call.startAttempt();
        Credentials credentials = resolve(provider, call);
        call.authenticatedWith(credentials);
        Map<String, Collection<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(request.headers());
        if (credentials instanceof AccessKey key) {
            call.signedAs(sign(request, call.uri(request.url()), key, headers));
        } else if (credentials instanceof IamToken token) {
            headers.put("X-Auth-Token", List.of(token.value()));
        }
        return transport.execute(
                Request.create(request.httpMethod(), request.url(), headers, request.body(), request.charset(), request.requestTemplate()),
                options);
    }

    private Signature sign(Request request, URI uri, AccessKey key, Map<String, Collection<String>> headers) {
        key.securityToken().ifPresent(token -> headers.put("X-Security-Token", List.of(token)));
        Map<String, String> signed = new HashMap<>(4);
        for (String name : SIGNED) {
            Collection<String> values = headers.get(name);
            if (values != null && !values.isEmpty()) {
                signed.put(name, values.iterator().next());
            }
        }
        byte[] body = request.body() == null ? new byte[0] : request.body();
        Signature signature = signer.sign(key, request.httpMethod().name(), uri, signed, body);
        for (Map.Entry<String, String> header : signature.headers().entrySet()) {
            headers.put(header.getKey(), List.of(header.getValue()));
        }
        return signature;
    }

    static Credentials resolve(CredentialsProvider provider, Call call) {
        try {
            Credentials credentials = provider.resolve();
            if (credentials != null) {
                return credentials;
            }
        } catch (ConfigurationException | NotSentException e) {
            throw notSent(e, e.getMessage(), e.getCause(), call);
        } catch (Exception e) { // also a checked one, which other languages of the JVM do not declare
            Failures.keepInterrupt(e);
            throw notSent(e, "Not sent: the credentials provider failed: " + e, e, call);
        }
        throw new ConfigurationException(
                "Not sent: the credentials provider returned null", null, call.outcome(), call.attempts());
    }

    /** Of the same kind as what the provider threw, without the secrets of earlier attempts. */
    private static DataArtsException notSent(Exception thrown, @Nullable String reason, @Nullable Throwable why, Call call) {
        String message = reason == null ? "Not sent: the credentials provider failed" : Secrets.mask(reason, call);
        Throwable cause = Secrets.without(Secrets.of(call), why);
        return thrown instanceof NotSentException
                ? new NotSentException(message, cause, call.outcome(), call.attempts())
                : new ConfigurationException(message, cause, call.outcome(), call.attempts());
    }
}
