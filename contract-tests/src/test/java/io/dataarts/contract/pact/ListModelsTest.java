package io.dataarts.contract.pact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dataarts.contract.spec.ApiDescription;
import io.dataarts.generated.model.FactoryJob;
import io.dataarts.generated.model.FactoryJobInstance;
import io.dataarts.generated.model.FactoryJobList;
import io.dataarts.generated.model.JobInstanceList;
import io.dataarts.generated.model.QualityInstance;
import io.dataarts.generated.model.QualityInstanceList;
import io.dataarts.generated.model.QualityJob;
import io.dataarts.generated.model.QualityJobList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The models of the lists hold each value of an example with its Java type. Another type does not compile here. */
@Tag("pact")
@DisplayName("The models of the lists hold each value of an example:")
class ListModelsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    @DisplayName("instances of a job")
    void instancesOfAJob() throws Exception {
        assertThat(read("failedInstance", JobInstanceList.class)).isEqualTo(new JobInstanceList().total(1L).instances(List.of(
                new FactoryJobInstance()
                        .jobName("test_job_name")
                        .jobInstanceName("test_job_name")
                        .jobId(917567L)
                        .instanceId(1479208L)
                        .instanceType(0)
                        .status("fail")
                        .planTime(1732601580000L)
                        .submitTime(1732239754684L)
                        .startTime(1732601581000L)
                        .endTime(1732601640000L)
                        .executeTime(59000L)
                        .version(1)
                        .forceSuccess(false)
                        .ignoreSuccess(false))));
    }

    @Test
    @DisplayName("jobs")
    void jobs() throws Exception {
        assertThat(read("jobs", FactoryJobList.class)).isEqualTo(new FactoryJobList().total(1).jobs(List.of(
                new FactoryJob()
                        .name("test_job_name")
                        .jobType("BATCH")
                        .status("SCHEDULING")
                        .owner("ei")
                        .createUser("ei")
                        .createTime(1732239754684L)
                        .startTime(1732239754684L)
                        .lastInstanceStatus("fail")
                        .lastInstanceEndTime(1732601640000L)
                        .lastUpdateTime(1732239754684L)
                        .lastUpdateUser("ei")
                        .path("/")
                        .priority(0)
                        .singleNodeJobFlag(false))));
    }

    @Test
    @DisplayName("quality jobs, with ids beyond 2^53 and with nulls")
    void qualityJobs() throws Exception {
        assertThat(read("qualityJobs", QualityJobList.class)).isEqualTo(new QualityJobList().count(1L).resources(List.of(
                new QualityJob()
                        .id(1012385458115825700L)
                        .name("test")
                        .categoryId(1012384968858652700L)
                        .scheduleStatus("NOT_START")
                        .schedulePeriod(null)
                        .scheduleInterval(null)
                        .createTime(1661413102000L)
                        .lastRunTime(1661413281000L)
                        .creator("ei"))));
    }

    @Test
    @DisplayName("runs of quality and comparison jobs")
    void runs() throws Exception {
        assertThat(read("qualityInstances", QualityInstanceList.class)).isEqualTo(new QualityInstanceList().count(2).resources(List.of(
                new QualityInstance()
                        .id(1012386207306600400L)
                        .name("test-1")
                        .taskId(1012385458115825700L)
                        .taskType("QUALITY_TASK")
                        .runStatus("SUCCESS")
                        .notifyStatus("NOT_TRIGGERED")
                        .startTime(1661413281000L)
                        .endTime(1661413381000L),
                new QualityInstance()
                        .id(1012386190504218600L)
                        .name("test-0")
                        .taskId(1012386182149165000L)
                        .taskType("CONSISTENCY_TASK")
                        .runStatus("SUCCESS")
                        .notifyStatus("NOT_TRIGGERED")
                        .startTime(1661413277000L)
                        .endTime(1661413380000L))));
    }

    private static <T> T read(String example, Class<T> model) throws Exception {
        return JSON.readValue(ApiDescription.packagedFile("examples/" + example + ".json"), model);
    }
}
