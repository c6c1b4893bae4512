package io.dataarts.contract.pact;

import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.RelatedJob;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** The SDK sends and reads {@code retryFactoryJobInstance} as the pact records it, for instances and related jobs. */
@Tag("pact")
class RetryPactTest extends PactTable {

    private static final String OTHER_PROJECT = "0605767a3300d5762fb7c0186d9e1779";
    private static final String OTHER_WORKSPACE = "9f3c1d0e5b7a4e6d8c2b1a0f9e8d7c6b";
    private static final String EXISTS = "job test_job_name exists";
    private static final JobInstance INSTANCE = new JobInstance(917567, 1732601580000L, 1732239754684L);
    /** The body of a rerun with the mandatory fields only. */
    private static final String MINIMAL = """
            {
              "retry_location": "firstNode",
              "retry_task_version": "original_version",
              "task_retrys": [{"job_id": 917567, "plan_time": 1732601580000, "submit_time": 1732239754684}]
            }
            """;

    private static JobRerun minimal(String jobName) {
        return JobRerun.job(jobName).instances(INSTANCE).from(StartNode.first()).using(TaskVersion.ORIGINAL).build();
    }

    private static PactRow row(String description, String state, JobRerun rerun) {
        return new PactRow("retryFactoryJobInstance", path("test_job_name"), description, state, studio -> studio.rerun(rerun))
                .reads(PactAnswer.accepted());
    }

    private static String path(String rawJobName) {
        return "/factory/jobs/" + rawJobName + "/instances/retry";
    }

