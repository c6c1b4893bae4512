package io.dataarts.rerun.internal.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import feign.Request;
import feign.Response;
import feign.Util;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.internal.Call;
import io.dataarts.rerun.internal.Transport;
import io.dataarts.rerun.internal.TransportSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Single requests to those who hand out credentials, outside the call that needs them. Opens nothing before the first. */
public final class JsonExchange implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

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
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                return JSON.createObjectNode();
            }
        }

        String header(String name) {
            return headers.getOrDefault(name, List.of()).stream().findFirst().orElse("");
        }
    }

    /**
     * Sends one request.
     *
     * @throws DataArtsException when there was no answer
     */
    Answer send(String method, String url, Map<String, String> headers, @Nullable Object body) {
        Map<String, Collection<String>> all = new HashMap<>();
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        try (Call call = Call.begin(settings.callTimeout())) {
            byte[] bytes = body == null ? null : JSON.writeValueAsBytes(body);
            Request request =
                    Request.create(Request.HttpMethod.valueOf(method), url, all, bytes, StandardCharsets.UTF_8, null);
            Response response = transport().execute(call, request);
            return new Answer(
                    response.status(), response.headers(), Util.toString(response.body().asReader(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new BrokenSourceException("unreadable: " + url + ": " + e.getMessage(), e);
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
