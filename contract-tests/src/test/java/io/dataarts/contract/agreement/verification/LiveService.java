package io.dataarts.contract.agreement.verification;

import au.com.dius.pact.provider.IHttpClientFactory;
import au.com.dius.pact.provider.junit5.HttpTestTarget;
import au.com.dius.pact.provider.junit5.HttpsTestTarget;
import au.com.dius.pact.provider.junit5.TestTarget;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.IamToken;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.util.Timeout;

/** The live service, with the project, workspace and credentials that the environment names. */
record LiveService(URI endpoint, String projectId, String workspace, Credentials credentials) {

    static final String ENDPOINT = "DATAARTS_VERIFY_ENDPOINT";
    static final String PROJECT_ID = "DATAARTS_VERIFY_PROJECT_ID";
    static final String WORKSPACE = "DATAARTS_VERIFY_WORKSPACE";
    static final String AK = "DATAARTS_VERIFY_AK";
    static final String SK = "DATAARTS_VERIFY_SK";
    static final String SECURITY_TOKEN = "DATAARTS_VERIFY_SECURITY_TOKEN";
    static final String TOKEN = "DATAARTS_VERIFY_TOKEN";

    private static final String NEEDED = String.join(", ", ENDPOINT, PROJECT_ID, WORKSPACE) + ", and " + AK + " with " + SK
            + " (and " + SECURITY_TOKEN + " for a temporary key) or " + TOKEN;

    /** Explains why the tests are skipped if the environment names no live service. */
    static final String NOT_ASKED_FOR = "Not verified against the live service: to do so, set " + NEEDED + ".";

    /** Retries nothing and follows no redirect, because a rerun must not be sent twice. */
    private static final IHttpClientFactory ONE_REQUEST = provider -> HttpClientBuilder.create()
            .useSystemProperties()
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(Timeout.ofSeconds(60)).build())
            .build();

    /**
     * Returns the service that the environment names; empty if no variable is set.
     *
     * @throws IllegalArgumentException if some variables are missing or invalid
     */
    static Optional<LiveService> of(Map<String, String> environment) {
        List<String> names = List.of(ENDPOINT, PROJECT_ID, WORKSPACE, AK, SK, SECURITY_TOKEN, TOKEN);
        if (names.stream().noneMatch(name -> isSet(environment, name))) {
            return Optional.empty();
        }
        boolean byToken = isSet(environment, TOKEN);
        if (byToken && Stream.of(AK, SK, SECURITY_TOKEN).anyMatch(name -> isSet(environment, name))) {
            throw new IllegalArgumentException(TOKEN + " and an access key are both set: keep one");
        }
        List<String> missing = Stream.of(ENDPOINT, PROJECT_ID, WORKSPACE, AK, SK)
                .filter(name -> !isSet(environment, name) && !(byToken && List.of(AK, SK).contains(name)))
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("the environment asks for a live service, but does not set "
                    + String.join(", ", missing) + "; it takes " + NEEDED);
        }
        return Optional.of(new LiveService(endpoint(environment.get(ENDPOINT)), environment.get(PROJECT_ID), environment.get(WORKSPACE),
                credentials(environment)));
    }

    static boolean isSet(Map<String, String> environment, String name) {
        return !environment.getOrDefault(name, "").isBlank();
    }

    private static URI endpoint(String text) {
        URI endpoint = URI.create(text);
        boolean loopback = List.of("127.0.0.1", "localhost", "[::1]").contains(String.valueOf(endpoint.getHost()));
        boolean secure = "https".equals(endpoint.getScheme()) || "http".equals(endpoint.getScheme()) && loopback;
        if (!secure || endpoint.getHost() == null || !List.of("", "/").contains(endpoint.getRawPath())) {
            throw new IllegalArgumentException(ENDPOINT + " must be like https://dayu.cn-north-4.myhuaweicloud.com, was " + text);
        }
        return endpoint;
    }

    private static Credentials credentials(Map<String, String> environment) {
        if (isSet(environment, TOKEN)) {
            return IamToken.of(environment.get(TOKEN));
        }
        return isSet(environment, SECURITY_TOKEN)
                ? AccessKey.of(environment.get(AK), environment.get(SK), environment.get(SECURITY_TOKEN))
                : AccessKey.of(environment.get(AK), environment.get(SK));
    }

    TestTarget target() {
        boolean secure = endpoint.getScheme().equals("https");
        int port = endpoint.getPort() >= 0 ? endpoint.getPort() : secure ? 443 : 80;
        return secure
                ? new HttpsTestTarget(endpoint.getHost(), port, "/", false, () -> ONE_REQUEST)
                : new HttpTestTarget(endpoint.getHost(), port, "/", () -> ONE_REQUEST);
    }

    /** Moves a recorded request to this project and workspace, and authenticates it. */
    void claim(ClassicHttpRequest request) throws IOException, URISyntaxException {
        String[] path = request.getUri().getRawPath().split("/");
        path[2] = projectId;
        String query = request.getUri().getRawQuery();
        request.setUri(request.getUri().resolve(String.join("/", path) + (query == null ? "" : "?" + query)));
        request.setHeader("X-Project-Id", projectId);
        request.setHeader("workspace", workspace);
        Resigning.sign(request, credentials);
    }
}
