package io.dataarts.contract.agreement.verification;

import au.com.dius.pact.provider.VerificationFailureType;
import au.com.dius.pact.provider.junit5.PactVerificationContext;
import java.util.stream.Collectors;

/** Pact's verdict on an interaction, told in the failure alone: its console report is long when all is well. */
final class Verdict {

    private Verdict() {
    }

    /** @throws AssertionError saying what the provider answered otherwise than recorded */
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
