package io.dataarts.rerun.internal.api;

import feign.Feign;
import feign.Request;
import feign.TypedResponse;
import io.dataarts.rerun.internal.answer.Answer;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.Received;
import io.dataarts.rerun.internal.delivery.CallListeners;
import io.dataarts.rerun.internal.delivery.Delivery;
import io.dataarts.rerun.internal.http.Transport;
import java.lang.reflect.Type;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Makes API interfaces callable. Feign reads them, and the SDK's layers deliver the calls. Thread-safe.
 *
 * @param delivery delivers requests, null for previews, which send nothing
 */
public record ApiFactory(URI endpoint, Transport transport, @Nullable Delivery delivery, CallListeners listeners) {

    /**
     * Returns an implementation of an API interface.
     *
     * @param decoder makes the bodies that the methods return
     * @throws IllegalArgumentException if Feign or the contract cannot read the interface
     */
    public <T> T create(Class<T> api, RequestDefaults defaults, AnswerDecoder decoder) {
        ApiContract contract = new ApiContract();
        try {
            return Feign.builder().contract(contract)
                    .invocationHandlerFactory((target, methods) -> new ApiHandler(target, methods, contract, defaults, this, decoder))
                    .target(api, endpoint.toString());
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IllegalArgumentException(api.getName() + " is no interface that can be called: " + e.getMessage(), e);
        }
    }

    /** Delivers the request of a call, and returns the response to it. The response of a preview is empty. */
    TypedResponse<?> deliver(Call call, Request request, AnswerDecoder decoder, Type type) {
        TypedResponse.Builder<Object> response = TypedResponse.builder();
        response.request(request).protocolVersion(Request.ProtocolVersion.HTTP_1_1);
        if (delivery != null) {
            Answer answer = delivery.deliver(call, request);
            Received received = answer.received();
            response.headers(received.headers()).status(received.status()).reason(received.reason());
            response.body(decoder.decode(answer, type));
        }
        return response.build();
    }
}
