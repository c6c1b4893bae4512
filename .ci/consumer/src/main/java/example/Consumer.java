package example;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.RerunReceipt;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.auth.AccessKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Makes both calls with nothing but the SDK and what it brings. */
public final class Consumer {

    private static final String PROJECT = "62099355b894428e8916573ae635f1f9";

    public static void main(String[] arguments) throws Exception {
        List<String> arrived = new CopyOnWriteArrayList<>();
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        service.createContext("/", exchange -> {
            arrived.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + JsonMapper.builder().build().readTree(exchange.getRequestBody()));
            String traceparent = exchange.getRequestHeaders().getFirst("traceparent");
            if (traceparent != null) { // under .ci/trace
                System.out.println(
                        exchange.getRequestMethod() + " " + exchange.getRequestURI() + " arrived with traceparent " + traceparent);
            }
            byte[] answer = "{\"instance_id\":\"1440764172232400896\"}".getBytes();
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        service.start();
        try (DataArtsStudio studio = DataArtsStudio.builder()
                .endpoint(URI.create("http://127.0.0.1:" + service.getAddress().getPort()))
                .projectId(PROJECT)
                .workspace("62fbba734e634c5087656fc3ff7adf34")
                .credentials(AccessKey.of("EXAMPLEAK", "ExampleSecretKey"))
                .build()) {
            studio.rerun(JobRerun.job("test_job_name")
                    .instances(JobInstance.of(917567)
                            .planned(Instant.ofEpochMilli(1732601580000L))
                            .submitted(Instant.ofEpochMilli(1732239754684L)))
                    .from(StartNode.error())
                    .using(TaskVersion.ORIGINAL)
                    .build());
            RerunReceipt receipt = studio.rerun(QualityRerun.qualityJob("1440764172232392705"));
            expect("1440764172232400896", receipt.instanceId().orElse("none"));
        } finally {
            service.stop(0);
        }
        expect("[POST /v2/" + PROJECT + "/factory/jobs/test_job_name/instances/retry "
                + "{\"retry_location\":\"errorNode\",\"retry_task_version\":\"original_version\",\"task_retrys\":"
                + "[{\"job_id\":917567,\"plan_time\":1732601580000,\"submit_time\":1732239754684}]}, "
                + "POST /v2/" + PROJECT + "/quality/instances/restart {\"rule_type\":1,\"rule_id\":\"1440764172232392705\"}]",
                arrived.toString());
        // SLF4J 2 has this method, SLF4J 1.7 has not.
        LoggerFactory.getLogger(Consumer.class).atInfo().log("both calls made");
        System.out.println("Both calls were made.");
    }

    private static void expect(String expected, String actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError("expected " + expected + "\nbut was  " + actual);
        }
    }
}
