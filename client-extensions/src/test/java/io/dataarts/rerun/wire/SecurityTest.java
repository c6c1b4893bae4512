package io.dataarts.rerun.wire;

import static io.dataarts.rerun.loopback.Cloud.RERUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dataarts.generated.api.FactoryApi;
import io.dataarts.generated.api.QualityApi;
import io.dataarts.generated.model.RestartQualityInstanceRequest;
import io.dataarts.generated.model.RestartQualityInstanceResponse;
import io.dataarts.generated.model.RetryJobInstancesRequest;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.DataArtsStudioBuilder;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.Failing;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.TestStudio;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.error.UnreadableResponseException;
import io.dataarts.rerun.loopback.Cloud;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials go to the configured host alone. No value changes the shape of a request, or the types read from a response. */
class SecurityTest {

    private final LoopbackServer server = Cloud.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private DataArtsStudioBuilder builder() {
        return Example.builder(server).credentials(Example.TEMPORARY_KEY);
    }

    private static void assertThatNoEndpointIs(String text) {
        URI uri = URI.create(text);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DataArtsStudio.builder().endpoint(uri))
                .withMessageStartingWith("endpoint must ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DataArtsStudio.builder().iamEndpoint(uri))
                .withMessageStartingWith("iamEndpoint must ");
        DataArtsStudioBuilder fromEnvironment =
                TestStudio.isolated().environment(Map.of("DATAARTS_ENDPOINT", text)).builder().fromEnvironment();
        assertThatThrownBy(fromEnvironment::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("DATAARTS_ENDPOINT cannot be used: endpoint must ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://dayu.cn-north-4.myhuaweicloud.com",
                "http://localhost.evil.com",
                "http://127.0.0.1.nip.io",
                "http://127.0.0.1.evil.com:8080",
                "http://localhost.",
                "http://2130706433",
                "http://0x7f000001",
                "http://0177.0.0.1",
                "http://127.1",
                "http://0.0.0.0",
                "http://10.0.0.1",
                "http://169.254.169.254",
                "http://[::ffff:127.0.0.1]",
                "http://[::1%25eth0]",
                "http://[fe80::1]",
                "http://xn--localhost-",
            })
    void endpoint_whenPlainHttpToAnythingButLoopback_thenRefused(String text) {
        assertThatNoEndpointIs(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user@host.example.com",
                "https://user:password@host.example.com",
                "https://localhost:80@evil.example.com",
                "http://127.0.0.1@evil.example.com",
                "https://host.example.com?query",
                "https://host.example.com/#fragment",
                "https://host.example.com/a/../b",
                "https://host.example.com/a%2fb",
                "https:///nowhere",
                "https:host.example.com",
                "ftp://host.example.com",
                "file:///etc/passwd",
                "//host.example.com",
                "host.example.com",
            })
    void endpoint_whenItIsOdd_thenRefused(String text) {
        assertThatNoEndpointIs(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost", "http://127.0.0.1:8080", "http://127.8.9.10", "http://[::1]:8080", "HTTPS://host.example.com:8443",
                "https://host.example.com/prefix/",
            })
    void endpoint_whenSecureOrLoopback_thenTaken(String text) {
        assertThatCode(() -> DataArtsStudio.builder().endpoint(URI.create(text)).iamEndpoint(URI.create(text))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Injected: b", "a\nb", "a\rb", "a\0b", "a\tb", "caf\u00e9", "\u4f60", "a\u007fb", "a\u2028b", ""})
    void build_whenAHeaderValueIsNone_thenRefusedBeforeAnythingIsSent(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> AccessKey.of(value, "SK"));
        assertThatIllegalArgumentException().isThrownBy(() -> AccessKey.of("AK", value));
        assertThatIllegalArgumentException().isThrownBy(() -> AccessKey.of("AK", "SK", value));
        assertThatIllegalArgumentException().isThrownBy(() -> IamToken.of(value));
        assertThatIllegalArgumentException().isThrownBy(() -> DataArtsStudio.builder().workspace(value));
        assertThatIllegalArgumentException().isThrownBy(() -> DataArtsStudio.builder().projectId(value));
        assertThatIllegalArgumentException().isThrownBy(() -> DataArtsStudio.builder().region(value));
        try (DataArtsStudio studio = builder().build()) {
            assertThatIllegalArgumentException().isThrownBy(() -> studio.inWorkspace(value));
            QualityApi api = studio.api(QualityApi.class);
            RestartQualityInstanceRequest body = new RestartQualityInstanceRequest().ruleId("1");
            if (!value.isEmpty()) { // An empty workspace means the studio's.
                assertThatIllegalArgumentException().isThrownBy(() -> api.restartQualityInstance("p1", value, body));
            }
            assertThatIllegalArgumentException().isThrownBy(() -> api.restartQualityInstance(value, "w1", body));
        }
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "../x", "a/b", "a\\b", "a%2fb", "%2e%2e", "a?b", "a#b", "a;b/..", "/", "\ud800"})
    void rerun_whenAPathValueCouldReachAnotherResource_thenRefusedBeforeAnythingIsSent(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> JobRerun.job(value));
        assertThatIllegalArgumentException().isThrownBy(() -> DataArtsStudio.builder().projectId(value));
        try (DataArtsStudio studio = builder().build()) {
            FactoryApi jobs = studio.api(FactoryApi.class);
            RetryJobInstancesRequest body = new RetryJobInstancesRequest();
            assertThatIllegalArgumentException().isThrownBy(() -> jobs.retryFactoryJobInstance("p1", value, "w1", body));
            assertThatIllegalArgumentException().isThrownBy(() -> jobs.retryFactoryJobInstance(value, "job", "w1", body));
            QualityApi quality = studio.api(QualityApi.class);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> quality.restartQualityInstance(value, "w1", new RestartQualityInstanceRequest()));
        }
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 307, 308})
    void rerun_whenRedirected_thenCredentialsGoNowhereElse(int status) {
        try (LoopbackServer elsewhere = Cloud.start();
                DataArtsStudio studio = builder().build()) {
            server.on(RERUN, Reply.empty(status, "Location: " + elsewhere.endpoint() + "/v2/elsewhere"));
            ServiceException e = Failing.rerun(studio, ServiceException.class);
            assertThat(e.httpStatus()).isEqualTo(status);
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(elsewhere.requests()).isEmpty();
        }
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void rerun_whenTheServiceAsksForAPassword_thenNoneIsSent() {
        server.on(RERUN, Reply.empty(401, "WWW-Authenticate: Basic realm=\"x\""));
        try (DataArtsStudio studio = builder().build()) {
            assertThatThrownBy(() -> studio.rerun(Example.QUALITY)).isInstanceOf(ServiceException.class);
        }
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void rerun_whenTheServiceSetsACookie_thenItIsNotSentBack() {
        server.on(RERUN, Reply.empty(200, "Set-Cookie: session=1; Path=/"));
        try (DataArtsStudio studio = builder().build()) {
            studio.rerun(Example.QUALITY);
            studio.rerun(Example.QUALITY);
        }
        assertThat(server.requests()).hasSize(2).noneMatch(request -> request.lowerCaseNames().contains("cookie"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"@class\":\"javax.script.ScriptEngineManager\",\"instance_id\":\"7\"}",
                "{\"@type\":\"com.sun.rowset.JdbcRowSetImpl\",\"dataSourceName\":\"ldap://127.0.0.1:1/x\",\"instance_id\":\"7\"}",
                "{\"instance_id\":\"7\",\"@c\":\".Evil\",\"java.lang.Class\":{\"val\":\"x\"}}",
            })
    void rerun_whenAnAnswerNamesAType_thenItIsIgnored(String answer) {
        server.on(RERUN, Reply.json(200, answer));
        try (DataArtsStudio studio = builder().build()) {
            assertThat(studio.rerun(Example.QUALITY).instanceId()).contains("7");
            assertThat(studio.api(QualityApi.class).restartQualityInstance("p1", "w1", new RestartQualityInstanceRequest()).body())
                    .isExactlyInstanceOf(RestartQualityInstanceResponse.class);
        }
    }

    @Test
    void rerun_whenAnAnswerWrapsAType_thenItIsNoModel() {
        server.on(RERUN, Reply.json(200, "[\"java.util.ArrayList\",[{\"instance_id\":\"7\"}]]"));
        try (DataArtsStudio studio = builder().build()) {
            assertThat(studio.rerun(Example.QUALITY).instanceId()).isEmpty();
            QualityApi api = studio.api(QualityApi.class);
            assertThatThrownBy(() -> api.restartQualityInstance("p1", "w1", new RestartQualityInstanceRequest()))
                    .isInstanceOf(UnreadableResponseException.class);
        }
    }
}
