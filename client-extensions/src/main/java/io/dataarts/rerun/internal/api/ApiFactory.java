package io.dataarts.rerun.internal.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import feign.Client;
import feign.Feign;
import feign.RequestTemplate;
import feign.Response;
import feign.Retryer;
import feign.codec.Decoder;
import feign.codec.EncodeException;
import io.dataarts.rerun.internal.Json;
import io.dataarts.rerun.internal.delivery.CallListeners;
import io.dataarts.rerun.internal.delivery.Delivery;
import io.dataarts.rerun.internal.http.Transport;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Makes API interfaces callable. Feign implements them, and the SDK's layers deliver the calls. Thread-safe. */
public record ApiFactory(URI endpoint, Transport transport, Client client, CallListeners listeners) {

    /** Returns a factory of APIs that send. */
    public static ApiFactory sending(URI endpoint, Transport transport, Delivery delivery, CallListeners listeners) {
        Client client = (request, options) -> delivery.deliver(((CallOptions) options).call, request).toResponse(request);
        return new ApiFactory(endpoint, transport, client, listeners);
    }

    /** Returns a factory of APIs that send nothing. Their decoder gets the request that a call would send. */
    public static ApiFactory previewing(URI endpoint, Transport transport) {
        Client client = (request, options) -> Response.builder().request(request).status(204).build();
        return new ApiFactory(endpoint, transport, client, CallListeners.NONE);
    }

    /**
     * Returns an implementation of an API interface.
     *
     * @param decoder makes the bodies that the methods return
     * @throws IllegalArgumentException if Feign or the contract cannot read the interface
     */
    public <T> T create(Class<T> api, RequestDefaults defaults, Decoder decoder) {
        ApiContract contract = new ApiContract();
        var feign = Feign.builder().contract(contract)
                .encoder(ApiFactory::encode)
                .decoder(decoder)
                .client(client)
                .options(CallOptions.DEFAULT)
                .retryer(Retryer.NEVER_RETRY)
                .invocationHandlerFactory((target, methods) -> new ApiHandler(target, methods, contract, defaults, transport, listeners));
        try {
            return feign.target(new ApiTarget<>(api, endpoint.toString()));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IllegalArgumentException(api.getName() + " is not an API that the generator made: " + e.getMessage(), e);
        }
    }

    private static void encode(Object body, Type type, RequestTemplate request) {
        try {
            byte[] json = Json.MAPPER.writerFor(Json.MAPPER.constructType(type)).writeValueAsBytes(body);
            request.body(json, StandardCharsets.UTF_8);
            request.removeHeader("Content-Length"); // the engine adds it; Feign would expand it as a template
        } catch (JsonProcessingException e) {
            throw new EncodeException(e.getMessage(), e);
        }
    }
}
