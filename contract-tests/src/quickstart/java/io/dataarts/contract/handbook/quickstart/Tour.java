package io.dataarts.contract.handbook.quickstart;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.error.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Shows the public API in six steps against a local stand-in. Each step prints its expectation and its requests, and is checked. */
final class Tour {

    /** The only key that the stand-in knows. It belongs to no real account. */
    static final AccessKey KEY = AccessKey.of("STANDINACCESSKEY0001", "StandInSecretKey000000000000000000000000");

    private static final String PROJECT = "62099355b894428e8916573ae635f1f9";
    private static final String WORKSPACE = "62fbba734e634c5087656fc3ff7adf34";
    private static final String RESTART = "/v2/" + PROJECT + "/quality/instances/restart";
    private static final String RETRY = "/v2/" + PROJECT + "/factory/jobs/test_job_name/instances/retry";
    private static final String RETRY_UNKNOWN =
            "/v2/" + PROJECT + "/factory/jobs/%E9%94%80%E5%94%AE%E6%97%A5%E6%8A%A5/instances/retry";

    private final ReferenceProvider provider;
    private final DataArtsStudio studio;
    private final Transcript transcript;
    private final List<Runnable> steps = List.of(
            this::qualityJob, this::comparisonJob, this::jobInstance, this::relatedJobs, this::unknownJob, this::preview);
    private final List<String> differing = new ArrayList<>();
    private int step;

    private Tour(ReferenceProvider provider, DataArtsStudio studio, Transcript transcript) {
        this.provider = provider;
        this.studio = studio;
        this.transcript = transcript;
    }

    /** Returns a stand-in that knows the key and the jobs of all steps. */
    static ReferenceProvider.Builder standIn() {
        return ReferenceProvider.builder()
                .accessKey(KEY.accessKeyId(), KEY.secretKey())
                .qualityJob("1440764172232392705", "1440764172232400896")
                .comparisonJob("1440764172232392706", "1440764172232400897")
                .job("test_job_name");
    }

    /** Starts the stand-in, runs the tour, and returns the exit status. */
    static int run(ReferenceProvider.Builder standIn, Transcript transcript) {
        try (ReferenceProvider provider = standIn.start();
                DataArtsStudio studio = DataArtsStudio.builder()
                        .endpoint(provider.endpoint())
                        .projectId(PROJECT)
                        .workspace(WORKSPACE)
                        .credentials(KEY)
                        .build()) {
            return new Tour(provider, studio, transcript).run();
        }
    }

    private int run() {
        welcome();
        steps.forEach(Runnable::run);
        return farewell();
    }

    private void welcome() {
        transcript.title("DataArts reruns: quickstart");
        transcript.text(String.format(Locale.ROOT, """
                The service in this tour is a local stand-in on %s, not Huawei Cloud.
                It verifies each signature, checks each request against openapi.yaml, and answers as the
                API reference says. No request leaves this machine, and no real job is rerun.

                Each step says what it expects, and the tour checks it. You see requests and answers as
                the stand-in recorded them, with indented JSON. The headers with workspace, project and
                signature are not shown.

                All steps use this studio:

                    DataArtsStudio studio = DataArtsStudio.builder()
                        .endpoint(URI.create("%s"))    // in production: .region("cn-north-4")
                        .projectId("%s")
                        .workspace("%s")
                        .credentials(AccessKey.of(ak, sk))
                        .build();""", provider.endpoint(), provider.endpoint(), PROJECT, WORKSPACE));
    }

    private void qualityJob() {
        step("Rerun a quality job",
                "Run quality job 1440764172232392705 again.",
                "One request with the documentation's JSON; ACCEPTED, with the id of the new instance.",
                """
                studio.rerun(QualityRerun.qualityJob("1440764172232392705"))""");
        rerun(() -> studio.rerun(QualityRerun.qualityJob("1440764172232392705")),
                new ExpectedStep(RESTART, example("rerunQualityJob"),
                        200, "{\"instance_id\":\"1440764172232400896\"}", Outcome.ACCEPTED, "1440764172232400896"));
    }

