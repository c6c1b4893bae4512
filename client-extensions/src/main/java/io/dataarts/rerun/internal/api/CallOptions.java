package io.dataarts.rerun.internal.api;

import feign.Request;
import io.dataarts.rerun.internal.call.Call;

/** Carries a call through Feign, which hands options on from a method's arguments to the client. */
final class CallOptions extends Request.Options {

    final Call call;

    CallOptions(Call call) {
        this.call = call;
    }

    /** Feign would look for options by the thread and the method's name. */
    @Override
    public Request.Options getMethodOptions(String method) {
        return this;
    }
}
