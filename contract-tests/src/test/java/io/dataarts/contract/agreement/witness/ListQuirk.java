package io.dataarts.contract.agreement.witness;

import java.util.List;

/** A difference between the lists of the vendor's SDK and openapi.yaml. */
enum ListQuirk {

    /** The vendor's SDK sends Content-Type with a GET, which has no body. */
    CONTENT_TYPE_WITHOUT_A_BODY(
            "listFactoryJobs: sends Content-Type application/json",
            "listFactoryJobInstances: sends Content-Type application/json",
            "listQualityJobs: sends Content-Type application/json",
            "listComparisonJobs: sends Content-Type application/json",
            "listQualityInstances: sends Content-Type application/json"),

    /** The page calls the workspace optional, as for the instances of a job. The vendor's SDK refuses to list jobs without one. */
    JOBS_NEED_A_WORKSPACE("listFactoryJobs: workspace is mandatory"),

    /** The page calls the type of an instance an integer, as does the vendor's SDK in its answer. In the request it is a text. */
    TYPE_OF_INSTANCES_IS_TEXT("listFactoryJobInstances: instance_type is String, not Integer"),

    /** A page of quality jobs has at most 100, so 32 bits are enough. */
    PAGES_OF_QUALITY_JOBS_ARE_LONG(
            "listQualityJobs: limit is Long, not Integer",
            "listQualityJobs: offset is Long, not Integer",
            "listComparisonJobs: limit is Long, not Integer",
            "listComparisonJobs: offset is Long, not Integer"),

    /** The vendor's SDK has a type for texts with known values, in requests and answers. It takes other values, too. */
    KNOWN_VALUES_ARE_A_TYPE(
            "listFactoryJobs: jobs[].job_type is JobTypeEnum, not String",
            "listFactoryJobInstances: status is StatusEnum, not String",
            "listFactoryJobInstances: instances[].status is StatusEnum, not String",
            "listQualityJobs: schedule_status is ScheduleStatusEnum, not String",
            "listComparisonJobs: schedule_status is ScheduleStatusEnum, not String",
            "listQualityInstances: run_status is RunStatusEnum, not String",
            "listQualityInstances: notify_status is NotifyStatusEnum, not String");

    private final List<String> differences;

    ListQuirk(String... differences) {
        this.differences = List.of(differences);
    }

    List<String> differences() {
        return differences;
    }
}
