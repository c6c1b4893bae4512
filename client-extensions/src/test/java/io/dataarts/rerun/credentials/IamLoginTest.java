package io.dataarts.rerun.credentials;

import static io.dataarts.rerun.loopback.Cloud.LOGIN;
import static io.dataarts.rerun.loopback.Cloud.RERUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.Failing;
import io.dataarts.rerun.TestStudio;
import io.dataarts.rerun.WarmUp;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.loopback.ArrivedRequest;
import io.dataarts.rerun.loopback.Cloud;
import io.dataarts.rerun.loopback.Names;
import io.dataarts.rerun.loopback.Reply;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A studio with a password logs in at IAM, and keeps the token until shortly before its expiry. It never shows the password. */
@ExtendWith(WarmUp.class)
@Timeout(60)
class IamLoginTest {

    private final Iam iam = new Iam();

    @AfterEach
    void stop() {
        iam.close();
    }

    private String failure() {
        try (DataArtsStudio studio = iam.builder().build()) {
            ConfigurationException e = Failing.rerun(studio, ConfigurationException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(e.toString() + e.getCause()).doesNotContain("w\u00f6rd", "token-");
            assertThat(iam.server.requests(RERUN)).isEmpty();
            return e.getMessage();
        }
    }

    @Test
    void rerun_whenLoggingIn_thenTheRequestThatIamDocuments() {
        try (DataArtsStudio studio = iam.builder().build()) {
            studio.rerun(Example.QUALITY);
        }
        ArrivedRequest login = iam.server.requests().get(0);
        assertThat(login.method() + " " + login.target()).isEqualTo("POST /v3/auth/tokens");
        assertThat(login.value("Content-Type")).isEqualTo("application/json;charset=UTF-8");
        assertThat(login.text())
                .isEqualTo("""
                        {"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"ops","password":"pass\\"w\u00f6rd/1",\
                        "domain":{"name":"acme"}}}},"scope":{"project":{"id":"%s"}}}}""".formatted(Example.PROJECT));
    }

    @Test
    void rerun_whenLoggedIn_thenTheTokenTravelsAndNothingIsSigned() {
        try (DataArtsStudio studio = iam.builder().build()) {
            studio.rerun(Example.QUALITY);
        }
        assertThat(iam.tokensSent()).containsExactly("token-1");
        assertThat(iam.server.requests(RERUN).get(0).lowerCaseNames()).doesNotContain("authorization", "x-sdk-date");
    }

    @Test
    void rerun_whenTheTokenLastsLongerThanFiveMinutes_thenOneLogIn() {
        try (DataArtsStudio studio = iam.builder().build()) {
            studio.rerun(Example.QUALITY);
            iam.clock.pass(Duration.ofHours(24).minusMinutes(5).minusMillis(1));
            studio.inWorkspace("w2").rerun(Example.QUALITY);
        }
        assertThat(iam.tokensSent()).containsExactly("token-1", "token-1");
    }

    @Test
    void rerun_whenTheTokenLastsFiveMinutes_thenANewOneAheadOfExpiry() {
        try (DataArtsStudio studio = iam.builder().build()) {
            studio.rerun(Example.QUALITY);
            iam.clock.pass(Duration.ofHours(24).minusMinutes(5));
            iam.server.on(LOGIN, Cloud.token("token-2", "\"2024-11-24T03:20:00.000000Z\""));
            studio.rerun(Example.QUALITY);
        }
        assertThat(iam.tokensSent()).containsExactly("token-1", "token-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"soon\"", "17"})
    void rerun_whenTheExpiryCannotBeRead_thenTheTokenIsKeptUntilTheServiceRefusesIt(String expiresAt) {
        iam.expiring(expiresAt);
        try (DataArtsStudio studio = iam.builder().build()) {
            studio.rerun(Example.QUALITY);
            iam.clock.pass(Duration.ofDays(30));
            studio.rerun(Example.QUALITY);
        }
        assertThat(iam.tokensSent()).containsExactly("token-1", "token-1");
    }

    @Test
    void rerun_whenThePasswordIsWrong_thenAdviceAndThePasswordIsMaskedThoughIamEchoesIt() {
        iam.server.on(LOGIN, Reply.json(
                401, "{\"error\":{\"code\":401,\"message\":\"The password pass\\\"w\u00f6rd/1 is wrong.\",\"title\":\"Unauthorized\"}}"));
        assertThat(failure())
                .isEqualTo(iam.noToken("HTTP 401, The password **** is wrong.; check user, password, domain and project"));
    }

    @Test
    void rerun_whenIamAnswersInTheGatewaysWay_thenItsMessage() {
        iam.server.on(LOGIN, Reply.json(403, "{\"error_code\":\"IAM.0001\",\"error_msg\":\"account locked\"}"));
        assertThat(failure()).isEqualTo(iam.noToken("HTTP 403, account locked; check user, password, domain and project"));
    }

    @Test
    void rerun_whenIamIsDown_thenNoAdviceAboutThePassword() {
        iam.server.on(LOGIN, Reply.json(502, "<html>pass\"w\u00f6rd/1</html>"));
        assertThat(failure()).isEqualTo(iam.noToken("HTTP 502, no message"));
    }

    @Test
    void rerun_whenIamRedirects_thenThePasswordDoesNotFollow() {
        iam.server.on(LOGIN, Reply.empty(307, "Location: " + iam.server.endpoint() + "/elsewhere"));
        assertThat(failure()).isEqualTo(iam.noToken("HTTP 307, no message"));
        assertThat(iam.server.requests("/elsewhere")).isEmpty();
    }

    @Test
    void rerun_whenIamGivesNoToken_thenItSaysSo() {
        iam.server.on(LOGIN, Reply.json(201, "{}"));
        assertThat(failure()).isEqualTo(iam.noToken("HTTP 201, but its X-Subject-Token cannot be used: IAM token must not be empty"));
    }

    @Test
    void rerun_whenIamDoesNotAnswerInTime_thenTheCallsTimeoutEndsIt() {
        iam.server.on(LOGIN, Reply.silence());
        try (DataArtsStudio studio = iam.builder().callTimeout(Duration.ofSeconds(2)).build()) {
            assertThatThrownBy(() -> studio.rerun(Example.QUALITY))
                    .isInstanceOf(NotSentException.class)
                    .hasMessageMatching("Not sent: callTimeout of 2 s ended: the call waited .* for the answer of "
                            + iam.server.authority());
        }
    }

    @Test
    void rerun_whenARegionIsGiven_thenItsIam() {
        Names names = Names.unknown();
        try (DataArtsStudio studio =
                TestStudio.isolated().names(names).builder().region("eu-west-101").credentials(Iam.LOG_IN).build()) {
            assertThatThrownBy(() -> studio.rerun(Example.QUALITY))
                    .hasMessageEndingWith("https://iam.eu-west-101.myhuaweicloud.eu: the host name of"
                            + " iam.eu-west-101.myhuaweicloud.eu does not resolve: check the region or the endpoint, and the network's"
                            + " DNS");
        }
        assertThat(names.asked()).containsOnly("iam.eu-west-101.myhuaweicloud.eu");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "https://gateway.example.com",
        "https://dayu.example.com",
        "https://dayu.myhuaweicloud.com.example.com",
        "https://dayu.cn-north-4.myhuaweicloud.com.example.com",
        "https://dayu.cn-north-4.myhuaweicloud.com:8443",
    })
    void build_whenAnEndpointIsGivenWithoutIams_thenThePasswordGoesToNoGuessedHost(String endpoint) {
        assertThat(catchThrowable(() -> TestStudio.isolated()
                        .builder()
                        .endpoint(URI.create(endpoint))
                        .credentials(Iam.LOG_IN)
                        .build()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("The configuration is incomplete:\n- iamEndpoint is not set: with an endpoint instead of a region, call"
                        + " iamEndpoint(...) too");
    }
}
