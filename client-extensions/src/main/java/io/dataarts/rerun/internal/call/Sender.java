package io.dataarts.rerun.internal.call;

import feign.Request;
import java.net.URI;
import java.util.function.Supplier;

/** Sends the request of an attempt. */
@FunctionalInterface
public interface Sender {

    /**
     * Sends a request once, as it is.
     *
     * @param uri the request's URL
     * @param request makes the request when a connection is free, so that its signature is recent
     * @throws AttemptFailedException if no complete response head came
     */
    Received send(Attempt attempt, URI uri, Supplier<Request> request);
}