    @Override
    List<PactRow> rows() {
        return List.of(
                row("a rerun of a job instance (the documentation's first example)", EXISTS,
                        JobRerun.job("test_job_name")
                                .instances(INSTANCE)
                                .from(StartNode.error())
                                .using(TaskVersion.ORIGINAL)
                                .ignoreObsListening(true)
                                .build())
                        .sendsBody("""
                                {
                                  "retry_location": "errorNode",
                                  "retry_task_version": "original_version",
                                  "ignore_obs_monitor": true,
                                  "task_retrys": [
                                    {"job_id": 917567, "plan_time": 1732601580000, "submit_time": 1732239754684}
                                  ]
                                }
                                """),

                row("a rerun of a job and its related jobs (the documentation's second example)", EXISTS,
                        JobRerun.job("test_job_name")
                                .withRelatedJobs(1732608520000L, 1732612120000L, RelatedJob.of("job_test_smn2").inWorkspace(PactRow.WORKSPACE))
                                .from(StartNode.error())
                                .using(TaskVersion.CURRENT)
                                .ignoreObsListening(true)
                                .concurrency(2)
                                .build())
                        .sendsBody("""
                                {
                                  "retry_location": "errorNode",
                                  "retry_task_version": "current_version",
                                  "ignore_obs_monitor": true,
                                  "begin_time": 1732608520000,
                                  "end_time": 1732612120000,
                                  "jobs": [{"job_name": "job_test_smn2", "workspace_id": "62fbba734e634c5087656fc3ff7adf34"}],
                                  "concurrent": 2
                                }
                                """),

                row("a rerun with the mandatory fields alone", EXISTS, minimal("test_job_name"))
                        .sendsBody(MINIMAL),

                row("a rerun from a named node", EXISTS,
                        JobRerun.job("test_job_name")
                                .instances(INSTANCE)
                                .from(StartNode.named("load/<orders> 订单"))
                                .using(TaskVersion.ORIGINAL)
                                .build())
                        .sendsBody("""
                                {
                                  "retry_location": "specifiedNode",
                                  "node_name": "load/<orders> 订单",
                                  "retry_task_version": "original_version",
                                  "task_retrys": [{"job_id": 917567, "plan_time": 1732601580000, "submit_time": 1732239754684}]
                                }
                                """),

                row("a rerun with the shortest names", "job j exists",
                        JobRerun.job("j")
                                .instances(INSTANCE)
                                .from(StartNode.named("n"))
                                .using(TaskVersion.CURRENT)
                                .build())
                        .at(path("j"))
                        .sendsBody("""
                                {
                                  "retry_location": "specifiedNode",
                                  "node_name": "n",
                                  "retry_task_version": "current_version",
                                  "task_retrys": [{"job_id": 917567, "plan_time": 1732601580000, "submit_time": 1732239754684}]
                                }
                                """),

                row("a rerun of several instances at the bounds of what can be said, listening to OBS", EXISTS,
                        JobRerun.job("test_job_name")
                                .instances(
                                        JobInstance.of(1).planned(1000000000000L).submitted(9999999999999L),
                                        JobInstance.of(917568).planned(9999999999999L).submitted(1000000000000L))
                                .from(StartNode.named("n".repeat(128)))
                                .using(TaskVersion.ORIGINAL)
                                .ignoreObsListening(false)
                                .build())
                        .sendsBody("""
                                {
                                  "retry_location": "specifiedNode",
                                  "node_name": "%s",
                                  "retry_task_version": "original_version",
                                  "ignore_obs_monitor": false,
                                  "task_retrys": [
                                    {"job_id": 1, "plan_time": 1000000000000, "submit_time": 9999999999999},
                                    {"job_id": 917568, "plan_time": 9999999999999, "submit_time": 1000000000000}
                                  ]
                                }
                                """.formatted("n".repeat(128))),

                // A double would change this id. No other request fails if a verifier rounds ids.
                row("a rerun of a job instance whose job id is beyond 2^53", EXISTS,
                        JobRerun.job("test_job_name")
                                .instances(JobInstance.of(9007199254740993L).planned(1732601580000L).submitted(1732239754684L))
                                .from(StartNode.first())
                                .using(TaskVersion.ORIGINAL)
                                .build())
                        .sendsBody("""
                                {
                                  "retry_location": "firstNode",
                                  "retry_task_version": "original_version",
                                  "task_retrys": [{"job_id": 9007199254740993, "plan_time": 1732601580000, "submit_time": 1732239754684}]
                                }
                                """),

                row("a rerun of several related jobs, one at a time, over the first moment", EXISTS,
                        JobRerun.job("test_job_name")
                                .withRelatedJobs(1000000000000L, 1000000000000L,
                                        RelatedJob.of("upstream job"),
                                        RelatedJob.of("下游作业").inWorkspace(OTHER_WORKSPACE))
                                .from(StartNode.first())
                                .using(TaskVersion.CURRENT)
                                .ignoreObsListening(false)
                                .concurrency(1)
                                .build())
                        .sendsBody("""
                                {
                                  "retry_location": "firstNode",
                                  "retry_task_version": "current_version",
                                  "ignore_obs_monitor": false,
                                  "begin_time": 1000000000000,
                                  "end_time": 1000000000000,
                                  "jobs": [
                                    {"job_name": "upstream job"},
                                    {"job_name": "下游作业", "workspace_id": "9f3c1d0e5b7a4e6d8c2b1a0f9e8d7c6b"}
                                  ],
                                  "concurrent": 1
                                }
                                """),

                row("a rerun of related jobs, 128 at a time, over the last moment", EXISTS,
                        JobRerun.job("test_job_name")
                                .withRelatedJobs(9999999999999L, 9999999999999L, RelatedJob.of("job_test_smn2"))
                                .from(StartNode.error())
                                .using(TaskVersion.ORIGINAL)
                                .concurrency(128)
                                .build())
                        .sendsBody("""
                                {
                                  "retry_location": "errorNode",
                                  "retry_task_version": "original_version",
                                  "begin_time": 9999999999999,
                                  "end_time": 9999999999999,
                                  "jobs": [{"job_name": "job_test_smn2"}],
                                  "concurrent": 128
                                }
                                """),

                row("a rerun in another project, named in path and header", EXISTS, minimal("test_job_name"))
                        .inProject(OTHER_PROJECT)
                        .sendsBody(MINIMAL),

                row("a rerun of a job whose name has a space and Chinese characters", "job 日销售 daily exists", minimal("日销售 daily"))
                        .at(path("%E6%97%A5%E9%94%80%E5%94%AE%20daily"))
                        .sendsBody(MINIMAL),

                row("a rerun of a job instance with an IAM token", EXISTS, minimal("test_job_name"))
                        .by(Caller.TOKEN)
                        .sendsBody(MINIMAL),

                row("a rerun of a job instance with a temporary access key", EXISTS, minimal("test_job_name"))
                        .by(Caller.TEMPORARY_KEY)
                        .sendsBody(MINIMAL),

                row("a rerun of an unknown job (the documentation's failure)", "no job no_such_job_dataarts_rerun_sdk",
                        minimal("no_such_job_dataarts_rerun_sdk"))
                        .at(path("no_such_job_dataarts_rerun_sdk"))
                        .sendsBody(MINIMAL)
                        .reads(PactAnswer.error(400, "^DLF\\..+$", "DLF.1000", "Failed to find the job.")));
    }
}
