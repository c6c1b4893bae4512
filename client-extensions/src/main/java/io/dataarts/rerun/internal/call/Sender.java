package io.dataarts.rerun.internal.call;

import feign.Request;
import java.net.URI;

/** Sends the request of an attempt. */
@FunctionalInterface
public interface Sender {

    /**
     * Sends the request once, as it is.
     *
     * @param uri the request's URL
     * @throws AttemptFailedException if no complete response head came
     */
    Received send(Attempt attempt, URI uri, Request request);
}
