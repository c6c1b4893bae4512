package io.dataarts.contract.pact;

import static io.dataarts.contract.pact.PactRow.PROJECT;

import feign.TypedResponse;
import io.dataarts.generated.api.FactoryApi;
import io.dataarts.generated.model.JobType;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;

/** The SDK sends and reads {@code listFactoryJobs} as the pact records it. */
@Tag("pact")
class FactoryJobsPactTest extends PactTable {

    private static final String OTHER_WORKSPACE = "00000000000000000000000000000000";
    private static final PactAnswer JOBS = PactAnswer.example("jobs");

    private static PactRow row(String description, String state, Function<FactoryApi, TypedResponse<?>> call) {
        return new PactRow("listFactoryJobs", "/factory/jobs", description, state, studio -> call.apply(studio.api(FactoryApi.class)));
    }

    @Override
    List<PactRow> rows() {
        return List.of(
                row("the jobs of a workspace (this project's example)",
                        "job test_job_name has a failed instance",
                        api -> api.listFactoryJobs(PROJECT, null, null, null, null, 1000, 0))
                        .sends("limit=1000&offset=0")
                        .reads(JOBS.with("last_instance_status", "fail")),

                row("the jobs of a workspace with an IAM token, with the defaults of the service",
                        "job test_job_name has a failed instance",
                        api -> api.listFactoryJobs(PROJECT, null, null, null, null, null, null))
                        .by(Caller.TOKEN)
                        .reads(JOBS),

                row("the batch jobs with a name and two tags",
                        "job test_job_name has the tags daily,sales",
                        api -> api.listFactoryJobs(PROJECT, null, JobType.BATCH, "test_job_name", "daily,sales", 1000, 0))
                        .sends("job_type=BATCH&job_name=test_job_name&tags=daily%2Csales&limit=1000&offset=0")
                        .reads(JOBS.with("name", "test_job_name").with("job_type", "BATCH")
                                .without("last_instance_status", "last_instance_end_time")),

                row("one real-time job, which has no instance",
                        "real-time job test_stream exists",
                        api -> api.listFactoryJobs(PROJECT, null, JobType.REAL_TIME, null, null, 1, 0))
                        .sends("job_type=REAL_TIME&limit=1&offset=0")
                        .reads(JOBS.with("name", "test_stream").with("job_type", "REAL_TIME").with("status", "NORMAL").with("single_node_job_flag", true)
                                .without("last_instance_status", "last_instance_end_time")),

                row("a job whose last instance has a status that no source lists",
                        "job 日销售 daily has an instance with status waiting-confirm",
                        api -> api.listFactoryJobs(PROJECT, null, null, "日销售 daily", null, 1000, 0))
                        .sends("job_name=%E6%97%A5%E9%94%80%E5%94%AE%20daily&limit=1000&offset=0")
                        .reads(JOBS.with("name", "日销售 daily").with("last_instance_status", "waiting-confirm")),

                row("the jobs of a workspace that has none, beyond the first",
                        "there are no jobs",
                        api -> api.listFactoryJobs(PROJECT, null, null, null, null, 1000, 1))
                        .sends("limit=1000&offset=1")
                        .reads(JOBS.empty()),

                row("the jobs of an unknown workspace, which the call names",
                        "there is no workspace " + OTHER_WORKSPACE,
                        api -> api.listFactoryJobs(PROJECT, OTHER_WORKSPACE, null, null, null, 1000, 0))
                        .inWorkspace(OTHER_WORKSPACE)
                        .sends("limit=1000&offset=0")
                        .reads(PactAnswer.error(400, "^DLF\\..+$", "DLF.0819", "The workspace does not exist.")));
    }
}
