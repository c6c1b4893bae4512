package io.dataarts.contract.handbook.quickstart;

import io.dataarts.contract.provider.Failure;
import io.dataarts.contract.provider.RecordedExchange;
import io.dataarts.contract.provider.ReferenceProvider;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.RelatedJob;
import io.dataarts.rerun.RequestPreview;
import io.dataarts.rerun.RerunReceipt;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.batch.BatchReport;
import io.dataarts.rerun.batch.RerunBatch;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.find.FoundInstance;
import io.dataarts.rerun.find.FoundRule;
import io.dataarts.rerun.find.InstanceQuery;
import io.dataarts.rerun.find.InstanceStatus;
import io.dataarts.rerun.find.QualityRun;
import io.dataarts.rerun.find.RuleQuery;
import io.dataarts.rerun.find.RunQuery;
import io.dataarts.rerun.find.RunStatus;
import io.dataarts.rerun.track.Ending;
import io.dataarts.rerun.track.Evidence;
import io.dataarts.rerun.track.Track;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/** The morning after an outage: find what failed, rerun it, follow it to its end. The shown code of a step is the code that runs. */
final class Story implements AutoCloseable {

    private static final String FACTORY = "/v2/62099355b894428e8916573ae635f1f9/factory/jobs/";
    private static final String QUALITY = "/v2/62099355b894428e8916573ae635f1f9/quality/instances";

    private final DataArtsStudio studio;
    private final ReferenceProvider provider;
    private final Telling telling;
    private Instant evening;
    private Instant morning;
    private List<FoundInstance> failed = List.of();
    private List<QualityRun> failedRuns = List.of();
    private Track track;
    private DataArtsException failure;
    private CutProcess process;

    Story(DataArtsStudio studio, ReferenceProvider provider, Telling telling) {
        this.studio = studio;
        this.provider = provider;
        this.telling = telling;
    }

    List<Runnable> steps() {
        return List.of(this::findInstances, this::rerunInstances, this::followInstances, this::findRuns, this::loseAnswer, this::settle,
                this::cutNight, this::finishNight, this::beRejected, this::preview);
    }

    private void findInstances() {
        telling.begin("What failed in the night?",
                "The instances of job hourly_sales that failed since yesterday evening.",
                "One look-up, which finds the two instances of 02:00 and 03:00.",
                """
                evening = Instant.parse("2024-11-26T20:00:00Z");
                morning = Instant.parse("2024-11-27T07:00:00Z");
                failed = studio.find(InstanceQuery.of("hourly_sales")
                    .between(evening, morning)
                    .withStatus(InstanceStatus.FAIL)).toList();""");
        evening = Instant.parse("2024-11-26T20:00:00Z");
        morning = Instant.parse("2024-11-27T07:00:00Z");
        failed = studio.find(InstanceQuery.of("hourly_sales")
                .between(evening, morning)
                .withStatus(InstanceStatus.FAIL)).toList();
        telling.expectLookUp(FACTORY + "hourly_sales/instances/detail",
                "min_plan_time=1732651199999&max_plan_time=1732690800001&limit=1000&offset=0&status=fail");
        List<String> found = failed.stream().map(Failed::of).map(Failed::text).toList();
        telling.show("found", String.join("\n", found));
        telling.expect("found", List.of(
                "hourly_sales, planned 2024-11-27T02:00:00Z: fail, started 2024-11-27T02:00:01Z, ended 2024-11-27T02:01:00Z",
                "hourly_sales, planned 2024-11-27T03:00:00Z: fail, started 2024-11-27T03:00:01Z, ended 2024-11-27T03:01:00Z"), found);
    }

