package example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import feign.Headers;
import feign.RequestLine;
import feign.TypedResponse;
import io.dataarts.generated.api.QualityApi;
import io.dataarts.generated.model.RestartQualityInstanceRequest;
import io.dataarts.generated.model.RestartQualityInstanceResponse;
import io.dataarts.generated.model.RuleType;
import io.dataarts.rerun.CallEvent;
import io.dataarts.rerun.CallListener;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.DataArtsStudioBuilder;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.RelatedJob;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.IamPassword;
import io.dataarts.rerun.batch.BatchReport;
import io.dataarts.rerun.batch.RerunBatch;
import io.dataarts.rerun.error.NotFoundException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Uses what the README shows, over TLS: with a log-in, a listener, a generated interface, an own interface, a preview, a batch and a proxy. */
public final class Everything {

    private static final String PROJECT = "62099355b894428e8916573ae635f1f9";
    private static final QualityRerun RERUN = QualityRerun.qualityJob("1440764172232392705");

    /** An interface as a user writes it. */
    interface Things {
        @RequestLine("POST /v2/things")
        @Headers("Content-Type: application/json")
        TypedResponse<Thing> make(Thing thing);
    }

    /** The class of a body, as a user writes it. */
    public record Thing(String name) {}

    /** Takes the key store with the service's certificate. */
    public static void main(String[] arguments) throws Exception {
        SSLContext tls = tls(Path.of(arguments[0]));
        HttpsServer service = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        service.setHttpsConfigurator(new HttpsConfigurator(tls));
        service.createContext("/v2/", exchange -> answer(exchange, 200, "{\"instance_id\":\"1\"}"));
        service.createContext("/v2/things", exchange -> answer(exchange, 200, "{\"name\":\"" + exchange.getProtocol() + "\"}"));
        service.createContext("/v2/none/", exchange -> answer(exchange, 404, "{\"error_code\":\"APIG.0101\"}"));
        service.createContext("/v3/auth/tokens", exchange -> {
            exchange.getResponseHeaders().add("X-Subject-Token", "token");
            answer(exchange, 201, "{\"token\":{\"expires_at\":\"2099-01-01T00:00:00Z\"}}");
        });
        service.start();
        try {
            callAll(URI.create("https://localhost:" + service.getAddress().getPort()), tls);
        } finally {
            service.stop(0); // its thread would keep the JVM alive
        }
        System.out.println("All that the README shows works.");
    }

    private static void callAll(URI endpoint, SSLContext tls) throws IOException {
        List<CallEvent> events = new ArrayList<>();
        DataArtsStudioBuilder builder = DataArtsStudio.builder()
                .endpoint(endpoint)
                .projectId(PROJECT)
                .workspace("62fbba734e634c5087656fc3ff7adf34")
                .credentials(IamPassword.of("domain", "user", "password"))
                .iamEndpoint(endpoint)
                .sslContext(tls)
                .addListener(new CallListener() {
                    @Override
                    public void onCall(CallEvent event) {
                        events.add(event);
                    }
                });
        try (DataArtsStudio studio = builder.build()) {
            expect(studio.preview(RERUN).asCurl().startsWith("curl "));
            expect(studio.rerun(RERUN).instanceId().orElseThrow().equals("1"));
            RestartQualityInstanceRequest body = new RestartQualityInstanceRequest().ruleType(RuleType.QUALITY_JOB).ruleId("1");
            QualityApi raw = studio.api(QualityApi.class);
            TypedResponse<RestartQualityInstanceResponse> response = raw.restartQualityInstance(PROJECT, null, body);
            expect(response.body().getInstanceId().equals("1"));
            rerunNight(studio);
            expect(studio.api(Things.class).make(new Thing("x")).body().name().equals("HTTP/1.1"));
            try {
                raw.restartQualityInstance("none", null, body);
                throw new AssertionError("a 404 is no success");
            } catch (NotFoundException e) {
                expect(e.errorCode().orElseThrow().equals("APIG.0101"));
            }
        }
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            closed = socket.getLocalPort();
        }
        builder.credentials(AccessKey.of("EXAMPLEAK", "ExampleSecretKey")).proxy(URI.create("http://127.0.0.1:" + closed));
        try (DataArtsStudio studio = builder.build()) {
            studio.rerun(RERUN);
            throw new AssertionError("the proxy is closed");
        } catch (NotSentException e) {
            expect(e.getMessage().contains("proxy"));
        }
        expect(events.size() == 8);
    }

    /** Reruns one of each kind, and reads them back from the journal. */
    private static void rerunNight(DataArtsStudio studio) throws IOException {
        List<Rerun> night = List.of(RERUN,
                JobRerun.job("daily_sales").instances(JobInstance.of(917567).planned(1732601580000L).submitted(1732239754684L))
                        .from(StartNode.named("load")).using(TaskVersion.ORIGINAL).build(),
                JobRerun.job("daily_sales").withRelatedJobs(Instant.EPOCH.plusSeconds(1732601580), Instant.EPOCH.plusSeconds(1732605180),
                        RelatedJob.of("monthly_sales")).from(StartNode.error()).using(TaskVersion.CURRENT).build());
        Path folder = Files.createTempDirectory("night");
        Path journal = folder.resolve("night.journal");
        try {
            BatchReport first = RerunBatch.of(night).journal(journal).run(studio.atMostPerSecond(1000));
            expect(first.count(Outcome.ACCEPTED) == 3);
            BatchReport second = RerunBatch.of(night).journal(journal).run(studio);
            expect(second.already() == 3 && second.count(Outcome.ACCEPTED) == 0);
        } finally {
            Files.delete(journal);
            Files.delete(folder.resolve("night.journal.lock"));
            Files.delete(folder);
        }
    }

    private static SSLContext tls(Path file) throws Exception {
        char[] password = "changeit".toCharArray();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, password);
        }
        KeyManagerFactory shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        shown.init(keys, password);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, json.length());
        exchange.getResponseBody().write(json.getBytes());
        exchange.close();
    }

    private static void expect(boolean condition) {
        if (!condition) {
            throw new AssertionError();
        }
    }
}
