package io.dataarts.contract.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import feign.Headers;
import feign.Param;
import feign.RequestLine;
import feign.TypedResponse;
import io.dataarts.contract.provider.ReferenceProvider;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SDK signs, sends and checks the calls of an interface that a user wrote by hand, as those of a generated one. */
class OwnInterfaceTest {

    private static final String PROJECT = "62099355b894428e8916573ae635f1f9";
    private static final String AK = "EXAMPLEAK00000000001";
    private static final String SK = "ExampleSecretKey0000000000000000000000000";

    interface Lists {

        @RequestLine("GET /v2/{projectId}/quality/quality-tasks?name={name}")
        TypedResponse<Jobs> jobs(@Param("projectId") String projectId, @Param("name") String name);

        @RequestLine("GET /v2/{projectId}/factory/jobs/{job}/instances/detail")
        TypedResponse<Map<String, Object>> instances(@Param("projectId") String projectId, @Param("job") String job);

        default List<Job> jobsOf(String project) {
            return jobs(project, null).body().resources();
        }
    }

    interface Restarts {

        @RequestLine("POST /v2/{projectId}/quality/instances/restart")
        @Headers({"Content-Type: application/json;charset=UTF-8", "workspace: {workspace}"})
        TypedResponse<Map<String, String>> restart(@Param("projectId") String projectId, @Param("workspace") String workspace, Restart body);
    }

    interface WithFixedQuery {

        @RequestLine("GET /v2/{project}/quality/quality-tasks?name={name}&limit=10")
        TypedResponse<Jobs> jobs(@Param("project") String project, @Param("name") String name);
    }

    interface Bare {

        @RequestLine("GET /v2/{projectId}/quality/quality-tasks")
        String jobs(@Param("projectId") String projectId);
    }

    interface Unannotated {

        TypedResponse<String> jobs();
    }

    record Jobs(long count, List<Job> resources) {
    }

    record Job(long id, String name) {
    }

    record Restart(int rule_type, String rule_id) {
    }

    private ReferenceProvider provider;
    private DataArtsStudio studio;

    @BeforeEach
    void start() {
        provider = ReferenceProvider.builder().accessKey(AK, SK).qualityJob("1440764172232392705", "1440764172232400896").start();
        provider.memory().qualityJob(1440764172232392705L, "orders", values -> { });
        studio = DataArtsStudio.builder()
                .endpoint(provider.endpoint())
                .projectId(PROJECT)
                .workspace("62fbba734e634c5087656fc3ff7adf34")
                .credentials(AccessKey.of(AK, SK))
                .build();
    }

    @AfterEach
    void stop() {
        studio.close();
        provider.close();
    }

    @Test
    @DisplayName("is signed, and its answer read into types of the user's own")
    void get_whenAnswered_thenOwnTypes() {
        assertThat(studio.api(Lists.class).jobs(PROJECT, "orders").body())
                .isEqualTo(new Jobs(1, List.of(new Job(1440764172232392705L, "orders"))));
        assertThat(studio.api(Lists.class).jobsOf(PROJECT)).hasSize(1);
        assertThat(provider.exchanges()).extracting(exchange -> exchange.status()).containsOnly(200);
    }

    @Test
    @DisplayName("sends a body of the user's own, and the studio's workspace for null")
    void post_whenWorkspaceIsNull_thenStudios() {
        assertThat(studio.api(Restarts.class).restart(PROJECT, null, new Restart(1, "1440764172232392705")).body())
                .containsEntry("instance_id", "1440764172232400896");
    }

    @Test
    @DisplayName("fails with the exceptions and outcomes of the SDK")
    void post_whenRefused_thenOutcome() {
        BadRequestException e = catchThrowableOfType(BadRequestException.class,
                () -> studio.api(Restarts.class).restart(PROJECT, null, new Restart(1, "1000000000000000000")));

        assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(e.attempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @DisplayName("cannot reach another resource by a value of its path")
    @ValueSource(strings = {"..", ".", "a/../b", ""})
    void get_whenPathValueLeadsElsewhere_thenNothingIsSent(String job) {
        assertThatIllegalArgumentException().isThrownBy(() -> studio.api(Lists.class).instances(PROJECT, job)).withMessageStartingWith("job ");
        assertThat(provider.exchanges()).isEmpty();
    }

    @Test
    @DisplayName("is refused before any call if the SDK cannot send it as written")
    void api_whenInterfaceCannotBeSent_thenSaysWhy() {
        assertThatIllegalArgumentException().isThrownBy(() -> studio.api(WithFixedQuery.class))
                .withMessage(WithFixedQuery.class.getName() + " is no interface that can be called:"
                        + " WithFixedQuery#jobs(String,String) has query values that are not parameters: ?name={name}&limit=10");
        assertThatIllegalArgumentException().isThrownBy(() -> studio.api(Bare.class))
                .withMessage(Bare.class.getName() + " is no interface that can be called: Bare#jobs(String) must return feign.TypedResponse<...>");
        assertThatIllegalArgumentException().isThrownBy(() -> studio.api(Unannotated.class))
                .withMessageStartingWith(Unannotated.class.getName() + " is no interface that can be called: Method Unannotated#jobs() not annotated with HTTP method");
    }
}
