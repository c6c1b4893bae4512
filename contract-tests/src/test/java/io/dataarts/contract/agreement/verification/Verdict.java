package io.dataarts.contract.agreement.verification;

import au.com.dius.pact.provider.VerificationFailureType;
import au.com.dius.pact.provider.junit5.PactVerificationContext;
import java.util.stream.Collectors;

/** Verifies an interaction with Pact, and reports only failures. Pact's console report is long even without failures. */
final class Verdict {

    private Verdict() {
    }

    /**
     * Verifies the interaction of this context.
     *
     * @throws AssertionError if the answer of the provider differs from the recorded one; the message names each difference
     */
    static void verify(PactVerificationContext context) {
        try {
            context.verifyInteraction();
        } catch (AssertionError e) {
            throw new AssertionError(context.getTestExecutionResult().stream()
                    .flatMap(result -> result.getFailures().values().stream())
                    .flatMap(failures -> failures.stream())
                    .map(VerificationFailureType::description)
                    .collect(Collectors.joining("; ", context.getInteraction().getDescription() + ": ", "")), e);
        }
    }
}
