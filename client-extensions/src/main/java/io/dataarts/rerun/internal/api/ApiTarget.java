package io.dataarts.rerun.internal.api;

import feign.Request;
import feign.RequestTemplate;
import feign.Target;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.RequestHead;

/**
 * Makes the request of a call, from the call's path and headers and the body that Feign wrote.
 *
 * @param url the endpoint, without a slash at its end
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
