package io.dataarts.rerun.credentials;

import static io.dataarts.rerun.loopback.Cloud.LOGIN;
import static io.dataarts.rerun.loopback.Cloud.RERUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.Failing;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.auth.CredentialsProvider;
import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.error.AuthenticationException;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.loopback.Cloud;
import io.dataarts.rerun.loopback.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** If the service asks for a new token, the studio renews it once per call. No other 401 is retried. */
@Timeout(60)
class TokenRenewalTest {

    private static final int THREADS = 8;

    private final Iam iam = new Iam();

    @AfterEach
    void stop() {
        iam.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Iam.RENEW,
                "{\"error_code\":\"APIG.0307\",\"error_msg\":\"?\"}",
                "{\"error_code\":\"DAYU.1\",\"error_msg\":\"Token has expired\"}",
            })
    void rerun_whenTheServiceAsksForANewToken_thenOneNewTokenAndOneMoreAttempt(String body) {
        iam.server.onEach(RERUN, request -> request.value("X-Auth-Token").equals("token-1") ? Reply.json(401, body) : Reply.empty(200));
        try (DataArtsStudio studio = iam.builder().build()) {
            assertThat(studio.rerun(Example.QUALITY).attempts()).isEqualTo(2);
            assertThat(studio.rerun(Example.QUALITY).attempts()).isEqualTo(1);
        }
        assertThat(iam.tokensSent()).containsExactly("token-1", "token-2", "token-2");
        assertThat(iam.server.requests(LOGIN)).hasSize(2);
    }

    @Test
    void rerun_whenManyThreadsHoldOneExpiredToken_thenOneNewTokenForAll() throws Exception {
        iam.refuse("token-1");
        CyclicBarrier all = new CyclicBarrier(THREADS);
        iam.server.onEach(RERUN, request -> {
            if (!request.value("X-Auth-Token").equals("token-1")) {
                return Reply.empty(200);
            }
            try {
                all.await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return Reply.json(401, Iam.RENEW);
        });
        List<Integer> attempts = Collections.synchronizedList(new ArrayList<>());
        try (DataArtsStudio studio = iam.builder().build()) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Thread thread = new Thread(() -> attempts.add(studio.rerun(Example.QUALITY).attempts()));
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(attempts).hasSize(THREADS).containsOnly(2);
        assertThat(iam.server.requests(LOGIN)).hasSize(2);
        assertThat(iam.tokensSent()).hasSize(2 * THREADS).filteredOn("token-2"::equals).hasSize(THREADS);
    }

    @Test
    void rerun_whenTheNewTokenIsRefusedToo_thenItFailsAfterTwoAttempts() {
        iam.refuse("token-1", "token-2");
        try (DataArtsStudio studio = iam.builder().build()) {
            AuthenticationException e = Failing.rerun(studio, AuthenticationException.class);
            assertThat(e)
                    .hasMessage("Rejected: HTTP 401, APIGW.0307: The token must be updated. [the token has expired, or is from another"
                            + " region: obtain a new one, scoped to the project]");
            assertThat(e.attempts()).isEqualTo(2);
            assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(e.getSuppressed()).singleElement().isInstanceOf(AuthenticationException.class);
        }
        assertThat(iam.tokensSent()).containsExactly("token-1", "token-2");
        assertThat(iam.server.requests(LOGIN)).hasSize(2);
    }

    @Test
    void rerun_whenOnlyOneAttemptIsAllowed_thenTheNextCallHasANewToken() {
        iam.refuse("token-1");
        try (DataArtsStudio studio = iam.builder().retryPolicy(RetryPolicy.never()).build()) {
            assertThatThrownBy(() -> studio.rerun(Example.QUALITY)).isInstanceOf(AuthenticationException.class);
            studio.rerun(Example.QUALITY);
        }
        assertThat(iam.tokensSent()).containsExactly("token-1", "token-2");
    }

    @Test
    void rerun_whenTheNewTokenCannotBeObtained_thenRejectedWithBothFailures() {
        iam.refuse("token-1");
        try (DataArtsStudio studio = iam.builder().build()) {
            iam.server.on(LOGIN, Cloud.token("token-1", "null"), Reply.empty(503));
            ConfigurationException e = Failing.rerun(studio, ConfigurationException.class);
            assertThat(e).hasMessage(iam.noToken("HTTP 503, no message"));
            assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(e.attempts()).isEqualTo(1);
            assertThat(e.getSuppressed()).singleElement().isInstanceOf(AuthenticationException.class);
        }
    }

    @Test
    void rerun_whenA401SaysNothingOfTheToken_thenNoNewToken() {
        iam.server.on(RERUN, Reply.json(401, "{\"error_code\":\"APIGW.0301\",\"error_msg\":\"Incorrect IAM token\"}"));
        try (DataArtsStudio studio = iam.builder().build()) {
            assertThatThrownBy(() -> studio.rerun(Example.QUALITY))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageEndingWith("[check that the token is scoped to the project (not to the domain) and from its region]");
        }
        assertThat(iam.server.requests(LOGIN)).hasSize(1);
        assertThat(iam.tokensSent()).hasSize(1);
    }

    @Test
    void rerun_whenARerunFailsForAnotherReason_thenTheTokenIsKept() {
        iam.server.on(RERUN, Reply.empty(400), Reply.empty(200));
        try (DataArtsStudio studio = iam.builder().build()) {
            assertThatThrownBy(() -> studio.rerun(Example.QUALITY)).isInstanceOf(BadRequestException.class);
            studio.rerun(Example.QUALITY);
        }
        assertThat(iam.tokensSent()).containsExactly("token-1", "token-1");
    }

    @Test
    void rerun_whenThrottled_thenRepeatedWithTheSameToken() {
        iam.server.on(RERUN, Reply.empty(429), Reply.empty(200));
        try (DataArtsStudio studio = iam.builder().build()) {
            assertThat(studio.rerun(Example.QUALITY).attempts()).isEqualTo(2);
        }
        assertThat(iam.tokensSent()).containsExactly("token-1", "token-1");
    }

    @Test
    void rerun_whenARefusedTokenComesWithTheCodeOfSuccess_thenUnknownAndNotRepeated() {
        iam.server.on(RERUN, Reply.json(401, "{\"error_code\":\"DQC.0000\",\"error_msg\":\"token expired\"}"));
        try (DataArtsStudio studio = iam.builder().build()) {
            AuthenticationException e = Failing.rerun(studio, AuthenticationException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
        }
        assertThat(iam.tokensSent()).containsExactly("token-1");
        assertThat(iam.server.requests(LOGIN)).hasSize(1);
    }

    @Test
    void rerun_whenTheTokenWasRenewed_thenAttemptedAgainAtOnce() {
        iam.refuse("token-1");
        try (DataArtsStudio studio = iam.builder().build()) {
            assertThat(studio.rerun(Example.QUALITY).attempts()).isEqualTo(2);
        }
        assertThat(iam.clock.pauses()).isEmpty();
    }

    @Test
    void rerun_whenTheTokenIsStatic_thenItIsNeverTriedAgain() {
        iam.refuse("static-token");
        try (DataArtsStudio studio = Example.builder(iam.server).credentials(IamToken.of("static-token")).build()) {
            AuthenticationException e = Failing.rerun(studio, AuthenticationException.class);
            assertThat(e.attempts()).isEqualTo(1);
        }
        assertThat(iam.tokensSent()).containsExactly("static-token");
    }

    @Test
    void rerun_whenTheProviderFailsToRenew_thenRejectedAndThePriorFailureIsKept() {
        iam.refuse("mine");
        CredentialsProvider provider = Failing.toRenew("mine", new IllegalStateException("no vault"));
        try (DataArtsStudio studio = Example.builder(iam.server).credentials(provider).build()) {
            ConfigurationException e = Failing.rerun(studio, ConfigurationException.class);
            assertThat(e)
                    .hasMessage("The credentials provider failed to renew the token: java.lang.IllegalStateException: no vault");
            assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(e.getSuppressed()).singleElement().isInstanceOf(AuthenticationException.class);
        }
    }
}
