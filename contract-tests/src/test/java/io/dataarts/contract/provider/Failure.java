package io.dataarts.contract.provider;

/**
 * How the provider fails to answer one request.
 *
 * @param status the status of the answer; 0 if the provider closes the connection instead, -1 if it leaves it open without an answer
 * @param executed whether the provider executes the request first
 */
public record Failure(int status, boolean executed) {

    /** Answers with this status, in the gateway's shape. The provider does not execute the request. */
    public static Failure status(int status) {
        return new Failure(status, false);
    }

    /** Closes the connection without an answer. The provider does not execute the request. */
    public static Failure dropped() {
        return new Failure(0, false);
    }

    /** Sends no answer, and leaves the connection open until the client closes it. The provider does not execute the request. */
    public static Failure silent() {
        return new Failure(-1, false);
    }

    /** Returns this failure, after the provider has executed the request. Its answer is lost. */
    public Failure afterExecution() {
        return new Failure(status, true);
    }

    ProviderAnswer answer() {
        // This project chose the code of 403. The codes of the others are the gateway's.
        return switch (status) {
            case 0, -1 -> ProviderAnswer.lost(status);
            case 403 -> ProviderAnswer.gateway(403, "APIGW.0302", "The IAM user is not allowed to access the API.");
            case 429 -> ProviderAnswer.gateway(429, "APIGW.0308", "The throttling threshold has been reached.");
            default -> ProviderAnswer.gateway(status, "APIGW.0201", "Backend failed.");
        };
    }
}
