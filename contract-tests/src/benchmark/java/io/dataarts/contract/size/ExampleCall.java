package io.dataarts.contract.size;

/** The documentation's first example. All peers send these values, and the signing vectors use them, too. */
final class ExampleCall {

    static final String ACCESS_KEY = "EXAMPLEAK00000000001";
    static final String SECRET_KEY = "ExampleSecretKey0000000000000000000000000";
    static final String PROJECT = "62099355b894428e8916573ae635f1f9";
    static final String WORKSPACE = "62fbba734e634c5087656fc3ff7adf34";
    static final String HOST = "dayu.ap-southeast-1.myhuaweicloud.com";
    static final String JOB = "test_job_name";
    static final String PATH = "/v2/" + PROJECT + "/factory/jobs/" + JOB + "/instances/retry";
    static final String BODY = "{\"retry_location\":\"errorNode\",\"retry_task_version\":\"original_version\",\"ignore_obs_monitor\":true,"
            + "\"task_retrys\":[{\"job_id\":917567,\"plan_time\":1732601580000,\"submit_time\":1732239754684}]}";
    static final String DATE = "20241122T032000Z";

    private ExampleCall() {}
}
