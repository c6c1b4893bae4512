package io.dataarts.rerun.internal;

import feign.Client;
import feign.Request;
import feign.Response;
import io.dataarts.rerun.error.DataArtsException;
import java.io.IOException;

/** Tells a call which failures are its own, before capabilities see them. */
final class OwnFailures implements Client {

    private final Client client;

    OwnFailures(Client client) {
        this.client = client;
    }

    @Override
    public Response execute(Request request, Request.Options options) throws IOException {
        try {
            return client.execute(request, options);
        } catch (DataArtsException e) {
            throw Call.current().own(e);
        }
    }
}
