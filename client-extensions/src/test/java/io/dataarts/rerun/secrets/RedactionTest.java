package io.dataarts.rerun.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.dataarts.generated.api.QualityApi;
import io.dataarts.generated.model.RestartQualityInstanceRequest;
import io.dataarts.rerun.CallEvent;
import io.dataarts.rerun.CallListener;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.DataArtsStudioBuilder;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.LoggingCapture;
import io.dataarts.rerun.RequestPreview;
import io.dataarts.rerun.TestStudio;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.IamPassword;
import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.loopback.ArrivedRequest;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Names;
import io.dataarts.rerun.loopback.Reply;
import io.dataarts.rerun.signing.RequestSigner;
import io.dataarts.rerun.signing.Signature;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No text that the SDK shows holds a secret, although the server echoes each request in many ways. */
@Timeout(120)
class RedactionTest {

    private static final String AK = "AKmark1AKmark2AKmark3";
    private static final String SK = "SKmark1xx/SKmark2xx+SKmark3xx==";
    private static final String TOKEN = "STmark1xx/STmark2xx+STmark3xx==".repeat(8);
    private static final String IAM_TOKEN = "ITmark1xx/ITmark2xx+ITmark3xx==".repeat(8);
    private static final String PASSWORD = "PWmark1xx/PWmark2xx+PWmark3xx==";
    /** Parts of the secrets, so that a secret with escaped signs is found, too. */
    private static final List<String> MARKS = List.of(
            AK, "AKmark2", "SKmark1", "SKmark2", "SKmark3", "STmark1", "STmark2", "STmark3", "ITmark1", "ITmark2", "ITmark3",
            "PWmark1", "PWmark2", "PWmark3");
    private static final String MASKED_AK = "AKma****ark3";

    private static final AccessKey PERMANENT = AccessKey.of(AK, SK);
    private static final AccessKey TEMPORARY = AccessKey.of(AK, SK, TOKEN);
    private static final IamPassword LOG_IN = IamPassword.of("acme", "ops", PASSWORD);
    private static final int CAP = 64 << 10;

    /** The texts that were shown, by place. */
    private final Map<String, String> shown = Collections.synchronizedMap(new LinkedHashMap<>());
    private final AtomicInteger count = new AtomicInteger();
    private final LoggingCapture log = new LoggingCapture();
    private final LoopbackServer server = LoopbackServer.answeringEach(this::reply);
    private volatile UnaryOperator<String> response = request -> "";

    @TempDir
    private Path home;

    @AfterEach
    void stop() {
        server.close();
        log.close();
    }

    /** Sends the response that the test makes of the request, and closes the connection. */
    private Reply reply(ArrivedRequest request) {
        return Reply.text(response.apply(request.raw())).then(Reply.drop());
    }

    private boolean received(String text) {
        return server.requests().stream().anyMatch(request -> request.raw().contains(text));
    }

    private static String http(int status, String body, String... headers) {
        StringBuilder response = new StringBuilder("HTTP/1.1 ").append(status).append(" x\r\nContent-Length: ").append(body.length());
        for (String header : headers) {
            response.append("\r\n").append(header);
        }
        return response.append("\r\nConnection: close\r\n\r\n").append(body).toString();
    }

    private static String json(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\r\n", "\\n").replace("/", "\\/").replace("=", "\\u003d");
    }

