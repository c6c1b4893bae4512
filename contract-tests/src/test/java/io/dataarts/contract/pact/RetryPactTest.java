package io.dataarts.contract.pact;

import static io.dataarts.contract.pact.ConsumerCalls.assertAccepted;
import static io.dataarts.contract.pact.ConsumerCalls.rerun;
import static io.dataarts.contract.pact.Interactions.CONSUMER;
import static io.dataarts.contract.pact.Interactions.PROVIDER;
import static io.dataarts.contract.pact.Interactions.accepted;
import static io.dataarts.contract.pact.Interactions.failed;
import static io.dataarts.contract.pact.Interactions.retry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.junit5.PactConsumerTest;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.PactSpecVersion;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.RelatedJob;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The SDK sends and reads {@code retryFactoryJobInstance} as the pact records it, for instances and related jobs. */
@PactConsumerTest
@PactTestFor(providerName = PROVIDER, pactVersion = PactSpecVersion.V4)
@ExtendWith(KeptPromises.class)
class RetryPactTest {

    private static final String OPERATION = "retryFactoryJobInstance";
    private static final String OTHER_PROJECT = "0605767a3300d5762fb7c0186d9e1779";
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

    @Pact(consumer = CONSUMER)
    V4Pact instance(PactBuilder pact) {
        return pact.expectsToReceiveHttpInteraction("a rerun of a job instance (the documentation's first example)",
                interaction -> interaction
                        .reference("openapi", "operationId", OPERATION)
                        .state("job test_job_name exists")
                        .withRequest(retry("test_job_name", Caller.ACCESS_KEY, """
                                {
                                  "retry_location": "errorNode",
                                  "retry_task_version": "original_version",
                                  "ignore_obs_monitor": true,
                                  "task_retrys": [
                                    {"job_id": 917567, "plan_time": 1732601580000, "submit_time": 1732239754684}
                                  ]
                                }
                                """))
                        .willRespondWith(accepted())).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "instance")
    void rerun_whenInstanceIsGiven_thenAccepted(MockServer server) {
        assertAccepted(rerun(server, Caller.ACCESS_KEY, JobRerun.job("test_job_name")
                .instances(INSTANCE)
                .from(StartNode.error())
                .using(TaskVersion.ORIGINAL)
                .ignoreObsListening(true)
                .build()));
    }

    @Pact(consumer = CONSUMER)
    V4Pact relatedJobs(PactBuilder pact) {
        return pact.expectsToReceiveHttpInteraction("a rerun of a job and its related jobs (the documentation's second example)",
                interaction -> interaction
                        .reference("openapi", "operationId", OPERATION)
                        .state("job test_job_name exists")
                        .withRequest(retry("test_job_name", Caller.ACCESS_KEY, """
                                {
                                  "retry_location": "errorNode",
                                  "retry_task_version": "current_version",
                                  "ignore_obs_monitor": true,
                                  "begin_time": 1732608520000,
                                  "end_time": 1732612120000,
                                  "jobs": [{"job_name": "job_test_smn2", "workspace_id": "62fbba734e634c5087656fc3ff7adf34"}],
                                  "concurrent": 2
                                }
                                """))
                        .willRespondWith(accepted())).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "relatedJobs")
    void rerun_whenRelatedJobsAreGiven_thenAccepted(MockServer server) {
        assertAccepted(rerun(server, Caller.ACCESS_KEY, JobRerun.job("test_job_name")
                .withRelatedJobs(1732608520000L, 1732612120000L,
                        RelatedJob.of("job_test_smn2").inWorkspace("62fbba734e634c5087656fc3ff7adf34"))
                .from(StartNode.error())
                .using(TaskVersion.CURRENT)
                .ignoreObsListening(true)
                .concurrency(2)
                .build()));
    }

    @Pact(consumer = CONSUMER)
    V4Pact mandatoryFields(PactBuilder pact) {
        return pact.expectsToReceiveHttpInteraction("a rerun with the mandatory fields alone", interaction -> interaction
                .reference("openapi", "operationId", OPERATION)
                .state("job test_job_name exists")
                .withRequest(retry("test_job_name", Caller.ACCESS_KEY, MINIMAL))
                .willRespondWith(accepted())).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "mandatoryFields")
    void rerun_whenNothingOptionalIsSet_thenNothingOptionalIsSent(MockServer server) {
        assertAccepted(rerun(server, Caller.ACCESS_KEY, minimal("test_job_name")));
    }

