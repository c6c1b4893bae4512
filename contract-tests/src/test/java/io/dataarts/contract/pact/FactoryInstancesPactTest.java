package io.dataarts.contract.pact;

import static io.dataarts.contract.pact.PactRow.PROJECT;

import feign.TypedResponse;
import io.dataarts.generated.api.FactoryApi;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;

/** The SDK sends and reads {@code listFactoryJobInstances} as the pact records it. */
@Tag("pact")
class FactoryInstancesPactTest extends PactTable {

    private static final String JOB = "test_job_name";
    private static final String OTHER_WORKSPACE = "00000000000000000000000000000000";
    private static final long FROM = 1732550400000L;
    private static final long TO = 1732636800000L;
    private static final String WINDOW = "min_plan_time=1732550400000&max_plan_time=1732636800000&limit=1000&offset=0";
    private static final PactAnswer FAILED = PactAnswer.example("failedInstance");

    private static PactRow row(String description, String state, Function<FactoryApi, TypedResponse<?>> call) {
        return new PactRow("listFactoryJobInstances", path(JOB), description, state,
                studio -> call.apply(studio.api(FactoryApi.class)));
    }

    private static String path(String rawJobName) {
        return "/factory/jobs/" + rawJobName + "/instances/detail";
    }

    @Override
    List<PactRow> rows() {
        return List.of(
                row("the failed instances of a job in a window (this project's example)",
                        "job test_job_name has a failed instance",
                        api -> api.listFactoryJobInstances(PROJECT, JOB, null, FROM, TO, 1000, 0, "fail", null, null, null))
                        .sends(WINDOW + "&status=fail")
                        .reads(FAILED.with("status", "fail")),

                row("the instances of a job in a window with an IAM token",
                        "job test_job_name has a failed instance",
                        api -> api.listFactoryJobInstances(PROJECT, JOB, null, FROM, TO, 1000, 0, null, null, null, null))
                        .by(Caller.TOKEN)
                        .sends(WINDOW)
                        .reads(FAILED),

                row("the instances of a job in a window with a temporary access key",
                        "job test_job_name has a failed instance",
                        api -> api.listFactoryJobInstances(PROJECT, JOB, null, FROM, TO, 1000, 0, null, null, null, null))
                        .by(Caller.TEMPORARY_KEY)
                        .sends(WINDOW)
                        .reads(FAILED),

                row("the instances of a job that has none, with the defaults of the service",
                        "job test_job_name exists",
                        api -> api.listFactoryJobInstances(PROJECT, JOB, null, null, null, null, null, null, null, null, null))
                        .reads(FAILED.empty()),

                row("one instance of the job with the shortest name, in the first moment",
                        "job j exists",
                        api -> api.listFactoryJobInstances(PROJECT, "j", null, 1000000000000L, 1000000000000L, 1, 0, null, null, null, null))
                        .at(path("j"))
                        .sends("min_plan_time=1000000000000&max_plan_time=1000000000000&limit=1&offset=0")
                        .reads(FAILED.empty()),

                row("the instances of a job in the last moment, beyond the first",
                        "job test_job_name has a failed instance",
                        api -> api.listFactoryJobInstances(PROJECT, JOB, null, 9999999999999L, 9999999999999L, 1000, 1, null, null, null, null))
                        .sends("min_plan_time=9999999999999&max_plan_time=9999999999999&limit=1000&offset=1")
                        .reads(FAILED.empty()),

                row("the instances of a job that were set to success by force",
                        "job test_job_name has a forced success",
                        api -> api.listFactoryJobInstances(PROJECT, JOB, null, FROM, TO, 1000, 0, "success", null, true, false))
                        .sends(WINDOW + "&status=success&force_success=true&ignore_success=false")
                        .reads(FAILED.with("status", "success").with("force_success", true).with("ignore_success", false)),

                row("the instances of a job whose failure was ignored",
                        "job test_job_name has an ignored failure",
                        api -> api.listFactoryJobInstances(PROJECT, JOB, null, FROM, TO, 1000, 0, "success", null, false, true))
                        .sends(WINDOW + "&status=success&force_success=false&ignore_success=true")
                        .reads(FAILED.with("status", "success").with("force_success", false).with("ignore_success", true)),

                row("the instances of a job that were started by hand",
                        "job test_job_name has an instance of type 2",
                        api -> api.listFactoryJobInstances(PROJECT, JOB, null, FROM, TO, 1000, 0, null, 2, null, null))
                        .sends(WINDOW + "&instance_type=2")
                        .reads(FAILED.with("instance_type", 2)),

                row("an instance that waits, and has no start, end and duration",
                        "job test_job_name has an instance with status waiting",
                        api -> api.listFactoryJobInstances(PROJECT, JOB, null, FROM, TO, 1000, 0, "waiting", null, null, null))
                        .sends(WINDOW + "&status=waiting")
                        .reads(FAILED.with("status", "waiting").without("start_time", "end_time", "execute_time")),

                row("instances with a status that no source lists, asked for by this status",
                        "job test_job_name has an instance with status waiting-confirm",
                        api -> api.listFactoryJobInstances(PROJECT, JOB, null, FROM, TO, 1000, 0, "waiting-confirm", null, null, null))
                        .sends(WINDOW + "&status=waiting-confirm")
                        .reads(FAILED.with("status", "waiting-confirm")),

                // A double would change these ids. No other answer fails if a provider rounds ids.
                row("an instance whose ids are beyond 2^53",
                        "job test_job_name has an instance with id 9007199254740993",
                        api -> api.listFactoryJobInstances(PROJECT, JOB, null, FROM, TO, 1000, 0, null, null, null, null))
                        .sends(WINDOW)
                        .reads(FAILED.with("job_id", 9007199254740993L).with("instance_id", 9007199254740993L)),

                row("the instances of a job whose name has a space and Chinese characters",
                        "job 日销售 daily has a failed instance",
                        api -> api.listFactoryJobInstances(PROJECT, "日销售 daily", null, FROM, TO, 1000, 0, null, null, null, null))
                        .at(path("%E6%97%A5%E9%94%80%E5%94%AE%20daily"))
                        .sends(WINDOW)
                        .reads(FAILED.with("job_name", "日销售 daily")),

                row("the instances of an unknown job",
                        "no job no_such_job_dataarts_rerun_sdk",
                        api -> api.listFactoryJobInstances(PROJECT, "no_such_job_dataarts_rerun_sdk", null, FROM, TO, 1000, 0, null, null, null, null))
                        .at(path("no_such_job_dataarts_rerun_sdk"))
                        .sends(WINDOW)
                        .reads(PactAnswer.error(400, "^DLF\\..+$", "DLF.0100", "The job does not exist.")),

                row("the instances of a job in an unknown workspace, which the call names",
                        "there is no workspace " + OTHER_WORKSPACE,
                        api -> api.listFactoryJobInstances(PROJECT, JOB, OTHER_WORKSPACE, FROM, TO, 1000, 0, null, null, null, null))
                        .inWorkspace(OTHER_WORKSPACE)
                        .sends(WINDOW)
                        .reads(PactAnswer.error(400, "^DLF\\..+$", "DLF.0819", "The workspace does not exist.")));
    }
}
