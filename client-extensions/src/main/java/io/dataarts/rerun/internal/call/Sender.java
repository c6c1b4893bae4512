package io.dataarts.rerun.internal.call;

import feign.Request;
import java.net.URI;

/** Sends one request of one attempt. */
@FunctionalInterface
public interface Sender {

    /**
     * Sends the request as it is, once.
     *
     * @param uri the request's URL
     * @throws AttemptFailedException when no complete response head came
     */
    Received send(Attempt attempt, URI uri, Request request);
}
