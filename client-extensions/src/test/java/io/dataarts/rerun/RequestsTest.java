package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.generated.model.RelatedJobRef;
import io.dataarts.generated.model.RestartQualityInstanceRequest;
import io.dataarts.generated.model.RetryJobInstancesRequest;
import io.dataarts.generated.model.RetryLocation;
import io.dataarts.generated.model.RetryTaskVersion;
import io.dataarts.generated.model.RuleType;
import io.dataarts.generated.model.TaskRetry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rerun becomes the request body that the API reference documents, without unset fields. */
class RequestsTest {

    private static final JobInstance TWO = new JobInstance(2, 1732601580001L, 1732239754685L);

    @Test
    void of_whenInstances_thenWhatWasNotSetIsNotThere() {
        JobRerun rerun = JobRerun.job("j").instances(Example.INSTANCE).from(StartNode.first()).using(TaskVersion.ORIGINAL).build();
        assertThat(Requests.of(rerun.content())).isEqualTo(new RetryJobInstancesRequest()
                .retryLocation(RetryLocation.FIRST_NODE)
                .retryTaskVersion(RetryTaskVersion.ORIGINAL_VERSION)
                .taskRetrys(List.of(new TaskRetry().jobId(917567L).planTime(1732601580000L).submitTime(1732239754684L))));
    }

    @Test
    void of_whenSeveralInstances_thenTheyKeepTheirOrder() {
        JobRerun rerun =
                JobRerun.job("j").instances(TWO, Example.INSTANCE).from(StartNode.error()).using(TaskVersion.CURRENT).build();
        assertThat(Requests.of(rerun.content()).getTaskRetrys()).containsExactly(
                new TaskRetry().jobId(2L).planTime(1732601580001L).submitTime(1732239754685L),
                new TaskRetry().jobId(917567L).planTime(1732601580000L).submitTime(1732239754684L));
    }

    @Test
    void of_whenNamedNode_thenItsNameGoesAlong() {
        JobRerun rerun = JobRerun.job("j")
                .instances(Example.INSTANCE)
                .from(StartNode.named("load orders"))
                .using(TaskVersion.ORIGINAL)
                .ignoreObsListening(false)
                .build();
        RetryJobInstancesRequest request = Requests.of(rerun.content());
        assertThat(request.getRetryLocation()).isEqualTo(RetryLocation.SPECIFIED_NODE);
        assertThat(request.getNodeName()).isEqualTo("load orders");
        assertThat(request.getIgnoreObsMonitor()).isFalse();
    }

    @Test
    void of_whenRelatedJobs_thenTimesAndJobsAndNoInstances() {
        JobRerun rerun = JobRerun.job("j")
                .withRelatedJobs(1732608520000L, 1732612120000L, RelatedJob.of("a").inWorkspace("w"), RelatedJob.of("b"))
                .from(StartNode.error())
                .using(TaskVersion.CURRENT)
                .ignoreObsListening(true)
                .concurrency(128)
                .build();
        assertThat(Requests.of(rerun.content())).isEqualTo(new RetryJobInstancesRequest()
                .retryLocation(RetryLocation.ERROR_NODE)
                .retryTaskVersion(RetryTaskVersion.CURRENT_VERSION)
                .ignoreObsMonitor(true)
                .beginTime(1732608520000L)
                .endTime(1732612120000L)
                .jobs(List.of(new RelatedJobRef().jobName("a").workspaceId("w"), new RelatedJobRef().jobName("b")))
                .concurrent(128));
    }

    @Test
    void of_whenRelatedJobsWithoutConcurrency_thenTheServicesDefaultHolds() {
        JobRerun rerun = JobRerun.job("j")
                .withRelatedJobs(1732608520000L, 1732612120000L, RelatedJob.of("a"))
                .from(StartNode.error())
                .using(TaskVersion.CURRENT)
                .build();
        assertThat(Requests.of(rerun.content()).getConcurrent()).isNull();
        assertThat(Requests.of(rerun.content()).getTaskRetrys()).isNull();
    }

    @Test
    void of_whenQualityOrComparisonJob_thenItsType() {
        assertThat(Requests.of(QualityRerun.qualityJob("7")))
                .isEqualTo(new RestartQualityInstanceRequest().ruleType(RuleType.QUALITY_JOB).ruleId("7"));
        assertThat(Requests.of(QualityRerun.comparisonJob("8")))
                .isEqualTo(new RestartQualityInstanceRequest().ruleType(RuleType.COMPARISON_JOB).ruleId("8"));
    }
}
