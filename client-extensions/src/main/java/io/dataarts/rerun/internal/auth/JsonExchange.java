package io.dataarts.rerun.internal.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import feign.Request;
import feign.Response;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.internal.Call;
import io.dataarts.rerun.internal.Json;
import io.dataarts.rerun.internal.Product;
import io.dataarts.rerun.internal.Transport;
import io.dataarts.rerun.internal.TransportSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.ClientProtocolException;
import org.jspecify.annotations.Nullable;

/** Single requests to those who hand out credentials, within the call that needs them. Opens nothing before the first. */
public final class JsonExchange implements AutoCloseable {

    private final TransportSettings settings;
    private @Nullable Transport transport;
    private boolean closed;

    public JsonExchange(TransportSettings settings) {
        this.settings = settings;
    }

    /** What came back. */
    record Answer(int status, Map<String, Collection<String>> headers, String text) {

        /** The body, an empty object when it is no JSON. */
        JsonNode json() {
            try {
                return Json.mapper().readTree(text);
            } catch (JsonProcessingException e) {
                return Json.mapper().createObjectNode();
            }
        }

        String header(String name) {
            return headers.getOrDefault(name, List.of()).stream().findFirst().orElse("");
        }
    }

    /**
     * Sends one request.
     *
     * @throws NoCredentialsException when there was no answer; the source is in use if it took the request
     * @throws io.dataarts.rerun.error.NotSentException when the thread was interrupted before
     */
    Answer send(String method, String url, String header, String value, @Nullable JsonNode body) {
        try (Call call = Call.begin(settings.callTimeout())) {
            Request request = Request.create(
                    Request.HttpMethod.valueOf(method),
                    url,
                    Map.of(header, List.of(value), "User-Agent", List.of(Product.USER_AGENT)),
                    body == null ? null : Json.mapper().writeValueAsBytes(body),
                    StandardCharsets.UTF_8,
                    null);
            Response response = transport().execute(call, request);
            byte[] bytes = response.body().asInputStream().readAllBytes();
            return new Answer(response.status(), response.headers(), new String(bytes, StandardCharsets.UTF_8));
        } catch (DataArtsException e) {
            boolean sent = e.outcome() != Outcome.NOT_SENT;
            if (!sent && Thread.currentThread().isInterrupted()) {
                throw e;
            }
            if (sent && (e.getCause() == null || e.getCause() instanceof ClientProtocolException)) {
                throw NoCredentialsException.broken( // without the engine's words, which quote what came
                        URI.create(url).getRawAuthority() + " did not answer in HTTP/1.1", null);
            }
            String why = e.getMessage().substring(e.getMessage().indexOf(": ") + 2); // without what it would mean for a rerun
            throw sent ? NoCredentialsException.broken(why, e.getCause()) : NoCredentialsException.absent(why);
        } catch (IOException e) {
            throw new UncheckedIOException("texts become JSON, and the transport has read the body", e);
        }
    }

    private synchronized Transport transport() {
        if (closed) {
            throw new IllegalStateException("this DataArtsStudio is closed");
        }
        if (transport == null) {
            transport = new Transport(settings);
        }
        return transport;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (transport != null) {
            transport.close();
        }
    }
}
