package io.dataarts.rerun;

import feign.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Turns a request into a preview. Host comes first, then the headers by name, then a placeholder for authentication. */
final class PreviewDecoder {

    private PreviewDecoder() {}

    static RequestPreview decode(Request request) {
        URI uri = URI.create(request.url());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", uri.getRawAuthority().replaceFirst(":$", "")); // no colon without a port
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.headers().forEach((name, values) -> byName.put(name, String.join(", ", values)));
        byName.put("Content-Length", String.valueOf(request.body().length));
        headers.putAll(byName);
        headers.put("Authorization", "<added when sent>");
        return new RequestPreview(request.httpMethod().name(), uri, headers, new String(request.body(), StandardCharsets.UTF_8));
    }
}
