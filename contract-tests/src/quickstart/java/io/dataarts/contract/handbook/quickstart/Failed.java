package io.dataarts.contract.handbook.quickstart;

import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.QualityRerun.Kind;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.find.FoundInstance;
import io.dataarts.rerun.find.QualityRun;
import java.time.Instant;
import java.util.Optional;

/**
 * An instance or a run that failed.
 *
 * @param text the line for a person; its times are UTC
 * @param rerun how to rerun it; empty if the service left out an id or a time that a rerun needs
 * @param flag the quickstart's flag for this rerun, ready for a shell; empty with the rerun
 */
record Failed(String text, Optional<Rerun> rerun, String flag) {

    static Failed of(FoundInstance found) {
        String text = found.jobName() + time(", planned ", found.planned()) + ": " + status(found.status())
                + time(", started ", found.started()) + time(", ended ", found.ended());
        return new Failed(text, found.instance().map(instance -> JobRerun.job(found.jobName())
                .instances(instance)
                .from(StartNode.error())
                .using(TaskVersion.ORIGINAL)
                .build()), found.instance().map(instance -> flag(found.jobName(), instance)).orElse(""));
    }

    static Failed of(QualityRun found) {
        String text = found.name().orElse("a run without a name") + ": " + status(found.status())
                + time(", started ", found.started()) + time(", ended ", found.ended());
        String kind = found.content().kind() == Kind.QUALITY_JOB ? "quality:" : "comparison:";
        return new Failed(text, found.ruleId().map(ruleId -> found.rerun()),
                found.ruleId().map(ruleId -> Flags.job(kind + ruleId)).orElse(""));
    }

    private static String flag(String job, JobInstance instance) {
        return Flags.job("instance:" + job + ":" + instance.jobId() + ":" + instance.planTime() + ":" + instance.submitTime());
    }

    private static String status(Optional<?> status) {
        return status.map(Object::toString).orElse("no status");
    }

    private static String time(String label, Optional<Instant> time) {
        return time.map(known -> label + known).orElse("");
    }
}