    @Pact(consumer = CONSUMER)
    V4Pact namedNode(PactBuilder pact) {
        return pact.expectsToReceiveHttpInteraction("a rerun from a named node", interaction -> interaction
                .reference("openapi", "operationId", OPERATION)
                .state("job test_job_name exists")
                .withRequest(retry("test_job_name", Caller.ACCESS_KEY, """
                        {
                          "retry_location": "specifiedNode",
                          "node_name": "load/<orders> 订单",
                          "retry_task_version": "original_version",
                          "task_retrys": [{"job_id": 917567, "plan_time": 1732601580000, "submit_time": 1732239754684}]
                        }
                        """))
                .willRespondWith(accepted())).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "namedNode")
    void rerun_whenNodeIsNamed_thenItsNameIsSent(MockServer server) {
        assertAccepted(rerun(server, Caller.ACCESS_KEY, JobRerun.job("test_job_name")
                .instances(INSTANCE)
                .from(StartNode.named("load/<orders> 订单"))
                .using(TaskVersion.ORIGINAL)
                .build()));
    }

    @Pact(consumer = CONSUMER)
    V4Pact shortestNames(PactBuilder pact) {
        return pact.expectsToReceiveHttpInteraction("a rerun with the shortest names", interaction -> interaction
                .reference("openapi", "operationId", OPERATION)
                .state("job j exists")
                .withRequest(retry("j", Caller.ACCESS_KEY, """
                        {
                          "retry_location": "specifiedNode",
                          "node_name": "n",
                          "retry_task_version": "current_version",
                          "task_retrys": [{"job_id": 917567, "plan_time": 1732601580000, "submit_time": 1732239754684}]
                        }
                        """))
                .willRespondWith(accepted())).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "shortestNames")
    void rerun_whenNamesAreShortest_thenAccepted(MockServer server) {
        assertAccepted(rerun(server, Caller.ACCESS_KEY, JobRerun.job("j")
                .instances(INSTANCE)
                .from(StartNode.named("n"))
                .using(TaskVersion.CURRENT)
                .build()));
    }

    @Pact(consumer = CONSUMER)
    V4Pact bounds(PactBuilder pact) {
        return pact.expectsToReceiveHttpInteraction(
                "a rerun of several instances at the bounds of what can be said, listening to OBS", interaction -> interaction
                        .reference("openapi", "operationId", OPERATION)
                        .state("job test_job_name exists")
                        .withRequest(retry("test_job_name", Caller.ACCESS_KEY, """
                                {
                                  "retry_location": "specifiedNode",
                                  "node_name": "%s",
                                  "retry_task_version": "original_version",
                                  "ignore_obs_monitor": false,
                                  "task_retrys": [
                                    {"job_id": 1, "plan_time": 1000000000000, "submit_time": 9999999999999},
                                    {"job_id": 9007199254740993, "plan_time": 9999999999999, "submit_time": 1000000000000}
                                  ]
                                }
                                """.formatted("n".repeat(128))))
                        .willRespondWith(accepted())).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "bounds")
    void rerun_whenInstancesAreAtTheBounds_thenAccepted(MockServer server) {
        long beyondDouble = 9007199254740993L;
        assertAccepted(rerun(server, Caller.ACCESS_KEY, JobRerun.job("test_job_name")
                .instances(
                        JobInstance.of(1).planned(1000000000000L).submitted(9999999999999L),
                        JobInstance.of(beyondDouble).planned(9999999999999L).submitted(1000000000000L))
                .from(StartNode.named("n".repeat(128)))
                .using(TaskVersion.ORIGINAL)
                .ignoreObsListening(false)
                .build()));
    }

    @Pact(consumer = CONSUMER)
    V4Pact leastConcurrency(PactBuilder pact) {
        return pact.expectsToReceiveHttpInteraction("a rerun of several related jobs, one at a time, over the first moment",
                interaction -> interaction
                        .reference("openapi", "operationId", OPERATION)
                        .state("job test_job_name exists")
                        .withRequest(retry("test_job_name", Caller.ACCESS_KEY, """
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
                                """))
                        .willRespondWith(accepted())).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "leastConcurrency")
    void rerun_whenConcurrencyIsLeast_thenAccepted(MockServer server) {
        assertAccepted(rerun(server, Caller.ACCESS_KEY, JobRerun.job("test_job_name")
                .withRelatedJobs(1000000000000L, 1000000000000L,
                        RelatedJob.of("upstream job"),
                        RelatedJob.of("下游作业").inWorkspace("9f3c1d0e5b7a4e6d8c2b1a0f9e8d7c6b"))
                .from(StartNode.first())
                .using(TaskVersion.CURRENT)
                .ignoreObsListening(false)
                .concurrency(1)
                .build()));
    }