    /** Returns the ways in which a server may echo the whole request. */
    private static Map<String, UnaryOperator<String>> answers() {
        Map<String, UnaryOperator<String>> answers = new LinkedHashMap<>();
        for (int status : new int[] {200, 307, 400, 401, 429, 503}) {
            answers.put("JSON " + status, request -> http(
                    status,
                    "{\"error_code\":\"E.1\",\"error_msg\":\"" + json(request) + "\",\"request_id\":\"" + json(request) + "\"}",
                    "X-Request-Id: " + request.replaceAll("\\s+", " "),
                    "Retry-After: 0"));
            answers.put("text " + status, request -> http(status, request));
        }
        answers.put("code", request -> http(400, "{\"error_code\":\"" + json(request) + "\"}"));
        answers.put("header lines of a gateway", request -> http(
                401, "{\"error_msg\":\"canonicalRequest:" + json(request).replace("\\n", "|") + "\",\"error_code\":\"APIGW.0301\"}"));
        answers.put("token to renew", request -> http(401, "{\"error_msg\":\"" + json(request) + "\",\"error_code\":\"APIGW.0307\"}"));
        for (int kept : new int[] {5, 8, 12, 20, 40, 100, 200}) {
            answers.put("beyond the limit at " + kept, request -> {
                String secret = request.replaceFirst("(?is).*(?:x-security-token|x-auth-token): (\\S+).*", "$1");
                return http(500, "x".repeat(CAP - kept) + secret.replace("/", "\\/"));
            });
            answers.put("truncated at " + kept, request -> {
                String secret = request.replaceFirst("(?is).*(?:x-security-token|x-auth-token): (\\S+).*", "$1");
                return http(500, "y".repeat(1000)) // Announces more than it sends.
                        .replace("y".repeat(1000), secret.substring(0, Math.min(kept, secret.length())));
            });
        }
        answers.put("no HTTP", request -> request);
        answers.put("status line", request -> "HTTP/1.1 " + request.replaceAll("\\s+", " ") + "\r\n\r\n");
        answers.put("version", request -> "HTTQ/" + request.replaceAll("\\s+", " ") + "\r\n\r\n");
        answers.put("header line", request -> "HTTP/1.1 500 x\r\n" + request.replaceAll("\\s+", "") + "\r\n\r\n");
        answers.put("content length", request -> "HTTP/1.1 500 x\r\nContent-Length: " + request.replaceAll("\\s+", " ") + "\r\n\r\n");
        answers.put("chunk", request ->
                "HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\n\r\n" + request.replaceAll("\\s+", " ") + "\r\n");
        answers.put("charset", request -> http(500, "x", "Content-Type: text/plain; charset=" + request.replaceAll("\\s+", " ")));
        answers.put("retry after", request -> http(429, "", "Retry-After: " + request.replaceAll("\\s+", " ")));
        answers.put("dropped", request -> "");
        return answers;
    }

    private void show(String where, Object text) {
        shown.put(count.incrementAndGet() + " " + where, String.valueOf(text));
    }

