package io.dataarts.contract.delivery;

import com.sun.management.ThreadMXBean;
import io.dataarts.contract.fault.LoopbackCertificates;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.RerunReceipt;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.error.DataArtsException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/** Makes the calls that meet the faults. */
final class MatrixCalls {

    static final String PROJECT = "62099355b894428e8916573ae635f1f9";
    static final String WORKSPACE = "62fbba734e634c5087656fc3ff7adf34";
    static final String AK = "EXAMPLEAK00000000001";
    static final String SK = "ExampleSecretKey0000000000000000000000000";
    static final Rerun JOB = JobRerun.job("daily_sales")
            .instances(JobInstance.of(917567).planned(Instant.ofEpochMilli(1732601580000L)).submitted(Instant.ofEpochMilli(1732239754684L)))
            .from(StartNode.error())
            .using(TaskVersion.ORIGINAL)
            .build();
    static final Rerun QUALITY = QualityRerun.qualityJob("1440764172232392705");

    private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private MatrixCalls() {
    }

    static DataArtsStudio studio(URI endpoint, Situation situation, RetryPolicy policy) {
        return DataArtsStudio.builder()
                .endpoint(endpoint)
                .projectId(PROJECT)
                .workspace(WORKSPACE)
                .credentials(AccessKey.of(AK, SK))
                .connectTimeout(situation.connectTimeout())
                .responseTimeout(situation.responseTimeout())
                .callTimeout(situation.callTimeout())
                .maxConnections(1)
                .sslContext(LoopbackCertificates.client())
                .retryPolicy(policy)
                .build();
    }

    static Told call(DataArtsStudio studio, Situation situation) {
        long thread = Thread.currentThread().getId();
        long before = MEMORY.getThreadAllocatedBytes(thread);
        long start = System.nanoTime();
        DataArtsException failure = null;
        RerunReceipt receipt = null;
        try {
            receipt = studio.rerun(situation.needsAnswer() ? QUALITY : JOB);
        } catch (DataArtsException e) {
            failure = e;
        }
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        long allocated = MEMORY.getThreadAllocatedBytes(thread) - before;
        return receipt == null
                ? new Told(failure, failure.attempts(), null, duration, allocated)
                : new Told(null, receipt.attempts(), receipt.instanceId().orElse(null), duration, allocated);
    }
}
