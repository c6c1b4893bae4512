package io.dataarts.rerun.internal.delivery;

import feign.Request;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.internal.answer.Answer;
import io.dataarts.rerun.internal.call.Attempt;
import io.dataarts.rerun.internal.call.AttemptFailedException;
import io.dataarts.rerun.internal.call.Call;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Attempts a call, and retries it if {@link RetryRule} or {@link TokenRenewal} allows that. Thread-safe. */
record Retrying(RetryPolicy policy, Sleeper sleeper, CallListeners listeners, Authenticating authenticating) implements Delivery {

    @Override
    public Answer deliver(Call call, Request request) {
        while (true) {
            Attempt attempt = call.startAttempt();
            try {
                Answer answer = authenticating.send(attempt, request);
                listeners.attempted(attempt, null);
                return answer;
            } catch (AttemptFailedException failure) {
                listeners.attempted(attempt, failure.told());
                awaitNext(attempt, failure);
            } catch (RuntimeException | Error e) {
                listeners.attempted(attempt, e);
                throw e;
            }
        }
    }

    /** Waits until the next attempt may begin. Throws the failure if no attempt follows. */
    private void awaitNext(Attempt attempt, AttemptFailedException failure) {
        boolean renewed;
        try {
            renewed = new TokenRenewal(authenticating).succeeds(attempt, failure, attempt.number() < policy.maxAttempts());
        } catch (AttemptFailedException e) {
            e.told().addSuppressed(failure.told());
            throw e.told();
        }
        Duration pause = Duration.ZERO;
        if (!renewed) {
            Duration retryAfter = failure.told() instanceof ServiceException answer ? answer.retryAfter().orElse(null) : null;
            Duration timeLeft = Duration.ofNanos(attempt.call().deadline().nanosLeft());
            RetryRule.Failed failed = new RetryRule.Failed(attempt.outcome(), failure.reason(), attempt.number(), retryAfter, timeLeft);
            pause = RetryRule.pause(failed, policy, ThreadLocalRandom.current()).orElseThrow(failure::told);
        }
        attempt.call().retriedAfter(failure.told());
        sleep(attempt, pause);
    }

    private void sleep(Attempt attempt, Duration pause) {
        try {
            sleeper.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotSentException(
                    "Not sent again: the thread was interrupted while it waited to retry", e, attempt.call().outcome(), attempt.number());
        }
    }
}
