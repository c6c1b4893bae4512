package io.dataarts.contract.handbook.quickstart;

import io.dataarts.rerun.RerunReceipt;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceException;
import java.util.function.Supplier;

/**
 * What a caller of the SDK got.
 *
 * @param outcome whether the rerun happened
 * @param requestId the service's id of the request; empty if there is none
 * @param key the instance id of a receipt, or the error code of a failure; empty if there is none
 * @param text the receipt or the exception, as it describes itself
 * @param answerBody the body of an answer that is no success; empty if there is none
 */
record Result(Outcome outcome, String requestId, String key, String text, String answerBody) {

    static Result of(Supplier<RerunReceipt> call) {
        try {
            RerunReceipt receipt = call.get();
            return new Result(
                    Outcome.ACCEPTED, receipt.requestId().orElse(""), receipt.instanceId().orElse(""), receipt.toString(), "");
        } catch (DataArtsException e) {
            String code = e instanceof ServiceException answered ? answered.errorCode().orElse("") : "";
            String body = e instanceof ServiceException answered ? answered.rawBody() : "";
            String text = e.getClass().getSimpleName() + ": " + e.getMessage();
            return new Result(e.outcome(), e.requestId().orElse(""), code, text, body);
        } catch (RuntimeException e) {
            return new Result(Outcome.UNKNOWN, "", "", "The SDK failed in a way that it promises not to: " + e, "");
        }
    }

    /** What the outcome means for the caller. */
    String advice() {
        return outcome + ": " + switch (outcome) {
            case NOT_SENT -> "nothing was sent; calling again is safe.";
            case REJECTED -> "the service refused it; it did not happen.";
            case UNKNOWN -> "it may have happened. Look at the job's instances before you send it again.";
            case ACCEPTED -> "the service took it; do not send it again.";
        };
    }
}
