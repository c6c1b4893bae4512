package io.dataarts.rerun;

import static io.dataarts.rerun.CredentialsServer.A_RERUN;
import static io.dataarts.rerun.CredentialsServer.LOGIN;
import static io.dataarts.rerun.CredentialsServer.RERUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dataarts.rerun.CredentialsServer.Reply;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.CredentialsProvider;
import io.dataarts.rerun.auth.IamPassword;
import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.error.AuthenticationException;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** IAM gives token-1, token-2 and so on, each valid for a day. */
@Timeout(60)
class IamTest {

    private static final IamPassword LOG_IN = IamPassword.of("acme", "ops", "pass\"w\u00f6rd/1");
    private static final String RENEW = "{\"error_code\":\"APIGW.0307\",\"error_msg\":\"The token must be updated.\"}";
    private static final int THREADS = 8;

    private final CredentialsClock clock = new CredentialsClock();
    private final AtomicInteger issued = new AtomicInteger();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private CredentialsServer server;

    @TempDir
    private Path home;

    @BeforeEach
    void start() throws IOException {
        server = new CredentialsServer()
                .on(LOGIN, request -> token("token-" + issued.incrementAndGet(), "\"2026-01-02T00:00:00.000000Z\""))
                .on(RERUN, request -> refused.contains(request.header("X-Auth-Token")) ? Reply.of(401, RENEW) : Reply.of(200, ""));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Reply token(String token, String expiresAt) {
        return Reply.of(201, "{\"token\":{\"expires_at\":" + expiresAt + "}}").with("X-Subject-Token", token);
    }

    private DataArtsStudioBuilder builder() {
        return server.studio(Map.of(), home).clock(clock).iamEndpoint(server.uri()).credentials(LOG_IN);
    }

    private List<String> tokensSent() {
        return server.received(RERUN).stream().map(request -> request.header("X-Auth-Token")).toList();
    }

    private String failure() {
        try (DataArtsStudio studio = builder().build()) {
            ConfigurationException e = catchThrowableOfType(ConfigurationException.class, () -> studio.rerun(A_RERUN));
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(e.toString() + e.getCause()).doesNotContain("w\u00f6rd", "token-");
            assertThat(server.received(RERUN)).isEmpty();
            return e.getMessage();
        }
    }

    private String refusal(String why) {
        return "Not sent: no credentials: IAM gave no token for IamPassword[acme/ops] and project p1: " + server.uri() + ": "
                + why;
    }

    @Test
    void rerun_whenLoggingIn_thenTheRequestThatIamDocuments() {
        try (DataArtsStudio studio = builder().build()) {
            studio.rerun(A_RERUN);
        }
        CredentialsServer.Received login = server.received().get(0);
        assertThat(login.method() + " " + login.path()).isEqualTo("POST /v3/auth/tokens");
        assertThat(login.header("Content-Type")).isEqualTo("application/json;charset=UTF-8");
        assertThat(login.text())
                .isEqualTo("""
                        {"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"ops","password":"pass\\"w\u00f6rd/1",\
                        "domain":{"name":"acme"}}}},"scope":{"project":{"id":"p1"}}}}""");
    }

    @Test
    void rerun_whenLoggedIn_thenTheTokenTravelsAndNothingIsSigned() {
        try (DataArtsStudio studio = builder().build()) {
            studio.rerun(A_RERUN);
        }
        assertThat(tokensSent()).containsExactly("token-1");
        assertThat(server.received(RERUN).get(0).headers()).doesNotContainKeys("Authorization", "X-sdk-date");
    }

    @Test
    void rerun_whenTheTokenLastsLongerThanFiveMinutes_thenOneLogIn() {
        try (DataArtsStudio studio = builder().build()) {
            studio.rerun(A_RERUN);
            clock.pass(Duration.ofHours(24).minusMinutes(5).minusMillis(1));
            studio.inWorkspace("w2").rerun(A_RERUN);
        }
        assertThat(tokensSent()).containsExactly("token-1", "token-1");
    }

    @Test
    void rerun_whenTheTokenLastsFiveMinutes_thenANewOneAheadOfExpiry() {
        try (DataArtsStudio studio = builder().build()) {
            studio.rerun(A_RERUN);
            clock.pass(Duration.ofHours(24).minusMinutes(5));
            server.on(LOGIN, request -> token("token-2", "\"2026-01-03T00:00:00.000000Z\""));
            studio.rerun(A_RERUN);
        }
        assertThat(tokensSent()).containsExactly("token-1", "token-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"soon\"", "17"})
    void rerun_whenTheExpiryCannotBeRead_thenTheTokenIsKeptUntilTheServiceRefusesIt(String expiresAt) {
        server.on(LOGIN, request -> token("token-" + issued.incrementAndGet(), expiresAt));
        try (DataArtsStudio studio = builder().build()) {
            studio.rerun(A_RERUN);
            clock.pass(Duration.ofDays(30));
            studio.rerun(A_RERUN);
        }
        assertThat(tokensSent()).containsExactly("token-1", "token-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                RENEW,
                "{\"error_code\":\"APIG.0307\",\"error_msg\":\"?\"}",
                "{\"error_code\":\"DAYU.1\",\"error_msg\":\"Token has expired\"}",
            })
    void rerun_whenTheServiceAsksForANewToken_thenOneNewTokenAndOneMoreAttempt(String answer) {
        server.on(RERUN, request -> request.header("X-Auth-Token").equals("token-1") ? Reply.of(401, answer) : Reply.of(200, ""));
        try (DataArtsStudio studio = builder().build()) {
            assertThat(studio.rerun(A_RERUN).attempts()).isEqualTo(2);
            assertThat(studio.rerun(A_RERUN).attempts()).isEqualTo(1);
        }
        assertThat(tokensSent()).containsExactly("token-1", "token-2", "token-2");
        assertThat(server.received(LOGIN)).hasSize(2);
    }

    @Test
    void rerun_whenManyThreadsHoldOneExpiredToken_thenOneNewTokenForAll() throws Exception {
        refused.add("token-1");
        CyclicBarrier all = new CyclicBarrier(THREADS);
        server.on(RERUN, request -> {
            if (!request.header("X-Auth-Token").equals("token-1")) {
                return Reply.of(200, "");
            }
            try {
                all.await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return Reply.of(401, RENEW);
        });
        List<Integer> attempts = Collections.synchronizedList(new ArrayList<>());
        try (DataArtsStudio studio = builder().build()) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Thread thread = new Thread(() -> attempts.add(studio.rerun(A_RERUN).attempts()));
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(attempts).hasSize(THREADS).containsOnly(2);
        assertThat(server.received(LOGIN)).hasSize(2);
        assertThat(tokensSent()).hasSize(2 * THREADS).filteredOn("token-2"::equals).hasSize(THREADS);
    }

    @Test
    void rerun_whenTheNewTokenIsRefusedToo_thenItFailsAfterTwoAttempts() {
        refused.addAll(List.of("token-1", "token-2"));
        try (DataArtsStudio studio = builder().build()) {
            AuthenticationException e = catchThrowableOfType(AuthenticationException.class, () -> studio.rerun(A_RERUN));
            assertThat(e)
                    .hasMessage("Rejected: HTTP 401, APIGW.0307: The token must be updated. [the token has expired, or is from another"
                            + " region: obtain a new one, scoped to the project]");
            assertThat(e.attempts()).isEqualTo(2);
            assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(e.getSuppressed()).singleElement().isInstanceOf(AuthenticationException.class);
        }
        assertThat(tokensSent()).containsExactly("token-1", "token-2");
        assertThat(server.received(LOGIN)).hasSize(2);
    }

    @Test
    void rerun_whenOnlyOneAttemptIsAllowed_thenTheNextCallHasANewToken() {
        refused.add("token-1");
        try (DataArtsStudio studio = builder().retryPolicy(RetryPolicy.never()).build()) {
            assertThatThrownBy(() -> studio.rerun(A_RERUN)).isInstanceOf(AuthenticationException.class);
            studio.rerun(A_RERUN);
        }
        assertThat(tokensSent()).containsExactly("token-1", "token-2");
    }

    @Test
    void rerun_whenTheNewTokenCannotBeObtained_thenRejectedWithBothFailures() {
        refused.add("token-1");
        try (DataArtsStudio studio = builder().build()) {
            server.on(LOGIN, request -> {
                server.on(LOGIN, again -> Reply.of(503, ""));
                return token("token-1", "null");
            });
            ConfigurationException e = catchThrowableOfType(ConfigurationException.class, () -> studio.rerun(A_RERUN));
            assertThat(e).hasMessage(refusal("HTTP 503, no message"));
            assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(e.attempts()).isEqualTo(1);
            assertThat(e.getSuppressed()).singleElement().isInstanceOf(AuthenticationException.class);
        }
    }

    @Test
    void rerun_whenA401SaysNothingOfTheToken_thenNoNewToken() {
        server.on(RERUN, request -> Reply.of(401, "{\"error_code\":\"APIGW.0301\",\"error_msg\":\"Incorrect IAM token\"}"));
        try (DataArtsStudio studio = builder().build()) {
            assertThatThrownBy(() -> studio.rerun(A_RERUN))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageEndingWith("[check that the token is scoped to the project (not to the domain) and from its region]");
        }
        assertThat(server.received(LOGIN)).hasSize(1);
        assertThat(tokensSent()).hasSize(1);
    }

    @Test
    void rerun_whenARerunFailsForAnotherReason_thenTheTokenIsKept() {
        server.on(RERUN, request -> Reply.of(server.received(RERUN).size() == 1 ? 400 : 200, ""));
        try (DataArtsStudio studio = builder().build()) {
            assertThatThrownBy(() -> studio.rerun(A_RERUN)).isInstanceOf(BadRequestException.class);
            studio.rerun(A_RERUN);
        }
        assertThat(tokensSent()).containsExactly("token-1", "token-1");
    }

    @Test
    void rerun_whenThrottled_thenRepeatedWithTheSameToken() {
        server.on(RERUN, request -> Reply.of(server.received(RERUN).size() == 1 ? 429 : 200, ""));
        try (DataArtsStudio studio = builder().build()) {
            assertThat(studio.rerun(A_RERUN).attempts()).isEqualTo(2);
        }
        assertThat(tokensSent()).containsExactly("token-1", "token-1");
    }

    @Test
    void rerun_whenARefusedTokenComesWithTheCodeOfSuccess_thenUnknownAndNotRepeated() {
        server.on(RERUN, request -> Reply.of(401, "{\"error_code\":\"DQC.0000\",\"error_msg\":\"token expired\"}"));
        try (DataArtsStudio studio = builder().build()) {
            AuthenticationException e = catchThrowableOfType(AuthenticationException.class, () -> studio.rerun(A_RERUN));
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
        }
        assertThat(tokensSent()).containsExactly("token-1");
        assertThat(server.received(LOGIN)).hasSize(1);
    }

    @Test
    void rerun_whenTheTokenWasRenewed_thenAttemptedAgainAtOnce() {
        refused.add("token-1");
        List<Duration> pauses = new ArrayList<>();
        try (DataArtsStudio studio = builder().sleeper(pauses::add).build()) {
            assertThat(studio.rerun(A_RERUN).attempts()).isEqualTo(2);
        }
        assertThat(pauses).isEmpty();
    }

    @Test
    void rerun_whenTheTokenIsStatic_thenItIsNeverTriedAgain() {
        refused.add("static-token");
        try (DataArtsStudio studio = server.studio(Map.of(), home).credentials(IamToken.of("static-token")).build()) {
            AuthenticationException e = catchThrowableOfType(AuthenticationException.class, () -> studio.rerun(A_RERUN));
            assertThat(e.attempts()).isEqualTo(1);
        }
        assertThat(tokensSent()).containsExactly("static-token");
    }

    @Test
    void rerun_whenTheProviderFailsToRenew_thenRejectedAndThePriorFailureIsKept() {
        refused.add("mine");
        CredentialsProvider provider = new CredentialsProvider() {
            @Override
            public Credentials resolve() {
                return IamToken.of("mine");
            }

            @Override
            public void invalidate(Credentials old) {
                throw new IllegalStateException("no vault");
            }
        };
        try (DataArtsStudio studio = server.studio(Map.of(), home).credentials(provider).build()) {
            ConfigurationException e = catchThrowableOfType(ConfigurationException.class, () -> studio.rerun(A_RERUN));
            assertThat(e)
                    .hasMessage("The credentials provider failed to renew the token: java.lang.IllegalStateException: no vault");
            assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(e.getSuppressed()).singleElement().isInstanceOf(AuthenticationException.class);
        }
    }

    @Test
    void rerun_whenThePasswordIsWrong_thenAdviceAndThePasswordIsMaskedThoughIamEchoesIt() {
        server.on(LOGIN, request -> Reply.of(
                401, "{\"error\":{\"code\":401,\"message\":\"The password pass\\\"w\u00f6rd/1 is wrong.\",\"title\":\"Unauthorized\"}}"));
        assertThat(failure())
                .isEqualTo(refusal("HTTP 401, The password **** is wrong.; check user, password, domain and project"));
    }

    @Test
    void rerun_whenIamAnswersInTheGatewaysWay_thenItsMessage() {
        server.on(LOGIN, request -> Reply.of(403, "{\"error_code\":\"IAM.0001\",\"error_msg\":\"account locked\"}"));
        assertThat(failure()).isEqualTo(refusal("HTTP 403, account locked; check user, password, domain and project"));
    }

    @Test
    void rerun_whenIamIsDown_thenNoAdviceAboutThePassword() {
        server.on(LOGIN, request -> Reply.of(502, "<html>pass\"w\u00f6rd/1</html>"));
        assertThat(failure()).isEqualTo(refusal("HTTP 502, no message"));
    }

    @Test
    void rerun_whenIamRedirects_thenThePasswordDoesNotFollow() {
        server.on(LOGIN, request -> Reply.of(307, "").with("Location", server.uri() + "/elsewhere"));
        assertThat(failure()).isEqualTo(refusal("HTTP 307, no message"));
        assertThat(server.received("/elsewhere")).isEmpty();
    }

    @Test
    void rerun_whenIamGivesNoToken_thenItSaysSo() {
        server.on(LOGIN, request -> Reply.of(201, "{}"));
        assertThat(failure()).isEqualTo(refusal("HTTP 201, but in X-Subject-Token the IAM token must not be empty"));
    }

    @Test
    void rerun_whenIamDoesNotAnswerInTime_thenTheCallsTimeoutEndsIt() {
        CountDownLatch end = new CountDownLatch(1);
        server.on(LOGIN, request -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Reply.of(404, "");
        });
        try (DataArtsStudio studio = builder().callTimeout(Duration.ofMillis(300)).build()) {
            assertThatThrownBy(() -> studio.rerun(A_RERUN))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage(refusal("the call did not end within its timeout of 300 ms (" + server.uri().getAuthority() + ")"));
        } finally {
            end.countDown();
        }
    }

    @Test
    void rerun_whenARegionIsGiven_thenItsIam() {
        List<String> names = Collections.synchronizedList(new ArrayList<>());
        DnsResolver resolver = new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                names.add(host);
                throw new UnknownHostException(host);
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
        try (DataArtsStudio studio = new DataArtsStudioBuilder(Map.<String, String>of()::get)
                .region("eu-west-101")
                .projectId("p1")
                .workspace("w1")
                .credentials(LOG_IN)
                .dnsResolver(resolver)
                .build()) {
            assertThatThrownBy(() -> studio.rerun(A_RERUN))
                    .hasMessageEndingWith("https://iam.eu-west-101.myhuaweicloud.eu: the host name of"
                            + " iam.eu-west-101.myhuaweicloud.eu does not resolve: check the region or the endpoint, and the network's"
                            + " DNS");
        }
        assertThat(names).containsOnly("iam.eu-west-101.myhuaweicloud.eu");
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
        assertThat(catchThrowable(() -> new DataArtsStudioBuilder(Map.<String, String>of()::get)
                        .endpoint(URI.create(endpoint))
                        .projectId("p1")
                        .workspace("w1")
                        .credentials(LOG_IN)
                        .build()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("The configuration is incomplete:\n- iamEndpoint is not set: with an endpoint instead of a region, call"
                        + " iamEndpoint(...) too");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\ud800"})
    void of_whenAPartCannotBeSent_thenRefusedWithoutThePassword(String value) {
        assertThatThrownBy(() -> IamPassword.of(value, "u", "p")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IamPassword.of("d", value, "p")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IamPassword.of("d", "u", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("password must ")
                .hasMessageNotContaining("a\n");
    }
}
