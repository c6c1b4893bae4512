package io.dataarts.rerun;

import static io.dataarts.rerun.DeliveryExample.RERUN;
import static io.dataarts.rerun.DeliveryExample.studio;
import static io.dataarts.rerun.DeliveryServer.ACCEPTED;
import static io.dataarts.rerun.DeliveryServer.DROP;
import static io.dataarts.rerun.DeliveryServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.error.AuthenticationException;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServerErrorException;
import io.dataarts.rerun.error.ThrottledException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RetryTest {

    private static final String THROTTLED = status(429);
    private static final RetryPolicy TWICE = RetryPolicy.standard().repeatingUnknownOutcomesWhichMayRunTwice();

    private final DeliveryClock clock = new DeliveryClock();

    @Test
    @DisplayName("a call that is throttled twice takes three attempts, and its receipt says so")
    void attemptsInReceipt() {
        try (DeliveryServer server = new DeliveryServer(THROTTLED, THROTTLED);
                DataArtsStudio studio = studio(server, clock).build()) {
            assertThat(studio.rerun(RERUN).attempts()).isEqualTo(3);
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    @DisplayName("after three attempts the last failure is thrown, and the others are suppressed, oldest first")
    void attemptsInException() {
        try (DeliveryServer server = new DeliveryServer(THROTTLED, status(429, "Retry-After: 1"), THROTTLED);
                DataArtsStudio studio = studio(server, clock).build()) {
            ThrottledException failure = failure(ThrottledException.class, studio);
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
        String[] answers = new String[calls * 3];
        Arrays.setAll(answers, i -> i % 3 == 2 ? ACCEPTED : THROTTLED);
        try (DeliveryServer server = new DeliveryServer(answers);
                DataArtsStudio studio = studio(server, clock).build()) {
            for (int i = 0; i < calls; i++) {
                studio.rerun(RERUN);
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
    @DisplayName("Retry-After in seconds is waited for")
    void retryAfterSeconds() {
        assertThat(pauseAfter("Retry-After: 7")).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    @DisplayName("Retry-After as a date is waited for, by the injected clock")
    void retryAfterDate() {
        assertThat(pauseAfter("Retry-After: Fri, 22 Nov 2024 03:20:09 GMT")).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    @DisplayName("Retry-After is waited for up to 30 s")
    void retryAfterLongest() {
        assertThat(pauseAfter("Retry-After: 30")).isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "soon", "-5", "1.5", "", "Fri, 22 Nov 2024 03:19:59 GMT", "Fri, 32 Nov 2024 03:19:59 GMT"})
    @DisplayName("a Retry-After that asks for nothing leaves the pause as it is")
    void retryAfterNothing(String value) {
        assertThat(pauseAfter("Retry-After: " + value)).isLessThanOrEqualTo(Duration.ofMillis(200));
    }

    private Duration pauseAfter(String header) {
        try (DeliveryServer server = new DeliveryServer(status(429, header));
                DataArtsStudio studio = studio(server, clock).build()) {
            assertThat(studio.rerun(RERUN).attempts()).isEqualTo(2);
        }
        assertThat(clock.pauses()).hasSize(1);
        return clock.pauses().get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"31", "3600", "99999999999", "Fri, 22 Nov 2024 04:20:00 GMT"})
    @DisplayName("beyond 30 s the exception comes at once")
    void retryAfterTooLong(String value) {
        try (DeliveryServer server = new DeliveryServer(status(429, "Retry-After: " + value));
                DataArtsStudio studio = studio(server, clock).build()) {
            ThrottledException failure = failure(ThrottledException.class, studio);
            assertThat(failure.attempts()).isOne();
            assertThat(failure.retryAfter().orElseThrow()).isGreaterThan(Duration.ofSeconds(30));
            assertThat(clock.pauses()).isEmpty();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("the exception carries the Retry-After that was not waited for")
    void retryAfterInException() {
        try (DeliveryServer server = new DeliveryServer(status(429, "Retry-After: 3600"));
                DataArtsStudio studio = studio(server, clock).build()) {
            assertThat(failure(ThrottledException.class, studio).retryAfter()).contains(Duration.ofHours(1));
        }
    }

    @Test
    @DisplayName("a policy with a higher limit waits longer")
    void retryAfterLimit() {
        try (DeliveryServer server = new DeliveryServer(status(429, "Retry-After: 40"));
                DataArtsStudio studio = studio(server, clock)
                        .retryPolicy(RetryPolicy.standard().maxRetryAfter(Duration.ofSeconds(40)))
                        .build()) {
            assertThat(studio.rerun(RERUN).attempts()).isEqualTo(2);
            assertThat(clock.pauses()).containsExactly(Duration.ofSeconds(40));
        }
    }

    @Test
    @DisplayName("a pause that would outlast the deadline of the call is not begun")
    void deadline() {
        try (DeliveryServer server = new DeliveryServer(status(429, "Retry-After: 20"));
                DataArtsStudio studio = studio(server, clock).callTimeout(Duration.ofSeconds(19)).build()) {
            ThrottledException failure = failure(ThrottledException.class, studio);
            assertThat(failure.attempts()).isOne();
            assertThat(failure.retryAfter()).contains(Duration.ofSeconds(20));
            assertThat(clock.pauses()).isEmpty();
        }
    }

    @Test
    @DisplayName("what was not sent is repeated")
    void notSentIsRepeated() {
        DeliveryServer gone = new DeliveryServer();
        int port = gone.port();
        gone.close();
        try (DataArtsStudio studio = studio(gone, clock).build()) {
            NotSentException failure = failure(NotSentException.class, studio);
            assertThat(failure).hasMessage("Not sent: 127.0.0.1:" + port + " refused the connection");
            assertThat(failure.attempts()).isEqualTo(3);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(failure.getSuppressed()).hasSize(2);
            assertThat(clock.pauses()).hasSize(2);
        }
    }

    @Test
    @DisplayName("a studio that is closed under way attempts nothing more")
    void closedIsNotRepeated() {
        AtomicReference<DataArtsStudio> self = new AtomicReference<>();
        try (DeliveryServer server = new DeliveryServer();
                DataArtsStudio studio = studio(server, clock)
                        .credentials(() -> {
                            self.get().close();
                            return AccessKey.of("EXAMPLEAK00000000001", "ExampleSecretKey0000000000000000000000000");
                        })
                        .build()) {
            self.set(studio);
            NotSentException failure = failure(NotSentException.class, studio);
            assertThat(failure).hasMessage("Not sent: this DataArtsStudio is closed");
            assertThat(failure.attempts()).isOne();
            assertThat(clock.pauses()).isEmpty();
            assertThat(server.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504})
    @DisplayName("an unknown outcome is not repeated, whatever the answer asks for")
    void unknownIsNotRepeated(int httpStatus) {
        try (DeliveryServer server = new DeliveryServer(status(httpStatus, "Retry-After: 0"));
                DataArtsStudio studio = studio(server, clock).build()) {
            DataArtsException failure = failure(DataArtsException.class, studio);
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(failure.attempts()).isOne();
            assertThat(server.requests()).hasSize(1);
            assertThat(clock.pauses()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"408", "500", "503", "dropped"})
    @DisplayName("only a policy whose name says so repeats an unknown outcome")
    void unknownIsRepeatedOnDemand(String fault) {
        String answer = fault.equals("dropped") ? DROP : status(Integer.parseInt(fault));
        try (DeliveryServer server = new DeliveryServer(answer);
                DataArtsStudio studio = studio(server, clock).retryPolicy(TWICE).build()) {
            assertThat(studio.rerun(RERUN).attempts()).isEqualTo(2);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 401, 403, 404, 409})
    @DisplayName("even that policy does not repeat an answer that another attempt would not change")
    void uselessIsNotRepeated(int httpStatus) {
        try (DeliveryServer server = new DeliveryServer(status(httpStatus));
                DataArtsStudio studio = studio(server, clock).retryPolicy(TWICE).build()) {
            assertThat(failure(DataArtsException.class, studio).attempts()).isOne();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("the outcome is the gravest of all attempts: unknown, then rejected, is unknown")
    void gravestOutcome() {
        try (DeliveryServer server = new DeliveryServer(DROP, status(400));
                DataArtsStudio studio = studio(server, clock).retryPolicy(TWICE).build()) {
            BadRequestException failure = failure(BadRequestException.class, studio);
            assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(failure).hasMessage("Whether it was executed is unknown: HTTP 400");
            assertThat(failure.attempts()).isEqualTo(2);
            assertThat(failure.getSuppressed()).hasSize(1).allMatch(NoResponseException.class::isInstance);
        }
    }

    @Test
    @DisplayName("a 5xx that asks for more than 30 s is not repeated by that policy either")
    void unknownWithRetryAfterTooLong() {
        try (DeliveryServer server = new DeliveryServer(status(503, "Retry-After: 31"));
                DataArtsStudio studio = studio(server, clock).retryPolicy(TWICE).build()) {
            assertThat(failure(ServerErrorException.class, studio).retryAfter()).contains(Duration.ofSeconds(31));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("a 401 on an access key is never repeated, not even one that speaks of expiry: five lock the key")
    void unauthorizedIsNotRepeated() {
        String body = "{\"error_code\":\"APIGW.0307\",\"error_msg\":\"signature expired\"}";
        String expired = "HTTP/1.1 401 Unauthorized\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        try (DeliveryServer server = new DeliveryServer(expired);
                DataArtsStudio studio = studio(server, clock).retryPolicy(TWICE.maxAttempts(10)).build()) {
            assertThat(failure(AuthenticationException.class, studio).attempts()).isOne();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("each attempt is signed anew")
    void signedAnew() {
        try (DeliveryServer server = new DeliveryServer(status(429, "Retry-After: 7"));
                DataArtsStudio studio = studio(server, clock).build()) {
            studio.rerun(RERUN);
            assertThat(server.requests().get(0)).contains("X-Sdk-Date: 20241122T032000Z\n");
            assertThat(server.requests().get(1)).contains("X-Sdk-Date: 20241122T032007Z\n");
        }
    }

    @Test
    @DisplayName("never() attempts once")
    void never() {
        try (DeliveryServer server = new DeliveryServer(THROTTLED);
                DataArtsStudio studio = studio(server, clock).retryPolicy(RetryPolicy.never()).build()) {
            assertThat(failure(ThrottledException.class, studio).attempts()).isOne();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    @DisplayName("maxAttempts counts the first attempt")
    void maxAttempts() {
        try (DeliveryServer server = new DeliveryServer(THROTTLED, THROTTLED, THROTTLED, THROTTLED);
                DataArtsStudio studio = studio(server, clock).retryPolicy(RetryPolicy.standard().maxAttempts(4)).build()) {
            assertThat(failure(ThrottledException.class, studio).attempts()).isEqualTo(4);
            assertThat(server.requests()).hasSize(4);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 11})
    @DisplayName("a number of attempts that makes no sense is refused")
    void maxAttemptsOutOfRange(int attempts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.standard().maxAttempts(attempts))
                .withMessage("maxAttempts must be between 1 and 10, was " + attempts);
    }

    @Test
    @DisplayName("a negative limit for Retry-After is refused")
    void maxRetryAfterNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.standard().maxRetryAfter(Duration.ofSeconds(-1)))
                .withMessage("maxRetryAfter must not be negative, was PT-1S");
    }

    private static <E extends DataArtsException> E failure(Class<E> type, DataArtsStudio studio) {
        E failure = catchThrowableOfType(type, () -> studio.rerun(RERUN));
        assertThat(failure).isNotNull();
        return failure;
    }
}
