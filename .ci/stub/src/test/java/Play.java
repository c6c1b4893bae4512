import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dataarts.contract.stub.PactStub;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.error.ServerErrorException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/** Plays each interaction of a pact of one's own with the stub, and lets the stub refuse; then calls the stub with the SDK. */
public final class Play {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Play() {
    }

    /** Takes the file of the pact. */
    public static void main(String[] args) throws Exception {
        JsonNode pact = JSON.readTree(Path.of(args[0]).toFile());
        int played = 0;
        try (PactStub stub = PactStub.start(Path.of(args[0]))) {
            for (JsonNode interaction : pact.path("interactions")) {
                JsonNode request = interaction.path("request");
                String what = interaction.path("description").asText();
                require(send(stub, request, body(request)).statusCode() == 200, "the stub plays: " + what);
                require(send(stub, request, "{\"another\":[").statusCode() == 500, "the stub refuses another body: " + what);
                played++;
            }
            require(stub.played().size() == played && stub.refusals().size() == played, "the stub counts");
        }
        try (PactStub stub = PactStub.start()) {
            call(stub, "1440764172232392705");
            try {
                call(stub, "7");
                throw new AssertionError("the stub took a quality job that the pact does not know");
            } catch (ServerErrorException e) {
                require(e.errorCode().orElse("").equals("STUB.MISMATCH"), "the stub names the difference");
            }
        }
        System.out.println(played + " interactions of another pact and one of the SDK's played, " + (played + 1) + " requests refused");
    }

    private static void call(PactStub stub, String job) {
        try (DataArtsStudio studio = DataArtsStudio.builder()
                .endpoint(stub.endpoint())
                .projectId("62099355b894428e8916573ae635f1f9")
                .workspace("62fbba734e634c5087656fc3ff7adf34")
                .credentials(AccessKey.of("ANY", "any-secret-key"))
                .build()) {
            studio.rerun(QualityRerun.qualityJob(job));
        }
    }

    private static String body(JsonNode request) {
        JsonNode content = request.path("body").path("content");
        return content.isTextual() ? content.textValue() : content.toString();
    }

    private static HttpResponse<String> send(PactStub stub, JsonNode request, String body) throws IOException, InterruptedException {
        String query = request.path("query").path("q").path(0).asText("");
        return CLIENT.send(HttpRequest.newBuilder(URI.create(stub.endpoint() + request.path("path").asText() + (query.isEmpty() ? "" : "?q=" + query)))
                .header("Content-Type", request.path("headers").path("Content-Type").path(0).asText())
                .method(request.path("method").asText(), BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError("it is not so: " + what);
        }
    }
}
