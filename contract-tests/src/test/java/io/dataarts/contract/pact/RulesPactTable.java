package io.dataarts.contract.pact;

import static io.dataarts.contract.pact.PactRow.WORKSPACE;

import java.util.List;

/** The rows that the lists of quality jobs and of comparison jobs have in common. */
abstract class RulesPactTable extends PactTable {

    private static final String OTHER_WORKSPACE = "00000000000000000000000000000000";
    private static final long FROM = 1661413200000L;
    private static final long TO = 1661414400000L;
    private static final long DIRECTORY = 1012384968858652673L;

    /** Calls the list with these arguments. */
    abstract PactRow row(String description, String state, String workspace, Arguments arguments);

    /** The query of a call; null leaves a parameter out. */
    record Arguments(Long categoryId, String name, String scheduleStatus, Long from, Long to, String creator, Integer limit, Integer offset) {

        static Arguments page(Integer limit, Integer offset) {
            return new Arguments(null, null, null, null, null, null, limit, offset);
        }
    }

    /**
     * Returns the rows.
     *
     * @param kind how a description calls the jobs
     * @param id the id of a job, beyond 2^53 and odd
     * @param example the example of the documentation
     * @param exampleState the state in which the service answers it
     */
    final List<PactRow> rows(String kind, long id, PactAnswer example, String exampleState) {
        PactAnswer scheduled = example.with("schedule_period", "WEEK")
                .with("schedule_interval", "MONDAY,TUESDAY").with("last_run_time", 1661413281000L);
        return List.of(
                row("the " + kind + "s of a workspace (the documentation's example)", exampleState, WORKSPACE, Arguments.page(null, null))
                        .reads(example),

                row("the " + kind + "s of a workspace with an IAM token", exampleState, WORKSPACE, Arguments.page(100, 0))
                        .by(Caller.TOKEN)
                        .sends("limit=100&offset=0")
                        .reads(example),

                // A double would change these ids. No other answer fails if a provider rounds ids.
                row("the " + kind + "s with ids beyond 2^53", kind + " " + id + " has the schedule status SCHEDULING", WORKSPACE,
                        new Arguments(null, null, "SCHEDULING", null, null, null, 100, 0))
                        .sends("schedule_status=SCHEDULING&limit=100&offset=0")
                        .reads(scheduled.with("id", id).with("category_id", DIRECTORY)),

                row("the " + kind + "s that pass all filters",
                        kind + " " + id + " has the schedule status SCHEDULING", WORKSPACE,
                        new Arguments(DIRECTORY, "test", "SCHEDULING", FROM, TO, "ei", 100, 0))
                        .sends("category_id=1012384968858652673&name=test&schedule_status=SCHEDULING"
                                + "&start_time=1661413200000&end_time=1661414400000&creator=ei&limit=100&offset=0")
                        .reads(scheduled.with("name", "test").with("schedule_status", "SCHEDULING").with("creator", "ei")),

                row("the " + kind + "s with a schedule status that no source lists, asked for by this status",
                        kind + " " + id + " has the schedule status PAUSED", WORKSPACE,
                        new Arguments(null, null, "PAUSED", null, null, null, 100, 0))
                        .sends("schedule_status=PAUSED&limit=100&offset=0")
                        .reads(scheduled.with("schedule_status", "PAUSED")),

                row("one " + kind + " that ran in the first moment", "there are no jobs", WORKSPACE,
                        new Arguments(null, null, null, 1000000000000L, 1000000000000L, null, 1, 0))
                        .sends("start_time=1000000000000&end_time=1000000000000&limit=1&offset=0")
                        .reads(example.empty()),

                row("the " + kind + "s that ran in the last moment, beyond the first", "there are no jobs", WORKSPACE,
                        new Arguments(null, null, null, 9999999999999L, 9999999999999L, null, 100, 1))
                        .sends("start_time=9999999999999&end_time=9999999999999&limit=100&offset=1")
                        .reads(example.empty()),

                row("the " + kind + "s of an unknown workspace", "there is no workspace " + OTHER_WORKSPACE, OTHER_WORKSPACE, Arguments.page(100, 0))
                        .inWorkspace(OTHER_WORKSPACE)
                        .sends("limit=100&offset=0")
                        .reads(PactAnswer.error(400, "^DQC\\..+$", "DQC.0819", "The workspace does not exist.")),

                row("the " + kind + "s of a workspace while the service fails", "the service fails", WORKSPACE, Arguments.page(100, 0))
                        .sends("limit=100&offset=0")
                        .reads(PactAnswer.error(500, "^DQC\\..+$", "DQC.5000", "Internal server error.")));
    }
}
