package io.dataarts.rerun.internal.call;

import feign.Request;

/** Sends one request of one attempt. */
@FunctionalInterface
public interface Sender {

    /**
     * Sends the request as it is, once.
     *
     * @throws AttemptFailedException when no complete response head came
     */
    Received send(Attempt attempt, Request request);
}