    private void rerunInstances() {
        telling.begin("Rerun them",
                "Both instances, each from the node that failed.",
                "One rerun; ACCEPTED, without a body. The track looks first, and remembers the state before.",
                """
                List<JobInstance> instances = failed.stream().flatMap(found -> found.instance().stream()).toList();
                JobRerun rerun = JobRerun.job("hourly_sales")
                    .instances(instances)
                    .from(StartNode.error())
                    .using(TaskVersion.ORIGINAL)
                    .build();
                track = studio.track(rerun);
                RerunReceipt receipt = studio.rerun(rerun);""");
        List<JobInstance> instances = failed.stream().flatMap(found -> found.instance().stream()).toList();
        JobRerun rerun = JobRerun.job("hourly_sales")
                .instances(instances)
                .from(StartNode.error())
                .using(TaskVersion.ORIGINAL)
                .build();
        track = studio.track(rerun);
        RerunReceipt receipt = studio.rerun(rerun);
        telling.expectRerun(FACTORY + "hourly_sales/instances/retry",
                "{\"retry_location\":\"errorNode\",\"retry_task_version\":\"original_version\",\"task_retrys\":["
                        + "{\"job_id\":917567,\"plan_time\":1732672800000,\"submit_time\":1732239754684},"
                        + "{\"job_id\":917567,\"plan_time\":1732676400000,\"submit_time\":1732239754684}]}",
                200, "");
        telling.show("result", receipt.toString());
        telling.show("outcome", Result.advice(Outcome.ACCEPTED));
        telling.expect("request id", telling.sent("POST").get(0).requestId(), receipt.requestId().orElse("none"));
    }

    private void followInstances() {
        Line line = telling.line();
        telling.begin("Follow them to their end",
                "What becomes of the two instances?",
                "Both run and succeed, one after the other. Following sends only look-ups.",
                """
                Ending ending = track.follow(Duration.ofMinutes(10), line::show);""");
        Ending ending = track.follow(Duration.ofMinutes(10), line::show);
        line.end();
        showEnding(ending);
        telling.expect("ending", List.of(
                "hourly_sales, planned 2024-11-27T02:00:00Z: success",
                "hourly_sales, planned 2024-11-27T03:00:00Z: success"), lastSeen(ending));
        telling.expect("succeeded", true, ending.succeeded());
        telling.expect("reruns", 0, telling.sent("POST").size());
    }

    private void findRuns() {
        telling.begin("Which checks failed?",
                "The runs of quality jobs that failed since yesterday evening.",
                "One look-up, which finds the run of 02:30.",
                """
                failedRuns = studio.find(RunQuery.qualityJobs()
                    .between(evening, morning)
                    .withStatus(RunStatus.FAILED)).toList();""");
        failedRuns = studio.find(RunQuery.qualityJobs()
                .between(evening, morning)
                .withStatus(RunStatus.FAILED)).toList();
        telling.expectLookUp(QUALITY,
                "task_type=QUALITY_TASK&run_status=FAILED&start_time=1732651199999&end_time=1732690800001&limit=100&offset=0");
        List<String> found = failedRuns.stream().map(Failed::of).map(Failed::text).toList();
        telling.show("found", String.join("\n", found));
        telling.expect("found",
                List.of("orders_complete-2: FAILED, started 2024-11-27T02:30:00Z, ended 2024-11-27T02:31:00Z"), found);
    }

    private void loseAnswer() {
        telling.begin("A rerun whose answer is lost",
                "Run the quality job again. The stand-in will run it, and break the connection.",
                "One rerun; UNKNOWN. The SDK does not send it again.",
                """
                QualityRerun rerun = failedRuns.get(0).rerun();
                track = studio.track(rerun);
                try {
                    studio.rerun(rerun);
                } catch (DataArtsException e) {
                    failure = e;
                }""");
        QualityRerun rerun = failedRuns.get(0).rerun();
        track = studio.track(rerun);
        try {
            studio.rerun(rerun);
        } catch (DataArtsException e) {
            failure = e;
        }
        telling.expectRerun(QUALITY + "/restart", "{\"rule_type\":1,\"rule_id\":\"1440764172232392705\"}", 0, "");
        showFailure(Outcome.UNKNOWN);
    }

