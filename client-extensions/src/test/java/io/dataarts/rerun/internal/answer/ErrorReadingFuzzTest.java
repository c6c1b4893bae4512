package io.dataarts.rerun.internal.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.error.UnreadableResponseException;
import io.dataarts.rerun.internal.api.ModelDecoder;
import io.dataarts.rerun.internal.call.Attempt;
import io.dataarts.rerun.internal.call.AttemptFailedException;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.CallTest;
import io.dataarts.rerun.internal.call.Received;
import io.dataarts.rerun.signing.RequestSigner;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;

/**
 * Any answer gives a documented exception without secrets. The first byte of an input chooses the status and whether the body is truncated;
 * the rest is the body.
 */
class ErrorReadingFuzzTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final String SECRET = "s3cretSecretKeyThatMustNotBeSeen";
    private static final String TOKEN = "t0ken/That+Must/Not+Be+Seen==";
    private static final AccessKey KEY = AccessKey.of("AKIDAKIDAKIDAKIDAKID", SECRET, TOKEN);
    private static final int[] STATUSES = {200, 302, 400, 401, 403, 404, 408, 429, 500, 503};

    @FuzzTest(maxDuration = "20s")
    void decode_whateverTheServiceAnswers_thenOnlyDocumentedExceptionsWithoutSecrets(byte[] input) throws IOException {
        int choice = input.length == 0 ? 0 : input[0] & 0xFF;
        byte[] body = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
        int status = STATUSES[choice % STATUSES.length];
        try (Call call = CallTest.begin(Duration.ofSeconds(1))) {
            Attempt attempt = call.startAttempt();
            attempt.authenticatedBy(KEY, new RequestSigner(CLOCK)
                    .sign(KEY, "POST", URI.create("https://dayu.cn-north-4.myhuaweicloud.com/v2/p"), Map.of(), new byte[0]));
            attempt.sent();
            check(attempt, new Received(status, null, Map.of(), body, choice < 128 ? null : new IOException("truncated"),
                    choice % 128 < 64 ? null : "cannot be decoded"));
        }
    }

    private static void check(Attempt attempt, Received received) {
        try {
            Answer answer = Answer.read(attempt, received, CLOCK.instant());
            new ModelDecoder().decode(answer, Map.class);
        } catch (AttemptFailedException e) {
            check((ServiceException) e.told());
            assertThat(e.getMessage()).doesNotContain(SECRET).doesNotContain(TOKEN);
        } catch (UnreadableResponseException e) {
            check(e);
        }
    }

    private static void check(DataArtsException failure) {
        assertThat(failure.outcome()).isNotEqualTo(Outcome.NOT_SENT);
        assertThat(failure.getMessage()).doesNotContain(SECRET).doesNotContain(TOKEN);
        if (failure instanceof ServiceException answer) {
            assertThat(answer.rawBody()).doesNotContain(SECRET).doesNotContain(TOKEN);
        }
    }
}
