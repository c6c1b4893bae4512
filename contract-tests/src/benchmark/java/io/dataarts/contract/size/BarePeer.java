package io.dataarts.contract.size;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Apache HttpClient 5 alone, with the settings that the SDK gives it: the limit for an SDK on this engine.
 *
 * <p>It sends one signed request of the SDK again and again, with the same headers in the same order. It writes no JSON, and
 * reads only the status of a response.
 */
final class BarePeer implements Peer {

    private static final Set<String> ENGINES_OWN = Set.of("host", "content-length", "connection");

    private final CloseableHttpClient engine;
    private final HttpHost host;
    private final URI uri;
    private final List<Header> headers = new ArrayList<>();
    private final byte[] body;

    BarePeer(URI endpoint, byte[] signed) {
        String[] headAndBody = new String(signed, StandardCharsets.UTF_8).split("\r\n\r\n", 2);
        String[] lines = headAndBody[0].split("\r\n");
        for (int i = 1; i < lines.length; i++) {
            String[] header = lines[i].split(": ?", 2);
            if (!ENGINES_OWN.contains(header[0].toLowerCase(Locale.ROOT))) {
                headers.add(new BasicHeader(header[0], header[1]));
            }
        }
        this.host = HttpHost.create(endpoint);
        this.uri = endpoint.resolve(lines[0].split(" ")[1]);
        this.body = headAndBody[1].getBytes(StandardCharsets.UTF_8);
        this.engine = engine();
    }

    private static CloseableHttpClient engine() {
        return HttpClientBuilder.create()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(256)
                        .setMaxConnPerRoute(256)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.ofSeconds(5))
                                .setSocketTimeout(Timeout.ofSeconds(60))
                                .setValidateAfterInactivity(TimeValue.ofMilliseconds(100))
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(Timeout.ofSeconds(60))
                        .setConnectionRequestTimeout(Timeout.ofSeconds(120))
                        .setAuthenticationEnabled(false)
                        .setExpectContinueEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .setRedirectsEnabled(false)
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableAuthCaching()
                .disableCookieManagement()
                .disableContentCompression()
                .disableConnectionState()
                .disableDefaultUserAgent()
                .build();
    }

    @Override
    public void call() throws Exception {
        HttpUriRequestBase request = new HttpUriRequestBase("POST", uri);
        headers.forEach(request::addHeader);
        request.setEntity(new ByteArrayEntity(body, null));
        try (ClassicHttpResponse response = execute(request)) {
            EntityUtils.consume(response.getEntity());
            if (response.getCode() != 200) {
                throw new IllegalStateException("not a 200");
            }
        }
    }

    ClassicHttpResponse execute(HttpUriRequestBase request) throws IOException {
        return engine.executeOpen(host, request, null);
    }

    /** Returns the headers that the engine does not add itself. */
    List<Header> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    @Override
    public void close() throws Exception {
        engine.close();
    }
}
