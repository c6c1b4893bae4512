package io.dataarts.rerun.error;

import java.time.Duration;
import java.util.Optional;

/**
 * The service or its gateway answered, and the answer is no success.
 *
 * <p>A 4xx other than 408 is {@link Outcome#REJECTED}. Every other answer is {@link Outcome#UNKNOWN}. So is an answer that contradicts
 * itself: a 2xx with an error code, or a 4xx with the code of success, {@code DQC.0000}. So is a 2xx whose body cannot be decoded from its
 * {@code Content-Encoding}, because the body may hold an error code.
 */
public non-sealed class ServiceException extends DataArtsException {

    private final ServiceAnswer answer;

    /**
     * @param message what the answer says and what to do
     * @param outcome the gravest outcome of all attempts
     * @param attempts how many attempts were made
     * @param answer the answer
     */
    public ServiceException(String message, Outcome outcome, int attempts, ServiceAnswer answer) {
        super(message, null, outcome, attempts, answer.requestId());
        this.answer = answer;
    }

    /** Returns the HTTP status. */
    public int httpStatus() {
        return answer.httpStatus();
    }

    /** Returns the error code, such as {@code DLF.1000} or {@code APIGW.0301}. Codes are an open set. */
    public Optional<String> errorCode() {
        return Optional.ofNullable(answer.errorCode());
    }

    /** Returns the service's message. */
    public Optional<String> errorMessage() {
        return Optional.ofNullable(answer.errorMessage());
    }

    /** Returns the body as it came, truncated after 64 KiB, with echoed secrets masked; empty without a body. */
    public String rawBody() {
        return answer.rawBody();
    }

    /**
     * Returns how long the service asks to wait before the next call: its {@code Retry-After}, which may be zero.
     *
     * <p>A {@link ThrottledException} from the service always has a wait. Without {@code Retry-After}, it is the window of the rate limit
     * that the gateway's message names, such as {@code time:1 minute}. If the message names none, it is the documented window: 10 s for the
     * Quality APIs, and 1 s for the others.
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(answer.retryAfter());
    }
}
