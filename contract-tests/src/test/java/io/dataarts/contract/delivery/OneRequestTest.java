package io.dataarts.contract.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dataarts.contract.pact.Caller;
import io.dataarts.contract.provider.RecordedExchange;
import io.dataarts.contract.provider.ReferenceProvider;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One call sends one request, for any answer and any kind of credentials.
 *
 * <p>Pact's mock server answers a second request without an error, so this test counts the requests.
 */
class OneRequestTest {

    @ParameterizedTest(name = "{0} by {1} when {2}: {3}")
    @CsvSource({
        "restart, ACCESS_KEY,    quality job 1440764172232392705 exists,    200",
        "restart, TEMPORARY_KEY, quality job 1440764172232392705 exists,    200",
        "restart, TOKEN,         quality job 1440764172232392705 exists,    200",
        "restart, ACCESS_KEY,    no quality job 1440764172232392705,        400",
        "restart, ACCESS_KEY,    the service fails,                         500",
        "retry,   ACCESS_KEY,    job test_job_name exists,                  200",
        "retry,   TEMPORARY_KEY, job test_job_name exists,                  200",
        "retry,   TOKEN,         job test_job_name exists,                  200",
        "retry,   ACCESS_KEY,    no job test_job_name,                      400",
        "retry,   ACCESS_KEY,    the service fails,                         500",
    })
    void rerun_whateverTheAnswer_thenOneRequestArrives(String operation, Caller caller, String state, int status) {
        try (ReferenceProvider provider = Caller.provider().start();
                DataArtsStudio studio = DataArtsStudio.builder()
                        .endpoint(provider.endpoint())
                        .projectId(MatrixCalls.PROJECT)
                        .workspace(MatrixCalls.WORKSPACE)
                        .credentials(caller.credentials())
                        .build()) {
            provider.state(state);
            Throwable failure = catchThrowable(() -> studio.rerun(rerun(operation)));
            assertThat(provider.exchanges()).extracting(RecordedExchange::status).containsExactly(status);
            assertThat(failure == null).isEqualTo(status == 200);
        }
    }

    private static Rerun rerun(String operation) {
        return operation.equals("restart")
                ? QualityRerun.qualityJob("1440764172232392705")
                : JobRerun.job("test_job_name")
                        .instances(new JobInstance(917567, 1732601580000L, 1732239754684L))
                        .from(StartNode.first())
                        .using(TaskVersion.ORIGINAL)
                        .build();
    }
}
