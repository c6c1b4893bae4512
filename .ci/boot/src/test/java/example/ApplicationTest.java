package example;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.contract.stub.PactStub;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The application, over HTTP, against the stub that serves the SDK's pact. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ApplicationTest {

    private static final PactStub SERVICE = PactStub.start();

    @Value("${local.server.port}")
    private int port;

    @DynamicPropertySource
    static void endpoint(DynamicPropertyRegistry properties) {
        properties.add("dataarts.endpoint", SERVICE::endpoint);
    }

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @Test
    void rerun_whenTheServiceAccepts_thenItsInstance() throws Exception {
        HttpResponse<String> response = rerun("1440764172232392705");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"httpStatus\":200", "\"instanceId\":\"1440764172232400896\"", "\"attempts\":1");
        assertThat(get("/last-call")).contains("\"outcome\":\"ACCEPTED\"", "\"duration\":\"PT", "\"failure\":null");
        assertThat(SERVICE.refusals()).isEmpty();
    }

    @Test
    void preview_whenAsked_thenTheRequest() throws Exception {
        assertThat(get("/quality-jobs/7/reruns")).contains("\"method\":\"POST\"", "\"body\":\"{\\\"rule_type\\\":1");
    }

    private String get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    @Test
    void rerun_whenTheServiceFails_thenTheOutcomeIsUnknown() throws Exception {
        HttpResponse<String> response = rerun("1440764172232395000");
        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.body()).contains("\"outcome\":\"UNKNOWN\"");
        assertThat(SERVICE.refusals()).isEmpty();
    }

    private HttpResponse<String> rerun(String job) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + "/quality-jobs/" + job + "/reruns");
        HttpRequest request = HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
