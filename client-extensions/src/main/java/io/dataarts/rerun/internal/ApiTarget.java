package io.dataarts.rerun.internal;

import feign.Request;
import feign.RequestTemplate;
import feign.Target;

/**
 * Turns what Feign made of an API method's arguments into a request, with the path and the headers of the call. What an interceptor put
 * into Feign's template comes on top.
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
        Call call = Call.current();
        call.headers().putAll(template.headers());
        String more = template.queryLine();
        return Request.create(
                Request.HttpMethod.valueOf(template.method()),
                url + call.path() + (call.path().contains("?") ? more.replace('?', '&') : more),
                call.headers(),
                template.body(),
                template.requestCharset(),
                template);
    }
}