    @Pact(consumer = CONSUMER)
    V4Pact greatestConcurrency(PactBuilder pact) {
        return pact.expectsToReceiveHttpInteraction("a rerun of related jobs, 128 at a time, over the last moment",
                interaction -> interaction
                        .reference("openapi", "operationId", OPERATION)
                        .state("job test_job_name exists")
                        .withRequest(retry("test_job_name", Caller.ACCESS_KEY, """
                                {
                                  "retry_location": "errorNode",
                                  "retry_task_version": "original_version",
                                  "begin_time": 9999999999999,
                                  "end_time": 9999999999999,
                                  "jobs": [{"job_name": "job_test_smn2"}],
                                  "concurrent": 128
                                }
                                """))
                        .willRespondWith(accepted())).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "greatestConcurrency")
    void rerun_whenConcurrencyIsGreatest_thenAccepted(MockServer server) {
        assertAccepted(rerun(server, Caller.ACCESS_KEY, JobRerun.job("test_job_name")
                .withRelatedJobs(9999999999999L, 9999999999999L, RelatedJob.of("job_test_smn2"))
                .from(StartNode.error())
                .using(TaskVersion.ORIGINAL)
                .concurrency(128)
                .build()));
    }

    @Pact(consumer = CONSUMER)
    V4Pact otherProject(PactBuilder pact) {
        return pact.expectsToReceiveHttpInteraction("a rerun in another project, named in path and header", interaction -> interaction
                .reference("openapi", "operationId", OPERATION)
                .state("job test_job_name exists")
                .withRequest(retry(OTHER_PROJECT, "test_job_name", Caller.ACCESS_KEY, MINIMAL))
                .willRespondWith(accepted())).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "otherProject")
    void rerun_whenProjectIsAnother_thenHeaderFollowsPath(MockServer server) {
        assertAccepted(rerun(server, OTHER_PROJECT, Caller.ACCESS_KEY, minimal("test_job_name")));
    }

    @Pact(consumer = CONSUMER)
    V4Pact spaceAndChinese(PactBuilder pact) {
        return pact.expectsToReceiveHttpInteraction("a rerun of a job whose name has a space and Chinese characters",
                interaction -> interaction
                        .reference("openapi", "operationId", OPERATION)
                        .state("job 日销售 daily exists")
                        .withRequest(retry("%E6%97%A5%E9%94%80%E5%94%AE%20daily", Caller.ACCESS_KEY, MINIMAL))
                        .willRespondWith(accepted())).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "spaceAndChinese")
    void rerun_whenNameHasSpaceAndChinese_thenItArrivesAsItself(MockServer server) {
        assertAccepted(rerun(server, Caller.ACCESS_KEY, minimal("日销售 daily")));
    }

    @Pact(consumer = CONSUMER)
    V4Pact token(PactBuilder pact) {
        return pact.expectsToReceiveHttpInteraction("a rerun of a job instance with an IAM token", interaction -> interaction
                .reference("openapi", "operationId", OPERATION)
                .state("job test_job_name exists")
                .withRequest(retry("test_job_name", Caller.TOKEN, MINIMAL))
                .willRespondWith(accepted())).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "token")
    void rerun_whenTokenIsGiven_thenAccepted(MockServer server) {
        assertAccepted(rerun(server, Caller.TOKEN, minimal("test_job_name")));
    }

    @Pact(consumer = CONSUMER)
    V4Pact temporaryKey(PactBuilder pact) {
        return pact.expectsToReceiveHttpInteraction("a rerun of a job instance with a temporary access key", interaction -> interaction
                .reference("openapi", "operationId", OPERATION)
                .state("job test_job_name exists")
                .withRequest(retry("test_job_name", Caller.TEMPORARY_KEY, MINIMAL))
                .willRespondWith(accepted())).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "temporaryKey")
    void rerun_whenKeyIsTemporary_thenAccepted(MockServer server) {
        assertAccepted(rerun(server, Caller.TEMPORARY_KEY, minimal("test_job_name")));
    }

    @Pact(consumer = CONSUMER)
    V4Pact unknownJob(PactBuilder pact) {
        return pact.expectsToReceiveHttpInteraction("a rerun of an unknown job (the documentation's failure)", interaction -> interaction
                .reference("openapi", "operationId", OPERATION)
                .state("no job no_such_job_dataarts_rerun_sdk")
                .withRequest(retry("no_such_job_dataarts_rerun_sdk", Caller.ACCESS_KEY, MINIMAL))
                .willRespondWith(failed(400, "^DLF\\..+$", "DLF.1000", "Failed to find the job."))).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "unknownJob")
    void rerun_whenJobIsUnknown_thenRejected(MockServer server) {
        BadRequestException e = catchThrowableOfType(BadRequestException.class,
                () -> rerun(server, Caller.ACCESS_KEY, minimal("no_such_job_dataarts_rerun_sdk")));
        assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(e.errorCode()).contains("DLF.1000");
        assertThat(e.errorMessage()).contains("Failed to find the job.");
        assertThat(e.attempts()).isEqualTo(1);
    }
}
