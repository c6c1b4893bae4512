package io.dataarts.contract.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.contract.provider.Course;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.find.FoundInstance;
import io.dataarts.rerun.find.InstanceQuery;
import io.dataarts.rerun.find.InstanceStatus;
import io.dataarts.rerun.find.QualityRun;
import io.dataarts.rerun.find.RunQuery;
import io.dataarts.rerun.find.RunStatus;
import io.dataarts.rerun.track.Evidence.Verdict;
import io.dataarts.rerun.track.Track;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The loop is closed: what failed in the night is found, rerun once and followed to its end, even if the answer is lost. */
class ClosedLoopTest {

    private static final Instant NIGHT = Instant.parse("2024-11-22T00:00:00Z");
    private static final long RULE = 1440764172232392705L;

    @Test
    void loop_whenAnswersAreLost_thenEachRerunIsSettledAndFollowedWithoutAnother() {
        try (Morning morning = new Morning().again()) {
            for (int hour = 1; hour <= 6; hour++) {
                String status = hour % 2 == 0 ? "fail" : "success";
                morning.memory.instance("daily_sales", NIGHT.plusSeconds(3600 * hour), values -> values.put("status", status));
            }
            morning.memory.qualityJob(RULE, "orders", values -> { });
            morning.memory.run(RULE, NIGHT.plusSeconds(7200), values -> { });
            morning.memory.instancesTake(Course.of("running").then(Duration.ofMinutes(1), "success"))
                    .runsTake(Course.of("RUNNING").then(Duration.ofMinutes(1), "SUCCESS"));

            List<JobInstance> failed;
            try (Stream<FoundInstance> found = morning.studio.find(
                    InstanceQuery.of("daily_sales").between(NIGHT, Morning.NOW).withStatus(InstanceStatus.FAIL))) {
                failed = found.flatMap(instance -> instance.instance().stream()).toList();
            }
            QualityRerun quality;
            try (Stream<QualityRun> found = morning.studio.find(
                    RunQuery.qualityJobs().between(NIGHT, Morning.NOW).withStatus(RunStatus.FAILED))) {
                quality = found.findFirst().orElseThrow().rerun();
            }
            JobRerun job = JobRerun.job("daily_sales").instances(failed).from(StartNode.error()).using(TaskVersion.ORIGINAL).build();

            Track ofJob = morning.studio.track(job);
            Reruns.loseAnswer(morning, job);
            Track ofQuality = morning.studio.track(quality);
            Reruns.loseAnswer(morning, quality);
            morning.memory.advanceAfterEachList(Duration.ofSeconds(20));

            assertThat(failed).hasSize(3);
            assertThat(ofJob.settle(Duration.ofMinutes(1)).verdict()).isEqualTo(Verdict.RAN_SINCE);
            assertThat(ofQuality.settle(Duration.ofMinutes(1)).verdict()).isEqualTo(Verdict.RAN_SINCE);
            assertThat(ofJob.follow(Duration.ofMinutes(1)).succeeded()).isTrue();
            assertThat(ofQuality.follow(Duration.ofMinutes(1)).succeeded()).isTrue();
            assertThat(morning.provider.count(Reruns.RETRY)).isEqualTo(1);
            assertThat(morning.provider.count(Reruns.RESTART)).isEqualTo(1);
        }
    }
}
