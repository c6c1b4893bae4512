package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.CredentialsProvider;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The builder names every missing or wrong setting, and by which call or variable to fix it. */
class DataArtsStudioBuilderTest {

    private static final String NO_REGION = "region is not set: call region(...) or endpoint(...), or set DATAARTS_REGION or"
            + " DATAARTS_ENDPOINT and call fromEnvironment()";
    private static final String NO_PROJECT =
            "projectId is not set: call projectId(...), or set HUAWEICLOUD_SDK_PROJECT_ID and call fromEnvironment()";
    private static final String NO_WORKSPACE =
            "workspace is not set: call workspace(...), or set DATAARTS_WORKSPACE and call fromEnvironment()";

    private final Map<String, String> environment = new HashMap<>();

    @Nested
    @DisplayName("missing settings")
    class Missing {

        @Test
        void build_whenNothingIsSet_thenOneExceptionListsItAll() {
            problems(builder(), NO_REGION, NO_PROJECT, NO_WORKSPACE);
        }

        @Test
        void build_whenNothingIsSetAndTheEnvironmentIsEmpty_thenOneExceptionListsItAll() {
            environment.put("DATAARTS_WORKSPACE", "");
            problems(builder().fromEnvironment(), NO_REGION, NO_PROJECT, NO_WORKSPACE);
        }

        @Test
        void build_whenOnlyTheWorkspaceIsMissing_thenOnlyThatIsListed() {
            problems(builder().region("cn-north-4").projectId("p"), NO_WORKSPACE);
        }

        @Test
        void build_whenRegionAndEndpoint_thenRefused() {
            problems(builder().region("cn-north-4").endpoint(URI.create("https://h")).projectId("p").workspace("w"),
                    "region and endpoint are both set, and name two targets: keep one");
        }

        @Test
        void build_whenItFails_thenNothingWasSent() {
            ConfigurationException failure = catchThrowableOfType(ConfigurationException.class, () -> builder().build());
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failure.attempts()).isZero();
            assertThat(failure.requestId()).isEmpty();
        }

