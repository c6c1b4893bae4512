package io.dataarts.contract.size;

import feign.Feign;
import feign.HeaderMap;
import feign.Param;
import feign.Request;
import feign.RequestLine;
import feign.Response;
import feign.Retryer;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Feign with its default settings, on the engine and with the bytes of {@link BarePeer}. It writes no JSON and signs nothing. */
final class FeignPeer implements Peer {

    interface Jobs {
        @RequestLine("POST /v2/{project}/factory/jobs/{job}/instances/retry")
        void rerun(@Param("project") String project, @Param("job") String job, @HeaderMap Map<String, Object> headers, byte[] body);
    }

    private final BarePeer bare;
    private final Jobs jobs;
    private final Map<String, Object> headers = new LinkedHashMap<>();

    FeignPeer(URI endpoint, byte[] signed) {
        this.bare = new BarePeer(endpoint, signed);
        bare.headers().forEach(header -> headers.put(header.getName(), header.getValue()));
        this.jobs = Feign.builder().client(this::execute).retryer(Retryer.NEVER_RETRY).target(Jobs.class, endpoint.toString());
    }

    @Override
    public void call() {
        jobs.rerun(ExampleCall.PROJECT, ExampleCall.JOB, headers, bare.body()); // Throws for every status but 2xx.
    }

    private Response execute(Request request, Request.Options options) throws IOException {
        HttpUriRequestBase exchange = new HttpUriRequestBase(request.httpMethod().name(), URI.create(request.url()));
        request.headers().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Content-Length")) {
                values.forEach(value -> exchange.addHeader(name, value));
            }
        });
        exchange.setEntity(new ByteArrayEntity(request.body(), null));
        try (ClassicHttpResponse response = bare.execute(exchange)) {
            Map<String, Collection<String>> received = new LinkedHashMap<>();
            for (Header header : response.getHeaders()) {
                received.put(header.getName(), List.of(header.getValue()));
            }
            return Response.builder()
                    .request(request)
                    .status(response.getCode())
                    .headers(received)
                    .body(EntityUtils.toByteArray(response.getEntity()))
                    .build();
        }
    }

    @Override
    public void close() throws Exception {
        bare.close();
    }
}
