package io.dataarts.rerun.internal;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import feign.Response;
import feign.codec.Decoder;
import feign.codec.ErrorDecoder;
import io.dataarts.rerun.error.AuthenticationException;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.NotFoundException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.PermissionDeniedException;
import io.dataarts.rerun.error.ServerErrorException;
import io.dataarts.rerun.error.ServiceAnswer;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.error.ThrottledException;
import io.dataarts.rerun.error.UnreadableResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns an answer into a result or an exception. */
final class Answers implements Decoder, ErrorDecoder {

    /** Means success, whatever the status says; the API reference lists it among the error codes. */
    private static final String SUCCESS = "DQC.0000";
    private static final Pattern THROTTLED = Pattern.compile("APIG(W)?\\.0308");
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Pattern CHARSET = Pattern.compile("charset=\"?([^\\s;\"]+)", Pattern.CASE_INSENSITIVE);

    private final Clock clock;

    Answers(Clock clock) {
        this.clock = clock;
    }

    /** Reads the body of a 2xx. */
    @Override
    public @Nullable Object decode(Response response, Type type) {
        Call call = Call.current();
        String text = text(response);
        IOException broken = call.brokenBody();
        if (contradictsSuccess(text)) {
            throw decode("", response);
        }
        if (type == Void.class) {
            return null;
        }
        if (broken != null) {
            throw unreadable(broken.getMessage(), broken, response, call);
        }
        try {
            ObjectMapper mapper = Json.mapper();
            return text.isBlank() ? null : mapper.readValue(text, mapper.constructType(type));
        } catch (IOException | RuntimeException e) {
            if (call.bodyOptional()) {
                return null;
            }
            throw unreadable("it is not the JSON of " + type.getTypeName() + place(e), null, response, call);
        }
    }

    /** Whether the body of a 2xx says that the call failed. */
    static boolean contradictsSuccess(Response response) {
        return contradictsSuccess(text(response));
    }

    private static boolean contradictsSuccess(String text) {
        String code = text.isEmpty() ? null : ErrorBody.read(text).serviceCode();
        return code != null && !code.equals(SUCCESS);
    }

    /** Where in the JSON it failed, as JSONPath writes it; the message of Jackson's failure would show the value, too. */
    private static String place(Exception failure) {
        if (!(failure instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
            return "";
        }
        StringBuilder place = new StringBuilder(", at $");
        for (JsonMappingException.Reference step : mapping.getPath()) {
            place.append(step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName());
        }
        return place.toString();
    }

    private static UnreadableResponseException unreadable(
            @Nullable String why, @Nullable Throwable cause, Response response, Call call) {
        return call.own(new UnreadableResponseException(
                "Accepted (HTTP " + response.status() + "), but the body cannot be read: " + masked(why, call),
                Secrets.without(Secrets.of(call), cause),
                call.outcome(),
                call.attempts(),
                masked(header(response, "X-Request-Id"), call),
                response.status()));
    }

    /** Reads an answer that is no success. */
    @Override
    public ServiceException decode(String methodKey, Response response) {
        Call call = Call.current();
        String text = text(response);
        ErrorBody body = ErrorBody.read(text);
        String code = masked(body.code(), call);
        String message = masked(body.message(), call);
        String requestId = header(response, "X-Request-Id");
        boolean success = response.status() / 100 == 2;
        if (success || SUCCESS.equals(code)) {
            call.contradicted();
        }
        ServiceAnswer answer = new ServiceAnswer(
                response.status(),
                code,
                message,
                masked(requestId == null ? body.requestId() : requestId, call),
                Secrets.mask(text.substring(0, Math.min(text.length(), Transport.MAX_ERROR_BODY)), call),
                RetryAfter.parse(header(response, "Retry-After"), clock.instant()));
        String advice = Diagnosis.advice(response.status(), body.code(), body.message(), call);
        return call.own(exception(answer, advice, call));
    }

    private static ServiceException exception(ServiceAnswer answer, @Nullable String advice, Call call) {
        Outcome outcome = call.outcome();
        int attempts = call.attempts();
        String message = describe(answer, outcome, advice);
        int status = answer.httpStatus();
        if (status == 429 || answer.errorCode() != null && THROTTLED.matcher(answer.errorCode()).matches()) {
            return new ThrottledException(message, outcome, attempts, answer);
        }
        return switch (status) {
            case 400 -> new BadRequestException(message, outcome, attempts, answer);
            case 401 -> new AuthenticationException(message, outcome, attempts, answer);
            case 403 -> new PermissionDeniedException(message, outcome, attempts, answer);
            case 404 -> new NotFoundException(message, outcome, attempts, answer);
            default -> status >= 500 && status < 600
                    ? new ServerErrorException(message, outcome, attempts, answer)
                    : new ServiceException(message, outcome, attempts, answer);
        };
    }

    private static String describe(ServiceAnswer answer, Outcome outcome, @Nullable String advice) {
        StringBuilder text = new StringBuilder(outcome == Outcome.REJECTED ? "Rejected" : "Whether it was executed is unknown");
        text.append(": HTTP ").append(answer.httpStatus());
        if (answer.errorCode() != null) {
            text.append(", ").append(answer.errorCode());
        }
        if (answer.errorMessage() != null) {
            text.append(": ").append(answer.errorMessage());
        }
        if (advice != null) {
            text.append(" [").append(advice).append(']');
        }
        if (answer.requestId() != null) {
            text.append(" (request id ").append(answer.requestId()).append(')');
        }
        return text.toString();
    }

    private static @Nullable String masked(@Nullable String text, Call call) {
        return text == null ? null : Secrets.mask(text, call);
    }

    static @Nullable String header(Response response, String name) {
        Collection<String> values = response.headers().getOrDefault(name, List.of()); // Feign's map ignores case
        return values.stream().filter(value -> !value.isBlank()).findFirst().orElse(null);
    }

    private static String text(Response response) {
        if (response.body() == null || Objects.equals(response.body().length(), 0)) {
            return "";
        }
        try (InputStream body = response.body().asInputStream()) {
            String text = new String(body.readAllBytes(), charset(header(response, "Content-Type")));
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (IOException e) {
            throw new UncheckedIOException("the transport has read the body", e);
        }
    }

    private static Charset charset(@Nullable String contentType) {
        Matcher matcher = CHARSET.matcher(contentType == null ? "" : contentType.toLowerCase(Locale.ROOT));
        try {
            return matcher.find() ? Charset.forName(matcher.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }
}
