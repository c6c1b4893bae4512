package io.dataarts.rerun.internal.answer;

import io.dataarts.rerun.error.AuthenticationException;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.NotFoundException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.PermissionDeniedException;
import io.dataarts.rerun.error.ServerErrorException;
import io.dataarts.rerun.error.ServiceAnswer;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.error.ThrottledException;
import io.dataarts.rerun.internal.call.Attempt;
import io.dataarts.rerun.internal.call.AttemptFailedException;
import io.dataarts.rerun.internal.call.Reason;
import io.dataarts.rerun.internal.call.Received;
import io.dataarts.rerun.internal.call.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The service's answer to an attempt, read and classified once. All layers above use this classification. Immutable.
 *
 * @param attempt the attempt that the service answered
 * @param received the answer as it came
 * @param text the body as text
 */
public record Answer(Attempt attempt, Received received, String text) {

    /** The code of success, which the API reference lists among the error codes. */
    private static final String SUCCESS = "DQC.0000";
    private static final Pattern THROTTLED = Pattern.compile("APIG(W)?\\.0308");
    private static final int MAX_RAW_BODY = 64 << 10;

    /**
     * Reads the answer, and decides the outcome of the attempt.
     *
     * @param now the time from which a date in {@code Retry-After} counts
     * @throws AttemptFailedException if the answer is not a success
     */
    public static Answer read(Attempt attempt, Received received, Instant now) {
        int status = received.status();
        boolean success = status / 100 == 2;
        attempt.answered(status, Attempt.meaningOf(status));
        Answer answer = new Answer(attempt, received, received.text());
        ErrorBody error = ErrorBody.read(answer.text);
        String requestId = received.header("X-Request-Id");
        attempt.identified(requestId == null ? error.requestId() : requestId);
        boolean saysSuccess = success ? received.undecoded() == null && (error.serviceCode() == null || error.serviceCode().equals(SUCCESS))
                : SUCCESS.equals(error.code());
        if (success && saysSuccess) {
            return answer;
        }
        if (success || saysSuccess) { // status and body contradict each other, or might
            attempt.answered(status, Outcome.UNKNOWN);
        }
        throw answer.failure(error, now);
    }

    private AttemptFailedException failure(ErrorBody error, Instant now) {
        String rawBody = masked(text.substring(0, Math.min(text.length(), MAX_RAW_BODY)));
        boolean throttled = received.status() == 429 || error.code() != null && THROTTLED.matcher(error.code()).matches();
        Duration retryAfter = RetryAfter.parse(received.header("Retry-After"), now);
        if (throttled && retryAfter == null) {
            retryAfter = RetryAfter.window(error.message(), attempt.call().head().pathTemplate());
        }
        ServiceAnswer told = new ServiceAnswer(
                received.status(), masked(error.code()), masked(error.message()), attempt.requestId(), rawBody, retryAfter);
        String message = describe(told, Diagnosis.advice(received.status(), error, retryAfter, attempt));
        Outcome outcome = attempt.call().outcome();
        String doubt = attempt.call().head().doubt();
        String prefix = outcome == Outcome.REJECTED ? "Rejected: " : doubt.substring(0, 1).toUpperCase(Locale.ROOT) + doubt.substring(1);
        ServiceException exception = exception(throttled, prefix + message, outcome, told);
        return new AttemptFailedException(reason(exception), message, exception);
    }

    private static Reason reason(ServiceException exception) {
        boolean expired = exception.errorCode().orElse("").endsWith(".0307")
                || exception.errorMessage().orElse("").toLowerCase(Locale.ROOT).contains("expire");
        return exception instanceof ThrottledException ? Reason.THROTTLED
                : exception instanceof AuthenticationException && expired ? Reason.TOKEN_REFUSED
                : exception instanceof ServerErrorException || exception.httpStatus() == 408 ? Reason.SERVER_ERROR
                : Reason.ANSWER;
    }

    private ServiceException exception(boolean throttled, String message, Outcome outcome, ServiceAnswer told) {
        int attempts = attempt.number();
        return throttled ? new ThrottledException(message, outcome, attempts, told) : switch (told.httpStatus()) {
            case 400 -> new BadRequestException(message, outcome, attempts, told);
            case 401 -> new AuthenticationException(message, outcome, attempts, told);
            case 403 -> new PermissionDeniedException(message, outcome, attempts, told);
            case 404 -> new NotFoundException(message, outcome, attempts, told);
            default -> told.httpStatus() / 100 == 5
                    ? new ServerErrorException(message, outcome, attempts, told)
                    : new ServiceException(message, outcome, attempts, told);
        };
    }

    private String describe(ServiceAnswer told, @Nullable String advice) {
        return "HTTP " + told.httpStatus()
                + (told.errorCode() == null ? "" : ", " + told.errorCode())
                + (told.errorMessage() == null ? "" : ": " + told.errorMessage())
                + (advice == null ? "" : " [" + advice + "]")
                + (received.undecoded() == null ? "" : " [" + masked(received.undecoded()) + "]")
                + (told.requestId() == null ? "" : " (request id " + told.requestId() + ")");
    }

    /** Throws the exception for the caller if the body is truncated. Decoders call it if they need the body. */
    public void requireWhole() {
        if (received.truncation() != null) {
            throw attempt.exception(String.valueOf(received.truncation().getMessage()), received.truncation());
        }
    }

    private @Nullable String masked(@Nullable String value) {
        return value == null ? null : Secrets.mask(value, attempt.call().secrets());
    }
}