    private void settle() {
        Line line = telling.line();
        telling.begin("Did it run?",
                "Ask the service what became of the lost rerun, and follow it.",
                "RAN_SINCE, then SUCCESS. Nothing is sent twice: no second rerun, one new run.",
                """
                Evidence evidence = track.settle(Duration.ofMinutes(1));
                Ending ending = track.follow(Duration.ofMinutes(10), line::show);""");
        Evidence evidence = track.settle(Duration.ofMinutes(1));
        Ending ending = track.follow(Duration.ofMinutes(10), line::show);
        line.end();
        telling.show("verdict", evidence.verdict() + ": " + evidence.reason());
        showEnding(ending);
        telling.expect("verdict", Evidence.Verdict.RAN_SINCE, evidence.verdict());
        telling.expect("ending", List.of("orders_complete-3: SUCCESS"), lastSeen(ending));
        telling.expect("reruns", 0, telling.sent("POST").size());
    }

    private void cutNight() {
        provider.failures().from("restartQualityInstance", 6, Failure.silent().afterExecution());
        telling.begin("A night of reruns, cut in the middle",
                "The twelve checks of the stock did not run. A process of its own reruns them, and keeps a journal.\n"
                        + "The stand-in runs the sixth to the ninth, but never answers. Then the process is killed.",
                "Nine reruns: five are accepted, and four are in flight when the process ends.",
                """
                process = CutProcess.start(provider.endpoint()); // runs the batch of the next step
                process.killAfter(9, () -> telling.sent("POST").size());""");
        process = CutProcess.start(provider.endpoint()); // runs the batch of the next step
        process.killAfter(9, () -> telling.sent("POST").size());
        provider.failures().clear();
        List<Integer> answers = telling.sent("POST").stream().map(RecordedExchange::status).toList();
        telling.show("sent", "reruns: " + answers.size());
        telling.show("answered", answers.stream().filter(status -> status == 200).count() + " times HTTP 200");
        telling.expect("answers", List.of(200, 200, 200, 200, 200, -1, -1, -1, -1), answers);
    }

    private void finishNight() {
        Line line = telling.line();
        telling.begin("The second process goes on",
                "Run the same batch on the same journal.",
                "Three reruns. The five are not sent again. The four have run, so they are not sent again either.",
                """
                List<QualityRerun> night = studio.find(RuleQuery.qualityJobs())
                    .filter(rule -> rule.name().startsWith("stock"))
                    .map(FoundRule::rerun).toList();
                BatchReport report = RerunBatch.of(night)
                    .journal(process.journal())
                    .settlingFor(Duration.ofMinutes(1))
                    .onProgress(line::show)
                    .run(studio.atMostPerSecond(8));""");
        List<QualityRerun> night = studio.find(RuleQuery.qualityJobs())
                .filter(rule -> rule.name().startsWith("stock"))
                .map(FoundRule::rerun).toList();
        BatchReport report = RerunBatch.of(night)
                .journal(process.journal())
                .settlingFor(Duration.ofMinutes(1))
                .onProgress(line::show)
                .run(studio.atMostPerSecond(8));
        line.end();
        telling.show("report", report.toString().strip());
        telling.expect("reruns", 3, telling.sent("POST").size());
        telling.expect("already accepted", 5L, report.already());
        telling.expect("accepted", 3L, report.count(Outcome.ACCEPTED));
        telling.expect("verdicts", Collections.nCopies(4, Evidence.Verdict.RAN_SINCE), report.entries().stream()
                .map(entry -> entry.evidence().verdict()).toList());
    }

