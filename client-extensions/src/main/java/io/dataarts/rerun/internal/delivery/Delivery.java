package io.dataarts.rerun.internal.delivery;

import feign.Request;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.auth.CredentialsProvider;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.internal.answer.Answer;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.Sender;
import io.dataarts.rerun.signing.RequestSigner;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A layer between an API's methods and the network. */
@FunctionalInterface
public interface Delivery {

    /**
     * Delivers the request of a call, in as many attempts as the policy allows.
     *
     * @return the answer of the attempt that succeeded
     * @throws DataArtsException if no attempt succeeded
     */
    Answer deliver(Call call, Request request);

    /**
     * Returns the layers in their order: duplicate guard, retrying, authenticating, sender.
     *
     * @param duplicateWindow how long the guard refuses an equal request, null for no guard
     */
    static Delivery over(
            Sender sender, CredentialsProvider credentials, RetryPolicy policy, @Nullable Duration duplicateWindow, CallListeners listeners,
            Clock clock, Sleeper sleeper) {
        Authenticating authenticating = new Authenticating(credentials, new RequestSigner(clock), clock, sender);
        Delivery retrying = new Retrying(policy, sleeper, listeners, authenticating);
        return duplicateWindow == null ? retrying : new DuplicateGuard(duplicateWindow, clock, retrying);
    }
}
