package io.dataarts.rerun.internal.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import feign.Request;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.internal.Product;
import io.dataarts.rerun.internal.call.Attempt;
import io.dataarts.rerun.internal.call.AttemptFailedException;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.Limit;
import io.dataarts.rerun.internal.call.Reason;
import io.dataarts.rerun.internal.call.Received;
import io.dataarts.rerun.internal.call.RequestHead;
import io.dataarts.rerun.internal.http.Transport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends the requests of a source of credentials, within the call that needs the credentials. Thread-safe. */
record CredentialExchange(Transport transport) {

    static Limit limit(int seconds) {
        return new Limit("the limit for credentials", Duration.ofSeconds(seconds));
    }

    /**
     * Sends one request, and returns the response.
     *
     * @throws NoCredentialsException if no response came; the source is in use if the request was sent
     * @throws NotSentException if the thread was interrupted, the studio was closed, or the call that needs the credentials ran out of time
     */
    Received send(String method, URI url, String header, String value, @Nullable JsonNode body) {
        Map<String, Collection<String>> headers = Map.of(
                header, List.of(value), "User-Agent", List.of(Product.USER_AGENT), "Accept-Encoding", List.of("identity"));
        RequestHead head = new RequestHead("credentials", method, url.getPath(), url.getPath(), headers);
        byte[] bytes = body == null ? null : body.toString().getBytes(StandardCharsets.UTF_8);
        try (Call call = new Call(head, transport.callTimeout())) {
            Attempt attempt = call.startAttempt();
            try {
                return transport.send(attempt, url, () -> Request.create(
                        Request.HttpMethod.valueOf(method), url.toString(), headers, bytes, StandardCharsets.UTF_8, null));
            } catch (AttemptFailedException e) {
                boolean ranOut = attempt.expire() && call.deadline().limit() != transport.callTimeout();
                boolean ended = ranOut || e.reason() == Reason.INTERRUPTED || e.reason() == Reason.CLOSED; // says nothing about the source
                throw ended ? new NotSentException("Not sent: " + e.getMessage(), e.told().getCause(), Outcome.NOT_SENT, 0)
                        : attempt.wasSent() ? NoCredentialsException.broken(e.getMessage(), e.told().getCause())
                        : NoCredentialsException.absent(e.getMessage());
            }
        }
    }
}
