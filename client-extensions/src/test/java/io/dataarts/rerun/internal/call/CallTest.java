package io.dataarts.rerun.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.error.UnreadableResponseException;
import io.dataarts.rerun.signing.RequestSigner;
import io.dataarts.rerun.signing.Signature;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A call knows its deadline. Its attempts decide its outcome and its exception. */
public class CallTest {

    private static final RequestHead HEAD = new RequestHead("operation", "POST", "/v2/{project_id}/jobs", "/v2/p/jobs", Map.of());

    private final Call call = begin(Duration.ofMinutes(1));

    public static Call begin(Duration timeout) {
        return new Call(HEAD, new Limit("callTimeout", timeout));
    }

    @AfterEach
    void end() {
        call.close();
    }

    @Test
    void outcome_whenNothingWasHandedOver_thenNotSent() {
        assertThat(call.startAttempt().wasSent()).isFalse();
        assertThat(call.outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void outcome_whenSentAndNotAnswered_thenUnknown() throws Exception {
        Attempt attempt = call.startAttempt();
        attempt.sent();
        assertThat(attempt.wasSent()).isTrue();
        assertThat(call.outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN, NOT_SENT, UNKNOWN", "REJECTED, NOT_SENT, REJECTED", "REJECTED, UNKNOWN, UNKNOWN", "UNKNOWN, REJECTED, UNKNOWN",
        "UNKNOWN, ACCEPTED, ACCEPTED", "ACCEPTED, UNKNOWN, ACCEPTED", "NOT_SENT, REJECTED, REJECTED", "NOT_SENT, NOT_SENT, NOT_SENT"
    })
    @DisplayName("the gravest outcome of all attempts counts")
    void gravest(Outcome first, Outcome second, Outcome outcome) {
        call.startAttempt().answered(0, first);
        call.startAttempt().answered(0, second);
        assertThat(call.outcome()).isEqualTo(outcome);
        assertThat(call.lastAttempt().outcome()).isEqualTo(second);
        assertThat(call.lastAttempt().number()).isEqualTo(2);
    }

    @Test
    @DisplayName("the third attempt does not hide the outcome of the first")
    void gravestOfThree() throws Exception {
        call.startAttempt().sent();
        call.startAttempt();
        call.startAttempt();
        assertThat(call.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertFailure(call.exception("x", null), NotSentException.class, "Not sent: x", null, Outcome.UNKNOWN, 3);
    }

    @Test
    void exception_whenThereIsNoAttempt_thenNotSent() {
        IOException cause = new IOException("c");
        assertFailure(call.exception("why", cause), NotSentException.class, "Not sent: why", cause, Outcome.NOT_SENT, 0);
    }

    @Test
    void exception_whenNotSent_thenItSaysSo() {
        IOException cause = new IOException("c");
        call.startAttempt();
        assertFailure(call.exception("why", cause), NotSentException.class, "Not sent: why", cause, Outcome.NOT_SENT, 1);
    }

    @Test
    void exception_whenSent_thenItSaysSo() throws Exception {
        IOException cause = new IOException("c");
        call.startAttempt().sent();
        assertFailure(call.exception("why", cause), NoResponseException.class,
                "Sent, but whether it was executed is unknown: why", cause, Outcome.UNKNOWN, 1);
    }

    @Test
    void exception_whenAccepted_thenItSaysSo() {
        call.startAttempt().answered(202, Outcome.ACCEPTED);
        DataArtsException failure = call.exception("why", null);
        assertFailure(failure, UnreadableResponseException.class,
                "Accepted (HTTP 202), but the body cannot be read: why", null, Outcome.ACCEPTED, 1);
        assertThat(((UnreadableResponseException) failure).httpStatus()).isEqualTo(202);
    }

    @Test
    void exception_whenRejectedAndTheAnswerCannotBeRead_thenItSaysSo() {
        Attempt attempt = call.startAttempt();
        attempt.answered(400, Outcome.REJECTED);
        attempt.identified("r-1");
        DataArtsException failure = call.exception("why", new IOException("c"));
        assertFailure(failure, ServiceException.class,
                "Rejected (HTTP 400), but the answer cannot be read: why", null, Outcome.REJECTED, 1);
        assertThat(((ServiceException) failure).httpStatus()).isEqualTo(400);
        assertThat(failure.requestId()).contains("r-1");
    }

    @Test
    @DisplayName("a failed attempt has a message for the layers, and one for the caller that says what it means for the rerun")
    void failed_whenNotSent_thenTheReasonAndTwoMessages() {
        IOException cause = new IOException("c");
        AttemptFailedException failure = call.startAttempt().failed(Reason.HOST_NAME, "why", cause);
        assertThat(failure.reason()).isEqualTo(Reason.HOST_NAME);
        assertThat(failure).hasMessage("why");
        assertThat(failure.getStackTrace()).isEmpty();
        assertFailure(failure.told(), NotSentException.class, "Not sent: why", cause, Outcome.NOT_SENT, 1);
    }

    @Test
    @DisplayName("secrets of all attempts, renewed credentials and signatures are masked, and a cause that shows one is dropped")
    void exception_whenAMessageShowsASecret_thenMasked() {
        AccessKey key = AccessKey.of("a-key-id-of-somebody", "a-secret-key");
        Signature signature = new RequestSigner().sign(key, "GET", URI.create("https://h/"), Map.of(), new byte[0]);
        String hash = signature.authorization().replaceFirst(".*Signature=", "");
        call.startAttempt().authenticatedBy(key, signature);
        call.renewedTo(IamToken.of("a-renewed-token"));
        call.startAttempt().authenticatedBy(IamToken.of("a-token"), null);
        AttemptFailedException failure = call.lastAttempt()
                .failed(Reason.NETWORK, "a-secret-key " + hash + " a-token a-renewed-token", new IOException("a-token"));
        assertThat(failure).hasMessage("**** **** **** ****");
        assertThat(failure.told()).hasMessage("Not sent: **** **** **** ****").hasNoCause();
    }

    @Test
    void withEarlierFailures_whenAttemptsWereRepeated_thenSuppressedOldestFirst() {
        DataArtsException first = call.exception("1", null);
        DataArtsException second = call.exception("2", null);
        DataArtsException last = call.exception("3", null);
        call.retriedAfter(first);
        call.retriedAfter(second);
        assertThat(call.withEarlierFailures(last)).isSameAs(last);
        assertThat(last.getSuppressed()).containsExactly(first, second);
    }

    @Test
    void current_whenCallsAreNested_thenTheInnerOneUntilItEnds() {
        assertThat(Call.current()).isSameAs(call);
        try (Call inner = begin(Duration.ofSeconds(50))) {
            assertThat(Call.current()).isSameAs(inner).isNotSameAs(call);
        }
        assertThat(Call.current()).isSameAs(call);
    }

    @Test
    void current_whenThereIsNone_thenItSaysWhatHappened() {
        call.close();
        assertThatThrownBy(Call::current)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("a call must stay on the thread that started it");
    }

    @Test
    void deadline_whenWithinACallThatEndsLater_thenItsOwn() {
        try (Call inner = begin(Duration.ofSeconds(50))) {
            assertThat(inner.deadline().limit().time()).isEqualTo(Duration.ofSeconds(50));
            assertThat(inner.deadline().nanosLeft()).isBetween(1L, Duration.ofSeconds(50).toNanos());
        }
    }

    @Test
    void deadline_whenWithinACallThatEndsEarlier_thenThatOfTheOuterCall() {
        try (Call inner = begin(Duration.ofMinutes(2))) {
            assertThat(inner.deadline().limit().time()).isEqualTo(Duration.ofMinutes(1));
            assertThat(inner.deadline().nanosLeft()).isBetween(1L, Duration.ofMinutes(1).toNanos());
        }
    }

    private static void assertFailure(
            DataArtsException failure, Class<?> type, String message, Throwable cause, Outcome outcome, int attempts) {
        assertThat(failure).isExactlyInstanceOf(type).hasMessage(message);
        assertThat(failure.getCause()).isSameAs(cause);
        assertThat(failure.outcome()).isEqualTo(outcome);
        assertThat(failure.attempts()).isEqualTo(attempts);
    }
}