    private void comparisonJob() {
        step("Rerun a comparison job",
                "Run comparison job 1440764172232392706 again.",
                "One request to the same URL, with rule_type 2; ACCEPTED, with the id of the new instance.",
                """
                studio.rerun(QualityRerun.comparisonJob("1440764172232392706"))""");
        rerun(() -> studio.rerun(QualityRerun.comparisonJob("1440764172232392706")),
                new ExpectedStep(RESTART, "{\"rule_type\":2,\"rule_id\":\"1440764172232392706\"}",
                        200, "{\"instance_id\":\"1440764172232400897\"}", Outcome.ACCEPTED, "1440764172232400897"));
    }

    private void jobInstance() {
        step("Rerun one instance of a job",
                """
                The instance of job test_job_name that was planned for 2024-11-26 06:13 UTC:
                again from the failed node, with its original parameters.""",
                "One request with the documentation's first example; ACCEPTED, without a body.",
                """
                studio.rerun(JobRerun.job("test_job_name")
                    .instances(JobInstance.of(917567).planned(1732601580000L).submitted(1732239754684L))
                    .from(StartNode.error())
                    .using(TaskVersion.ORIGINAL)
                    .ignoreObsListening(true)
                    .build())""");
        rerun(() -> studio.rerun(JobRerun.job("test_job_name")
                        .instances(JobInstance.of(917567).planned(1732601580000L).submitted(1732239754684L))
                        .from(StartNode.error())
                        .using(TaskVersion.ORIGINAL)
                        .ignoreObsListening(true)
                        .build()),
                new ExpectedStep(RETRY, example("rerunCurrentInstance"), 200, "", Outcome.ACCEPTED, ""));
    }

    private void relatedJobs() {
        step("Rerun a job with its related jobs",
                """
                Job test_job_name and the related job job_test_smn2, for the hour from 2024-11-26 08:08:40 UTC:
                from the failed nodes, with the current parameters, two instances at a time.""",
                "One request with the documentation's second example; ACCEPTED, without a body.",
                """
                studio.rerun(JobRerun.job("test_job_name")
                    .withRelatedJobs(1732608520000L, 1732612120000L,
                        RelatedJob.of("job_test_smn2").inWorkspace("62fbba734e634c5087656fc3ff7adf34"))
                    .from(StartNode.error())
                    .using(TaskVersion.CURRENT)
                    .ignoreObsListening(true)
                    .concurrency(2)
                    .build())""");
        rerun(() -> studio.rerun(JobRerun.job("test_job_name")
                        .withRelatedJobs(1732608520000L, 1732612120000L,
                                RelatedJob.of("job_test_smn2").inWorkspace("62fbba734e634c5087656fc3ff7adf34"))
                        .from(StartNode.error())
                        .using(TaskVersion.CURRENT)
                        .ignoreObsListening(true)
                        .concurrency(2)
                        .build()),
                new ExpectedStep(RETRY, example("rerunWithRelatedJobs"), 200, "", Outcome.ACCEPTED, ""));
    }

    private void unknownJob() {
        step("A rerun that the service rejects",
                "An instance of job 销售日报 (\"daily sales\"), which the service does not know.",
                "One request with the name percent-encoded as UTF-8; REJECTED, with the documentation's DLF.1000.",
                """
                studio.rerun(JobRerun.job("销售日报")
                    .instances(JobInstance.of(917567).planned(1732601580000L).submitted(1732239754684L))
                    .from(StartNode.first())
                    .using(TaskVersion.CURRENT)
                    .build())""");
        rerun(() -> studio.rerun(JobRerun.job("销售日报")
                        .instances(JobInstance.of(917567).planned(1732601580000L).submitted(1732239754684L))
                        .from(StartNode.first())
                        .using(TaskVersion.CURRENT)
                        .build()),
                new ExpectedStep(RETRY_UNKNOWN,
                        "{\"retry_location\":\"firstNode\",\"retry_task_version\":\"current_version\","
                                + "\"task_retrys\":[{\"job_id\":917567,\"plan_time\":1732601580000,\"submit_time\":1732239754684}]}",
                        400, example("jobNotFound"), Outcome.REJECTED, "DLF.1000"));
    }

