package io.dataarts.rerun.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import feign.RequestLine;
import feign.TypedResponse;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.Failing;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.TestClock;
import io.dataarts.rerun.TestStudio;
import io.dataarts.rerun.error.AuthenticationException;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServerErrorException;
import io.dataarts.rerun.error.ThrottledException;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A call is retried only within the policy, and only if its last attempt was certainly not executed. */
@Timeout(60)
class RetryTest {

    private static final Reply ACCEPTED = Reply.empty(204);
    private static final Reply THROTTLED = Reply.empty(429);
    private static final Duration QUALITY_WINDOW = Duration.ofSeconds(10);
    private static final Duration FACTORY_WINDOW = Duration.ofSeconds(1);
    private static final RetryPolicy TWICE = RetryPolicy.standard().repeatingUnknownOutcomesWhichMayRunTwice();

    /** Operations that the API description does not have. */
    interface AddedApi {

        @RequestLine("GET /v2/regions/quality/rules")
        TypedResponse<Void> qualityRules();

        @RequestLine("GET /v2/regions/factory/jobs")
        TypedResponse<Void> factoryJobs();
    }

    private final TestClock clock = new TestClock();

    @Test
    @DisplayName("a call that is throttled twice takes three attempts, and its receipt says so")
    void attemptsInReceipt() {
        try (LoopbackServer server = LoopbackServer.answering(THROTTLED, THROTTLED, ACCEPTED);
                DataArtsStudio studio = Example.builder(server, clock).build()) {
            assertThat(studio.rerun(Example.QUALITY).attempts()).isEqualTo(3);
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    @DisplayName("after three attempts the last failure is thrown, with the earlier failures suppressed, oldest first")
    void attemptsInException() {
        try (LoopbackServer server = LoopbackServer.answering(THROTTLED, Reply.empty(429, "Retry-After: 1"), THROTTLED, ACCEPTED);
                DataArtsStudio studio = Example.builder(server, clock).build()) {
            ThrottledException failure = Failing.rerun(studio, ThrottledException.class);
            assertThat(failure.attempts()).isEqualTo(3);
            assertThat(failure.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(failure.getSuppressed())
                    .allMatch(ThrottledException.class::isInstance)
                    .extracting(earlier -> ((DataArtsException) earlier).attempts())
                    .containsExactly(1, 2);
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    @DisplayName("pauses are random, up to 200 ms before the second attempt and up to 400 ms before the third")
    void pauses() {
        int calls = 60;
        Reply[] replies = new Reply[calls * 3];
        Arrays.setAll(replies, i -> i % 3 == 2 ? ACCEPTED : Reply.empty(429, "Retry-After: 0"));
        try (LoopbackServer server = LoopbackServer.answering(replies);
                DataArtsStudio studio = Example.builder(server, clock).build()) {
            for (int i = 0; i < calls; i++) {
                studio.rerun(Example.QUALITY);
            }
        }
        List<Duration> first = new ArrayList<>();
        List<Duration> second = new ArrayList<>();
        for (int i = 0; i < clock.pauses().size(); i += 2) {
            first.add(clock.pauses().get(i));
            second.add(clock.pauses().get(i + 1));
        }
        assertThat(first).hasSize(calls).allMatch(pause -> pause.compareTo(Duration.ofMillis(200)) <= 0);
        assertThat(second).hasSize(calls).allMatch(pause -> pause.compareTo(Duration.ofMillis(400)) <= 0);
        // Full jitter: each of these fails once in 2^60 runs.
        assertThat(Collections.min(first)).isLessThan(Duration.ofMillis(100));
        assertThat(Collections.max(first)).isGreaterThan(Duration.ofMillis(100));
        assertThat(Collections.max(second)).isGreaterThan(Duration.ofMillis(200));
    }

    @Test
    @DisplayName("a call waits for a Retry-After in seconds")
    void retryAfterSeconds() {
        assertPauseAfter(Reply.empty(429, "Retry-After: 7"), Example.QUALITY, Duration.ofSeconds(7));
    }

    @Test
    @DisplayName("a call waits for a Retry-After that is a date, by the injected clock")
    void retryAfterDate() {
        assertPauseAfter(Reply.empty(429, "Retry-After: Fri, 22 Nov 2024 03:20:09 GMT"), Example.QUALITY, Duration.ofSeconds(9));
    }

    @Test
    @DisplayName("a call waits for a Retry-After of up to 30 s")
    void retryAfterLongest() {
        assertPauseAfter(Reply.empty(429, "Retry-After: 30"), Example.QUALITY, Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "1.5", "", "Fri, 22 Nov 2024 03:19:59 GMT", "Fri, 32 Nov 2024 03:19:59 GMT"})
    @DisplayName("a malformed or past Retry-After does not change the pause")
    void retryAfterNothing(String value) {
        assertPauseAfter(Reply.empty(429, "Retry-After: " + value), Example.QUALITY, QUALITY_WINDOW);
    }

    @Test
    @DisplayName("a Retry-After of zero allows a retry after the random pause, whatever the window")
    void retryAfterZero() {
        assertPauseAfter(Reply.json(429, over("1 minute"), "Retry-After: 0"), Example.QUALITY, Duration.ZERO);
    }

    @Test
    @DisplayName("without Retry-After, a throttled call waits for the documented window of its API")
    void documentedWindow() {
        assertPauseAfter(THROTTLED, Example.QUALITY, QUALITY_WINDOW);
        assertPauseAfter(Reply.json(400, "{\"error_code\":\"APIG.0308\"}"), Example.QUALITY, QUALITY_WINDOW);
        assertPauseAfter(THROTTLED, Example.INSTANCES, FACTORY_WINDOW);
        assertPauseAfter(THROTTLED, Example.RELATED_JOBS, FACTORY_WINDOW);
    }

    @Test
    @DisplayName("a path value cannot change the window")
    void documentedWindowOfAJobNamedQuality() {
        assertPauseAfter(THROTTLED, Example.job("quality"), FACTORY_WINDOW);
    }

    @Test
    @DisplayName("an operation that the API description does not have yet waits for the window of its API")
    void documentedWindowOfAnAddedOperation() {
        try (LoopbackServer server = LoopbackServer.answering(THROTTLED, ACCEPTED, THROTTLED, ACCEPTED);
                DataArtsStudio studio = Example.builder(server, clock).build()) {
            AddedApi api = studio.api(AddedApi.class);
            assertThat(api.qualityRules().status()).isEqualTo(204);
            assertThat(api.factoryJobs().status()).isEqualTo(204);
        }
        assertThat(clock.pauses().get(0)).isBetween(QUALITY_WINDOW, QUALITY_WINDOW.plusMillis(200));
        assertThat(clock.pauses().get(1)).isBetween(FACTORY_WINDOW, FACTORY_WINDOW.plusMillis(200));
    }

    @ParameterizedTest
    @CsvSource({"1 second, PT1S", "5 second, PT5S", "30 seconds, PT30S"})
    @DisplayName("without Retry-After, a throttled call waits for the window that the gateway names")
    void namedWindow(String named, Duration window) {
        assertPauseAfter(Reply.json(429, over(named)), Example.QUALITY, window);
        assertPauseAfter(Reply.json(429, over(named)), Example.INSTANCES, window);
    }

    @Test
    @DisplayName("the random pause that follows a window grows with the attempts")
    void windowEachTime() {
        try (LoopbackServer server = LoopbackServer.answering(THROTTLED, THROTTLED, ACCEPTED);
                DataArtsStudio studio = Example.builder(server, clock).build()) {
            studio.rerun(Example.QUALITY);
        }
        assertThat(clock.pauses()).hasSize(2);
        assertThat(clock.pauses().get(0)).isBetween(QUALITY_WINDOW, QUALITY_WINDOW.plusMillis(200));
        assertThat(clock.pauses().get(1)).isBetween(QUALITY_WINDOW, QUALITY_WINDOW.plusMillis(400));
    }

    @Test
    @DisplayName("clients that are throttled in the same instant come back at different times")
    void throttledTogether() {
        Set<Duration> pauses = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            TestClock own = new TestClock();
            try (LoopbackServer server = LoopbackServer.answering(Reply.empty(429, "Retry-After: 7"), ACCEPTED);
                    DataArtsStudio studio = Example.builder(server, own).build()) {
                studio.rerun(Example.QUALITY);
            }
            pauses.addAll(own.pauses());
        }
        assertThat(pauses).hasSizeGreaterThan(15);
    }

    /** Asserts that a call that gets this reply waits so long, plus the random pause before the second attempt. */
    private void assertPauseAfter(Reply reply, Rerun rerun, Duration wait) {
        clock.pauses().clear();
        try (LoopbackServer server = LoopbackServer.answering(reply, ACCEPTED);
                DataArtsStudio studio = Example.builder(server, clock).build()) {
            assertThat(studio.rerun(rerun).attempts()).isEqualTo(2);
        }
        assertThat(clock.pauses()).hasSize(1);
        assertThat(clock.pauses().get(0)).isBetween(wait, wait.plusMillis(200));
    }

    /** Returns the gateway's answer to a call above a rate limit. */
    private static String over(String window) {
        return "{\"error_msg\":\"The throttling threshold has been reached: policy user over ratelimit,limit:40,time:" + window
                + "\",\"error_code\":\"APIGW.0308\",\"request_id\":\"r\"}";
    }

    @ParameterizedTest
    @CsvSource({"31 second, PT31S, 31 s", "1 minute, PT1M, 1 min", "2 hour, PT2H, 2 h", "1 day, PT24H, 1 day"})
    @DisplayName("a call fails at once when the gateway names a window of more than 30 s, and the exception holds the window")
    void namedWindowTooLong(String named, Duration window, String text) {
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(429, over(named)), ACCEPTED);
                DataArtsStudio studio = Example.builder(server, clock).build()) {
            ThrottledException failure = Failing.rerun(studio, ThrottledException.class);
            assertThat(failure.attempts()).isOne();
            assertThat(failure.retryAfter()).contains(window);
            assertThat(failure).hasMessageContaining("call again after " + text + ", ");
            assertThat(clock.pauses()).isEmpty();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("a call waits for a longer window if its policy allows that")
    void namedWindowAllowed() {
        RetryPolicy patient = RetryPolicy.standard().maxRetryAfter(Duration.ofMinutes(1));
        try (LoopbackServer server = LoopbackServer.answering(Reply.json(429, over("1 minute")), ACCEPTED);
                DataArtsStudio studio = Example.builder(server, clock).retryPolicy(patient).build()) {
            assertThat(studio.rerun(Example.QUALITY).attempts()).isEqualTo(2);
        }
        assertThat(clock.pauses().get(0)).isBetween(Duration.ofMinutes(1), Duration.ofMillis(60_200));
    }

    @Test
    @DisplayName("a call fails at once when the window does not fit into the time left, and the exception holds the window")
    void windowBeyondTheDeadline() {
        try (LoopbackServer server = LoopbackServer.answering(THROTTLED, ACCEPTED);
                DataArtsStudio studio = Example.builder(server, clock).callTimeout(QUALITY_WINDOW).build()) {
            ThrottledException failure = Failing.rerun(studio, ThrottledException.class);
            assertThat(failure.attempts()).isOne();
            assertThat(failure.retryAfter()).contains(QUALITY_WINDOW);
            assertThat(clock.pauses()).isEmpty();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("the policy's limits of the random pause count for calls that were not sent")
    void firstPauseAndMaxPause() {
        RetryPolicy slow =
                RetryPolicy.standard().maxAttempts(10).firstPause(Duration.ofSeconds(2)).maxPause(Duration.ofSeconds(3));
        try (DataArtsStudio studio = TestStudio.isolated()
                .clock(clock)
                .builder()
                .credentials(Example.KEY)
                .endpoint(LoopbackServer.refusing())
                .retryPolicy(slow)
                .build()) {
            for (int i = 0; i < 10; i++) {
                assertThat(Failing.rerun(studio, NotSentException.class).attempts()).isEqualTo(10);
            }
        }
        assertThat(clock.pauses()).hasSize(90).allMatch(pause -> pause.compareTo(Duration.ofSeconds(3)) <= 0);
        // Each of these fails once in 2^80 runs, or less.
        assertThat(Collections.max(clock.pauses())).isGreaterThan(Duration.ofMillis(1500));
        assertThat(Collections.min(clock.pauses())).isLessThan(Duration.ofMillis(1500));
    }

    @ParameterizedTest
    @ValueSource(strings = {"31", "3600", "99999999999", "Fri, 22 Nov 2024 04:20:00 GMT"})
    @DisplayName("a call fails at once when Retry-After asks for more than 30 s")
    void retryAfterTooLong(String value) {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(429, "Retry-After: " + value), ACCEPTED);
                DataArtsStudio studio = Example.builder(server, clock).build()) {
            ThrottledException failure = Failing.rerun(studio, ThrottledException.class);
            assertThat(failure.attempts()).isOne();
            assertThat(failure.retryAfter().orElseThrow()).isGreaterThan(Duration.ofSeconds(30));
            assertThat(clock.pauses()).isEmpty();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("the exception holds the Retry-After for which the call did not wait")
    void retryAfterInException() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(429, "Retry-After: 3600"), ACCEPTED);
                DataArtsStudio studio = Example.builder(server, clock).build()) {
            assertThat(Failing.rerun(studio, ThrottledException.class).retryAfter()).contains(Duration.ofHours(1));
        }
    }

    @Test
    @DisplayName("a policy with a higher limit waits longer")
    void retryAfterLimit() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(429, "Retry-After: 40"), ACCEPTED);
                DataArtsStudio studio = Example.builder(server, clock)
                        .retryPolicy(RetryPolicy.standard().maxRetryAfter(Duration.ofSeconds(40)))
                        .build()) {
            assertThat(studio.rerun(Example.QUALITY).attempts()).isEqualTo(2);
            assertThat(clock.pauses()).hasSize(1);
            assertThat(clock.pauses().get(0)).isBetween(Duration.ofSeconds(40), Duration.ofMillis(40_200));
        }
    }

