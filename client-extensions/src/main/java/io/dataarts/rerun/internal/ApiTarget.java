package io.dataarts.rerun.internal;

import feign.Request;
import feign.RequestTemplate;
import feign.Target;
import java.util.Collection;
import java.util.Map;

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
        template.headers().forEach((name, values) -> add(name, values, call.headers()));
        String more = template.queryLine();
        return Request.create(
                Request.HttpMethod.valueOf(template.method()),
                url.concat(call.path()).concat(call.path().contains("?") ? more.replaceFirst("[?]", "&") : more),
                call.headers(),
                template.body(),
                template.requestCharset(),
                template);
    }

    private static void add(String name, Collection<String> values, Map<String, Collection<String>> headers) {
        if (name.equalsIgnoreCase("X-Project-Id")) {
            return; // stays bound to the path's project
        }
        if (name.equalsIgnoreCase("workspace") && values.size() > 1) {
            throw new IllegalArgumentException("workspace must be one, was " + values);
        }
        values.forEach(value -> Arguments.headerValue(name, value));
        headers.put(name, values);
    }
}