    private void beRejected() {
        telling.begin("A rerun that the service rejects",
                "An instance of job 销售日报 (\"daily sales\"), which the service does not know.",
                "One rerun, with the name percent-encoded as UTF-8; REJECTED, with the documentation's DLF.1000.",
                """
                try {
                    studio.rerun(JobRerun.job("销售日报")
                        .instances(failed.get(0).instance().orElseThrow())
                        .from(StartNode.first())
                        .using(TaskVersion.CURRENT)
                        .build());
                } catch (DataArtsException e) {
                    failure = e;
                }""");
        try {
            studio.rerun(JobRerun.job("销售日报")
                    .instances(failed.get(0).instance().orElseThrow())
                    .from(StartNode.first())
                    .using(TaskVersion.CURRENT)
                    .build());
        } catch (DataArtsException e) {
            failure = e;
        }
        telling.expectRerun(FACTORY + "%E9%94%80%E5%94%AE%E6%97%A5%E6%8A%A5/instances/retry",
                "{\"retry_location\":\"firstNode\",\"retry_task_version\":\"current_version\",\"task_retrys\":["
                        + "{\"job_id\":917567,\"plan_time\":1732672800000,\"submit_time\":1732239754684}]}",
                400, "{\"error_code\":\"DLF.1000\",\"error_msg\":\"Failed to find the job.\"}");
        showFailure(Outcome.REJECTED);
    }

    private void preview() {
        telling.begin("Look before you send",
                "The job sales_report uses these numbers. What would a rerun of both jobs for these hours send?",
                "The request as a curl command; nothing is sent.",
                """
                RequestPreview preview = studio.preview(JobRerun.job("hourly_sales")
                    .withRelatedJobs(
                        Instant.parse("2024-11-27T02:00:00Z"),
                        Instant.parse("2024-11-27T03:00:00Z"),
                        RelatedJob.of("sales_report").inWorkspace("62fbba734e634c5087656fc3ff7adf34"))
                    .from(StartNode.first())
                    .using(TaskVersion.CURRENT)
                    .concurrency(2)
                    .build());""");
        RequestPreview preview = studio.preview(JobRerun.job("hourly_sales")
                .withRelatedJobs(
                        Instant.parse("2024-11-27T02:00:00Z"),
                        Instant.parse("2024-11-27T03:00:00Z"),
                        RelatedJob.of("sales_report").inWorkspace("62fbba734e634c5087656fc3ff7adf34"))
                .from(StartNode.first())
                .using(TaskVersion.CURRENT)
                .concurrency(2)
                .build());
        telling.show("as curl", preview.asCurl());
        int sent = telling.sent("GET").size() + telling.sent("POST").size();
        telling.show("sent", sent == 0 ? "nothing" : "requests: " + sent);
        telling.expect("requests", 0, sent);
        telling.expect("path", FACTORY + "hourly_sales/instances/retry", preview.uri().getRawPath());
        telling.expect("JSON", "{\"retry_location\":\"firstNode\",\"retry_task_version\":\"current_version\","
                + "\"begin_time\":1732672800000,\"end_time\":1732676400000,"
                + "\"jobs\":[{\"job_name\":\"sales_report\",\"workspace_id\":\"62fbba734e634c5087656fc3ff7adf34\"}],\"concurrent\":2}",
                preview.body());
        telling.expect("Authorization", "<added when sent>", preview.headers().get("Authorization"));
    }

    private void showEnding(Ending ending) {
        telling.show("sent", "look-ups: " + telling.sent("GET").size() + ", reruns: " + telling.sent("POST").size());
        telling.show("result", (ending.succeeded() ? "succeeded: " : ending.finished() ? "finished without success: " : "not finished: ")
                + ending.reason());
    }

    private static List<String> lastSeen(Ending ending) {
        return ending.moved().stream().map(Line::text).sorted().toList();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }

    /** Shows the failure of this step, and forgets it. */
    private void showFailure(Outcome expected) {
        if (failure == null) {
            throw new IllegalStateException("the rerun was accepted, and " + expected + " was expected");
        }
        telling.show("result", failure.getClass().getSimpleName() + ": " + failure.getMessage());
        telling.show("outcome", Result.advice(failure.outcome()));
        telling.expect("outcome", expected, failure.outcome());
        failure = null;
    }
}