    @Test
    @DisplayName("a call does not begin a pause that ends after its deadline")
    void deadline() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(429, "Retry-After: 20"), ACCEPTED);
                DataArtsStudio studio = Example.builder(server, clock).callTimeout(Duration.ofSeconds(19)).build()) {
            ThrottledException failure = Failing.rerun(studio, ThrottledException.class);
            assertThat(failure.attempts()).isOne();
            assertThat(failure.retryAfter()).contains(Duration.ofSeconds(20));
            assertThat(clock.pauses()).isEmpty();
        }
    }

    @Test
    @DisplayName("a call that was not sent is retried")
    void notSentIsRepeated() {
        URI refusing = LoopbackServer.refusing();
        try (DataArtsStudio studio = TestStudio.isolated()
                .clock(clock)
                .builder()
                .credentials(Example.KEY)
                .endpoint(refusing)
                .build()) {
            NotSentException failure = Failing.rerun(studio, NotSentException.class);
            assertThat(failure).hasMessageStartingWith("Not sent: " + refusing.getAuthority() + " refused the connection");
            assertThat(failure.attempts()).isEqualTo(3);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failure.getSuppressed()).hasSize(2);
            assertThat(clock.pauses()).hasSize(2);
        }
    }

    @Test
    @DisplayName("a studio that is closed during a call makes no further attempt")
    void closedIsNotRepeated() {
        AtomicReference<DataArtsStudio> self = new AtomicReference<>();
        try (LoopbackServer server = LoopbackServer.answering(ACCEPTED);
                DataArtsStudio studio = Example.builder(server, clock)
                        .credentials(() -> {
                            self.get().close();
                            return Example.KEY;
                        })
                        .build()) {
            self.set(studio);
            NotSentException failure = Failing.rerun(studio, NotSentException.class);
            assertThat(failure).hasMessage("Not sent: this DataArtsStudio is closed");
            assertThat(failure.attempts()).isOne();
            assertThat(clock.pauses()).isEmpty();
            assertThat(server.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504})
    @DisplayName("a call with an unknown outcome is not retried, even if Retry-After asks for it")
    void unknownIsNotRepeated(int httpStatus) {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(httpStatus, "Retry-After: 0"), ACCEPTED);
                DataArtsStudio studio = Example.builder(server, clock).build()) {
            DataArtsException failure = Failing.rerun(studio, DataArtsException.class);
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(failure.attempts()).isOne();
            assertThat(server.requests()).hasSize(1);
            assertThat(clock.pauses()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"408", "500", "503", "dropped"})
    @DisplayName("a call with an unknown outcome is retried if the policy says that it may run twice")
    void unknownIsRepeatedOnDemand(String fault) {
        Reply reply = fault.equals("dropped") ? Reply.drop() : Reply.empty(Integer.parseInt(fault));
        try (LoopbackServer server = LoopbackServer.answering(reply, ACCEPTED);
                DataArtsStudio studio = Example.builder(server, clock).retryPolicy(TWICE).build()) {
            assertThat(studio.rerun(Example.QUALITY).attempts()).isEqualTo(2);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 401, 403, 404, 409})
    @DisplayName("even that policy does not retry a response that another attempt would not change")
    void uselessIsNotRepeated(int httpStatus) {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(httpStatus), ACCEPTED);
                DataArtsStudio studio = Example.builder(server, clock).retryPolicy(TWICE).build()) {
            assertThat(Failing.rerun(studio, DataArtsException.class).attempts()).isOne();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("the outcome is the gravest of all attempts: unknown, then rejected, is unknown")
    void gravestOutcome() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.drop(), Reply.empty(400), ACCEPTED);
                DataArtsStudio studio = Example.builder(server, clock).retryPolicy(TWICE).build()) {
            BadRequestException failure = Failing.rerun(studio, BadRequestException.class);
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(failure).hasMessage("Whether it was executed is unknown: HTTP 400");
            assertThat(failure.attempts()).isEqualTo(2);
            assertThat(failure.getSuppressed()).hasSize(1).allMatch(NoResponseException.class::isInstance);
        }
    }

    @Test
    @DisplayName("even that policy does not retry a 5xx whose Retry-After asks for more than 30 s")
    void unknownWithRetryAfterTooLong() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(503, "Retry-After: 31"), ACCEPTED);
                DataArtsStudio studio = Example.builder(server, clock).retryPolicy(TWICE).build()) {
            assertThat(Failing.rerun(studio, ServerErrorException.class).retryAfter()).contains(Duration.ofSeconds(31));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("a 401 for an access key is never retried, even with a code for expiry: five failures lock the key")
    void unauthorizedIsNotRepeated() {
        Reply expired = Reply.json(401, "{\"error_code\":\"APIGW.0307\",\"error_msg\":\"signature expired\"}");
        try (LoopbackServer server = LoopbackServer.answering(expired, ACCEPTED);
                DataArtsStudio studio = Example.builder(server, clock).retryPolicy(TWICE.maxAttempts(10)).build()) {
            assertThat(Failing.rerun(studio, AuthenticationException.class).attempts()).isOne();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("each attempt has its own signature")
    void signedAnew() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.empty(429, "Retry-After: 7"), ACCEPTED);
                DataArtsStudio studio = Example.builder(server, clock).build()) {
            studio.rerun(Example.QUALITY);
            assertThat(server.requests().get(0).value("X-Sdk-Date")).isEqualTo("20241122T032000Z");
            assertThat(server.requests().get(1).value("X-Sdk-Date")).isEqualTo("20241122T032007Z");
        }
    }

    @Test
    @DisplayName("never() makes one attempt")
    void never() {
        try (LoopbackServer server = LoopbackServer.answering(THROTTLED, ACCEPTED);
                DataArtsStudio studio = Example.builder(server, clock).retryPolicy(RetryPolicy.never()).build()) {
            assertThat(Failing.rerun(studio, ThrottledException.class).attempts()).isOne();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("maxAttempts counts the first attempt")
    void maxAttempts() {
        try (LoopbackServer server = LoopbackServer.answering(THROTTLED, THROTTLED, THROTTLED, THROTTLED, ACCEPTED);
                DataArtsStudio studio =
                        Example.builder(server, clock).retryPolicy(RetryPolicy.standard().maxAttempts(4)).build()) {
            assertThat(Failing.rerun(studio, ThrottledException.class).attempts()).isEqualTo(4);
            assertThat(server.requests()).hasSize(4);
        }
    }
}
