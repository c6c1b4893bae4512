package io.dataarts.rerun;

import io.dataarts.generated.model.RelatedJobRef;
import io.dataarts.generated.model.RestartQualityInstanceRequest;
import io.dataarts.generated.model.RetryJobInstancesRequest;
import io.dataarts.generated.model.RetryLocation;
import io.dataarts.generated.model.RetryTaskVersion;
import io.dataarts.generated.model.RuleType;
import io.dataarts.generated.model.TaskRetry;
import java.util.List;

/** Maps reruns to the generated request models. */
final class Requests {

    private Requests() {}

    static RetryJobInstancesRequest of(JobRerun.Content rerun) {
        RetryJobInstancesRequest request = new RetryJobInstancesRequest()
                .retryLocation(RetryLocation.fromValue(rerun.start().location()))
                .nodeName(rerun.start().name())
                .retryTaskVersion(switch (rerun.version()) {
                    case ORIGINAL -> RetryTaskVersion.ORIGINAL_VERSION;
                    case CURRENT -> RetryTaskVersion.CURRENT_VERSION;
                })
                .ignoreObsMonitor(rerun.ignoreObsListening());
        JobRerun.Span span = rerun.span();
        if (span == null) {
            return request.taskRetrys(rerun.instances().stream().map(instance -> new TaskRetry()
                    .jobId(instance.jobId()).planTime(instance.planTime()).submitTime(instance.submitTime())).toList());
        }
        List<RelatedJobRef> jobs = span.jobs().stream()
                .map(job -> new RelatedJobRef().jobName(job.name()).workspaceId(job.workspace())).toList();
        return request.beginTime(span.begin()).endTime(span.end()).jobs(jobs).concurrent(span.concurrency());
    }

    static RestartQualityInstanceRequest of(QualityRerun rerun) {
        return new RestartQualityInstanceRequest().ruleId(rerun.content().jobId()).ruleType(switch (rerun.content().kind()) {
            case QUALITY_JOB -> RuleType.QUALITY_JOB;
            case COMPARISON_JOB -> RuleType.COMPARISON_JOB;
        });
    }
}
