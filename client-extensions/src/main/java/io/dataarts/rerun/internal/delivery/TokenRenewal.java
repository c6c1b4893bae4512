package io.dataarts.rerun.internal.delivery;

import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.internal.call.Attempt;
import io.dataarts.rerun.internal.call.AttemptFailedException;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.Reason;

/** Renews a refused token, once per call. This is safe: the service does not execute what the gateway refuses for its token. */
record TokenRenewal(Authenticating authenticating) {

    /**
     * Returns true if the call may be attempted once more, with other credentials than the refused ones.
     *
     * @param attemptLeft whether the policy allows another attempt
     * @throws AttemptFailedException if the provider fails
     */
    boolean succeeds(Attempt attempt, AttemptFailedException failure, boolean attemptLeft) {
        Call call = attempt.call();
        if (failure.reason() != Reason.TOKEN_REFUSED || !(attempt.credentials() instanceof IamToken refused)
                || call.outcome() != Outcome.REJECTED) {
            return false;
        }
        authenticating.invalidate(attempt, refused);
        if (call.isRenewed() || !attemptLeft) {
            return false;
        }
        Credentials others = authenticating.credentials(attempt);
        call.renewedTo(others);
        return !others.equals(refused);
    }
}