    private void preview() {
        step("A preview",
                "What would the first request of this tour look like?",
                "The same request as in step 1, also as a curl command; nothing is sent.",
                """
                studio.preview(QualityRerun.qualityJob("1440764172232392705"))""");
        int before = provider.exchanges().size();
        RequestPreview preview = studio.preview(QualityRerun.qualityJob("1440764172232392705"));
        int sent = provider.exchanges().size() - before;
        transcript.field("preview", preview.method() + " " + preview.uri().getRawPath() + "\n" + Transcript.indented(preview.body()));
        transcript.field("as curl", preview.asCurl());
        transcript.field("sent", sent == 0 ? "nothing" : "requests: " + sent);

        List<String> differences = new ArrayList<>();
        ExpectedStep.compare(differences, "number of requests", 0, sent);
        ExpectedStep.compare(differences, "request line", "POST " + RESTART, preview.method() + " " + preview.uri().getRawPath());
        ExpectedStep.compare(differences, "JSON", example("rerunQualityJob"), preview.body());
        ExpectedStep.compare(differences, "Authorization", "<added when sent>", preview.headers().get("Authorization"));
        verdict(differences);
    }

    private int farewell() {
        transcript.step("Summary");
        if (!differing.isEmpty()) {
            transcript.text("The tour FAILED: " + differing.size() + " of " + steps.size() + " steps did not go as expected: "
                    + String.join(", ", differing) + ".");
            return 1;
        }
        transcript.text(String.format(Locale.ROOT, """
                All %d steps went as expected. They sent %d requests, each once, and the preview sent none.

                Next:
                  README.md     the first call of your own, settings, errors and outcomes
                  Tour.java     the code of this tour, in contract-tests/src/quickstart/java/io/dataarts/contract/handbook/quickstart
                  mvn verify    all tests
                  mvn -q -Pquickstart verify -Dquickstart.confirm=yes
                                lists the flags of a look at your own workspace, and of a live rerun""",
                steps.size(), provider.exchanges().size()));
        return 0;
    }

    private void step(String title, String asked, String expected, String code) {
        step++;
        transcript.step(step + " of " + steps.size() + "  " + title);
        transcript.field("asked", asked);
        transcript.field("code", code);
        transcript.field("expected", expected);
    }

    private void rerun(Supplier<RerunReceipt> call, ExpectedStep expected) {
        int before = provider.exchanges().size();
        Result result = Result.of(call);
        List<RecordedExchange> all = provider.exchanges();
        List<RecordedExchange> sent = all.subList(before, all.size());
        for (RecordedExchange exchange : sent) {
            String answer = exchange.responseText();
            transcript.field("sent", exchange.method() + " " + exchange.target() + "\n" + Transcript.indented(exchange.bodyText()));
            transcript.field("answered",
                    "HTTP " + exchange.status() + (answer.isEmpty() ? ", no body" : "\n" + Transcript.indented(answer)));
        }
        transcript.field("result", result.text());
        transcript.field("outcome", Result.advice(result.outcome()));
        verdict(expected.differences(sent, result));
    }

    private void verdict(List<String> differences) {
        if (differences.isEmpty()) {
            transcript.field("checked", "as expected");
        } else {
            transcript.field("checked", "DIFFERS\n- " + String.join("\n- ", differences));
            differing.add("step " + step);
        }
    }

    /** Returns an example of the documentation as compact JSON, as the SDK sends it. */
    private static String example(String name) {
        String resource = "io/dataarts/spec/examples/" + name + ".json";
        try (InputStream json = Tour.class.getClassLoader().getResourceAsStream(resource)) {
            if (json == null) {
                throw new IllegalStateException(resource + " is not on the class path: add dataarts-api-spec");
            }
            return new ObjectMapper().readTree(json).toString();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}