        @Test
        @DisplayName("without fromEnvironment() no setting comes from the environment")
        void environmentIsNotAsked() {
            fullEnvironment();
            problems(builder(), NO_REGION, NO_PROJECT, NO_WORKSPACE);
        }
    }

    @Nested
    @DisplayName("from the environment")
    class FromEnvironment {

        @Test
        void build_whenAllIsThere_thenTaken() {
            fullEnvironment();
            try (DataArtsStudio studio = builder().fromEnvironment().build()) {
                assertThat(studio.preview(Example.QUALITY).uri())
                        .hasToString("https://dayu.cn-north-9.myhuaweicloud.com/v2/env-project/quality/instances/restart");
                assertThat(studio.preview(Example.QUALITY).headers()).containsEntry("workspace", "env-workspace");
            }
        }

        @Test
        void build_whenEndpointInsteadOfRegion_thenTaken() {
            fullEnvironment();
            environment.remove("DATAARTS_REGION");
            environment.put("DATAARTS_ENDPOINT", "https://private.example.com");
            try (DataArtsStudio studio = builder().fromEnvironment().build()) {
                assertThat(studio.preview(Example.QUALITY).uri()).hasHost("private.example.com");
            }
        }

        @Test
        @DisplayName("a setting of the builder wins, whatever the order of the calls")
        void builderWins() {
            fullEnvironment();
            try (DataArtsStudio studio = builder().region("cn-north-4").workspace("w").fromEnvironment().projectId("p").build()) {
                assertThat(studio).hasToString("DataArtsStudio[project p, workspace w]");
                assertThat(studio.preview(Example.QUALITY).uri()).hasHost("dayu.cn-north-4.myhuaweicloud.com");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"DATAARTS_REGION", "DATAARTS_ENDPOINT"})
        @DisplayName("a target of the builder wins over any target of the environment, even a malformed one")
        void builderWinsOverTheOtherKind(String variable) {
            fullEnvironment();
            environment.put(variable, "!!");
            try (DataArtsStudio studio = builder().endpoint(URI.create("https://h")).fromEnvironment().build()) {
                assertThat(studio.preview(Example.QUALITY).uri()).hasHost("h");
            }
        }

        @Test
        void build_whenRegionAndEndpoint_thenRefused() {
            fullEnvironment();
            environment.put("DATAARTS_ENDPOINT", "https://h");
            problems(builder().fromEnvironment(), "region and endpoint are both set, and name two targets: keep one");
        }

        @Test
        @DisplayName("a malformed value is reported by its variable, and not also as missing")
        void brokenValues() {
            environment.put("DATAARTS_REGION", "CN");
            environment.put("HUAWEICLOUD_SDK_PROJECT_ID", "a/b");
            environment.put("DATAARTS_WORKSPACE", "a\nb");
            problems(builder().fromEnvironment(),
                    "DATAARTS_REGION cannot be used: region must be an id such as cn-north-4, was \"CN\"",
                    "HUAWEICLOUD_SDK_PROJECT_ID cannot be used: projectId must not contain '/', which would reach another resource: a/b",
                    "DATAARTS_WORKSPACE cannot be used: workspace must be printable ASCII, as it travels in a header; has U+000A at"
                            + " index 1");
        }

        @ParameterizedTest
        @ValueSource(strings = {"a\r\nX-Injected: b", "\u4f60", "a\0b"})
        void build_whenTheEnvironmentHoldsNoHeaderValue_thenRefused(String value) {
            environment.put("DATAARTS_WORKSPACE", value);
            environment.put("HUAWEICLOUD_SDK_PROJECT_ID", value);
            environment.put("DATAARTS_REGION", value);
            assertThatThrownBy(() -> builder().fromEnvironment().build())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("DATAARTS_WORKSPACE cannot be used: ")
                    .hasMessageContaining("HUAWEICLOUD_SDK_PROJECT_ID cannot be used: ")
                    .hasMessageContaining("DATAARTS_REGION cannot be used: ");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', value = {
            "https://user:password@h/a b | endpoint must be a URL such as https://host:8443: Illegal character in path at index 25",
            "https://user:password@h | endpoint must have no user info, query or fragment, was https://****@h",
            "user:password@h | endpoint must start with https://, was ****@h",
            "http://h | endpoint must start with https://, plain http only to localhost, 127.0.0.1 or [::1], was http://h"
        })
        void build_whenEndpointCannotBeUsed_thenItsPasswordIsNotShown(String value, String problem) {
            fullEnvironment();
            environment.remove("DATAARTS_REGION");
            environment.put("DATAARTS_ENDPOINT", value);
            problems(builder().fromEnvironment(), "DATAARTS_ENDPOINT cannot be used: " + problem);
        }

        @Test
        @DisplayName("an access key in the environment signs the requests")
        void accessKey() {
            environment.put("HUAWEICLOUD_SDK_AK", Example.AK);
            environment.put("HUAWEICLOUD_SDK_SK", Example.SK);
            environment.put("HUAWEICLOUD_SDK_SECURITY_TOKEN", Example.SECURITY_TOKEN);
            try (LoopbackServer server = LoopbackServer.answering(Reply.empty(200));
                    DataArtsStudio studio = builder().endpoint(server.endpoint()).projectId("p").workspace("w").build()) {
                studio.rerun(Example.QUALITY);
                assertThat(server.onlyRequest().value("X-Security-Token")).isEqualTo(Example.SECURITY_TOKEN);
                assertThat(server.onlyRequest().value("Authorization")).startsWith("SDK-HMAC-SHA256 Access=" + Example.AK + ", ");
            }
        }
    }

    @Nested
    @DisplayName("single values")
    class Values {

        @Test
        void region_whenNotAnId_thenRefusedAtOnce() {
            refused(() -> builder().region("cn north"), "region must be an id such as cn-north-4, was \"cn north\"");
        }

        @Test
        void endpoint_whenPlainHttp_thenRefusedAtOnce() {
            refused(() -> builder().endpoint(URI.create("http://dayu.example.com")),
                    "endpoint must start with https://, plain http only to localhost, 127.0.0.1 or [::1], was http://dayu.example.com");
        }

        @Test
        void iamEndpoint_whenPlainHttp_thenRefusedAtOnce() {
            refused(() -> builder().iamEndpoint(URI.create("http://iam.example.com")),
                    "iamEndpoint must start with https://, plain http only to localhost, 127.0.0.1 or [::1], was http://iam.example.com");
        }

        @Test
        void projectId_whenItCouldReachAnotherResource_thenRefusedAtOnce() {
            refused(() -> builder().projectId("../x"), "projectId must not contain '/', which would reach another resource: ../x");
        }

        @Test
        void workspace_whenItHasALineBreak_thenRefusedAtOnce() {
            refused(() -> builder().workspace("w\r\nX-Auth-Token: t"),
                    "workspace must be printable ASCII, as it travels in a header; has U+000D at index 1");
        }

        @Test
        void inWorkspace_whenEmpty_thenRefusedAtOnce() {
            try (DataArtsStudio studio = Example.builder().region("cn-north-4").build()) {
                refused(() -> studio.inWorkspace(""), "workspace must not be empty");
            }
        }

        @Test
        void proxy_whenItHasAPassword_thenRefusedWithoutIt() {
            refused(() -> builder().proxy(URI.create("http://user:secret@proxy:3128")),
                    "proxy must have no user info, query or fragment, was http://****@proxy:3128");
        }

        @ParameterizedTest
        @ValueSource(strings = {"PT0S", "PT-0.001S", "PT-1S"})
        void timeouts_whenNotPositive_thenRefused(Duration timeout) {
            refused(() -> builder().connectTimeout(timeout), "connectTimeout must be positive, was " + timeout);
            refused(() -> builder().responseTimeout(timeout), "responseTimeout must be positive, was " + timeout);
            refused(() -> builder().callTimeout(timeout), "callTimeout must be positive, was " + timeout);
            refused(() -> builder().duplicateGuard(timeout), "duplicateGuard must be positive, was " + timeout);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
        void maxConnections_whenNotPositive_thenRefused(int connections) {
            refused(() -> builder().maxConnections(connections), "maxConnections must be at least 1, was " + connections);
        }

        @Test
        void setters_whenNull_thenRefusedByName() {
            nullRefused(() -> builder().region(null), "region");
            nullRefused(() -> builder().endpoint(null), "endpoint");
            nullRefused(() -> builder().projectId(null), "projectId");
            nullRefused(() -> builder().workspace(null), "workspace");
            nullRefused(() -> builder().credentials((Credentials) null), "credentials");
            nullRefused(() -> builder().credentials((CredentialsProvider) null), "provider");
            nullRefused(() -> builder().proxy(null), "proxy");
            nullRefused(() -> builder().sslContext(null), "sslContext");
            nullRefused(() -> builder().addListener(null), "listener");
            nullRefused(() -> builder().retryPolicy(null), "policy");
        }

        @Test
        @DisplayName("a timeout of practically endless length never ends a call")
        void endlessTimeouts() {
            Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
            try (LoopbackServer server = LoopbackServer.answering(Reply.empty(200));
                    DataArtsStudio studio = Example.builder(server)
                            .connectTimeout(endless)
                            .responseTimeout(endless)
                            .callTimeout(endless)
                            .duplicateGuard(endless)
                            .build()) {
                assertThat(studio.rerun(Example.QUALITY).httpStatus()).isEqualTo(200);
            }
        }

        @Test
        @DisplayName("a timeout below a millisecond counts as a millisecond, since 0 would mean no timeout")
        void tinyTimeout() {
            try (LoopbackServer server = LoopbackServer.answering(Reply.silence());
                    DataArtsStudio studio = Example.builder(server)
                            .responseTimeout(Duration.ofNanos(1))
                            .callTimeout(Duration.ofSeconds(20))
                            .build()) {
                assertThatThrownBy(() -> studio.rerun(Example.QUALITY))
                        .hasMessage("Sent, but whether it was executed is unknown: " + server.authority() + " sent nothing for 1 ms (responseTimeout)");
            }
        }
    }

    @Test
    @DisplayName("one builder can build several studios, each with its own connections")
    void twice() {
        DataArtsStudioBuilder builder = Example.builder().region("cn-north-4");
        try (DataArtsStudio second = builder.build()) {
            builder.build().close();
            assertThat(second.preview(Example.QUALITY).method()).isEqualTo("POST");
        }
    }

    @Test
    void builder_whenCalledOnTheInterface_thenItIsThisOne() {
        assertThat(DataArtsStudio.builder()).isExactlyInstanceOf(DataArtsStudioBuilder.class);
    }

    private DataArtsStudioBuilder builder() {
        Platform real = Platform.real();
        return new DataArtsStudioBuilder(new Platform(
                environment::get, real.home(), real.metadata(), null, Example.CLOCK, real.sleeper()));
    }

    private void fullEnvironment() {
        environment.put("DATAARTS_REGION", "cn-north-9");
        environment.put("DATAARTS_WORKSPACE", "env-workspace");
        environment.put("HUAWEICLOUD_SDK_PROJECT_ID", "env-project");
    }

    private static void problems(DataArtsStudioBuilder builder, String... problems) {
        assertThatThrownBy(builder::build)
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessage("The configuration is incomplete:\n- " + String.join("\n- ", problems));
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isExactlyInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    private static void nullRefused(ThrowingCallable call, String name) {
        assertThatThrownBy(call).isExactlyInstanceOf(NullPointerException.class).hasMessage(name);
    }
}