    private void showFailure(String where, Throwable failure) {
        if (failure == null) {
            return;
        }
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace)); // With causes and suppressed exceptions, to any depth.
        show(where + ": stack trace", trace);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            show(where + ": message", cause.getMessage() + cause);
            for (Throwable suppressed : cause.getSuppressed()) {
                showFailure(where + ": suppressed", suppressed);
            }
        }
        if (failure instanceof DataArtsException e) {
            show(where + ": request id", e.requestId());
        }
        if (failure instanceof ServiceException e) {
            show(where + ": answer", e.rawBody() + e.errorCode() + e.errorMessage() + e.retryAfter());
        }
    }

    private DataArtsStudioBuilder builder(Map<String, String> environment) {
        return isolated(environment).builder(server);
    }

    private TestStudio isolated(Map<String, String> environment) {
        return TestStudio.isolated().environment(environment).home(home).metadata(server.endpoint());
    }

    private void run(String where, DataArtsStudioBuilder builder) {
        run(where, builder, Map.of("as it is", response));
    }

    private void run(String where, DataArtsStudioBuilder builder, Map<String, UnaryOperator<String>> answers) {
        show(where + ": builder", builder);
        try (DataArtsStudio studio = builder.build()) {
            show(where + ": studio", studio + " " + studio.inWorkspace("w2"));
            QualityApi api = studio.api(QualityApi.class);
            show(where + ": api", api);
            RequestPreview preview = studio.preview(Example.QUALITY);
            show(where + ": preview", preview + preview.asCurl() + preview.headers() + preview.body() + preview.uri());
            answers.forEach((kind, answer) -> {
                response = answer;
                String what = where + ", " + kind;
                showFailure(what + ": rerun", catchThrowable(() -> show(what + ": receipt", studio.rerun(Example.QUALITY).httpStatus())));
                showFailure(
                        what + ": raw",
                        catchThrowable(() -> api.restartQualityInstance(
                                Example.PROJECT, Example.WORKSPACE, new RestartQualityInstanceRequest().ruleId("1"))));
            });
            Thread.getAllStackTraces().keySet().forEach(thread -> show(where + ": thread", thread.getName()));
        }
    }

    private void assertThatNoSecretWasShown() {
        log.events().forEach(event -> {
            show("log of " + event.getLoggerName() + " in " + event.getThreadName(), event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                show("log of " + event.getLoggerName(), ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        });
        List<String> leaks = new ArrayList<>();
        shown.forEach((where, text) -> MARKS.stream()
                .filter(text::contains)
                .findFirst()
                .ifPresent(mark -> leaks.add(where + " shows " + mark + ": " + text.substring(0, Math.min(text.length(), 600)))));
        assertThat(leaks).isEmpty();
    }

    @Test
    void everything_whenTheServerEchoesWhatItGets_thenNoSecretIsShown() {
        Map<String, Credentials> credentials =
                Map.of("permanent", PERMANENT, "temporary", TEMPORARY, "token", IamToken.of(IAM_TOKEN));
        credentials.forEach((name, value) -> run(name, builder(Map.of()).credentials(value), answers()));
        assertThat(received(TOKEN)).isTrue();
        assertThat(received(IAM_TOKEN)).isTrue();
        assertThat(log.events()).anyMatch(event -> event.getLoggerName().startsWith("org.apache.hc.client5"));
        assertThat(shown).hasSizeGreaterThan(400);
        assertThatNoSecretWasShown();
    }

    @Test
    void logIn_whenIamEchoesWhatItGets_thenNoSecretIsShown() {
        run("log-in", builder(Map.of()).iamEndpoint(server.endpoint()).credentials(LOG_IN), answers());
        Map<String, UnaryOperator<String>> afterLogIn = answers();
        afterLogIn.replaceAll((kind, answer) -> request ->
                request.startsWith("POST /v3/") ? http(201, "{}", "X-Subject-Token: " + IAM_TOKEN) : answer.apply(request));
        run("logged in", builder(Map.of()).iamEndpoint(server.endpoint()).credentials(LOG_IN), afterLogIn);
        assertThat(received(PASSWORD)).isTrue();
        assertThat(received(IAM_TOKEN)).isTrue();
        assertThatNoSecretWasShown();
    }

    @Test
    void defaultChain_whenSourcesHoldSecretsAndAreBroken_thenNoneIsShown() throws IOException {
        response = request -> http(404, "");
        Map<String, Map<String, String>> environments = Map.of(
                "whole", Map.of("HUAWEICLOUD_SDK_AK", AK, "HUAWEICLOUD_SDK_SK", SK, "HUAWEICLOUD_SDK_SECURITY_TOKEN", TOKEN),
                "no SK", Map.of("HUAWEICLOUD_SDK_AK", AK, "HUAWEICLOUD_SDK_SECURITY_TOKEN", TOKEN),
                "no AK", Map.of("CLOUD_SDK_SK", SK),
                "broken AK", Map.of("HUAWEICLOUD_SDK_AK", AK + "\n", "HUAWEICLOUD_SDK_SK", SK),
                "AK with comma", Map.of("HUAWEICLOUD_SDK_AK", AK + ",", "HUAWEICLOUD_SDK_SK", SK),
                "broken SK", Map.of("HUAWEICLOUD_SDK_AK", AK, "HUAWEICLOUD_SDK_SK", SK + " "),
                "broken token", Map.of("CLOUD_SDK_AK", AK, "CLOUD_SDK_SK", SK, "HUAWEICLOUD_SDK_SECURITY_TOKEN", TOKEN + "\u00e9"));
        environments.forEach((name, environment) -> run("environment, " + name, builder(environment)));
        Path file = Files.createDirectories(home.resolve(".huaweicloud")).resolve("credentials");
        for (String text : List.of(
                "[basic]\nak=" + AK + "\nsk=" + SK + "\nsecurity_token=" + TOKEN,
                "[basic]\nak=" + AK + "\nsecurity_token=" + TOKEN,
                "[basic]\nsk=" + SK,
                "[basic]\nak=" + AK + "\nsk=" + SK + " # mine",
                "[other]\nak=" + AK + "\nsk=" + SK,
                AK + SK + TOKEN)) {
            Files.writeString(file, text);
            run("profile " + text.length(), builder(Map.of()));
        }
        Files.delete(file);
        for (String body : List.of(
                "{\"credential\":{\"access\":\"" + AK + "\",\"secret\":\"" + SK + "\",\"securitytoken\":\"" + TOKEN
                        + "\",\"expires_at\":\"2126-01-01T00:00:00Z\"}}",
                "{\"credential\":{\"access\":\"" + AK + "\",\"secret\":\"" + SK + "\",\"securitytoken\":\"" + TOKEN + "\"}}",
                "{\"credential\":{\"access\":\"" + AK + "\",\"secret\":\"" + SK + " \",\"securitytoken\":\"" + TOKEN + "\"}}",
                "{\"credential\":{\"access\":\"" + AK + "\",\"secret\":\"" + SK + "\",\"expires_at\":\"" + TOKEN + "\"}}",
                "{\"credential\":{\"access\":\"" + AK,
                SK)) {
            response = request ->
                    request.startsWith("PUT ") ? http(200, "session") : request.startsWith("GET ") ? http(200, body) : http(200, "");
            run("metadata " + body.length(), builder(Map.of()));
        }
        assertThat(received(TOKEN)).isTrue();
        assertThatNoSecretWasShown();
    }

    @Test
    void connections_whenTheyFail_thenNoSecretIsShown() {
        response = request -> "no TLS";
        for (Credentials credentials : List.of(TEMPORARY, IamToken.of(IAM_TOKEN))) {
            run("TLS", builder(Map.of())
                    .credentials(credentials)
                    .connectTimeout(Duration.ofMillis(100))
                    .endpoint(server.secureEndpoint()));
            run("hang", hanging(credentials));
            run("name", isolated(Map.of())
                    .names(Names.unknown())
                    .builder()
                    .credentials(credentials)
                    .endpoint(URI.create("https://nowhere.invalid")));
            run("interrupted", builder(Map.of()).credentials(() -> {
                Thread.currentThread().interrupt();
                return credentials;
            }));
            assertThat(Thread.interrupted()).isTrue();
            run("listener", builder(Map.of()).credentials(credentials).addListener(new Quoting()));
        }
        URI closed = server.endpoint();
        server.close();
        run("refused", builder(Map.of()).credentials(TEMPORARY).endpoint(closed));
        run("refused log-in", builder(Map.of()).credentials(LOG_IN).iamEndpoint(closed));
        assertThatNoSecretWasShown();
    }

    private DataArtsStudioBuilder hanging(Credentials credentials) {
        return builder(Map.of())
                .credentials(credentials)
                .responseTimeout(Duration.ofMillis(50))
                .callTimeout(Duration.ofMillis(200));
    }

    /** A listener that fails, and quotes its events in the failure. */
    private static final class Quoting implements CallListener {
        @Override
        public void onAttempt(CallEvent event) {
            throw new IllegalStateException(event.toString());
        }
    }

    @Test
    void settings_whenTheyAreRefused_thenNoSecretIsShown() {
        for (String bad : List.of("\n", " ", "\u00e9", "\r\nX: y", "\ud800")) {
            showFailure("AK", catchThrowable(() -> AccessKey.of(AK + bad, SK)));
            showFailure("SK", catchThrowable(() -> AccessKey.of(AK, SK + bad)));
            showFailure("token", catchThrowable(() -> AccessKey.of(AK, SK, TOKEN + bad)));
            showFailure("IAM token", catchThrowable(() -> IamToken.of(IAM_TOKEN + bad)));
            showFailure("password", catchThrowable(() -> IamPassword.of("d", "u", PASSWORD + bad)));
        }
        for (String uri : List.of("https://u:%s@h", "https://%s@h", "https://u@%s@h", "http://u:%s@127.0.0.1", "ftp://u:%s@h")) {
            String withSecret = uri.formatted(PASSWORD.replace("/", "%2F"));
            showFailure("endpoint", catchThrowable(() -> DataArtsStudio.builder().endpoint(URI.create(withSecret))));
            showFailure("proxy", catchThrowable(() -> DataArtsStudio.builder().proxy(URI.create(withSecret))));
            showFailure(
                    "environment",
                    catchThrowable(() -> builder(Map.of("DATAARTS_ENDPOINT", withSecret)).fromEnvironment().build()));
        }
        assertThat(shown).hasSizeGreaterThan(60);
        assertThatNoSecretWasShown();
    }

    @Test
    void toString_whenAValueHoldsSecrets_thenTheMaskedAkAtMost() {
        Signature signature = new RequestSigner()
                .sign(TEMPORARY, "POST", server.endpoint(), Map.of("X-Security-Token", TOKEN), new byte[0]);
        String mac = signature.authorization().replaceFirst(".*Signature=", "");
        assertThat(signature.toString()).doesNotContain(mac);
        List.of(PERMANENT, TEMPORARY, IamToken.of(IAM_TOKEN), LOG_IN, signature, new RequestSigner(), Example.QUALITY)
                .forEach(value -> show("value", value));
        assertThat(PERMANENT).hasToString("AccessKey[" + MASKED_AK + "]");
        assertThat(TEMPORARY).hasToString("AccessKey[" + MASKED_AK + ", temporary]");
        assertThat(LOG_IN).hasToString("IamPassword[acme/ops]");
        assertThat(AccessKey.of("short", "SK")).hasToString("AccessKey[****]");
        assertThatNoSecretWasShown();
    }

    @Test
    void log_whenTheEngineLogsAtTrace_thenNeitherWireNorHeaders() {
        response = request -> http(200, "");
        run("wire", builder(Map.of()).credentials(TEMPORARY));
        assertThat(log.events())
                .noneMatch(event -> event.getLoggerName().matches("org\\.apache\\.hc\\.client5\\.http\\.(wire|headers)"))
                .noneMatch(event -> event.getFormattedMessage().contains("Signature="));
    }

    @Test
    void proxyCredentials_whenTheUserHoldsThePassword_thenTheMessageDoesNotShowIt() {
        assertThat(catchThrowable(() -> Example.builder().proxyCredentials("user:s3cret", "s3cret")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("user must not contain ':'");
    }
}
