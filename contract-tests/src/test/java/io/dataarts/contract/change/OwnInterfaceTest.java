package io.dataarts.contract.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import feign.CollectionFormat;
import feign.HeaderMap;
import feign.Headers;
import feign.Param;
import feign.QueryMap;
import feign.RequestLine;
import feign.TypedResponse;
import io.dataarts.contract.provider.ReferenceProvider;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.Outcome;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
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

    interface WithFilters {

        @RequestLine("GET /v2/{project}/quality/quality-tasks")
        TypedResponse<Jobs> jobs(@Param("project") String project, @QueryMap Map<String, String> filters);
    }

    interface WithHeaders {

        @RequestLine("GET /v2/{project}/quality/quality-tasks")
        TypedResponse<Jobs> jobs(@Param("project") String project, @HeaderMap Map<String, String> headers);
    }

    interface WithAddress {

        @RequestLine("GET /v2/{project}/quality/quality-tasks")
        TypedResponse<Jobs> jobs(URI address, @Param("project") String project);
    }

    interface WithExpander {

        class Upper implements Param.Expander {

            @Override
            public String expand(Object value) {
                return value.toString().toUpperCase(Locale.ROOT);
            }
        }

        @RequestLine("GET /v2/{project}/quality/quality-tasks?name={name}")
        TypedResponse<Jobs> upper(@Param("project") String project, @Param(value = "name", expander = Upper.class) String name);
    }

    interface WithFormat {

        @RequestLine(value = "GET /v2/{project}/quality/quality-tasks?name={name}", collectionFormat = CollectionFormat.CSV)
        TypedResponse<Jobs> jobs(@Param("project") String project, @Param("name") List<String> names);
    }

    interface WithDate {

        @RequestLine("GET /v2/{project}/quality/quality-tasks?start_time={from}")
        TypedResponse<Jobs> jobs(@Param("project") String project, @Param("from") Date from);
    }

    interface WithOptional {

        @RequestLine("GET /v2/{project}/quality/quality-tasks?name={name}")
        TypedResponse<Jobs> jobs(@Param("project") String project, @Param("name") Optional<String> name);
    }

    interface WithObject {

        @RequestLine("GET /v2/{project}/quality/quality-tasks?name={name}")
        TypedResponse<Jobs> jobs(@Param("project") String project, @Param("name") Object name);
    }

    interface WithTunnel {

        @RequestLine("CONNECT /v2/{project}/quality/quality-tasks")
        TypedResponse<Jobs> jobs(@Param("project") String project);
    }

    interface WithTransfer {

        @RequestLine("GET /v2/{project}/quality/quality-tasks")
        @Headers("transfer-encoding: chunked")
        TypedResponse<Jobs> jobs(@Param("project") String project);
    }

    interface WithoutParam {

        @RequestLine("GET /v2/{project}/quality/quality-tasks")
        TypedResponse<Jobs> jobs(@Param("project") String project, String name);
    }

    interface WithUnused {

        @RequestLine("GET /v2/{project}/quality/quality-tasks")
        TypedResponse<Jobs> jobs(@Param("project") String project, @Param("name") String name);
    }

    interface Plain {

        @RequestLine("POST /v2/{project}/quality/instances/restart?limit={limit}&at={at}&exact={exact}")
        @Headers("content-type: Application/JSON")
        TypedResponse<Map<String, String>> restart(@Param("project") String project, @Param("limit") int limit, @Param("at") Instant at,
                @Param("exact") boolean exact, Restart body);
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

    static Stream<Arguments> unsendable() {
        String map = " has a @QueryMap, a @HeaderMap or a URI, which cannot be sent: declare a @Param for each value";
        String encoding = " has an expander or a collection format: remove it, since the SDK writes all values itself";
        String object = " has an object outside its body, which cannot be sent: ";
        String transfer = " opens a tunnel, or sets how the body is transferred: leave both to the SDK";
        return Stream.of(
                arguments(WithFilters.class, "#jobs(String,Map)" + map),
                arguments(WithHeaders.class, "#jobs(String,Map)" + map),
                arguments(WithAddress.class, "#jobs(URI,String)" + map),
                arguments(WithExpander.class, "#upper(String,String)" + encoding),
                arguments(WithFormat.class, "#jobs(String,List)" + encoding),
                arguments(WithDate.class, "#jobs(String,Date)" + object + "[from]"),
                arguments(WithOptional.class, "#jobs(String,Optional)" + object + "[name]"),
                arguments(WithObject.class, "#jobs(String,Object)" + object + "[name]"),
                arguments(WithTunnel.class, "#jobs(String)" + transfer),
                arguments(WithTransfer.class, "#jobs(String)" + transfer),
                arguments(WithoutParam.class, "#jobs(String,String) has a body that is not JSON, which cannot be sent: []. A parameter without"
                        + " @Param is the body, and needs @Headers(\"Content-Type: application/json\")"),
                arguments(WithUnused.class, "#jobs(String,String) has parameters that path, query and headers do not name, such as form fields"
                        + " or cookies, which cannot be sent: [name]"));
    }

    @ParameterizedTest
    @DisplayName("is refused before any call if it asks for what the SDK would leave out or send otherwise")
    @MethodSource("unsendable")
    void api_whenFeignWouldSendOtherwise_thenSaysWhy(Class<?> type, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> studio.api(type))
                .withMessage(type.getName() + " is no interface that can be called: " + type.getSimpleName() + message);
    }

    @Test
    @DisplayName("takes primitives and times outside the body, and a content type in any case")
    void api_whenValuesArePlain_thenSent() {
        Plain plain = studio.api(Plain.class);
        catchThrowable(() -> plain.restart(PROJECT, 3, Instant.EPOCH, true, new Restart(1, "1440764172232392705")));
        assertThat(provider.exchanges()).extracting(exchange -> exchange.request().target())
                .containsExactly("/v2/" + PROJECT + "/quality/instances/restart?limit=3&at=1970-01-01T00%3A00%3A00Z&exact=true");
    }
}
