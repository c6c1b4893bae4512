package io.dataarts.contract.agreement;

/** The examples of the documentation's pages, verbatim with their white space if it is known. PROVENANCE.md lists the pages. */
enum Page {

    /** Page "Rerunning Job Instances", "Rerun the current instance of the test_job_name job." */
    INSTANCE("rerunCurrentInstance", "POST /v2/62099355b894428e8916573ae635f1f9/factory/jobs/test_job_name/instances/retry", """
            { "retry_location" : "errorNode", "retry_task_version" : "original_version", "ignore_obs_monitor" : true, \
            "task_retrys" : [ { "job_id" : 917567, "plan_time" : 1732601580000, "submit_time" : 1732239754684 } ] }"""),

    /** The same page, "Rerun the current job and its upstream and downstream job instances of the test_job_name job." */
    RELATED_JOBS("rerunWithRelatedJobs", "POST /v2/62099355b894428e8916573ae635f1f9/factory/jobs/test_job_name/instances/retry", """
            { "retry_location" : "errorNode", "retry_task_version" : "current_version", "ignore_obs_monitor" : true, \
            "begin_time" : 1732608520000, "end_time" : 1732612120000, \
            "jobs" : [ { "job_name" : "job_test_smn2", "workspace_id" : "62fbba734e634c5087656fc3ff7adf34" } ], \
            "concurrent" : 2 }"""),

    /** Page "Rerunning a Quality Job or Comparison Job", "Rerun a quality job." */
    QUALITY_JOB("rerunQualityJob", "POST https://{endpoint}/v2/{project_id}/quality/instances/restart", """
            {
            "rule_type" : 1,
            "rule_id" : "1440764172232392705"
            }"""),

    /** The first page again, "Response to a job re-execution failure." */
    UNKNOWN_JOB("jobNotFound", "Status code: 400", """
            {
            "error_code" : "DLF.1000",
            "error_msg" : "Failed to find the job."
            }"""),

    /** Page "ListQualityTask", the example of its answer. Its white space is not known. */
    QUALITY_JOBS("qualityJobs", "Status code: 200", """
            {"count":1,"resources":[{"id":1012385458115825700,"name":"test","category_id":1012384968858652700,\
            "schedule_status":"NOT_START","schedule_period":null,"schedule_interval":null,"create_time":1661413102000,\
            "last_run_time":1661413281000,"creator":"ei"}]}"""),

    /** Page "ListConsistencyTask", the example of its answer: one of the {@code resources}. Its white space is not known. */
    COMPARISON_JOBS("comparisonJobs", "Status code: 200", """
            {"count":1,"resources":[\
            {"id":1012386182149165000,"name":"test","category_id":0,"schedule_status":"NOT_START","schedule_period":null,\
            "schedule_interval":null,"create_time":1661413275050,"last_run_time":null,"creator":"ei"}\
            ]}"""),

    /** Page "Obtaining the Task Execution Result List", the example of its answer. Its white space is not known. */
    QUALITY_INSTANCES("qualityInstances", "Status code: 200", """
            {"count":2,"resources":[
            {"id":1012386207306600400,"name":"test-1","task_id":1012385458115825700,"task_type":"QUALITY_TASK","run_status":"SUCCESS",\
            "notify_status":"NOT_TRIGGERED","start_time":1661413281000,"end_time":1661413381000},
            {"id":1012386190504218600,"name":"test-0","task_id":1012386182149165000,"task_type":"CONSISTENCY_TASK","run_status":"SUCCESS",\
            "notify_status":"NOT_TRIGGERED","start_time":1661413277000,"end_time":1661413380000}]}""");

    private final String example;
    private final String line;
    private final String json;

    Page(String example, String line, String json) {
        this.example = example;
        this.line = line;
        this.json = json;
    }

    /** Returns the example's name in openapi.yaml. */
    String example() {
        return example;
    }

    /** Returns the line that stands before the JSON. */
    String line() {
        return line;
    }

    /** Returns the JSON. */
    String json() {
        return json;
    }

    @Override
    public String toString() {
        return example;
    }
}
