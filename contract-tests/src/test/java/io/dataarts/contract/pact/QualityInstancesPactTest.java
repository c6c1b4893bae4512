package io.dataarts.contract.pact;

import static io.dataarts.contract.pact.PactRow.PROJECT;
import static io.dataarts.contract.pact.PactRow.WORKSPACE;

import feign.TypedResponse;
import io.dataarts.generated.api.QualityApi;
import io.dataarts.generated.model.TaskType;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;

/** The SDK sends and reads {@code listQualityInstances} as the pact records it. */
@Tag("pact")
class QualityInstancesPactTest extends PactTable {

    private static final String OTHER_WORKSPACE = "00000000000000000000000000000000";
    private static final long JOB = 1440764172232392705L;
    private static final long RUN = 1440764172232400897L;
    private static final long FROM = 1661413200000L;
    private static final long TO = 1661414400000L;
    private static final PactAnswer RUNS = PactAnswer.example("qualityInstances");
    private static final PactAnswer ONE = RUNS.only(0);

    private static PactRow row(String description, String state, Function<QualityApi, TypedResponse<?>> call) {
        return new PactRow("listQualityInstances", "/quality/instances", description, state, studio -> call.apply(studio.api(QualityApi.class)));
    }

    @Override
    List<PactRow> rows() {
        return List.of(
                row("the runs of quality and comparison jobs (the documentation's example)",
                        "quality job 1012385458115825700 ran",
                        api -> api.listQualityInstances(PROJECT, WORKSPACE, null, null, null, null, null, null, null, null))
                        .and("comparison job 1012386182149165000 ran")
                        .reads(RUNS),

                row("the runs of quality and comparison jobs with an IAM token",
                        "quality job 1012385458115825700 ran",
                        api -> api.listQualityInstances(PROJECT, WORKSPACE, null, null, null, null, null, null, 100, 0))
                        .by(Caller.TOKEN)
                        .sends("limit=100&offset=0")
                        .reads(RUNS.only(0)),

                // A double would change these ids. No other answer fails if a provider rounds ids.
                row("the runs with ids beyond 2^53",
                        "quality job 1440764172232392705 has a run with status FAILED",
                        api -> api.listQualityInstances(PROJECT, WORKSPACE, null, null, "FAILED", null, null, null, 100, 0))
                        .sends("run_status=FAILED&limit=100&offset=0")
                        .reads(ONE.with("id", RUN).with("task_id", JOB)),

                row("the runs that pass all filters",
                        "quality job 1440764172232392705 has a run with status FAILED",
                        api -> api.listQualityInstances(PROJECT, WORKSPACE, "test", TaskType.QUALITY_TASK, "FAILED", "NOT_TRIGGERED", FROM, TO, 100, 0))
                        .sends("name=test&task_type=QUALITY_TASK&run_status=FAILED&notify_status=NOT_TRIGGERED"
                                + "&start_time=1661413200000&end_time=1661414400000&limit=100&offset=0")
                        .reads(ONE.with("task_type", "QUALITY_TASK").with("run_status", "FAILED").with("notify_status", "NOT_TRIGGERED")),

                row("the runs of comparison jobs",
                        "comparison job 1012386182149165000 ran",
                        api -> api.listQualityInstances(PROJECT, WORKSPACE, null, TaskType.CONSISTENCY_TASK, null, null, FROM, TO, 100, 0))
                        .and("quality job 1012385458115825700 ran")
                        .sends("task_type=CONSISTENCY_TASK&start_time=1661413200000&end_time=1661414400000&limit=100&offset=0")
                        .reads(RUNS.only(1).with("task_type", "CONSISTENCY_TASK")),

                row("a run that goes on, and has no end",
                        "quality job 1440764172232392705 has a run with status RUNNING",
                        api -> api.listQualityInstances(PROJECT, WORKSPACE, null, null, "RUNNING", null, null, null, 100, 0))
                        .sends("run_status=RUNNING&limit=100&offset=0")
                        .reads(ONE.with("run_status", "RUNNING").without("end_time")),

                row("the runs with a status that no source lists, asked for by this status",
                        "quality job 1440764172232392705 has a run with status TERMINATED",
                        api -> api.listQualityInstances(PROJECT, WORKSPACE, null, null, "TERMINATED", null, null, null, 100, 0))
                        .sends("run_status=TERMINATED&limit=100&offset=0")
                        .reads(ONE.with("run_status", "TERMINATED")),

                row("one run in the first moment",
                        "there are no jobs",
                        api -> api.listQualityInstances(PROJECT, WORKSPACE, null, null, null, null, 1000000000000L, 1000000000000L, 1, 0))
                        .sends("start_time=1000000000000&end_time=1000000000000&limit=1&offset=0")
                        .reads(RUNS.empty()),

                row("the runs in the last moment, beyond the first",
                        "there are no jobs",
                        api -> api.listQualityInstances(PROJECT, WORKSPACE, null, null, null, null, 9999999999999L, 9999999999999L, 100, 1))
                        .sends("start_time=9999999999999&end_time=9999999999999&limit=100&offset=1")
                        .reads(RUNS.empty()),

                row("the runs in an unknown workspace",
                        "there is no workspace " + OTHER_WORKSPACE,
                        api -> api.listQualityInstances(PROJECT, OTHER_WORKSPACE, null, null, null, null, null, null, 100, 0))
                        .inWorkspace(OTHER_WORKSPACE)
                        .sends("limit=100&offset=0")
                        .reads(PactAnswer.error(400, "^DQC\\..+$", "DQC.0819", "The workspace does not exist.")),

                row("the runs while the service fails",
                        "the service fails",
                        api -> api.listQualityInstances(PROJECT, WORKSPACE, null, null, null, null, null, null, 100, 0))
                        .sends("limit=100&offset=0")
                        .reads(PactAnswer.error(500, "^DQC\\..+$", "DQC.5000", "Internal server error.")));
    }
}
