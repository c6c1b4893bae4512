package io.dataarts.rerun;

import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.loopback.LoopbackServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Properties;
import java.util.stream.Stream;

/** The examples of the API reference, as JSON and as reruns, and studios that send them to a loopback server. */
public final class Example {

    public static final String PROJECT = "62099355b894428e8916573ae635f1f9";
    public static final String WORKSPACE = "62fbba734e634c5087656fc3ff7adf34";
    public static final String AK = "EXAMPLEAK00000000001";
    public static final String SK = "ExampleSecretKey0000000000000000000000000";
    public static final String SECURITY_TOKEN = "ExampleSecurityToken+/==";
    public static final String IAM_TOKEN = "ExampleIamToken-MIIEowYJKoZIhvcNAQcCoIIElDCC+/==";
    public static final AccessKey KEY = AccessKey.of(AK, SK);
    public static final AccessKey TEMPORARY_KEY = AccessKey.of(AK, SK, SECURITY_TOKEN);
    public static final IamToken TOKEN = IamToken.of(IAM_TOKEN);
    public static final Clock CLOCK = Clock.fixed(TestClock.START, ZoneOffset.UTC);
    public static final String SDK_DATE = "20241122T032000Z";

    public static final String RESTART_PATH = "/v2/" + PROJECT + "/quality/instances/restart";
    public static final String RETRY_PATH = "/v2/" + PROJECT + "/factory/jobs/test_job_name/instances/retry";

    public static final String QUALITY_JSON = "{\"rule_type\":1,\"rule_id\":\"1440764172232392705\"}";
    public static final String INSTANCES_JSON = "{\"retry_location\":\"errorNode\",\"retry_task_version\":\"original_version\","
            + "\"ignore_obs_monitor\":true,"
            + "\"task_retrys\":[{\"job_id\":917567,\"plan_time\":1732601580000,\"submit_time\":1732239754684}]}";
    public static final String RELATED_JOBS_JSON = "{\"retry_location\":\"errorNode\",\"retry_task_version\":\"current_version\","
            + "\"ignore_obs_monitor\":true,\"begin_time\":1732608520000,\"end_time\":1732612120000,"
            + "\"jobs\":[{\"job_name\":\"job_test_smn2\",\"workspace_id\":\"62fbba734e634c5087656fc3ff7adf34\"}],\"concurrent\":2}";

    public static final QualityRerun QUALITY = QualityRerun.qualityJob("1440764172232392705");
    public static final JobInstance INSTANCE = JobInstance.of(917567).planned(1732601580000L).submitted(1732239754684L);
    public static final JobRerun INSTANCES = JobRerun.job("test_job_name")
            .instances(INSTANCE)
            .from(StartNode.error())
            .using(TaskVersion.ORIGINAL)
            .ignoreObsListening(true)
            .build();
    public static final JobRerun RELATED_JOBS = JobRerun.job("test_job_name")
            .withRelatedJobs(1732608520000L, 1732612120000L, RelatedJob.of("job_test_smn2").inWorkspace(WORKSPACE))
            .from(StartNode.error())
            .using(TaskVersion.CURRENT)
            .ignoreObsListening(true)
            .concurrency(2)
            .build();

    public static final String USER_AGENT = "dataarts-rerun-java/" + version();

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

    /** Returns the example's builder, which sees nothing of the machine. */
    public static DataArtsStudioBuilder builder() {
        return TestStudio.isolated().builder().credentials(KEY);
    }

    /** Returns a builder for a studio that sends to this server. */
    public static DataArtsStudioBuilder builder(LoopbackServer server) {
        return builder().endpoint(server.endpoint());
    }

    /** Returns a builder for a studio that sends to this server and lives by this clock. */
    public static DataArtsStudioBuilder builder(LoopbackServer server, TestClock clock) {
        return TestStudio.isolated().clock(clock).builder(server).credentials(KEY);
    }

    public static DataArtsStudio studio(LoopbackServer server) {
        return builder(server).build();
    }

    /** Returns one of each kind of credentials. */
    public static Stream<Credentials> credentials() {
        return Stream.of(KEY, TEMPORARY_KEY, TOKEN);
    }

    /** Returns the smallest rerun of a job with this name. */
    public static JobRerun job(String name) {
        return JobRerun.job(name).instances(INSTANCE).from(StartNode.first()).using(TaskVersion.ORIGINAL).build();
    }

    /** Returns one of many temporary keys. */
    public static AccessKey key(int number) {
        return AccessKey.of("AK-" + number, "SK-" + number, "token-" + number);
    }
}
