package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Received;
import io.dataarts.rerun.signing.RequestSigner;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The API reference's examples, as JSON and as reruns, and a studio that sends them to a loopback server. */
final class Example {

    static final String PROJECT = "62099355b894428e8916573ae635f1f9";
    static final String WORKSPACE = "62fbba734e634c5087656fc3ff7adf34";
    static final String AK = "EXAMPLEAK00000000001";
    static final String SK = "ExampleSecretKey0000000000000000000000000";
    static final String SECURITY_TOKEN = "ExampleSecurityToken+/==";
    static final String IAM_TOKEN = "ExampleIamToken-MIIEowYJKoZIhvcNAQcCoIIElDCC+/==";
    static final AccessKey KEY = AccessKey.of(AK, SK);
    static final AccessKey TEMPORARY_KEY = AccessKey.of(AK, SK, SECURITY_TOKEN);
    static final IamToken TOKEN = IamToken.of(IAM_TOKEN);
    static final Clock CLOCK = Clock.fixed(Instant.parse("2024-11-22T03:20:00Z"), ZoneOffset.UTC);
    static final String SDK_DATE = "20241122T032000Z";

    static final String RESTART_PATH = "/v2/" + PROJECT + "/quality/instances/restart";
    static final String RETRY_PATH = "/v2/" + PROJECT + "/factory/jobs/test_job_name/instances/retry";

    static final String QUALITY_JSON = "{\"rule_type\":1,\"rule_id\":\"1440764172232392705\"}";
    static final String INSTANCES_JSON = "{\"retry_location\":\"errorNode\",\"retry_task_version\":\"original_version\","
            + "\"ignore_obs_monitor\":true,"
            + "\"task_retrys\":[{\"job_id\":917567,\"plan_time\":1732601580000,\"submit_time\":1732239754684}]}";
    static final String RELATED_JOBS_JSON = "{\"retry_location\":\"errorNode\",\"retry_task_version\":\"current_version\","
            + "\"ignore_obs_monitor\":true,\"begin_time\":1732608520000,\"end_time\":1732612120000,"
            + "\"jobs\":[{\"job_name\":\"job_test_smn2\",\"workspace_id\":\"62fbba734e634c5087656fc3ff7adf34\"}],\"concurrent\":2}";

    static final QualityRerun QUALITY = QualityRerun.qualityJob("1440764172232392705");
    static final JobInstance INSTANCE = JobInstance.of(917567).planned(1732601580000L).submitted(1732239754684L);
    static final JobRerun INSTANCES = JobRerun.job("test_job_name")
            .instances(INSTANCE)
            .from(StartNode.error())
            .using(TaskVersion.ORIGINAL)
            .ignoreObsListening(true)
            .build();
    static final JobRerun RELATED_JOBS = JobRerun.job("test_job_name")
            .withRelatedJobs(1732608520000L, 1732612120000L, RelatedJob.of("job_test_smn2").inWorkspace(WORKSPACE))
            .from(StartNode.error())
            .using(TaskVersion.CURRENT)
            .ignoreObsListening(true)
            .concurrency(2)
            .build();

    static final String USER_AGENT = "dataarts-rerun-java/" + version();

    private Example() {}

    private static String version() {
        try (InputStream file = DataArtsStudio.class.getResourceAsStream("internal/product.properties")) {
            Properties product = new Properties();
            product.load(file);
            return product.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whatever the environment of the test run holds, this builder does not see it. */
    static DataArtsStudioBuilder builder() {
        return new DataArtsStudioBuilder(variable -> null)
                .projectId(PROJECT)
                .workspace(WORKSPACE)
                .credentials(KEY)
                .sleeper(pause -> {})
                .clock(CLOCK);
    }

    /** Holds the signature against one that is made of the request as it was received. */
    static void assertSigned(Received request) {
        Map<String, String> signed = new TreeMap<>();
        for (String name : List.of("Host", "workspace", "X-Project-Id", "X-Sdk-Date")) {
            signed.put(name, request.value(name));
        }
        assertThat(request.value("Authorization")).isEqualTo(new RequestSigner()
                .sign(KEY, request.requestLine().split(" ")[0], URI.create("http://unused" + request.target()), signed,
                        request.body())
                .authorization());
    }

    static DataArtsStudio studio(LoopbackServer server) {
        return builder().endpoint(server.endpoint()).build();
    }

    /** The smallest rerun of a job by this name. */
    static JobRerun job(String name) {
        return JobRerun.job(name).instances(INSTANCE).from(StartNode.first()).using(TaskVersion.ORIGINAL).build();
    }
}
