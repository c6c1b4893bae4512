package io.dataarts.rerun.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceAnswer;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.error.ThrottledException;
import io.dataarts.rerun.error.UnreadableResponseException;
import io.dataarts.rerun.signing.RequestSigner;
import io.dataarts.rerun.signing.Signature;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallTest {

    private final Call call = Call.begin(Duration.ofMinutes(1));

    @AfterEach
    void end() {
        call.close();
    }

    @Test
    void outcome_whenNothingWasHandedOver_thenNotSent() {
        call.startAttempt();
        assertThat(call.wasSent()).isFalse();
        assertThat(call.outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void outcome_whenSentAndNotAnswered_thenUnknown() {
        call.startAttempt();
        call.sent();
        assertThat(call.wasSent()).isTrue();
        assertThat(call.outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    @DisplayName("a rejection whose answer was not read is told by its status")
    void failure_whenRejectedAndNotRead_thenByItsStatus() {
        IOException thrown = new IOException("audit");
        call.startAttempt();
        call.sent();
        call.answered(400);

        assertThat(call.failure("audit", thrown)).isInstanceOfSatisfying(ServiceException.class, failure -> {
            assertThat(failure).hasMessage("The last attempt was rejected (HTTP 400), and its answer lost: audit").hasSuppressedException(thrown);
            assertThat(failure.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(failure.httpStatus()).isEqualTo(400);
        });
        assertThat(call.failure("audit", null).getSuppressed()).isEmpty();
    }

    @Test
    @DisplayName("the answer to an earlier attempt is not that to the last")
    void failure_whenAnEarlierAnswerWasRead_thenNotThatOne() {
        call.startAttempt();
        call.own(new NotSentException("earlier still", null, Outcome.NOT_SENT, 2));
        call.sent();
        call.answered(429);
        call.own(new ThrottledException("earlier", Outcome.REJECTED, 1, new ServiceAnswer(429, null, null, null, "", null)));
        call.startAttempt();
        call.sent();
        call.answered(400);

        assertThat(call.failure("audit", null)).isExactlyInstanceOf(ServiceException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "100, UNKNOWN", "199, UNKNOWN", "200, ACCEPTED", "204, ACCEPTED", "299, ACCEPTED", "300, UNKNOWN", "302, UNKNOWN", "399, UNKNOWN",
        "400, REJECTED", "401, REJECTED", "407, REJECTED", "408, UNKNOWN", "409, REJECTED", "429, REJECTED", "499, REJECTED",
        "500, UNKNOWN", "503, UNKNOWN", "599, UNKNOWN", "600, UNKNOWN", "999, UNKNOWN", "0, UNKNOWN"
    })
    void outcome_whenAnswered_thenTheStatusDecides(int status, Outcome outcome) {
        call.startAttempt();
        call.sent();
        call.answered(status);
        assertThat(call.outcome()).isEqualTo(outcome);
    }

    @Test
    @DisplayName("a proxy's own answer, before anything of ours was sent, decides nothing")
    void proxy() {
        call.startAttempt();
        call.answered(403);
        assertThat(call.outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void outcome_whenTheAnswerContradictsItself_thenUnknown() {
        call.startAttempt();
        call.sent();
        call.answered(200);
        call.contradicted();
        assertThat(call.outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "503, 0, UNKNOWN, NOT_SENT", "429, 0, REJECTED, NOT_SENT", "429, 503, UNKNOWN, UNKNOWN", "503, 400, UNKNOWN, REJECTED",
        "503, 200, ACCEPTED, ACCEPTED", "200, 503, ACCEPTED, UNKNOWN", "0, 400, REJECTED, REJECTED", "0, 0, NOT_SENT, NOT_SENT"
    })
    @DisplayName("the gravest of all attempts counts; 0 stands for an attempt that sent nothing")
    void gravest(int first, int second, Outcome outcome, Outcome ofLastAttempt) {
        for (int status : new int[] {first, second}) {
            call.startAttempt();
            if (status > 0) {
                call.sent();
                call.answered(status);
            }
        }
        assertThat(call.outcome()).isEqualTo(outcome);
        assertThat(call.outcomeOfAttempt()).isEqualTo(ofLastAttempt);
        assertThat(call.attempts()).isEqualTo(2);
    }

    @Test
    @DisplayName("three attempts: what the first came to is not forgotten by the third")
    void gravestOfThree() {
        call.startAttempt();
        call.sent();
        call.startAttempt();
        call.startAttempt();
        assertThat(call.outcome()).isEqualTo(Outcome.UNKNOWN);
        failure(call.failure("x", null), NotSentException.class, "Not sent: x", null, Outcome.UNKNOWN, 3);
    }

    @Test
    void failure_whenNotSent_thenItSaysSo() {
        IOException cause = new IOException("c");
        call.startAttempt();
        failure(call.failure("why", cause), NotSentException.class, "Not sent: why", cause, Outcome.NOT_SENT, 1);
    }

    @Test
    void failure_whenSent_thenItSaysSo() {
        IOException cause = new IOException("c");
        call.startAttempt();
        call.sent();
        failure(call.failure("why", cause), NoResponseException.class,
                "Sent, but whether it was executed is unknown: why", cause, Outcome.UNKNOWN, 1);
    }

    @Test
    void failure_whenAccepted_thenItSaysSo() {
        call.startAttempt();
        call.sent();
        call.answered(202);
        DataArtsException failure = call.failure("why", null);
        failure(failure, UnreadableResponseException.class,
                "Accepted, but the answer cannot be read: why", null, Outcome.ACCEPTED, 1);
        assertThat(((UnreadableResponseException) failure).httpStatus()).isEqualTo(202);
    }

    @Test
    void brokenBody_whenAnotherAttemptStarts_thenItIsForgotten() {
        call.startAttempt();
        call.bodyBroke(new IOException("x"));
        assertThat(call.brokenBody()).hasMessage("x");
        call.startAttempt();
        assertThat(call.brokenBody()).isNull();
    }

    @Test
    void current_whenCallsAreNested_thenTheInnerOneUntilItEnds() {
        assertThat(Call.current()).isSameAs(call);
        try (Call inner = Call.begin(Duration.ofSeconds(1))) {
            assertThat(Call.current()).isSameAs(inner).isNotSameAs(call);
        }
        assertThat(Call.current()).isSameAs(call);
    }

    @Test
    void begin_whenWithinAnotherCallThatEndsLater_thenItHasItsOwnTime() {
        try (Call inner = Call.begin(Duration.ofSeconds(1))) {
            assertThat(inner.timeout()).isEqualTo(Duration.ofSeconds(1));
            assertThat(inner.nanosLeft()).isBetween(1L, Duration.ofSeconds(1).toNanos());
        }
    }

    @Test
    void begin_whenWithinAnotherCallThatEndsEarlier_thenItEndsWithThatOne() {
        try (Call inner = Call.begin(Duration.ofMinutes(2))) {
            assertThat(inner.timeout()).isEqualTo(Duration.ofMinutes(1));
            assertThat(inner.deadline()).isEqualTo(call.deadline());
        }
    }

    @Test
    void deadline_whenJustBegun_thenAMinuteFromNow() {
        assertThat(call.deadline() - System.nanoTime()).isBetween(1L, Duration.ofMinutes(1).toNanos());
    }

    @Test
    void entered_whenAMethodIsEntered_thenItsTemplatePathAndHeaders() {
        assertThat(call.pathTemplate()).isEmpty();
        assertThat(call.path()).isEmpty();
        assertThat(call.headers()).isEmpty();
        call.entered("/v2/{project_id}/jobs", "/v2/p1/jobs?a=1", Map.of("workspace", List.of("w")));
        assertThat(call.pathTemplate()).isEqualTo("/v2/{project_id}/jobs");
        assertThat(call.path()).isEqualTo("/v2/p1/jobs?a=1");
        assertThat(call.headers()).isEqualTo(Map.of("workspace", List.of("w")));
    }

    @Test
    void uri_whenTheUrlIsTheSame_thenTakenApartOnce() {
        URI first = call.uri("https://h/a");
        assertThat(first).isEqualTo(URI.create("https://h/a"));
        assertThat(call.uri("https://h/a")).isSameAs(first);
        assertThat(call.uri("https://h/b")).isEqualTo(URI.create("https://h/b"));
    }

    @Test
    void signature_whenAnotherAttemptIsAuthenticated_thenItIsForgotten() {
        AccessKey key = AccessKey.of("a", "s");
        Signature signature = new RequestSigner().sign(key, "GET", URI.create("https://h/"), Map.of(), new byte[0]);
        call.authenticatedWith(key);
        call.signedAs(signature);
        assertThat(call.signature()).isSameAs(signature);
        call.authenticatedWith(IamToken.of("t"));
        assertThat(call.signature()).isNull();
        assertThat(call.credentials()).isEqualTo(IamToken.of("t"));
    }

    @Test
    void enter_whenACallWasBegun_thenItIsThatOneOnce() {
        try (Call entered = Call.enter(Duration.ofSeconds(1))) {
            assertThat(entered).isSameAs(call);
            try (Call second = Call.enter(Duration.ofSeconds(1))) {
                assertThat(second).isNotSameAs(call);
                assertThat(second.bodyOptional()).isFalse();
            }
        }
        assertThat(call.bodyOptional()).isTrue();
    }

    @Test
    void current_whenThereIsNone_thenItSaysWhatHappened() {
        call.close();
        assertThatThrownBy(Call::current)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("a call may not change its thread between the API method and the transport");
    }

    @Test
    void nanosLeft_whenJustBegun_thenLessThanTheTimeout() {
        assertThat(call.nanosLeft()).isBetween(1L, Duration.ofMinutes(1).toNanos());
    }

    private static void failure(
            DataArtsException failure, Class<?> type, String message, Throwable cause, Outcome outcome, int attempts) {
        assertThat(failure).isExactlyInstanceOf(type).hasMessage(message);
        assertThat(failure.getCause()).isSameAs(cause);
        assertThat(failure.outcome()).isEqualTo(outcome);
        assertThat(failure.attempts()).isEqualTo(attempts);
    }
}
