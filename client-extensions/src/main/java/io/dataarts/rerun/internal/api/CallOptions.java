package io.dataarts.rerun.internal.api;

import feign.Request;
import io.dataarts.rerun.internal.call.Call;
import org.jspecify.annotations.Nullable;

/** Carries a call through Feign, which passes options from a method's arguments to the client. */
final class CallOptions extends Request.Options {

    /** Feign's defaults, which it asks for in each call although the call's own count. */
    static final CallOptions DEFAULT = new CallOptions(null);

    final @Nullable Call call;

    CallOptions(@Nullable Call call) {
        this.call = call;
    }

    /** Returns these options. Feign would search for options by thread and method name. */
    @Override
    public Request.Options getMethodOptions(String method) {
        return this;
    }
}
