package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import feign.Body;
import feign.Headers;
import feign.Param;
import feign.Request;
import feign.RequestLine;
import feign.Response;
import feign.TypedResponse;
import io.dataarts.generated.api.QualityApi;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link DataArtsStudio#api} implements any interface that the generator made, and names the reason why it refuses any other. */
class ApiTypesTest {

    interface ReturnsResponse {
        @RequestLine("GET /a")
        Response get();
    }

    interface ReturnsPlain {
        @RequestLine("GET /a")
        String get();
    }

    interface Templated {
        @RequestLine("POST /a")
        @Body("{body}")
        TypedResponse<Void> post(@Param("body") String body);
    }

    interface FixedText {
        @RequestLine("POST /a")
        @Body("[1]")
        TypedResponse<Void> post();
    }

    interface FixedTemplate {
        @RequestLine("POST /a")
        @Body("[{a}]")
        TypedResponse<Void> post();
    }

    @ParameterizedTest
    @ValueSource(classes = {FixedText.class, FixedTemplate.class})
    @DisplayName("a body that is not a parameter is refused, as it would be dropped")
    void fixedBodies(Class<?> type) {
        refused(type, type.getSimpleName() + "#post() has a @Body, which cannot be sent: declare a parameter for the body");
    }

    @Test
    void api_whenItReturnsARawResponse_thenRefused() {
        refused(ReturnsResponse.class, "ReturnsResponse#get() must return feign.TypedResponse<...>");
    }

    @Test
    void api_whenItReturnsABareBody_thenRefused() {
        refused(ReturnsPlain.class, "ReturnsPlain#get() must return feign.TypedResponse<...>");
    }

    interface Unbound {
        @RequestLine("GET /a/{b}")
        TypedResponse<Void> get();
    }

    @Test
    void api_whenItsPathHasAVariableWithoutAParameter_thenRefused() {
        refused(Unbound.class, "Unbound#get() has no parameter for {b} in its path");
    }

    interface PartOfAQuery {
        @RequestLine("POST /a/{b}?q=p-{filter}&r=p-{also}")
        TypedResponse<Void> post(@Param("b") String b, @Param("filter") String filter, @Param("also") String also);
    }

    interface PartOfAHeader {
        @RequestLine("POST /a/{b}")
        @Headers("X-Filter: p-{filter}")
        TypedResponse<Void> post(@Param("b") String b, @Param("filter") String filter);
    }

    @Test
    @DisplayName("a parameter that is only a part of a value is refused, as it would be dropped")
    void partsOfValues() {
        String reason = " has parameters that are not a whole value of path, query or header: ";
        refused(PartOfAQuery.class, "PartOfAQuery#post(String,String,String)" + reason + "[also, filter]");
        refused(PartOfAHeader.class, "PartOfAHeader#post(String,String)" + reason + "[filter]");
    }

    @Test
    void api_whenItIsNotGenerated_thenRefused() {
        assertRefused(Runnable.class);
        assertRefused(String.class);
        assertRefused(DataArtsStudio.class);
    }

    @Test
    @DisplayName("each studio and each view has one implementation of each interface")
    void cached() {
        try (DataArtsStudio studio = Example.builder().region("cn-north-4").build()) {
            QualityApi api = studio.api(QualityApi.class);
            assertThat(studio.api(QualityApi.class)).isSameAs(api);
            assertThat(studio.inWorkspace("w").api(QualityApi.class)).isNotSameAs(api);
        }
    }

    @Test
    void api_whenTreatedAsAnObject_thenItIsItself() {
        try (DataArtsStudio studio = Example.builder().region("cn-north-4").build()) {
            QualityApi api = studio.api(QualityApi.class);
            assertThat(api).isEqualTo(api).hasSameHashCodeAs(api).isNotEqualTo(studio.inWorkspace("w").api(QualityApi.class))
                    .hasToString("QualityApi at https://dayu.cn-north-4.myhuaweicloud.com");
            assertThat(api.hashCode()).isEqualTo(System.identityHashCode(api));
        }
    }

    private void refused(Class<?> type, String reason) {
        assertThatThrownBy(() -> take(type))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(type.getName() + " is no interface that can be called: " + reason);
    }

    private void assertRefused(Class<?> type) {
        ThrowingCallable call = () -> take(type);
        assertThatThrownBy(call)
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(type.getName() + " is no interface that can be called: ");
    }

    private void take(Class<?> type) {
        try (DataArtsStudio studio = Example.builder().region("cn-north-4").build()) {
            studio.api(type);
        }
    }

    interface WithOptions {
        @RequestLine("GET /a")
        TypedResponse<Void> get(Request.Options options);
    }

    @Test
    @DisplayName("a parameter of Feign's options is refused, as it would have no effect")
    void options() {
        refused(WithOptions.class,
                "WithOptions#get(Options) has a parameter of feign.Request.Options: set timeouts on the studio's builder");
    }
}
