package io.dataarts.rerun.internal;

import feign.Client;
import feign.Request;
import feign.Response;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.CredentialsProvider;
import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.error.AuthenticationException;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServerErrorException;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.error.ThrottledException;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attempts a call again where nothing can have been executed: what was not sent, what was throttled, and once a call whose token has
 * to be renewed. Writes one line for each attempt to the log, which holds no value of a header, a path or a body.
 */
final class RetryingClient implements Client {

    private static final Logger LOG = LoggerFactory.getLogger("io.dataarts.rerun");

    private final RetryPolicy policy;
    private final CredentialsProvider credentials;
    private final Answers answers;
    private final Sleeper sleeper;
    private final Client attempt;

    RetryingClient(RetryPolicy policy, CredentialsProvider credentials, Answers answers, Sleeper sleeper, Client attempt) {
        this.policy = policy;
        this.credentials = credentials;
        this.answers = answers;
        this.sleeper = sleeper;
        this.attempt = attempt;
    }

    @Override
    public Response execute(Request request, Request.Options options) throws IOException {
        Call call = Call.current();
        if (!mayBegin(call)) {
            throw call.failure("a capability asked for one more request in the same call", null);
        }
        boolean tokenRenewed = false;
        while (true) {
            Response response = null;
            DataArtsException failure;
            long start = System.nanoTime();
            try {
                response = attempt.execute(request, options);
                failure = response.status() / 100 == 2 ? null : answers.decode("", response);
            } catch (DataArtsException e) {
                failure = e;
            }
            log(call, request, response, failure, start);
            if (failure == null) {
                return response;
            }
            boolean refused = asksForNewToken(failure, call.credentials());
            if (refused) {
                invalidate(call, failure); // also when this call has no attempt left: the next should not be refused as well
            }
            boolean renew =
                    refused && !tokenRenewed && call.attempts() < policy.maxAttempts() && hasOtherCredentials(call, failure);
            tokenRenewed |= renew;
            Duration pause = renew ? Duration.ZERO : pause(call, failure);
            if (pause == null) {
                if (response == null) {
                    throw failure;
                }
                return response; // for Feign's error decoder, and for those who measure
            }
            call.failed(failure);
            sleep(call, pause);
        }
    }

    /** Whether nothing can have been executed so far; a capability may come here several times in one call. */
    private boolean mayBegin(Call call) {
        return switch (call.outcome()) {
            case NOT_SENT, REJECTED -> true;
            case UNKNOWN -> policy.repeatsUnknownOutcomes() && call.attempts() < policy.maxAttempts();
            case ACCEPTED -> false;
        };
    }

    /** How long to wait before the next attempt, null if there is none. */
    private @Nullable Duration pause(Call call, DataArtsException failure) {
        if (call.attempts() >= policy.maxAttempts() || !mayRepeat(call, failure)) {
            return null;
        }
        long longest = policy.longestPause(call.attempts()).toNanos();
        Duration pause = Duration.ofNanos(ThreadLocalRandom.current().nextLong(longest));
        if (failure instanceof ServiceException answer && answer.retryAfter().isPresent()) {
            Duration asked = answer.retryAfter().get();
            if (asked.compareTo(policy.maxRetryAfter()) > 0) {
                return null;
            }
            pause = asked.compareTo(pause) > 0 ? asked : pause;
        }
        return pause.toNanos() < call.nanosLeft() ? pause : null;
    }

    private boolean mayRepeat(Call call, DataArtsException failure) {
        return switch (call.outcomeOfAttempt()) {
            case NOT_SENT -> failure instanceof NotSentException && !isPermanent(failure.getCause());
            case REJECTED -> failure instanceof ThrottledException;
            case UNKNOWN -> policy.repeatsUnknownOutcomes()
                    && (failure instanceof NoResponseException
                            || failure instanceof ServerErrorException
                            || failure instanceof ServiceException answer && answer.httpStatus() == 408);
            case ACCEPTED -> false;
        };
    }

    /** Host names and certificates do not mend themselves within seconds; whoever interrupts or closes wants no further attempt. */
    private static boolean isPermanent(@Nullable Throwable cause) {
        return cause instanceof UnknownHostException
                || cause instanceof IllegalStateException
                || cause instanceof SSLException && !(cause.getCause() instanceof EOFException)
                || Thread.currentThread().isInterrupted();
    }

    private static boolean asksForNewToken(DataArtsException failure, @Nullable Credentials used) {
        return used instanceof IamToken
                && failure instanceof AuthenticationException refused
                && refused.outcome() == Outcome.REJECTED
                && (refused.errorCode().orElse("").endsWith(".0307")
                        || refused.errorMessage().orElse("").toLowerCase(Locale.ROOT).contains("expire"));
    }

    private void invalidate(Call call, DataArtsException failure) {
        try {
            credentials.invalidate(call.credentials());
        } catch (Exception e) { // also a checked one, which other languages of the JVM do not declare
            Failures.keepInterrupt(e);
            ConfigurationException broken = new ConfigurationException(
                    Secrets.mask("The credentials provider failed to renew the token: " + e, call),
                    Secrets.without(Secrets.of(call), e),
                    call.outcome(),
                    call.attempts());
            broken.addSuppressed(failure);
            throw broken;
        }
    }

    private boolean hasOtherCredentials(Call call, DataArtsException failure) {
        try {
            Credentials others = SigningClient.resolve(credentials, call);
            call.otherSecrets().addAll(Secrets.of(others)); // whoever fails to give them once more may quote them
            return !others.equals(call.credentials());
        } catch (DataArtsException e) {
            e.addSuppressed(failure);
            throw e;
        }
    }

    private void sleep(Call call, Duration pause) {
        if (pause.isZero()) {
            return;
        }
        try {
            sleeper.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotSentException(
                    "Not sent again: the thread was interrupted while it waited to repeat", e, call.outcome(), call.attempts());
        }
    }

    private static void log(Call call, Request request, @Nullable Response response, @Nullable DataArtsException failure, long start) {
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "{} {}{} -> {} in {} ms, request id {}, attempt {}, {}",
                    request.httpMethod(),
                    call.uri(request.url()).getRawAuthority(),
                    call.pathTemplate(),
                    response == null ? "no answer" : response.status(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                    response == null ? "-" : Secrets.mask(Objects.requireNonNullElse(Answers.header(response, "X-Request-Id"), "-"), call),
                    call.attempts(),
                    failure == null && Answers.contradictsSuccess(response) ? Outcome.UNKNOWN : call.outcomeOfAttempt());
        }
    }
}
