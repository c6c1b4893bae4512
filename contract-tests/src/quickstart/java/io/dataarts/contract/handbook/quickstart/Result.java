package io.dataarts.contract.handbook.quickstart;

import io.dataarts.rerun.RerunReceipt;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceException;
import java.util.function.Supplier;

/**
 * The result of a call of the SDK.
 *
 * @param outcome the outcome that the SDK reports
 * @param requestId the service's id of the request; empty if there is none
 * @param key the instance id of a receipt, or the error code of a failure; empty if there is none
 * @param text the text of the receipt, or the message of the exception
 * @param answerBody the body of an error response; empty if there is none
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
            return new Result(Outcome.UNKNOWN, "", "", "The SDK threw an exception that it does not document: " + e, "");
        }
    }

    /** Returns the outcome, and what it means for the caller. */
    static String advice(Outcome outcome) {
        return outcome + ": " + switch (outcome) {
            case NOT_SENT -> "nothing was sent. You can call again safely.";
            case REJECTED -> "the service rejected the rerun. It did not run.";
            case UNKNOWN -> "the rerun may have run. Check the job's instances before you send it again.";
            case ACCEPTED -> "the service accepted the rerun. Do not send it again.";
        };
    }
}
