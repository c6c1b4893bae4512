package io.dataarts.contract.handbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dataarts.contract.stub.PactStub;
import io.dataarts.generated.api.FactoryApi;
import io.dataarts.generated.model.FactoryJobInstance;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServerErrorException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A user's test against the stub gets the recorded answers, and reads how a wrong request differs. */
@DisplayName("A user's test against the pact's stub")
class PactStubTest {

    private PactStub service;
    private DataArtsStudio studio;

    @BeforeEach
    void start() {
        service = PactStub.start();
        studio = DataArtsStudio.builder()
                .endpoint(service.endpoint())
                .projectId("62099355b894428e8916573ae635f1f9")
                .workspace("62fbba734e634c5087656fc3ff7adf34")
                .credentials(AccessKey.of("ANY", "any-secret-key"))
                .build();
    }

    @AfterEach
    void stop() {
        studio.close();
        service.close();
    }

    @Test
    @DisplayName("gets the recorded answer, and can ask which interaction was played")
    void rerun_whenRequestIsRecorded_thenRecordedAnswer() {
        assertThat(studio.rerun(QualityRerun.qualityJob("1440764172232392705")).instanceId()).contains("1440764172232400896");

        assertThat(service.played()).containsExactly("a rerun of a quality job (the documentation's example)");
        assertThat(service.refusals()).isEmpty();
    }

    @Test
    @DisplayName("gets a recorded rejection as an exception of the SDK")
    void rerun_whenRejectionIsRecorded_thenRejected() {
        BadRequestException e = catchThrowableOfType(BadRequestException.class,
                () -> studio.rerun(minimal("no_such_job_dataarts_rerun_sdk")));

        assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(e.errorCode()).contains("DLF.1000");
    }

    @Test
    @DisplayName("gets the answer that belongs to the query of a list")
    void list_whenQueriesDiffer_thenAnswerOfEach() {
        assertThat(list("fail")).extracting(FactoryJobInstance::getStatus).containsExactly("fail");
        assertThat(list("waiting")).extracting(FactoryJobInstance::getStatus).containsExactly("waiting");

        ServerErrorException e = catchThrowableOfType(ServerErrorException.class, () -> list("pause"));
        assertThat(e.errorMessage().orElseThrow()).contains("query status: ");
        assertThat(service.refusals()).hasSize(1);
    }

    private List<FactoryJobInstance> list(String status) {
        return studio.api(FactoryApi.class)
                .listFactoryJobInstances("62099355b894428e8916573ae635f1f9", "test_job_name", null, 1732550400000L, 1732636800000L, 1000, 0,
                        status, null, null, null)
                .body().getInstances();
    }

    @Test
    @DisplayName("reads how its request differs from the nearest interaction")
    void rerun_whenRequestIsNotRecorded_thenExplained() {
        ServerErrorException e = catchThrowableOfType(ServerErrorException.class,
                () -> studio.inWorkspace("another").rerun(QualityRerun.qualityJob("1440764172232392705")));

        assertThat(e.errorCode()).contains("STUB.MISMATCH");
        assertThat(e.errorMessage()).contains("POST /v2/62099355b894428e8916573ae635f1f9/quality/instances/restart fits no interaction of the"
                + " pact; the nearest is \"a rerun of a quality job (the documentation's example)\":"
                + " header workspace: expected 62fbba734e634c5087656fc3ff7adf34, was another");
        assertThat(service.refusals()).containsExactly(e.errorMessage().orElseThrow());
        assertThat(service.played()).isEmpty();
    }

    private static JobRerun minimal(String job) {
        return JobRerun.job(job)
                .instances(JobInstance.of(917567).planned(1732601580000L).submitted(1732239754684L))
                .from(StartNode.first())
                .using(TaskVersion.ORIGINAL)
                .build();
    }
}
