package io.dataarts.rerun.internal.api;

import feign.Request;
import feign.RequestTemplate;
import feign.Target;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.RequestHead;

/**
 * Makes the request of a call: path and headers are the call's, the body is Feign's.
 *
 * @param url the endpoint, which does not end in a slash
 */
record ApiTarget<T>(Class<T> type, String url) implements Target<T> {

    @Override
    public String name() {
        return url;
    }

    @Override
    public Request apply(RequestTemplate template) {
        RequestHead head = Call.current().head();
        Request.HttpMethod method = Request.HttpMethod.valueOf(head.method());
        return Request.create(method, url + head.path(), head.headers(), template.body(), template.requestCharset(), template);
    }
}
